"""Every constraint of the partnership's tables: the database refuses, and people read why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint

from partnership.enums import CarryOverState, SettlementState
from partnership.models import Organisation
from tests import factories
from tests.partnership.constraints.commitments import NEW_YEAR, carry_over
from tests.partnership.constraints.conventions import convention
from tests.partnership.constraints.directory import theme
from tests.partnership.constraints.money import expense
from tests.partnership.constraints.organisations import SIRET, organisation
from tests.partnership.constraints.papers import commitment_change
from tests.partnership.constraints.registry import BROKEN, CONSTRAINTS, MODELS, SOUND, TOPICS
from tests.partnership.constraints.settlements import APRIL, settlement

pytestmark = pytest.mark.django_db


def accept(row):
    row.full_clean()
    row.save()
    return row


def test_every_constraint_has_its_row_that_breaks_it():
    assert set(BROKEN) == set(CONSTRAINTS)
    assert len(BROKEN) == sum(len(topic.BROKEN) for topic in TOPICS)


def test_every_model_has_a_row_that_breaks_nothing():
    assert {type(build()) for build in SOUND.values()} == MODELS


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_the_database_refuses(name):
    row = BROKEN[name][0]()
    named = isinstance(CONSTRAINTS[name], CheckConstraint) or connection.vendor == "postgresql"
    with pytest.raises(IntegrityError, match=name if named else "UNIQUE"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_person_reads_why(name):
    build, sentence = BROKEN[name]
    with pytest.raises(ValidationError) as refused:
        build().full_clean()
    assert sentence in refused.value.messages


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_sentence_is_the_one_that_the_constraint_itself_gives(name):
    """Where a field refuses first (a text left empty), it says the same."""
    assert CONSTRAINTS[name].get_violation_error_message() == BROKEN[name][1]


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_row_that_breaks_nothing_is_accepted(name):
    assert accept(SOUND[name]()).pk


@pytest.mark.parametrize("fields", [{"hourly_rate": Decimal(30)}, {"minutes": 90}])
def test_half_of_a_valued_time_is_refused(fields):
    row = expense(**fields)
    with pytest.raises(IntegrityError, match="expense_time_has_a_rate"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("fields", [{"withdrawn": True}, {"target": 20}, {"unit": "ateliers"}])
def test_an_amendment_may_change_one_thing_of_an_action(fields):
    accept(commitment_change(text="", **fields))


def test_a_share_may_stand_on_two_lines_of_a_convention_and_two_funders():
    build = SOUND["expense_share"]
    first = accept(build())
    other = accept(SOUND["budget_line"](convention=first.convention, position=2))
    beside = {"expense": first.expense, "percent": Decimal(10)}
    accept(build(convention=first.convention, budget_line=other, **beside))
    accept(SOUND["share_without_a_line"](convention=first.convention, **beside))
    for name in ("Région", "Commune"):
        accept(SOUND["share_of_another_funder"](funder_name=name, **beside))


def test_a_refused_carry_over_may_be_asked_again():
    first = accept(carry_over(state=CarryOverState.REFUSED, decided_on=NEW_YEAR))
    accept(carry_over(commitment=first.commitment, to_convention=first.to_convention))


def test_a_withdrawn_settlement_leaves_room_for_another():
    first = accept(settlement(state=SettlementState.WITHDRAWN))
    accept(settlement(convention=first.convention))
    decided = {"state": SettlementState.DECIDED, "decided_on": APRIL, "decided_due": Decimal(0)}
    accept(settlement(**decided))


def test_the_same_siret_in_another_network_is_another_row():
    factories.OrganisationFactory(siret=SIRET)
    accept(organisation(siret=SIRET))
    assert Organisation.objects.filter(siret=SIRET).count() == 2


def test_the_same_theme_in_another_network_is_another_row():
    accept(theme())
    accept(theme())


@pytest.mark.parametrize("reference", ["CD62 2026", "CD62/2026", "été", "-", ""])
def test_a_reference_that_does_not_fit_in_an_address_is_refused(reference):
    with pytest.raises(ValidationError) as refused:
        convention(reference=reference).full_clean()
    assert list(refused.value.error_dict) == ["reference"]


def test_a_reference_that_is_taken_is_refused_with_words():
    factories.ConventionFactory(reference="CD62-2026")
    with pytest.raises(ValidationError) as refused:
        convention(reference="CD62-2026").full_clean()
    assert refused.value.messages == ["Une convention porte déjà cette référence."]
