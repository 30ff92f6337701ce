"""The accompaniments of 2024, as the table of that year's bilan prints them."""

from __future__ import annotations

import datetime

from accompaniment import actions
from accompaniment.enums import Channel, DatePrecision, Mode, SessionKind
from accompaniment.models import FollowUpYear
from partnership.enums import OrganisationKind, ProjectKind, ProjectStage
from partnership.models import Commitment, Convention, FundingScheme, Project
from partnership.text import normalise
from reporting.demo.published import rows
from reporting.demo.stage import Stage, organisation, propose_reading

BILAN_2024 = "Bilan 2024 de Lianes coopération, annexe de la délibération n° 2025-344"
MODES = {
    "accompagnement": Mode.REINFORCED,
    "appui-conseil": Mode.ADVICE,
    "contact": Mode.CONTACT,
    # Cited beside the two holders advised, and not as one of them.
    "rencontre": Mode.CONTACT,
}
PROJECT_KINDS = {
    "mobilite": ProjectKind.MOBILITY,
    "jumelage": ProjectKind.TWINNING,
    "appui-conseil": ProjectKind.MOBILITY,  # the texts of the three speak of mobility
}
KINDS = {
    "Lycée professionnel Jean Bertin": OrganisationKind.SCHOOL,
    "Comité de jumelage de Farbus": OrganisationKind.TWINNING_COMMITTEE,
    "Comité de jumelage de Brebières": OrganisationKind.TWINNING_COMMITTEE,
}
STAGES = {
    "retenu": ProjectStage.SELECTED,
    "non_retenu": ProjectStage.NOT_SELECTED,
    "hors_delais": ProjectStage.LATE,
}
PHONE, VIDEO, IN_PERSON = (Channel.PHONE,), (Channel.VIDEO,), (Channel.IN_PERSON,)
MEETING, READ, SENT = SessionKind.MEETING, SessionKind.PROOFREADING, SessionKind.DOCUMENTS
MAIL, INVITED, REMINDED = SessionKind.MAIL, SessionKind.INVITATION, SessionKind.REMINDER
# What each line is, read from its words: (row of the table, line) → kind and channels. A line that
# does not say how the exchange took place has no channel; an answer said to have been given, and
# nothing more, is a mail.
NATURES: dict[tuple[int, int], tuple[SessionKind, tuple[Channel, ...]]] = {
    (1, 1): (MAIL, ()), (1, 2): (MEETING, PHONE), (1, 3): (READ, ()), (1, 4): (MEETING, PHONE),
    (1, 5): (READ, ()),
    (2, 1): (MEETING, VIDEO), (2, 2): (SENT, ()), (2, 3): (MAIL, ()), (2, 4): (SENT, ()),
    (3, 1): (MEETING, ()), (3, 2): (READ, ()), (3, 3): (READ, ()), (3, 4): (MEETING, VIDEO),
    (3, 5): (READ, ()),
    (4, 1): (MEETING, PHONE), (4, 2): (MEETING, VIDEO), (4, 3): (READ, ()), (4, 4): (READ, ()),
    (5, 1): (MEETING, ()), (5, 2): (SENT, ()), (5, 3): (MEETING, IN_PERSON), (5, 4): (READ, ()),
    (6, 1): (MEETING, ()), (6, 2): (INVITED, ()), (6, 3): (SENT, ()), (6, 4): (MEETING, IN_PERSON),
    (6, 5): (REMINDED, ()),
    (7, 1): (MEETING, ()),
    (8, 1): (MAIL, ()), (8, 2): (MEETING, ()),
    (9, 1): (MAIL, ()), (9, 2): (MEETING, ()),
    (10, 1): (MEETING, ()),
}  # fmt: skip
# « Présentation du dispositif en 2023 »: said in the table of 2024, lived the year before.
LIVED_IN = {(6, 1): datetime.date(2023, 1, 1)}
MOBILITY = [ProjectKind.MOBILITY.value, ProjectKind.YOUTH_MOBILITY.value]
READINGS = {
    "mobilité": ("accompaniment.followups", {"project_kind": MOBILITY}),
    "jumelage pour le dépôt": (
        "accompaniment.followups",
        {"project_kind": [ProjectKind.TWINNING.value]},
    ),
    "appui-conseil": ("advice.organisations", {}),
}


def load(stage: Stage) -> bool:
    """Returns whether the follow-ups of 2024 were missing."""
    convention = Convention.objects.for_list().get(reference="CD62-2024")
    if FollowUpYear.objects.filter(convention=convention).exists():
        return False
    for line in rows("accompagnements_2024.csv"):
        year = _follow_up(stage, convention, line)
        for action in rows("accompagnements_2024_actions.csv"):
            if action["rang_accompagnement"] == line["rang"]:
                _entry(stage, convention, year, action)
    _readings(stage, convention)
    return True


def _follow_up(stage: Stage, convention: Convention, line: dict[str, str]) -> FollowUpYear:
    holder = organisation(
        stage.network,
        line["structure"],
        kind=KINDS.get(line["structure"], OrganisationKind.UNKNOWN),
        town=line["ville"],
    )
    year = actions.open_follow_up(
        owner=stage.network,
        organisation=holder,
        convention=convention,
        by=None,
        mode=MODES[line["mode"]],
        kinds=[PROJECT_KINDS[line["activite"]]],
    )
    return actions.set_follow_up(
        follow_up=year,
        mode=year.mode,
        kinds=[row.kind for row in year.kinds.all()],
        by=None,
        projects=_projects(stage, holder, line),
        involvement=line["implication_porteur"],
        outcome=line["etat_texte"],
        stated_town=line["ville"],
    )


def _projects(stage: Stage, holder, line: dict[str, str]) -> list[Project]:
    """The project that answers the scheme of the table, made where nothing made it before."""
    if not line["dispositif"]:
        return []
    scheme = FundingScheme.objects.filter(
        owner=stage.network,
        funder=stage.department,
        search_text=normalise(line["dispositif"]),
    ).first() or FundingScheme.objects.create(
        owner=stage.network, funder=stage.department, name=line["dispositif"]
    )
    found = Project.objects.standing().filter(organisation=holder, scheme=scheme).order_by("pk")
    return list(found) or [
        Project.objects.create(
            owner=stage.network,
            organisation=holder,
            scheme=scheme,
            title=f"Projet {line['dispositif']} 2024",
            year=2024,
            stage=STAGES.get(line["etat"], ProjectStage.IDEA),
            taken_over=True,
            source=f"{BILAN_2024}, ligne {line['ligne']}",
        )
    ]


def _entry(
    stage: Stage, convention: Convention, year: FollowUpYear, action: dict[str, str]
) -> None:
    place = (int(action["rang_accompagnement"]), int(action["ordre"]))
    kind, channels = NATURES[place]
    actions.log_session(
        owner=stage.network,
        follow_up=year,
        kind=kind,
        date=LIVED_IN.get(place, convention.terms().starts_on),
        date_precision=DatePrecision.YEAR,
        by=None,
        channels=channels,
        minutes=int(action["minutes"]) if action["minutes"] else None,
        line=action["action"],
        taken_over=True,
        source=f"{BILAN_2024}, ligne {action['ligne']}",
    )


def _readings(stage: Stage, convention: Convention) -> None:
    """How the association would count the actions that the table speaks of."""
    for commitment in Commitment.objects.filter(convention=convention).order_by("pk"):
        for words, (figure, filters) in READINGS.items():
            if words in commitment.text.lower():
                propose_reading(stage, commitment, figure, filters, [])
