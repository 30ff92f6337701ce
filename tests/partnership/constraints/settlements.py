"""The proposal of balance or repayment, what is said of it, its decision."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import AdjustmentRule, SettlementState
from partnership.models import Observation, Settlement
from tests import factories
from tests.partnership.constraints.twice import again

APRIL = datetime.date(2027, 4, 15)


def settlement(**fields):
    given = {
        "rule": AdjustmentRule.PRORATA,
        "granted": Decimal(7000),
        "realised": Decimal("11879.54"),
        "paid": Decimal(7000),
        "due": Decimal("4448.08"),
        "steps": [{"text": "Subvention due", "value": "4448.08"}],
        "proposed_on": APRIL,
        "proposed_by": factories.UserFactory(),
        "observations_until": datetime.date(2027, 5, 15),
    }
    return Settlement(**{"convention": factories.ConventionFactory()} | given | fields)


def observation(**fields):
    proposed = settlement()
    proposed.save()
    given = {"settlement": proposed, "by": factories.UserFactory(), "text": "Nous sommes d'accord."}
    return Observation(**given | fields)


SOUND = (settlement, observation)
BROKEN = {
    "settlement_one_at_a_time": (
        lambda: again(settlement, "convention"),
        "Un solde est déjà proposé pour cette convention.",
    ),
    "settlement_due_within_granted": (
        lambda: settlement(due=Decimal("7000.01")),
        "La subvention due va de zéro à la subvention accordée.",
    ),
    "settlement_decided_within_granted": (
        lambda: settlement(decided_due=Decimal(-1)),
        "La subvention retenue va de zéro à la subvention accordée.",
    ),
    "settlement_observations_after_proposal": (
        lambda: settlement(observations_until=datetime.date(2027, 4, 14)),
        "La période d'observations suit la proposition.",
    ),
    "settlement_decided_whole": (
        lambda: settlement(state=SettlementState.DECIDED, decided_on=APRIL),
        "Une décision a un montant et une date.",
    ),
    "observation_says_something": (lambda: observation(text=""), "Écrivez votre observation."),
}
