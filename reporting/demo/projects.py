"""The schemes that the published papers name, and the projects of the table of 2024."""

from __future__ import annotations

import datetime

from accompaniment.models import FollowUpYear
from partnership.actions import directory
from partnership.actions import projects as actions
from partnership.actions import schemes as scheme_actions
from partnership.actions.project_steps import add_step
from partnership.enums import OrganisationKind, ProjectKind, ProjectStage, Side
from partnership.models import Call, FundingScheme, Project
from reporting.demo.published import rows
from reporting.demo.stage import Stage, organisation

BILAN_2024 = "Bilan 2024 de Lianes coopération"
TERRITORY = "62"
# Name → what the papers say of it, and the years of the calls that they tell of.
SCHEMES = {
    "62MEI": ("Dispositif du Département du Pas-de-Calais, cité par le bilan 2024.", [2024]),
    "Jumelages": ("Dispositif du Département du Pas-de-Calais, cité par le bilan 2024.", [2024]),
    "62CMI": ("Dispositif du Département du Pas-de-Calais, cité par la convention 2023.", []),
}
STAGES = {
    "retenu": ProjectStage.SELECTED,
    "non_retenu": ProjectStage.NOT_SELECTED,
    "hors_delais": ProjectStage.LATE,
}
# What the table says was asked in the « fiche de suivi de projet ».
DETAILS = {
    "2": "Des précisions sur le budget.",
    "3": "Des précisions sur le budget.",
    "4": "Des précisions sur […] (texte perdu dans le document).",
    "5": "Certains éléments qui n'étaient pas assez développés par le porteur.",
}
KINDS = {"mobilite": [ProjectKind.MOBILITY], "jumelage": [ProjectKind.TWINNING]}
CAMEROON = "10"  # the only project whose country the table gives
HOLDER_KINDS = (
    ("Lycée", OrganisationKind.SCHOOL),
    ("Comité de jumelage", OrganisationKind.TWINNING_COMMITTEE),
    ("Association", OrganisationKind.ASSOCIATION),
)


def load(stage: Stage) -> bool:
    """Returns whether anything was missing."""
    if stage.department.territory != TERRITORY:
        directory.change_organisation(
            organisation=stage.department, values={"territory": TERRITORY}, by=None
        )
    schemes = {name: _scheme(stage, name) for name in SCHEMES}
    calls = {
        one.scheme.name: one
        for one in Call.objects.filter(scheme__in=schemes.values(), year=2024)
        .select_related("scheme")
        .order_by("pk")
    }
    made = False
    for line in rows("accompagnements_2024.csv"):
        source = f"{BILAN_2024}, ligne {line['ligne']}"
        project = Project.objects.filter(owner=stage.network, source=source).first()
        if project is None:
            project, made = _project(stage, line, source, schemes, calls), True
        _join_its_follow_up(project)
    return made


def _scheme(stage: Stage, name: str) -> FundingScheme:
    found = FundingScheme.objects.filter(funder=stage.department, name=name).first()
    if found is not None:
        return found
    description, years = SCHEMES[name]
    made = scheme_actions.create_scheme(
        owner=stage.network,
        values={"funder": stage.department, "name": name, "description": description},
        by=None,
    )
    for year in years:
        scheme_actions.create_call(scheme=made, values={"year": year}, by=None)
    return made


def _project(stage: Stage, line: dict[str, str], source: str, schemes, calls) -> Project:
    """What is not dated is known to the year; what was not deposited answers no call."""
    said, name = STAGES.get(line["etat"]), line["dispositif"]
    values = {
        "organisation": _holder(stage, line),
        "title": _title(line, said is not None),
        "summary": line["etat_texte"] if said is None else "",
        "scheme": schemes.get(name),
        "call": calls.get(name) if said else None,
        "year": 2026 if line["rang"] == CAMEROON else 2024,
        "taken_over": True,
        "source": source,
    }
    parts = actions.Parts(kinds=_kinds(line), countries=["CM"] if line["rang"] == CAMEROON else [])
    project = actions.create_project(owner=stage.network, values=values, parts=parts, by=None)
    if said is not None:
        add_step(
            project=project,
            stage=said,
            on=datetime.date(2024, 12, 31),
            year_only=True,
            side=Side.ASSOCIATION,
            by=None,
            comment=line["etat_texte"][:500],
            details_asked=DETAILS.get(line["rang"], ""),
        )
    return project


def _title(line: dict[str, str], was_deposited: bool) -> str:
    if line["rang"] == CAMEROON:
        return "Projet de mobilité de solidarité internationale au Cameroun"
    kind = {"mobilite": "de mobilité ", "jumelage": "de jumelage "}.get(line["activite"], "")
    if was_deposited:
        return f"Projet {kind}présenté à {line['dispositif']} en 2024"
    return f"Projet {kind}en vue de {line['dispositif']}"


def _kinds(line: dict[str, str]) -> list[str]:
    if line["rang"] == CAMEROON:
        return [ProjectKind.MOBILITY]
    return KINDS.get(line["activite"], [])


def _holder(stage: Stage, line: dict[str, str]):
    kinds = (kind for begins, kind in HOLDER_KINDS if line["structure"].startswith(begins))
    return organisation(
        stage.network,
        line["structure"],
        kind=next(kinds, OrganisationKind.UNKNOWN),
        town=line["ville"],
    )


def _join_its_follow_up(project: Project) -> None:
    """Where the accompaniment of 2024 is loaded too, it leads to its project."""
    years = FollowUpYear.objects.filter(
        convention__reference="CD62-2024", accompaniment__organisation=project.organisation
    )
    for year in years.order_by("pk"):
        year.projects.add(project)
