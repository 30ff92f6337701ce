"""Every constraint of the partnership's tables: the database refuses, and people read why."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from django.utils import timezone

from partnership.enums import BudgetSide, JobState, Role
from partnership.models import (
    BudgetLine,
    Commitment,
    CommitmentReading,
    Job,
    Membership,
    Organisation,
    TakenOverValue,
    User,
)
from tests import factories

pytestmark = pytest.mark.django_db

SIRET = "43853522100024"
NEW_YEAR = datetime.date(2026, 1, 1)
EMPTY = "Ce champ ne peut pas être vide."  # the form's own words come before the constraint's


def convention(**fields):
    network = factories.NetworkFactory()
    body, other = factories.OrganisationFactory.create_batch(2, owner=network)
    return factories.ConventionFactory.build(
        **{"owner": network, "funder": body, "beneficiary": other} | fields
    )


def same_party():
    row = convention()
    row.beneficiary = row.funder
    return row


def commitment(**fields):
    given = {"number": 1, "text": "Action", "target": 30, "unit": "accompagnements"}
    return Commitment(convention=factories.ConventionFactory(), **given | fields)


def second_commitment():
    first = factories.CommitmentFactory(number=1, part="a")
    return Commitment(convention=first.convention, number=1, part="a", text="Encore")


def reading(**fields):
    given = {"commitment": factories.CommitmentFactory(), "figure_id": "accompaniment.sessions"}
    sides = {"proposed_by": factories.OrganisationFactory(), "valid_from": NEW_YEAR}
    return CommitmentReading(**given | sides | fields)


def second_reading():
    first = factories.ReadingFactory(proposed_by=factories.OrganisationFactory())
    return reading(commitment=first.commitment, proposed_by=first.proposed_by)


def reading_accepted_by_who_proposed_it():
    body = factories.OrganisationFactory()
    return reading(proposed_by=body, accepted_by=body, accepted_at=timezone.now())


def budget_line(**fields):
    given = {"side": BudgetSide.EXPENSE, "position": 1, "label": "Achats", "amount": Decimal(10)}
    return BudgetLine(**{"convention": factories.ConventionFactory()} | given | fields)


def second_budget_line():
    first = budget_line()
    first.save()
    return budget_line(convention=first.convention)


def taken_over(**fields):
    given = {
        "figure_id": "accompaniment.sessions",
        "value": Decimal(35),
        "source": "Bilan 2022",
        "page": "p. 3",
    }
    return TakenOverValue(**{"convention": factories.ConventionFactory()} | given | fields)


def second_taken_over():
    first = taken_over()
    first.save()
    return taken_over(convention=first.convention)


def organisation(**fields):
    given = {"owner": factories.NetworkFactory(), "name": "Structure"}
    return Organisation(**given | fields)


def second_siret():
    first = factories.OrganisationFactory(siret=SIRET)
    return organisation(owner=first.owner, siret=SIRET)


def second_runner():
    first = factories.OrganisationFactory(runner=True)
    return organisation(owner=first.owner, runs_its_network=True)


def same_address_in_capitals():
    factories.UserFactory(email="camille@exemple.test")
    return User(email="Camille@exemple.test", password="x")


def membership(**fields):
    given = {"user": factories.UserFactory(), "organisation": factories.OrganisationFactory()}
    return Membership(**given | {"role": Role.STAFF} | fields)


def second_membership():
    first = factories.MembershipFactory()
    return membership(user=first.user, organisation=first.organisation)


def job(**fields):
    given = {"kind": "report_pdf", "title": "Bilan", "arguments": {"convention": "DEP-2026"}}
    people = {"owner": factories.NetworkFactory(), "asked_by": factories.UserFactory()}
    return Job(**given | people | fields)


BROKEN = {
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
    "commitment_number_unique": (
        second_commitment,
        "Cette convention a déjà une action de ce numéro.",
    ),
    "commitment_target_positive": (
        lambda: commitment(target=0),
        "La quantité prévue est supérieure à zéro, ou absente.",
    ),
    "commitment_target_has_unit": (
        lambda: commitment(unit=""),
        "Donnez l'unité de la quantité prévue.",
    ),
    "reading_unique": (second_reading, "Cette lecture existe déjà."),
    "reading_accepted_whole": (
        lambda: reading(accepted_at=timezone.now()),
        "Une lecture acceptée l'est par quelqu'un et à une date.",
    ),
    "reading_accepted_by_the_other_side": (
        reading_accepted_by_who_proposed_it,
        "Une lecture est acceptée par l'autre partie.",
    ),
    "budget_line_position_unique": (second_budget_line, "Une autre ligne a ce rang."),
    "budget_line_not_negative": (
        lambda: budget_line(amount=Decimal(-1)),
        "Un montant prévu ne peut pas être négatif.",
    ),
    "taken_over_value_unique": (second_taken_over, "Ce chiffre a déjà une valeur reprise."),
    "taken_over_value_not_negative": (
        lambda: taken_over(value=Decimal(-1)),
        "Une valeur reprise ne peut pas être négative.",
    ),
    "taken_over_value_has_source": (
        lambda: taken_over(source=""),
        EMPTY,
    ),
    "organisation_siret_unique_per_owner": (second_siret, "Une structure porte déjà ce SIRET."),
    "organisation_one_runs_the_network": (
        second_runner,
        "Une autre structure anime déjà ce réseau.",
    ),
    "organisation_has_a_name": (
        lambda: organisation(name=""),
        EMPTY,
    ),
    "user_email_unique": (
        same_address_in_capitals,
        "Un compte existe déjà avec cette adresse.",
    ),
    "membership_unique": (
        second_membership,
        "Cette personne a déjà ce rôle dans cette structure.",
    ),
    "membership_dates_in_order": (
        lambda: membership(from_on=NEW_YEAR, until_on=datetime.date(2025, 12, 31)),
        "La fin du rattachement précède son début.",
    ),
    "job_percent_at_most_100": (lambda: job(percent=101), "L'avancement va de 0 à 100."),
    "job_running_has_heartbeat": (
        lambda: job(state=JobState.RUNNING, attempt=1),
        "Un travail en cours donne signe de vie.",
    ),
}
CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("partnership").get_models()
    for constraint in model._meta.constraints
}


def test_every_constraint_has_its_row_that_breaks_it():
    assert set(BROKEN) == set(CONSTRAINTS)


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


def test_a_row_that_breaks_nothing_is_accepted():
    for row in (
        convention(),
        commitment(),
        reading(),
        budget_line(),
        taken_over(),
        organisation(),
        membership(),
        job(),
    ):
        row.full_clean()
        row.save()


def test_the_same_siret_in_another_network_is_another_row():
    factories.OrganisationFactory(siret=SIRET)
    row = organisation(siret=SIRET)
    row.full_clean()
    row.save()
    assert Organisation.objects.filter(siret=SIRET).count() == 2


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
