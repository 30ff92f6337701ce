"""The import of the directory: all the lines of a file or none, and never twice the same."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import cells, journal
from partnership.actions.directory import change_organisation
from partnership.cells import CellError
from partnership.enums import OrganisationKind, Origin
from partnership.import_kinds import Change, ImportOptions, ImportResult
from partnership.importing.new_structures import FIELDS, NewStructures, in_words, read
from partnership.importing.run import FileRun
from partnership.importing.structures import Structures
from partnership.models import Convention, Network, Organisation, User
from partnership.permissions import check_can_merge
from partnership.sheets import Column, Row, SheetError, open_sheet
from partnership.text import normalise

KIND = "organisations"
FIRST_YEAR, LAST_YEAR = 1950, 2100
_LABELS = {"siret": "SIRET", "rna": "RNA", "insee_code": "code INSEE"}


def _year(raw: Any, header: str = "") -> int:
    found = re.fullmatch(r"(\d{4})(?:[.,]0)?", cells.shown(raw))
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise CellError(f"« {cells.shown(raw)} » n'est pas une année : écrivez-la comme 2024.")
    return int(found[1])


_KINDS = {word: kind.value for kind in OrganisationKind for word in (kind.value, kind.label)} | {
    "mairie": OrganisationKind.TOWN.value,
    "ville": OrganisationKind.TOWN.value,
    "lycée": OrganisationKind.SCHOOL.value,
    "collège": OrganisationKind.SCHOOL.value,
    "école": OrganisationKind.SCHOOL.value,
    "université": OrganisationKind.HIGHER_EDUCATION.value,
}
COLUMNS = (
    Column("reference", "Référence", cells.reference),
    Column("name", "Nom", cells.text_up_to(200), ("Structure",), required=True, literal=True),
    Column("short_name", "Sigle", cells.text_up_to(40), literal=True),
    Column("kind", "Type", cells.choice(_KINDS, OrganisationKind.labels)),
    Column("siret", "SIRET", cells.siret, ("N° SIRET",)),
    Column("rna", "RNA", cells.text_up_to(10)),
    Column("town", "Commune", cells.text_up_to(120), ("Ville",)),
    Column("insee_code", "Code INSEE", cells.text_up_to(5), ("INSEE",)),
    Column("department", "Département", cells.text_up_to(60)),
    Column("address", "Adresse", cells.text_up_to(250)),
    Column("email", "Courriel", cells.text_up_to(254), ("Mail", "E-mail", "Email")),
    Column("phone", "Téléphone", cells.text_up_to(40), ("Tél",)),
    Column("website", "Site", cells.text_up_to(300), ("Site internet", "Site web")),
    Column("themes", "Thématiques", cells.list_of(cells.text_up_to(120)), ("Thèmes",)),
    Column("years", "Années d'adhésion", cells.list_of(_year)),
    Column("since", "Adhérent depuis", _year, ("Adhérente depuis",)),
)
EXAMPLE = {
    "name": "Amis du Fleuve imaginaire",
    "short_name": "AFI",
    "kind": "Association",
    "siret": "",
    "town": "Arras",
    "insee_code": "62041",
    "address": "1 place des Héros",
    "email": "contact@exemple.fr",
    "phone": "03 21 00 00 00",
    "website": "https://exemple.fr",
    "themes": "Eau, éducation",
    "since": 2021,
}


def import_organisations(
    *,
    path: Path | str,
    convention: Convention | None = None,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import structures into a network's directory: every line, or nothing when one is refused,
    unless `options` ask for the valid lines only.

    A line that names its `Référence` or a known SIRET corrects that structure; one whose name and
    town are known only fills its gaps. Raises SheetError, PermissionDenied (`by` None: a command).
    """
    if by is not None:
        check_can_merge(by)
    path, owner = Path(path), _owner(convention, by)
    with open_sheet(path, COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        with (
            _Run(path, owner, by, result, options) as run,
            journal.origin(Origin.IMPORT),
            transaction.atomic(),
        ):
            Network.objects.select_for_update().get(pk=owner.pk)
            run.prepare()
            for chunk in run.chunks(opened):
                run.take(chunk)
                run.settle(chunk)
            run.close()
            run.end(dry_run=dry_run)
    return result


def _owner(convention: Convention | None, by: User | None) -> Network:
    if convention is not None:
        return convention.owner
    networks = Network.objects.order_by("pk")
    if by is not None:
        networks = networks.filter(pk__in=by.access.administered)
    found = list(networks[:2])
    if len(found) != 1:
        raise SheetError(
            "Trame ne sait pas dans quel annuaire importer : relancez avec la référence d'une "
            "convention de ce réseau."
        )
    return found[0]


class _Run(FileRun):
    """One file into one directory."""

    kind = KIND
    keeps_corrections = True

    def prepare(self) -> None:
        """Read what the lines are compared with; within the transaction."""
        self.this_year = timezone.localdate().year
        self.structures, self.new = Structures(self), NewStructures(self.owner)

    def take(self, rows: list[Row]) -> None:
        """Some hundreds of lines: what they create is written together, then what they correct."""
        valid = [row for row in rows if not row.refusals]
        referred = self._referred(valid)
        meant: list[tuple[Row, uuid.UUID]] = []
        for row in valid:
            if "department" in row.values and not row.get("insee_code"):
                self.ask(row, "le département se lit dans le code INSEE : il n'est pas gardé seul.")
            if row.get("reference") is not None:
                uid = self._uid_referred(row, referred)
            else:
                uid = self._uid_meant(row)
            if uid is not None:
                meant.append((row, uid))
        self.result.count_made("structure", self.new.save())
        known = Organisation.objects.filter(owner=self.owner, uid__in={uid for _, uid in meant})
        found = {one.uid: one for one in known.for_list()}
        for row, uid in meant:
            found[uid] = self._change(row, found[uid])

    def _referred(self, rows: list[Row]) -> dict[uuid.UUID, Organisation]:
        """The structures that lines name; a double leads to its survivor."""
        uids = {row.get("reference") for row in rows} - {None}
        known = Organisation.objects.filter(owner=self.owner, uid__in=uids)
        return {
            one.uid: one.merged_into or one
            for one in known.select_related("merged_into").order_by("pk")
        }

    def _uid_referred(self, row: Row, referred: dict[uuid.UUID, Organisation]) -> uuid.UUID | None:
        found = referred.get(row.get("reference"))
        if found is None:
            row.refuse(
                "reference",
                "Cette référence n'est pas dans cet annuaire : videz la cellule pour créer "
                "la structure.",
            )
            return None
        if (row.get("name"), row.get("town", found.town)) != (found.name, found.town):
            named = Organisation(uid=found.uid, name=row.get("name"), town=row.get("town", ""))
            self.structures.directory.add(named)
        return found.uid

    def _uid_meant(self, row: Row) -> uuid.UUID | None:
        """The structure that a line speaks of; without one, the line makes it: None."""
        name, town, siret = row.get("name"), row.get("town", ""), row.get("siret", "")
        found = self.structures.meant(row, name, town=town, siret=siret, told=False)
        if found is not None:
            return found.uid
        made = Organisation(owner=self.owner, import_run=self.row, **_values(row))
        try:
            made.clean_fields(exclude=["owner", "import_run", "merged_into", "logo"])
        except ValidationError as error:
            _refuse(row, error)
            return None
        self.structures.directory.add(made)
        self.new.add(made, row.get("themes", ()), self._years(row) or ())
        self.result.created += 1
        self.result.rows_created += 1
        self.result.show(row.line, made.name_and_town)
        return None

    def _years(self, row: Row) -> list[int] | None:
        years = set(row.get("years", ()))
        if "since" in row.values:
            years |= set(range(row.values["since"], self.this_year + 1))
        return sorted(years) if years else None

    def _change(self, row: Row, found: Organisation) -> Organisation:
        """Correct a structure; where only its name tells it, fill its gaps. As it now stands."""
        values, themes, years = _values(row), row.values.get("themes"), self._years(row)
        corrects = row.get("reference") is not None or (
            values.get("siret") and values["siret"] == found.siret
        )
        if not corrects:
            values = self._gaps(row, found, values)
            known = [one.name for one in found.themes.all()]
            themes = [*known, *themes] if themes else None
            past = [one.year for one in found.yearly_memberships.all()]
            years = sorted({*past, *years}) if years else None
        before = read(found)
        if not _says_more(found, values, themes, years):
            self.result.unchanged += 1
            return found
        try:
            change_organisation(
                organisation=found,
                values=values,
                themes=None if themes is None else list(themes),
                years=years,
                by=None,
            )
        except ValidationError as error:
            _refuse(row, error)
            return found
        fresh = Organisation.objects.for_list().get(pk=found.pk)
        after = read(fresh)
        if before == after:
            self.result.unchanged += 1
            return fresh
        self.result.updated += 1
        self.result.change(Change(row.line, fresh.name_and_town, tuple(in_words(before, after))))
        self.corrected(row, fresh, before, after)
        return fresh

    def _gaps(self, row: Row, found: Organisation, values: dict[str, Any]) -> dict[str, Any]:
        """Those of the values that the structure does not have yet; others are told."""
        empty, kept = {"", OrganisationKind.UNKNOWN.value}, dict(values)
        for name in [one for one in values if getattr(found, one) not in empty]:
            if name != "name" and normalise(str(values[name])) != normalise(
                str(getattr(found, name))
            ):
                label = _LABELS.get(name, found._meta.get_field(name).verbose_name)
                self.ask(
                    row,
                    f"{found.name} a déjà un autre « {label} » ({getattr(found, name)}) ; il "
                    "est gardé. Donnez sa référence pour le corriger.",
                )
            del kept[name]
        return kept


def _values(row: Row) -> dict[str, Any]:
    return {name: row.values[name] for name in FIELDS if name in row.values}


def _refuse(row: Row, error: ValidationError) -> None:
    for name, words in getattr(error, "message_dict", {"name": error.messages}).items():
        row.refuse(name if name in FIELDS else "name", " ".join(words))


def _says_more(
    found: Organisation, values: dict[str, Any], themes: Any, years: list[int] | None
) -> bool:
    """True when a line says something else than what the structure is known to be."""
    known = {normalise(one.name) for one in found.themes.all()}
    past = {one.year for one in found.yearly_memberships.all()}
    return (
        any(getattr(found, name) != value for name, value in values.items())
        or (themes is not None and {normalise(one) for one in themes} - {""} != known)
        or (years is not None and set(years) != past)
    )
