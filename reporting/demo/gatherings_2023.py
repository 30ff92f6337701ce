"""The collective times that the published bilans of 2023 and 2024 tell, and the four meetings on
the calls of 2023. What a document has lost stays unknown."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from accompaniment import actions as accompaniment_actions
from accompaniment.enums import (
    DatePrecision,
    FeedbackSense,
    GatheringKind,
    GatheringState,
    PlaceKind,
    Presence,
    QuestionKind,
    WorkKind,
)
from accompaniment.gathering.actions.agenda import keep_agenda
from accompaniment.gathering.actions.keeping import create_gathering
from accompaniment.gathering.actions.parts import Lines, Parts
from accompaniment.models import (
    Attendance,
    Feedback,
    Gathering,
    Survey,
    SurveyChoice,
    SurveyQuestion,
)
from partnership.enums import OrganisationKind, ProjectKind
from partnership.models import Commitment, Convention, Organisation
from reporting.demo.published import BILAN_2023, rows
from reporting.demo.stage import Stage, organisation, propose_reading

BILAN_2024 = "Bilan 2024 de Lianes coopération"
TERRITORY = "62"
# As the lists of 2023 name a structure → as the table of accompaniments does, where it does.
SAME = {
    "Campus agro-environnemental 62": "Campus agro-environnemental",
    "Association Tantely Soa Madagascar": "Tantely Soa",
    "Centre Jacques Brel": "CS Jacques Brel",
    "Association Community": "Community",
}
KINDS = {
    "Association des amis de la section internationale Lycée Robespierre": (
        OrganisationKind.ASSOCIATION
    ),
    "Association Fafadané S.I": OrganisationKind.ASSOCIATION,
}
INSEE = {
    "Arras": "62041",
    "Arques": "62040",
    "Boulogne-sur-Mer": "62160",
    "Dohem": "62271",
    "Dourges": "62274",
    "Montigny en Gohelle": "62587",
    "Outreau": "62643",
    "Tilloy-lès-Mofflaines": "62817",
}
PROJECT_KINDS = {
    "Mobilité": ProjectKind.MOBILITY,
    "Coopération": ProjectKind.COOPERATION,
    "Jumelage": ProjectKind.TWINNING,
}
SENSES = {
    "Points positifs": FeedbackSense.POSITIVE,
    "Points négatifs": FeedbackSense.NEGATIVE,
    "Points suivants": FeedbackSense.NEXT_TIME,
    "Avis de Lianes": FeedbackSense.OPINION,
}
READINGS = {
    2: ("gatherings.count", {"kind": [GatheringKind.WORKSHOP.value]},
        ["gatherings.participants", "gatherings.organisations"]),
    3: ("gatherings.count", {"kind": [GatheringKind.DEPARTURE.value]}, ["gatherings.participants"]),
    5: ("work.meetings_with_funder", {}, []),
}  # fmt: skip


def load(stage: Stage) -> bool:
    """Returns whether they were missing."""
    told = Gathering.objects.filter(owner=stage.network, source__startswith=BILAN_2023)
    if told.exists():
        return False
    convention = Convention.objects.get(reference="CD62-2023")
    actions = {one.number: one for one in convention.original_commitments.order_by("pk")}
    if not stage.department.territory:
        stage.department.territory = TERRITORY
        stage.department.save(update_fields=["territory"])
    for line in rows("temps_collectifs_2023.csv"):
        _temps_collectif(stage, convention, actions[2], line)
    for line in rows("formations_2023.csv"):
        _formation(stage, convention, actions[3], line)
    for line in rows("ateliers_collectifs_2024.csv"):
        _atelier(stage, line)
    for line in rows("rendez_vous_appels_a_projets_2023.csv"):
        accompaniment_actions.log_work(
            owner=stage.network,
            kind=WorkKind.FUNDER_MEETING,
            date=datetime.date.fromisoformat(line["date"]),
            by=None,
            convention=convention,
            commitment=actions[5],
            line="Rendez-vous lié aux appels à projets",
            taken_over=True,
            source=f"{BILAN_2023}, ligne {line['ligne']}",
        )
    for number, reading in READINGS.items():
        propose_reading(stage, actions[number], *reading)
    return True


def _of(name: str, session: str) -> list[dict[str, str]]:
    return [
        line for line in rows(f"temps_collectifs_2023_{name}.csv") if line["session"] == session
    ]


def _temps_collectif(
    stage: Stage, convention: Convention, action: Commitment, line: dict[str, str]
) -> None:
    starts, ends = (_time(line[name]) for name in ("horaire_debut", "horaire_fin"))
    date = _date(line["date"], 2023)
    date |= {"starts_at": starts, "ends_at": ends, "minutes": _minutes(ends) - _minutes(starts)}
    gathering = _gathering(
        stage,
        convention,
        action,
        title=line["intitule"],
        kind=GatheringKind.WORKSHOP,
        source=f"{BILAN_2023}, ligne {line['ligne']}",
        date=date,
        stated_participants=_number(line["participants_enonces"]),
        stated_organisations=_number(line["structures_enoncees"]),
        co_facilitators=[{"organisation": stage.department, "role": "binôme Département/Lianes"}],
    )
    session = line["session"]
    keep_agenda(gathering=gathering, lines=agenda_lines(_of("deroule", session)), by=None)
    for one in _of("participants", session):
        _present(stage, gathering, one)
    for one in _of("excuses", session):
        _excused(stage, gathering, one)
    _told_after(gathering, line, _of("retours", session))


def _gathering(
    stage: Stage,
    convention: Convention | None,
    action: Commitment | None = None,
    *,
    date: dict[str, Any],
    co_facilitators: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> Gathering:
    share = {"convention": convention, "commitment": action, "percent": Decimal(100)}
    return create_gathering(
        owner=stage.network,
        by=None,
        state=GatheringState.HELD,
        taken_over=True,
        parts=Parts(
            dates=Lines([date]),
            shares=Lines([share] if convention else []),
            co_facilitators=Lines(co_facilitators or []),
        ),
        **fields,
    )


def agenda_lines(published: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The published lines as they are kept: a gap where a line begins later than the one before
    ends, together where it begins with it or says no time of its own."""
    lines: list[dict[str, Any]] = []
    begins = free = None
    for one in published:
        start = _minutes(_time(one["heure_debut"])) if one["heure_debut"] else None
        together = bool(lines) and start in (None, begins)
        ends = _minutes(_time(one["heure_fin"])) if one["heure_fin"] else None
        minutes = ends - start if ends is not None else _number(one["minutes"])
        gap = 0
        if not together:
            gap, begins = (start - free if free is not None else 0), start
        free = max(free or 0, begins + (minutes or 0))
        own_words = minutes is not None and minutes != _number(one["minutes"])
        lines.append(
            {
                "activity": one["activite"],
                "minutes": minutes,
                "timing": one["duree_source"] if own_words else "",
                "gap_minutes": gap,
                "is_parallel": together,
                "facilitator": one["animation"],
            }
        )
    return lines


def _structure(stage: Stage, name: str, town: str = "") -> Organisation:
    known = organisation(
        stage.network,
        SAME.get(name, name),
        kind=KINDS.get(name, OrganisationKind.UNKNOWN),
        town=town,
    )
    if town and not known.insee_code:
        known.town, known.insee_code = known.town or town, INSEE[town]
        known.save(update_fields=["town", "insee_code", "search_text"])
    return known


def _present(stage: Stage, gathering: Gathering, line: dict[str, str]) -> None:
    Attendance.objects.create(
        gathering=gathering,
        organisation=_structure(stage, line["structure"], line["ville"]),
        organisation_name=line["structure"],
        project_kind=PROJECT_KINDS[line["type_projet"]],
        people=int(line["nombre_participants"]),
        state=Presence.PRESENT,
    )


def _excused(stage: Stage, gathering: Gathering, line: dict[str, str]) -> None:
    """By role, as told; where even what became of them is lost, they were invited."""
    role, _, body = line["personne_ou_structure"].partition(" du ")
    whose = organisation(stage.network, "Comité de jumelage Brebières") if body else None
    lost = not line["motif"] and whose is None
    Attendance.objects.create(
        gathering=gathering,
        organisation=whose,
        organisation_name=body,
        role=role[:1].upper() + role[1:] or "Noms effacés dans le document",
        people=int(line["nombre"]),
        state=Presence.INVITED if lost else Presence.EXCUSED,
        reason=line["motif"],
    )


def _told_after(gathering: Gathering, line: dict[str, str], told: list[dict[str, str]]) -> None:
    came = line["non_inscrits_venus"]
    happened = [
        f"Décalage de {line['decalage_minutes']} minutes.",
        f"{came} personnes sont venues sans être inscrites."
        if int(came) > 1
        else "Une personne est venue sans être inscrite.",
    ]
    for text in happened:
        Feedback.objects.create(gathering=gathering, sense=FeedbackSense.HAPPENED, text=text)
    survey = None
    for one in told:
        sense = next((SENSES[key] for key in SENSES if one["rubrique"].startswith(key)), None)
        if sense is not None:
            Feedback.objects.create(gathering=gathering, sense=sense, text=one["texte"])
            continue
        survey = survey or Survey.objects.create(gathering=gathering)
        _answer(survey, one["rubrique"], one["texte"])


def _answer(survey: Survey, question: str, text: str) -> None:
    """An answer of the published chart, whose number the document has lost."""
    asked, _ = SurveyQuestion.objects.get_or_create(
        survey=survey,
        text=question,
        defaults={"kind": QuestionKind.ONE, "position": survey.questions.count() + 1},
    )
    SurveyChoice.objects.create(question=asked, text=text, position=asked.choices.count() + 1)


def _formation(
    stage: Stage, convention: Convention, action: Commitment, line: dict[str, str]
) -> None:
    """Those that the association ran serve the action; the one that a holder ran serves none, and
    counts in no figure."""
    is_jury = line["intitule"].startswith("Jury blanc")
    is_theirs = line["realise_par"] in ("Lianes", "")
    told = [line["projet"].capitalize() if line["projet"] else ""]
    if line["jours_preparation"]:
        told.append(f"{line['jours_preparation']} jours de préparation")
    if not is_theirs:
        told = ["Mise en place par le porteur de projet, à la suite des conseils reçus"]
    gathering = _gathering(
        stage,
        convention if is_theirs else None,
        action if is_theirs and not is_jury else None,
        title=f"{line['intitule']} : {line['structure']}",
        aim=". ".join(filter(None, told)),
        kind=GatheringKind.MOCK_JURY if is_jury else GatheringKind.DEPARTURE,
        place_kind=PlaceKind.ELSEWHERE if line["lieu"] else PlaceKind.UNKNOWN,
        town=line["lieu"],
        source=f"{BILAN_2023}, ligne {line['ligne']}",
        date=_date(line["date"], 2023),
    )
    if line["participants"]:
        Attendance.objects.create(
            gathering=gathering,
            organisation=_structure(stage, line["structure"]),
            organisation_name=line["structure"],
            project_kind=ProjectKind.MOBILITY,
            people=int(line["participants"]),
            state=Presence.PRESENT,
        )


def _atelier(stage: Stage, line: dict[str, str]) -> None:
    """The bilan of 2024 counts a date of January 2025: kept as told, it counts nothing there."""
    hours = {
        "starts_at": _time(line["heure_debut"]),
        "ends_at": _time(line["heure_fin"]),
        "minutes": int(line["minutes"]),
    }
    kind = "jumelage" if line["activite"] == "jumelage" else "mobilité"
    gathering = _gathering(
        stage,
        Convention.objects.get(reference="CD62-2024"),
        title=f"Atelier collectif {kind} : {line['objet']}",
        kind=GatheringKind.WORKSHOP,
        source=f"{BILAN_2024}, ligne {line['ligne']}",
        date=_date(line["date"], 2024) | hours,
    )
    text = line["participation"]
    Feedback.objects.create(
        gathering=gathering,
        sense=FeedbackSense.HAPPENED,
        text=f"{text[:1].upper()}{text[1:]}.",
    )


def _date(text: str, year: int) -> dict[str, Any]:
    if text:
        return {"date": datetime.date.fromisoformat(text), "date_precision": DatePrecision.DAY}
    return {"date": datetime.date(year, 1, 1), "date_precision": DatePrecision.YEAR}


def _time(text: str) -> datetime.time | None:
    return datetime.time.fromisoformat(text) if text else None


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _number(text: str) -> int | None:
    return int(text) if text else None
