"""What the database refuses of a life that cannot be, and the words that say it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.enums import ConventionState as State
from tests import factories
from tests.partnership.life import builders

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 5)
EARLIER = datetime.date(2026, 6, 4)


def convention(**fields):
    return factories.ConventionFactory.build(
        **{
            "owner": (network := factories.NetworkFactory()),
            "funder": factories.OrganisationFactory(owner=network),
            "beneficiary": factories.OrganisationFactory(owner=network),
        }
        | fields
    )


def published_before_the_vote():
    row = builders.deliberation(factories.ConventionFactory())
    row.published_on = builders.VOTED_ON - datetime.timedelta(days=1)
    return row


ENDED = {"state": State.TERMINATED, "terminated_on": DAY, "heard": "la présidente"}
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
    "deliberation_published_after_vote": (
        published_before_the_vote,
        "Une délibération est publiée après son vote : vérifiez les deux dates.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name):
    row = BROKEN[name][0]()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", BROKEN)
def test_a_person_reads_why(name):
    build, sentence = BROKEN[name]
    with pytest.raises(ValidationError) as refused:
        build().full_clean()
    assert sentence in refused.value.messages


def test_a_signature_whose_date_no_document_gives_is_no_fault():
    row = convention(state=State.SIGNED, signed_on=None)
    row.full_clean()
    row.save()


def test_a_whole_termination_is_accepted():
    row = convention(**ENDED | {"notice_given_on": EARLIER})
    row.full_clean()
    row.save()
