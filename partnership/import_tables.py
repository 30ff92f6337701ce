"""Imports as their list shows them, and as it goes out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from partnership import import_kinds
from partnership.import_kinds import ImportKind
from partnership.models import Import
from partnership.rendering.tables import Column
from partnership.wording import counted, listed

_WORDS = (
    ("created", "ligne créée"),
    ("updated", "ligne corrigée"),
    ("unchanged", "ligne inchangée"),
    ("refused", "ligne refusée"),
)


@dataclass(frozen=True)
class ImportLine:
    """One import in words."""

    row: Import

    @property
    def kind_label(self) -> str:
        """What it held; its key where nothing imports that any more."""
        return import_kinds.labels().get(self.row.kind, self.row.kind)

    @property
    def counts(self) -> str:
        found = ((self.row.counts.get(key), words) for key, words in _WORDS)
        return listed([counted(count, words) for count, words in found if count]) or "rien"

    @property
    def can_be_undone(self) -> bool:
        return self.row.undone_at is None and import_kinds.is_undone(self.row.kind)


def model_of(kind: ImportKind) -> list[Column]:
    """The columns of a file of that kind to fill in; its only row is the kind's example."""
    labels = {column.name: column.label for column in kind.columns}
    return [
        Column(
            labels[name],
            lambda example, name=name: example[name],
            number_format="dd/mm/yyyy" if isinstance(value, datetime.date) else "",
            width=max(len(labels[name]), len(str(value))) + 3,
        )
        for name, value in kind.example.items()
    ]


IMPORTS = [
    Column("Référence", lambda row: str(row.uid)),
    Column("Fichier", lambda row: row.file_name),
    Column("Contenu", lambda row: ImportLine(row).kind_label),
    Column("Importé le", lambda row: row.created_at.date()),
    Column("Par", lambda row: str(row.asked_by or "Trame")),
    Column("Lignes créées", lambda row: row.counts.get("created", 0)),
    Column("Lignes corrigées", lambda row: row.counts.get("updated", 0)),
    Column("Lignes inchangées", lambda row: row.counts.get("unchanged", 0)),
    Column("Lignes refusées", lambda row: row.counts.get("refused", 0)),
    Column("Défait le", lambda row: row.undone_at.date() if row.undone_at else None),
    Column("Défait par", lambda row: str(row.undone_by) if row.undone_by else ""),
]
