"""The convention itself, and the totals taken over from its papers."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import ConventionState as State
from partnership.models import TakenOverValue
from tests import factories
from tests.partnership.constraints.twice import again

DAY = datetime.date(2026, 6, 5)
EARLIER = datetime.date(2026, 6, 4)
ENDED = {"state": State.TERMINATED, "terminated_on": DAY, "heard": "la présidente"}


def convention(**fields):
    network = factories.NetworkFactory()
    body, other = factories.OrganisationFactory.create_batch(2, owner=network)
    return factories.ConventionFactory.build(
        **{"owner": network, "funder": body, "beneficiary": other} | fields
    )


def whole_termination():
    return convention(**ENDED | {"notice_given_on": EARLIER})


def unsigned():
    """The day of a signature that no document gives is no fault."""
    return convention(state=State.SIGNED, signed_on=None)


def same_party():
    row = convention()
    row.beneficiary = row.funder
    return row


def taken_over(**fields):
    given = {
        "figure_id": "accompaniment.sessions",
        "value": Decimal(35),
        "source": "Bilan 2022",
        "page": "p. 3",
    }
    return TakenOverValue(**{"convention": factories.ConventionFactory()} | given | fields)


SOUND = (convention, taken_over, whole_termination, unsigned)
BROKEN = {
    "convention_signed_once_voted": (
        lambda: convention(state=State.BEFORE_COMMISSION, signed_on=DAY),
        "Une convention est signée une fois votée.",
    ),
    "convention_terminated_whole": (
        lambda: convention(**ENDED | {"heard": ""}),
        "Une résiliation a sa date d'effet, et dit qui a été entendu.",
    ),
    "convention_end_of_a_terminated_one": (
        lambda: convention(state=State.SIGNED, terminated_on=DAY),
        "Seule une convention résiliée a une date de résiliation.",
    ),
    "convention_notice_before_the_end": (
        lambda: convention(**ENDED | {"terminated_on": EARLIER, "notice_given_on": DAY}),
        "La résiliation prend effet après sa notification.",
    ),
    "convention_period_in_order": (
        lambda: convention(
            original_ends_on=datetime.date(2025, 12, 31), original_report_due_on=None
        ),
        "La période se termine avant de commencer.",
    ),
    "convention_amount_not_negative": (
        lambda: convention(original_amount=Decimal(-1)),
        "La subvention ne peut pas être négative.",
    ),
    "convention_cost_positive": (
        lambda: convention(original_amount=None, original_projected_cost=Decimal(0)),
        "Le coût prévisionnel doit être supérieur à zéro.",
    ),
    "convention_amount_within_cost": (
        lambda: convention(original_amount=Decimal("18695.01")),
        "La subvention dépasse le coût prévisionnel.",
    ),
    "convention_two_parties": (
        same_party,
        "Le financeur et le bénéficiaire sont la même structure.",
    ),
    "convention_report_after_period": (
        lambda: convention(original_report_due_on=datetime.date(2026, 12, 31)),
        "Le bilan est attendu après la fin de la période.",
    ),
    "taken_over_value_unique": (
        lambda: again(taken_over, "convention"),
        "Ce chiffre a déjà une valeur reprise.",
    ),
    "taken_over_value_not_negative": (
        lambda: taken_over(value=Decimal(-1)),
        "Une valeur reprise ne peut pas être négative.",
    ),
    "taken_over_value_has_source": (
        lambda: taken_over(source=""),
        "Dites de quel document vient cette valeur.",
    ),
}
