"""Invented collective times of the invented convention: one held, whose survey is open; one to
complete; one to come, to which people sign up."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from django.utils import timezone

from accompaniment.attendance import attending, sign_up_mails
from accompaniment.attendance.recognising import recognise
from accompaniment.enums import (
    FeedbackSense,
    GatheringKind,
    GatheringState,
    PlaceKind,
    Presence,
    QuestionKind,
)
from accompaniment.gathering import after, surveying
from accompaniment.gathering.actions.agenda import keep_agenda
from accompaniment.gathering.actions.keeping import create_gathering
from accompaniment.gathering.actions.parts import Lines, Parts
from accompaniment.gathering.surveying import Answered, Asked
from accompaniment.models import Attendance, Gathering
from partnership import files, journal
from partnership.enums import Verb
from partnership.models import Convention
from reporting.demo.stage import Stage

NUMBER = 7  # of the action that they serve
HELD = "Préparer le départ des jeunes"
PAST, TO_COME = "Atelier : écrire son budget", "Rencontre des porteurs de projets"
AGENDA = (
    ("Accueil", 15, 0, False, ""),
    ("Tour de table des projets", 30, 0, False, "Camille Exemple"),
    ("Atelier budget", 60, 15, False, "Camille Exemple"),
    ("Atelier partenaires", 60, 0, True, "Le Conseil du Pays imaginaire"),
    ("Suites à donner", 15, 0, False, ""),
)
TOWN = "Port-Fictif"
CAME = (
    {"first_name": "Inès", "organisation_name": "Lycée Jeanne-Fictive", "state": Presence.PRESENT},
    {"first_name": "Marc", "organisation_name": "Centre social des Trois-Songes",
     "state": Presence.PRESENT},
    {"first_name": "Lila", "organisation_name": "Mairie de Port-Fictif", "is_walk_in": True,
     "state": Presence.PRESENT},
    {"first_name": "Paul", "organisation_name": "Amis du Fleuve imaginaire",
     "state": Presence.ABSENT},
    {"last_name": "", "organisation_name": "Maison des jeunes du Levant", "people": 1,
     "young_people": 12, "state": Presence.PRESENT},
    {"last_name": "", "role": "Présidente du comité de jumelage de Valrêvé",
     "state": Presence.EXCUSED, "reason": "en déplacement"},
)  # fmt: skip
EXPECTED = (("Awa", "Solidarité Puits et Écoles"), ("Hugo", "Atelier Citoyens d'ailleurs"))
PLACES = 6
SIGNED_UP = (  # who, for which structure, whether they confirmed
    ("Nadia", "Lycée Jeanne-Fictive", True),
    ("Yanis", "Solidarité Puits et Écoles", True),
    ("Rose", "Comité de jumelage de Bellombre", False),
    ("Omar", "Théâtre du Détour", True),
    ("Jade", "Amis du Fleuve imaginaire", False),
)
USEFUL, LIKED, NEXT = (
    Asked("Ce temps vous a-t-il été utile ?", QuestionKind.ONE,
          ("Tout à fait", "Plutôt", "Pas vraiment")),
    Asked("Qu'avez-vous apprécié ?", QuestionKind.SEVERAL,
          ("Les échanges entre structures", "Les outils remis", "Les témoignages de jeunes")),
    Asked("Que changer la prochaine fois ?", QuestionKind.FREE),
)  # fmt: skip
REPLIES = (
    (0, (0, 1), "Prévoir plus de temps pour les questions."),
    (0, (0,), ""),
    (1, (0, 2), "Commencer plus tard : le car arrive à 14h15."),
    (0, (2,), ""),
    (1, (1,), ""),
    (2, (), "J'attendais davantage sur les assurances."),
)


def load(stage: Stage) -> bool:
    """Returns whether those of this year were missing."""
    convention = Convention.objects.get(reference=f"EXEMPLE-{stage.today.year}")
    if Gathering.objects.serving(convention).exists():
        return False
    first, last = convention.terms().starts_on, convention.terms().ends_on
    _held(stage, convention, max(first, stage.today - datetime.timedelta(days=23)))
    past = _gathering(
        stage, convention, PAST,
        max(first, stage.today - datetime.timedelta(days=9)),
    )  # fmt: skip
    for name, structure in EXPECTED:
        _note(stage, past, {"first_name": name, "organisation_name": structure})
    coming = _gathering(
        stage, convention, TO_COME,
        min(last, stage.today + datetime.timedelta(days=15)), capacity=PLACES,
    )  # fmt: skip
    names = ("activity", "minutes", "gap_minutes", "is_parallel", "facilitator")
    lines = [dict(zip(names, one, strict=True)) for one in AGENDA]
    keep_agenda(gathering=coming, lines=lines, by=None)
    _open_to_sign_up(stage, coming)
    return True


def _gathering(
    stage: Stage, convention: Convention, title: str, day: datetime.date, **fields
) -> Gathering:
    date = {
        "date": day,
        "starts_at": datetime.time(14),
        "ends_at": datetime.time(16, 30),
        "minutes": 150,
    }
    action = convention.original_commitments.get(number=NUMBER)
    share = {"convention": convention, "commitment": action, "percent": Decimal(100)}
    given = {"kind": GatheringKind.WORKSHOP, "title": title} | fields
    return create_gathering(
        owner=stage.network,
        by=None,
        place_kind=PlaceKind.ELSEWHERE,
        place="Salle des fêtes",
        town=TOWN,
        parts=Parts(
            dates=Lines([date]),
            shares=Lines([share]),
            workers=Lines([{"person": stage.staff, "preparation_minutes": 120}]),
            co_facilitators=Lines([{"organisation": stage.imaginary, "role": "accueil"}]),
        ),
        **given,
    )


def _note(stage: Stage, gathering: Gathering, said: dict) -> None:
    attending.enter(
        gathering=gathering, by=stage.staff, **{"last_name": "Exemple", "town": TOWN} | said
    )


def _held(stage: Stage, convention: Convention, day: datetime.date) -> None:
    is_past = day <= timezone.localdate()  # the example of a year to come is not held yet
    gathering = _gathering(
        stage, convention, HELD, day, kind=GatheringKind.DEPARTURE,
        state=GatheringState.HELD if is_past else GatheringState.PLANNED,
    )  # fmt: skip
    for said in CAME:
        _note(stage, gathering, said)
    for sense, text in (
        (
            FeedbackSense.POSITIVE,
            "Les témoignages de jeunes revenus de séjour ont été très suivis.",
        ),
        (FeedbackSense.NEGATIVE, "Trop peu de temps pour les assurances."),
        (FeedbackSense.NEXT_TIME, "Inviter quelqu'un de la préfecture pour les visas."),
    ):
        after.keep_feedback(
            gathering=gathering, uid=uuid.uuid4(), sense=sense, text=text, by=stage.staff
        )
    after.hand_out(
        gathering=gathering, uid=uuid.uuid4(), title="Liste des choses à prévoir avant un départ",
        link="https://lianes.example/avant-le-depart", by=stage.staff,
    )  # fmt: skip
    _survey(stage, gathering)


def _survey(stage: Stage, gathering: Gathering) -> None:
    survey = surveying.write_survey(
        gathering=gathering,
        introduction="Deux minutes pour nous aider à préparer la suite. Exemple fictif.",
        closes_on=None,
        questions=[USEFUL, LIKED, NEXT],
        by=stage.staff,
    )
    survey = surveying.set_open(survey=survey, is_open=True, by=stage.staff)
    useful, liked, change = survey.questions.order_by("position")
    first, several = (list(one.choices.order_by("position")) for one in (useful, liked))
    for one, ranks, text in REPLIES:
        answers = [
            Answered(useful, [first[one]]),
            Answered(liked, [several[rank] for rank in ranks]),
            Answered(change, text=text),
        ]
        surveying.reply(survey=survey, uid=uuid.uuid4(), answers=answers, today=stage.today)


def _open_to_sign_up(stage: Stage, gathering: Gathering) -> None:
    day = gathering.dates.get().date
    attending.set_sign_up(
        gathering=gathering,
        by=stage.staff,
        sign_up_opens=True,
        sign_up_words="Deux ateliers au choix, et un temps pour échanger. Exemple fictif.",
        asked_file="La fiche projet",
        asked_file_by_on=max(stage.today, day - datetime.timedelta(days=5)),
    )
    for rank, (name, structure, is_sure) in enumerate(SIGNED_UP):
        row = _signed_up(gathering, name, structure, is_sure=is_sure)
        if not rank:
            row.handed_in = files.store(
                row,
                name="fiche-projet-exemple.txt",
                content=b"Fiche projet, exemple fictif.\n",
                content_type="text/plain",
            )
            row.save(update_fields=["handed_in"])


def _signed_up(gathering: Gathering, name: str, structure: str, *, is_sure: bool) -> Attendance:
    """As the public page would, which counts how often it is used."""
    now = timezone.now()
    row = Attendance(
        gathering=gathering,
        first_name=name,
        last_name="Exemple",
        organisation=recognise(gathering.owner, structure, TOWN).organisation,
        organisation_name=structure,
        town=TOWN,
        email=f"{name.lower()}@porteurs.example",
        registered_at=now,
        consented_at=now,
        confirmed_at=now if is_sure else None,
    )
    row.full_clean()
    row.save()
    journal.record(Verb.CREATED, row, by=None, changes={"state": row.state})
    sign_up_mails.tell_of_the_sign_up(row, waits=False)
    return row
