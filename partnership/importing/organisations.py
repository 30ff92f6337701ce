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
from partnership.actions.directory import add_organisation, change_organisation
from partnership.cells import CellError
from partnership.enums import OrganisationKind, Origin
from partnership.import_kinds import ImportResult
from partnership.importing.run import FileRun, conclude
from partnership.models import Convention, Network, Organisation, User
from partnership.permissions import check_can_merge
from partnership.sheets import Column, Row, SheetError, open_sheet
from partnership.text import normalise

KIND = "organisations"
FIRST_YEAR, LAST_YEAR = 1950, 2100
_FIELDS = (
    "name", "short_name", "kind", "siret", "rna", "town", "insee_code", "address", "email",
    "phone", "website",
)  # fmt: skip
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


def import_organisations(
    *,
    path: Path | str,
    convention: Convention | None = None,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
) -> ImportResult:
    """Import structures into a network's directory: every line, or nothing when one is refused.

    A line that names its `Référence` or a known SIRET corrects that structure; one whose name and
    town are known only fills its gaps. Raises SheetError, PermissionDenied (`by` None: a command).
    """
    if by is not None:
        check_can_merge(by)
    path, owner = Path(path), _owner(convention, by)
    with open_sheet(path, COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        rows = list(opened.rows())
    with journal.origin(Origin.IMPORT), transaction.atomic():
        Network.objects.select_for_update().get(pk=owner.pk)
        run = _Run(path, owner, by, result)
        for row in rows:
            if not row.refusals:
                run.take(row)
        run.close()
        conclude(result, rows, dry_run=dry_run)
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

    def __init__(self, path: Path, owner: Network, by: User | None, result: ImportResult):
        super().__init__(path, owner, by, result)
        self.this_year = timezone.localdate().year
        self.by_uid: dict[uuid.UUID, Organisation] = {}
        self.by_siret: dict[str, Organisation] = {}
        self.by_name: dict[tuple[str, str], Organisation] = {}
        self.names: dict[str, list[Organisation]] = {}
        known = Organisation.objects.filter(owner=owner).select_related("merged_into")
        for row in known.for_list():
            self._know(row)

    def _know(self, row: Organisation) -> None:
        self.by_uid[row.uid] = row.merged_into or row
        if row.merged_into_id is None:
            if row.siret:
                self.by_siret[row.siret] = row
            key = (normalise(row.name), normalise(row.town))
            self.by_name.setdefault(key, row)
            self.names.setdefault(key[0], []).append(row)

    def take(self, row: Row) -> None:
        values = {name: row.values[name] for name in _FIELDS if name in row.values}
        if "department" in row.values and not values.get("insee_code"):
            self.ask(
                row.line, "le département se lit dans le code INSEE : il n'est pas gardé seul."
            )
        try:
            found, only_gaps = self._found(row, values)
            if found is None:
                self._add(row, values)
            else:
                self._change(row, found, values, only_gaps=only_gaps)
        except ValidationError as error:
            for name, words in getattr(error, "message_dict", {"name": error.messages}).items():
                row.refuse(name if name in _FIELDS else "name", " ".join(words))

    def _found(self, row: Row, values: dict) -> tuple[Organisation | None, bool]:
        """The structure that the line speaks of, and whether it may only fill its gaps."""
        reference = row.get("reference")
        if reference is not None:
            if reference not in self.by_uid:
                raise ValidationError(
                    "Cette référence n'est pas dans cet annuaire : videz la cellule pour créer "
                    "la structure."
                )
            return self.by_uid[reference], False
        if values.get("siret") in self.by_siret:
            return self.by_siret[values["siret"]], False
        name, town = normalise(values["name"]), normalise(values.get("town", ""))
        same = self.names.get(name, [])
        if not town and len(same) > 1:
            self.ask(row, f"plusieurs structures s'appellent « {values['name']} » : précisez.")
        known = self.by_name.get((name, town)) or (same[0] if same and not town else None)
        known = known or self.by_name.get((name, ""))
        if known is not None and known.siret and values.get("siret"):
            return None, False  # another establishment of the same name
        return known, True

    def _years(self, row: Row) -> list[int] | None:
        years = set(row.get("years", ()))
        if "since" in row.values:
            years |= set(range(row.values["since"], self.this_year + 1))
        return sorted(years) if years else None

    def _add(self, row: Row, values: dict) -> None:
        made = add_organisation(
            owner=self.owner,
            values=values,
            themes=list(row.get("themes", ())),
            years=self._years(row) or [],
            by=None,
        )
        self._know(made)
        self.result.created += 1
        self.result.rows_created += 1

    def _change(self, row: Row, found: Organisation, values: dict, *, only_gaps: bool) -> None:
        themes, years = row.values.get("themes"), self._years(row)
        if only_gaps:
            empty = {"", OrganisationKind.UNKNOWN.value}
            for name in [one for one in values if getattr(found, one) not in empty]:
                if normalise(str(values[name])) != normalise(str(getattr(found, name))):
                    label = _LABELS.get(name, found._meta.get_field(name).verbose_name)
                    self.ask(
                        row,
                        f"{found.name} a déjà un autre « {label} » ({getattr(found, name)}) ; il "
                        "est gardé. Donnez sa référence pour le corriger.",
                    )
                del values[name]
            known = [one.name for one in found.themes.all()]
            themes = [*known, *themes] if themes else None
            past = [one.year for one in found.yearly_memberships.all()]
            years = sorted({*past, *years}) if years else None
        changed = change_organisation(
            organisation=found,
            values=values,
            themes=None if themes is None else list(themes),
            years=years,
            by=None,
        )
        self.result.updated += changed
        self.result.unchanged += not changed
