"""Conventions as the open data read them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import DeadlineKind, PaymentKind
from partnership.models import Convention, Deadline, Deliberation, Payment
from partnership.open_data import Entry, entries_of
from tests import factories

FUNDER_SIRET, BENEFICIARY_SIRET = "22620001200012", "43853522100024"
VOTE = datetime.date(2026, 9, 18)


def identify(world) -> None:
    """Give its SIRET to each body of the world that has one."""
    for body, siret in (
        (world.association, BENEFICIARY_SIRET),
        (world.funder, FUNDER_SIRET),
        (world.other_funder, "21620041200015"),
    ):
        body.siret = siret
        body.save()


def vote(convention: Convention, **fields) -> Deliberation:
    given = {"number": "2026-388", "voted_on": VOTE}
    return Deliberation.objects.create(**{"convention": convention} | given | fields)


def complete(**fields) -> Convention:
    """A convention that was voted, between two bodies whose SIRET are known."""
    network = factories.NetworkFactory()
    parties = {
        "funder": factories.OrganisationFactory(
            owner=network, name="Département", siret=FUNDER_SIRET
        ),
        "beneficiary": factories.OrganisationFactory(
            owner=network, name="Association", siret=BENEFICIARY_SIRET
        ),
    }
    made = factories.ConventionFactory(**{"owner": network} | parties | fields)
    vote(made)
    return made


def pay(convention: Convention, day: datetime.date, kind=PaymentKind.SINGLE) -> None:
    Payment.objects.create(convention=convention, kind=kind, amount=Decimal(3500), received_on=day)


def plan(convention: Convention, day: datetime.date) -> None:
    Deadline.objects.create(
        convention=convention, kind=DeadlineKind.PAYMENT, label="Versement", due_on=day
    )


def read() -> list[Entry]:
    """What the file says of all that is in the database."""
    return entries_of(Convention.objects.for_open_data().newest_first())


def only_entry() -> Entry:
    (entry,) = read()
    return entry
