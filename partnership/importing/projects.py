"""The import of projects, with their kinds, countries, scheme, stage and outcome."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership import cells, journal
from partnership.cells import CellError
from partnership.enums import ProjectStage, Side, Verb
from partnership.import_kinds import Ask, ImportOptions, ImportResult
from partnership.importing.doubts import ask_key
from partnership.importing.line_run import LineRun, check_may
from partnership.importing.new_rows import NewRow, check_fields
from partnership.importing.owners import network_of
from partnership.importing.project_corrections import choose, chosen, codes_of, steps_of
from partnership.importing.project_words import (
    OUTCOMES,
    list_of_countries,
    list_of_kinds,
    outcome,
    stage,
)
from partnership.models import (
    Call,
    Convention,
    FundingScheme,
    Project,
    ProjectStep,
    User,
)
from partnership.sheets import Column, Row, open_sheet
from partnership.text import normalise

KIND = "projects"
NO_SCHEME = "aucun"
_AFTER_OUTCOME = (ProjectStage.REALISED, ProjectStage.REPORT_RETURNED)


def _year(raw: Any, header: str) -> int:
    found = re.fullmatch(r"(\d{4})(?:[.,]0)?", cells.shown(raw))
    if not found or not 1990 <= int(found[1]) <= 2100:
        raise CellError(f"« {cells.shown(raw)} » n'est pas une année : écrivez-la comme 2024.")
    return int(found[1])


COLUMNS = (
    Column("reference", "Référence", cells.reference, ("Ref", "UID")),
    Column(
        "organisation",
        "Structure",
        cells.text_up_to(200),
        ("Porteur", "Porteur de projet", "Porteuse", "Nom de la structure"),
        required=True,
        may_be_empty=True,
        literal=True,
    ),
    Column(
        "title",
        "Intitulé",
        cells.text_up_to(200),
        ("Projet", "Titre", "Nom du projet", "Intitulé du projet"),
        required=True,
        may_be_empty=True,
        literal=True,
    ),
    Column("town", "Ville", cells.text_up_to(120), ("Commune",)),
    Column("siret", "SIRET", cells.siret, ("N° SIRET",)),
    Column(
        "kinds",
        "Types",
        list_of_kinds,
        ("Type", "Type de projet", "Types de projet", "Type(s) de projet"),
    ),
    Column("countries", "Pays", list_of_countries, ("Pays concernés", "Destination")),
    Column("scheme", "Dispositif", cells.text_up_to(120), ("Dispositifs", "Appel à projets")),
    Column("year", "Année", _year, ("Année du projet", "Année de dépôt")),
    Column("stage", "Étape", stage, ("Étape du projet", "État", "Avancement", "Stade")),
    Column("outcome", "Résultat", outcome, ("Décision", "Issue")),
    Column("summary", "Résumé", lambda raw, header: cells.shown(raw), ("Description",)),
)
EXAMPLE = {
    "organisation": "Amis du Fleuve imaginaire",
    "town": "Arras",
    "title": "Un forage au village",
    "kinds": "Coopération, jumelage",
    "countries": "Mali",
    "scheme": "",
    "year": 2026,
    "stage": "Déposé",
    "outcome": "",
    "summary": "Creuser un puits avec le comité de gestion du village.",
}


def import_projects(
    *,
    path: Path | str,
    convention: Convention | None = None,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import projects. A convention only says whose the schemes are that nobody knows.

    Raises SheetError when the file cannot be used, PermissionDenied (`by` None: a command)."""
    check_may(by, convention)
    path, owner = Path(path), network_of(convention, by)
    with open_sheet(path, COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        run = _Run(
            path, owner, by, result,
            convention=convention, options=options, dry_run=dry_run,
        )  # fmt: skip
        return run.go(opened)


class _Run(LineRun):
    kind = KIND
    unknown_reference = "Aucun projet de votre réseau ne porte cette référence."
    refusing = {
        "name": "organisation",
        **{name: name for name in ("title", "summary", "year", "stage", "siret", "scheme")},
    }

    def known_keys(self, keys: list[str]) -> set[str]:
        mine = Project.objects.filter(owner=self.owner, import_key__in=keys)
        return set(mine.order_by("pk").values_list("import_key", flat=True))

    def referred(self, uids: list[Any]) -> dict[Any, Project]:
        mine = Project.objects.filter(owner=self.owner, uid__in=uids).standing()
        found = mine.for_list().prefetch_related("steps").order_by("pk")
        return {one.uid: one for one in found}

    @cached_property
    def schemes(self) -> dict[str, list[FundingScheme]]:
        known: dict[str, list[FundingScheme]] = {}
        for one in FundingScheme.objects.filter(owner=self.owner).select_related("funder"):
            known.setdefault(one.search_text, []).append(one)
        return known

    def create(self, row: Row, key: str) -> NewRow | None:
        for name in ("organisation", "title"):
            if not row.get(name):
                row.refuse(name, "Cette valeur est obligatoire : complétez la cellule.")
        reached, decided = self._stages(row)
        if row.refusals:
            return None
        scheme, note = self._scheme(row)
        project = Project(
            owner=self.owner,
            title=row.get("title"),
            summary=row.get("summary", ""),
            scheme=scheme,
            call=self._call(scheme, row.get("year")),
            year=row.get("year"),
            stage=reached,
            internal_note=note,
            taken_over=True,
            source=self.path.name[:200],
            import_key=key,
        )
        check_fields(project)
        said = dict.fromkeys(filter(None, (decided, row.get("stage") and reached)))
        return NewRow(
            project,
            self.organisation(row, row.get("organisation")),
            [
                *chosen(project, "kinds", row.get("kinds", ())),
                *chosen(project, "countries", row.get("countries", ())),
                *(self._step(project, one) for one in said),
            ],
        )

    def _stages(self, row: Row) -> tuple[str, str]:
        """The stage that the project has reached, and what was decided ('' when it is not said)."""
        said, decided = row.get("stage", ""), row.get("outcome", "")
        if said in OUTCOMES and decided and said != decided:
            row.refuse(
                "outcome", "L'étape et le résultat se contredisent : corrigez l'un des deux."
            )
        if said in _AFTER_OUTCOME or not decided:
            return said or ProjectStage.IDEA, decided
        return decided, decided

    def _scheme(self, row: Row) -> tuple[FundingScheme | None, str]:
        """The scheme of that name; else what a person answers. A note keeps a name that is none."""
        name = row.get("scheme", "")
        known = self.schemes.get(normalise(name)[:130], []) if name else []
        if self.convention is not None and len(known) > 1:
            known = [one for one in known if one.funder_id == self.convention.funder_id] or known
        if not name or len(known) == 1:
            return (known[0] if known else None), ""
        possible = known or [one for group in self.schemes.values() for one in group]
        choices = [(str(one.uid), f"{one.name} ({one.funder.name})") for one in possible]
        ask = Ask(
            ask_key("dispositif", name),
            f"Quel dispositif est « {name} » ?",
            (*choices, (NO_SCHEME, "Aucun de ceux-là")),
        )
        kept = (
            f"plusieurs dispositifs s'appellent « {name} » ; le projet est gardé sans dispositif."
            if known
            else f"« {name} » n'est pas un dispositif du réseau ; le projet est gardé sans "
            "dispositif, et son nom en note interne."
        )
        answer = self.doubt(row, ask, kept)
        meant = [one for group in self.schemes.values() for one in group if str(one.uid) == answer]
        return (meant[0], "") if meant else (None, f"Dispositif indiqué : {name}")

    @cached_property
    def calls(self) -> dict[tuple[int, int], list[Call]]:
        known: dict[tuple[int, int], list[Call]] = {}
        for one in Call.objects.filter(scheme__owner=self.owner).order_by("pk"):
            known.setdefault((one.scheme_id, one.year), []).append(one)
        return known

    def _call(self, scheme: FundingScheme | None, year: int | None) -> Call | None:
        """The scheme's only call of that year."""
        if scheme is None or year is None:
            return None
        found = self.calls.get((scheme.pk, year), [])
        return found[0] if len(found) == 1 else None

    def _step(self, project: Project, reached: str) -> ProjectStep:
        return ProjectStep(
            project=project,
            stage=reached,
            on=timezone.localdate(),
            side=Side.ASSOCIATION,
            by=self.by,
            comment=f"Repris de « {self.path.name[:200]} », qui ne dit pas quand.",
        )

    def update(self, row: Row, found: Project) -> bool:
        """An empty cell leaves what is there; the holder stays."""
        name = row.get("organisation")
        if name and normalise(name) != normalise(found.organisation.name):
            row.refuse(
                "organisation",
                "Un import ne change pas le porteur d'un projet : corrigez-le dans Trame.",
            )
        values = {
            name: row.get(name) for name in ("title", "year", "summary") if name in row.values
        }
        if "scheme" in row.values and not _is_scheme(row.get("scheme"), found):
            values["scheme"], note = self._scheme(row)
            if values["scheme"] is None:
                del values["scheme"]
                row.refuse("scheme", f"{note} : aucun dispositif du réseau ne porte ce nom.")
        steps = self._new_steps(row, found)
        if steps:
            values["stage"] = steps[-1]
        if row.refusals:
            raise ValidationError({})
        changed = self.correct(row, found, values)
        parts = self._add_steps(found, steps)
        parts |= self._replace(row, found, "kinds") | self._replace(row, found, "countries")
        if parts:
            self.keep(row, found, parts)
        return changed or bool(parts)

    def _new_steps(self, row: Row, found: Project) -> list[str]:
        """The stages that the line says and that the project has not."""
        reached, decided = self._stages(row)
        known = {found.stage, *(step.stage for step in found.steps.all())}
        said = [decided] if decided and decided not in known else []
        if row.get("stage") and reached != found.stage:
            # An export of a project decided on says its latest stage and its outcome.
            said.append(reached)
        return list(dict.fromkeys(said))

    def _add_steps(self, project: Project, reached: list[str]) -> dict[str, list[Any]]:
        """Which steps it had and has, when the line says more of them."""
        if not reached:
            return {}
        before = steps_of(project)
        for one in reached:
            step = self._step(project, one)
            step.save(force_insert=True)
            journal.record(Verb.CREATED, step, by=self.by, changes={"stage": one})
        return {"steps": [before, steps_of(project)]}

    def _replace(self, row: Row, project: Project, name: str) -> dict[str, list[Any]]:
        """Which kinds or countries it had and has, when the line says others."""
        if name not in row.values:
            return {}
        before, after = codes_of(project, name), sorted(row.get(name))
        if before == after:
            return {}
        choose(project, name, after)
        return {name: [before, after]}


def _is_scheme(name: str, project: Project) -> bool:
    """True for the scheme's name, and for its call's, which an export may print."""
    known = {normalise(str(one)) for one in (project.scheme, project.call) if one}
    return normalise(name) in known
