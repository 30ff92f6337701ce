"""Two rows for one structure become one, and nothing is lost."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import files
from partnership.actions.merging import merge_organisations, related_fields
from partnership.enums import OrganisationKind, Role
from partnership.models import (
    Contact,
    FundingScheme,
    JournalEntry,
    Membership,
    Organisation,
    StoredFile,
    Theme,
    YearlyMembership,
)
from tests import factories

SIRET = "43853522100024"


@pytest.fixture
def kept(world):
    return factories.OrganisationFactory(owner=world.network, name="Lycée Robespierre")


@pytest.fixture
def double(world):
    return factories.OrganisationFactory(owner=world.network, name="Lycee Robespierre")


def merge(world, kept, double, by=None):
    return merge_organisations(kept=kept, double=double, by=by or world.admin)


def test_everything_that_hung_on_the_double_hangs_on_the_survivor(world, kept, double):
    follow_up = factories.FollowUpYearFactory(
        convention=world.convention,
        accompaniment=factories.AccompanimentFactory(owner=world.network, organisation=double),
    )
    session = factories.SessionFactory(follow_up=follow_up)
    work = factories.WorkEntryFactory(convention=world.convention, organisation=double)
    contact = Contact.objects.create(organisation=double, last_name="Durand")
    theme = Theme.objects.create(owner=world.network, name="Jeunesse")
    theme.organisations.add(double)
    stored = files.store(
        double, name="statuts.pdf", content=b"%PDF", content_type="application/pdf"
    )
    merge(world, kept, double)
    for row in (follow_up.accompaniment, session, work, contact):
        row.refresh_from_db()
        assert row.organisation == kept
    assert list(kept.themes.all()) == [theme]
    assert StoredFile.objects.get(pk=stored.pk).subject_uid == kept.uid
    for model, name in related_fields():
        if model is not Organisation:
            assert not model._base_manager.filter(**{name: double}).exists(), model


def test_the_double_keeps_its_uid_and_points_to_its_survivor(world, kept, double):
    uid = double.uid
    merge(world, kept, double)
    double.refresh_from_db()
    assert (double.uid, double.merged_into) == (uid, kept)
    assert double not in Organisation.objects.standing()
    assert Organisation.objects.named("Lycée Robespierre", owner=world.network) == kept


def test_what_was_merged_into_the_double_follows(world, kept, double):
    third = factories.OrganisationFactory(owner=world.network)
    merge(world, double, third)
    merge(world, kept, double)
    third.refresh_from_db()
    assert third.merged_into == kept


def test_gaps_are_filled_and_its_own_values_win(world, kept, double):
    Organisation.objects.filter(pk=kept.pk).update(town="Arras", kind=OrganisationKind.UNKNOWN)
    Organisation.objects.filter(pk=double.pk).update(
        town="ARRAS", siret=SIRET, email="lycee@exemple.test", kind=OrganisationKind.SCHOOL
    )
    survivor = merge(world, kept, double)
    assert (survivor.town, survivor.siret, survivor.email, survivor.kind) == (
        "Arras",
        SIRET,
        "lycee@exemple.test",
        OrganisationKind.SCHOOL,
    )
    line = JournalEntry.objects.get(subject_uid=kept.uid, verb="merged")
    assert line.changes["double said"] == {"town": "ARRAS"}
    assert line.changes["filled"]["siret"] == ["", SIRET]


def test_what_both_have_is_told_once(world, kept, double):
    person = factories.UserFactory()
    spring, autumn = datetime.date(2026, 3, 1), datetime.date(2026, 9, 1)
    for body, start, end in ((kept, autumn, None), (double, spring, autumn)):
        Membership.objects.create(
            user=person, organisation=body, role=Role.OFFICER, from_on=start, until_on=end
        )
        YearlyMembership.objects.create(organisation=body, year=2026)
    YearlyMembership.objects.create(organisation=double, year=2025)
    merge(world, kept, double)
    membership = Membership.objects.get(user=person)
    assert (membership.organisation, membership.from_on, membership.until_on) == (
        kept,
        spring,
        None,
    )
    assert [one.year for one in kept.yearly_memberships.all()] == [2026, 2025]
    assert not YearlyMembership.objects.filter(organisation=double).exists()


def test_two_different_sirets_are_two_structures(world, kept, double):
    Organisation.objects.filter(pk=kept.pk).update(siret=SIRET)
    Organisation.objects.filter(pk=double.pk).update(siret="22620001200012")
    with pytest.raises(ValidationError, match="Deux SIRET différents"):
        merge(world, kept, double)


def test_one_that_funds_the_other_is_not_the_other(world):
    with pytest.raises(ValidationError, match="L'une finance l'autre"):
        merge(world, world.association, world.funder)


def test_the_association_itself_does_not_disappear(world, kept):
    with pytest.raises(ValidationError, match="ne disparaît pas"):
        merge(world, kept, world.association)


def test_a_structure_is_merged_once(world, kept, double):
    merge(world, kept, double)
    with pytest.raises(ValidationError, match="encore distinctes"):
        merge(world, kept, double)
    with pytest.raises(ValidationError, match="encore distinctes"):
        merge(world, kept, kept)


def test_another_network_is_out_of_reach(world, kept):
    elsewhere = factories.OrganisationFactory()
    with pytest.raises(ValidationError, match="même annuaire"):
        merge(world, kept, elsewhere)


def test_merging_belongs_to_the_administration(world, kept, double):
    for person in (world.staff, world.officer):
        with pytest.raises(PermissionDenied):
            merge(world, kept, double, by=person)


def test_two_funders_with_a_scheme_of_one_name_are_told_to_rename_one(world, kept, double):
    for funder, name in ((kept, "62MEI"), (double, "62mei")):
        FundingScheme.objects.create(owner=world.network, funder=funder, name=name)
    with pytest.raises(ValidationError, match="Les deux ont un dispositif « 62mei »"):
        merge(world, kept, double)
    double.schemes.get().delete()
    other = FundingScheme.objects.create(owner=world.network, funder=double, name="Jumelages")
    merge(world, kept, double)
    other.refresh_from_db()
    assert other.funder == kept
