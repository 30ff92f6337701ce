"""A convention of the current year, invented from end to end and marked so everywhere.

Tests in a browser, screenshots and charts by month use it; nobody writes to the published years.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from accompaniment import actions as accompaniment_actions
from accompaniment.enums import (
    Channel,
    HelpPoint,
    Mode,
    PromotionKind,
    SessionKind,
    WorkKind,
)
from accompaniment.models import FollowUpYear
from partnership import journal
from partnership.enums import (
    AdjustmentRule,
    BudgetSide,
    ConventionState,
    OrganisationKind,
    ProjectKind,
    Verb,
)
from partnership.models import BudgetLine, Commitment, Convention
from reporting.actions import report_of
from reporting.demo.stage import Stage, organisation, propose_reading
from reporting.enums import Section
from reporting.models import Narrative

SEED = 62
COMMITMENTS = (
    ("Réalisation de 60 sessions d'accompagnement", 60, "sessions",
     ("accompaniment.sessions", {}, ["accompaniment.minutes"])),
    ("Accompagnement de 12 structures", 12, "structures",
     ("accompaniment.organisations", {}, ["accompaniment.followups"])),
    ("Accompagnement de 4 projets de jumelage", 4, "accompagnements de jumelage",
     ("accompaniment.followups", {"project_kind": ["jumelage"]}, ["accompaniment.sessions"])),
    ("Appui-conseil aux structures qui n'ont besoin que d'un coup de pouce", None, "",
     ("advice.organisations", {}, ["advice.meetings"])),
    ("Participation à 6 rendez-vous sur les dispositifs du Pays", 6, "rendez-vous",
     ("work.meetings_with_funder", {}, [])),
    ("Valorisation des dispositifs lors de 10 événements", 10, "actions de valorisation",
     ("work.promotion_actions", {}, [])),
    ("Organisation de 2 temps collectifs", 2, "temps collectifs", None),
)  # fmt: skip
HOLDERS = (
    ("Amis du Fleuve imaginaire", OrganisationKind.ASSOCIATION, ["cooperation_internationale"]),
    ("Lycée Jeanne-Fictive", OrganisationKind.SCHOOL, ["mobilite_jeunesse"]),
    ("Comité de jumelage de Valrêvé", OrganisationKind.TWINNING_COMMITTEE, ["jumelage"]),
    ("Centre social des Trois-Songes", OrganisationKind.SOCIAL_CENTRE, ["mobilite_jeunesse"]),
    ("Mairie de Port-Fictif", OrganisationKind.TOWN, ["jumelage", "mobilite_jeunesse"]),
    ("Solidarité Puits et Écoles", OrganisationKind.ASSOCIATION, ["cooperation_internationale"]),
    ("Maison des jeunes du Levant", OrganisationKind.YOUTH, ["mobilite"]),
    ("Comité de jumelage de Bellombre", OrganisationKind.TWINNING_COMMITTEE, ["jumelage"]),
    ("Atelier Citoyens d'ailleurs", OrganisationKind.ASSOCIATION, ["education_citoyennete"]),
)
# One went past its three meetings: a call is none.
MEETINGS = {
    "Théâtre du Détour": (Channel.VIDEO, Channel.PHONE),
    "Mission locale de Montrêve": (Channel.VIDEO, Channel.PHONE, *[Channel.IN_PERSON] * 3),
}
PROMOTIONS = (
    PromotionKind.STAND, PromotionKind.RELAY, PromotionKind.MAILING, PromotionKind.ARTICLE,
)  # fmt: skip
TOPICS = (
    "Budget prévisionnel", "Calendrier du séjour", "Recherche de partenaires", "Dépôt du dossier",
    "Préparation au départ", "Suites à donner après l'avis", "Lettre d'intention",
)  # fmt: skip


def load(stage: Stage) -> bool:
    """Returns whether the example of this year was missing."""
    reference = f"EXEMPLE-{stage.today.year}"
    if Convention.objects.filter(reference=reference).exists():
        return False
    convention = _convention(stage, reference)
    _commitments(stage, convention)
    _budget(convention)
    chance = random.Random(SEED)
    noted = [
        *_followed(stage, convention, chance),
        *_advised(stage, convention, chance),
        *_work(stage, convention, chance),
    ]
    # Noted day after day, as people do: the latest exchanges are those of the latest days.
    for note in sorted(noted, key=lambda one: one.keywords["date"]):
        note()
    Narrative.objects.create(
        report=report_of(convention),
        section=Section.INTRODUCTION,
        text=(
            "Ce bilan est un **exemple fictif** : il montre comment Trame compose un bilan à "
            "partir des échanges notés au fil de l'année."
        ),
    )
    return True


def _convention(stage: Stage, reference: str) -> Convention:
    year = stage.today.year
    convention = Convention(
        owner=stage.network,
        reference=reference,
        purpose="Exemple fictif : ouverture au monde des habitants du Pays imaginaire",
        funder=stage.imaginary,
        beneficiary=stage.association,
        state=ConventionState.PROPOSED,
        original_starts_on=datetime.date(year, 1, 1),
        original_ends_on=datetime.date(year, 12, 31),
        original_report_due_on=datetime.date(year + 1, 4, 1),
        original_amount=Decimal(8000),
        original_projected_cost=Decimal(16000),
        original_rule=AdjustmentRule.PRORATA,
        proposal_sent_on=min(stage.today, datetime.date(year, 2, 2)),
        is_fictitious=True,
    )
    convention.full_clean()
    convention.save()
    journal.record(Verb.CREATED, convention, by=None, changes={"reference": reference})
    return convention


def _commitments(stage: Stage, convention: Convention) -> None:
    for number, (text, target, unit, reading) in enumerate(COMMITMENTS, 1):
        commitment = Commitment.objects.create(
            convention=convention, number=number, text=text, target=target, unit=unit
        )
        if reading:
            propose_reading(stage, commitment, *reading)


def _budget(convention: Convention) -> None:
    lines = {
        BudgetSide.EXPENSE: (
            ("Accompagnements", 9300), ("Temps collectifs", 3200),
            ("Valorisation", 1900), ("Coordination", 1600),
        ),
        BudgetSide.INCOME: (("Conseil du Pays imaginaire", 8000), ("Fonds propres", 8000)),
    }  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(
            convention=convention,
            side=side,
            position=rank,
            label=label,
            amount=Decimal(amount),
            funder=convention.funder if label == convention.funder.name else None,
        )
        for side, pairs in lines.items()
        for rank, (label, amount) in enumerate(pairs, 1)
    )


def _day(stage: Stage, chance: random.Random) -> datetime.date:
    first = datetime.date(stage.today.year, 1, 1)
    return first + datetime.timedelta(days=chance.randint(0, (stage.today - first).days))


def _follow_up(stage, convention, name, kind, mode, kinds) -> FollowUpYear:
    return accompaniment_actions.open_follow_up(
        owner=stage.network,
        organisation=organisation(
            stage.network, name, kind=kind, town="Port-Fictif", is_fictitious=True
        ),
        convention=convention,
        by=None,
        mode=mode,
        kinds=kinds,
        lead=stage.staff,
    )


def _followed(
    stage: Stage, convention: Convention, chance: random.Random
) -> Iterator[Callable[[], Any]]:
    for name, kind, kinds in HOLDERS:
        follow_up = _follow_up(stage, convention, name, kind, Mode.REINFORCED, kinds)
        for rank in range(chance.randint(3, 6)):
            yield partial(
                accompaniment_actions.log_session,
                owner=stage.network,
                follow_up=follow_up,
                kind=SessionKind.MEETING,
                date=_day(stage, chance),
                by=None,
                channels=chance.sample(Channel.values, chance.choice([1, 1, 1, 2])),
                minutes=chance.choice([30, 45, 60, 60, 90, 120]),
                staff=[stage.staff, stage.admin] if rank == 2 else [stage.staff],
                helps=[HelpPoint.values[rank % len(HelpPoint)]],
                line=chance.choice(TOPICS),
            )
        for kind_of_action in chance.sample(
            [SessionKind.MAIL, SessionKind.DOCUMENTS, SessionKind.REMINDER], 2
        ):
            yield partial(
                accompaniment_actions.log_session,
                owner=stage.network,
                follow_up=follow_up,
                kind=kind_of_action,
                date=_day(stage, chance),
                by=None,
                staff=[stage.staff],
                line=chance.choice(TOPICS),
            )
        yield partial(
            accompaniment_actions.log_session,
            owner=stage.network,
            follow_up=follow_up,
            kind=SessionKind.PROOFREADING,
            date=_day(stage, chance),
            by=None,
            minutes=chance.choice([45, 60, 90]),
            staff=[stage.staff],
            line="Relecture du dossier",
        )


def _advised(
    stage: Stage, convention: Convention, chance: random.Random
) -> Iterator[Callable[[], Any]]:
    for name in MEETINGS:
        follow_up = _follow_up(
            stage,
            convention,
            name,
            OrganisationKind.ASSOCIATION,
            Mode.ADVICE,
            [ProjectKind.MOBILITY],
        )
        for channel in MEETINGS[name]:
            yield partial(
                accompaniment_actions.log_session,
                owner=stage.network,
                follow_up=follow_up,
                kind=SessionKind.MEETING,
                date=_day(stage, chance),
                by=None,
                channels=[channel],
                minutes=45,
                staff=[stage.staff],
                line="Éligibilité du projet",
            )


def _work(
    stage: Stage, convention: Convention, chance: random.Random
) -> Iterator[Callable[[], Any]]:
    commitments = {one.number: one for one in convention.terms().commitments}
    for kind, number, line, count in (
        (WorkKind.FUNDER_MEETING, 5, "Point sur les dispositifs", 4),
        (WorkKind.PROMOTION, 6, "Stand et relais", 7),
        (WorkKind.PREPARATION, 7, "Préparation d'un temps collectif", 3),
        (WorkKind.COORDINATION, None, "Coordination interne", 5),
    ):
        is_promotion = kind == WorkKind.PROMOTION
        for rank in range(count):
            yield partial(
                accompaniment_actions.log_work,
                owner=stage.network,
                kind=kind,
                date=_day(stage, chance),
                by=None,
                minutes=chance.choice([60, 90, 120, 180]),
                convention=convention,
                commitment=commitments.get(number),
                staff=[stage.staff],
                line=line,
                promotion=PROMOTIONS[rank % len(PROMOTIONS)] if is_promotion else "",
            )
