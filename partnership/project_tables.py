"""The columns of the list of projects, which its import reads back."""

from __future__ import annotations

from partnership.project_reading import outcome_of
from partnership.rendering.tables import Column

AMOUNT = "#,##0.00"

PROJECTS = [
    Column("Référence", lambda row: str(row.uid)),
    Column("Structure", lambda row: row.organisation.name),
    Column("Commune", lambda row: row.organisation.town),
    Column("Intitulé", lambda row: row.title, width=40),
    Column("Types", lambda row: ", ".join(row.kind_labels)),
    Column("Pays", lambda row: ", ".join(sorted(str(one) for one in row.countries.all()))),
    Column("Dispositif", lambda row: row.scheme.name if row.scheme else None),
    Column("Année", lambda row: row.year),
    Column("Étape", lambda row: row.get_stage_display()),
    Column("Résultat", lambda row: outcome_of(row) or None),
    Column("Public prioritaire", lambda row: row.get_priority_public_display()),
    Column("Jeunes", lambda row: row.young_people),
    Column("Montant demandé", lambda row: row.requested, number_format=AMOUNT),
    Column("Montant accordé", lambda row: row.granted, number_format=AMOUNT),
    Column("Résumé", lambda row: row.summary, width=60),
]
