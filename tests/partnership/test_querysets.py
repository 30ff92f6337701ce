"""Who may see what, and the named filters of the pages."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from partnership.enums import ConventionState, Role
from partnership.models import Amendment, Commitment, Convention, Job, Organisation, User
from tests import factories


@pytest.fixture
def elsewhere(db):
    """Another network, with its own convention."""
    network = factories.NetworkFactory(name="Un autre réseau")
    return factories.ConventionFactory(owner=network, reference="AILLEURS-2026")


def references(user) -> set[str]:
    return set(Convention.objects.visible_to(user).values_list("reference", flat=True))


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("staff", {"DEP-2026", "AUTRE-2026"}),
        ("admin", {"DEP-2026", "AUTRE-2026"}),
        ("officer", {"DEP-2026"}),
        ("other_officer", {"AUTRE-2026"}),
    ],
)
def test_conventions_are_those_of_the_network_or_of_the_funder(world, elsewhere, who, seen):
    assert references(getattr(world, who)) == seen


def test_commitments_follow_their_convention(world, elsewhere):
    mine = factories.CommitmentFactory(convention=world.convention)
    other = factories.CommitmentFactory(convention=world.other_convention)
    factories.CommitmentFactory(convention=elsewhere)
    assert set(Commitment.objects.visible_to(world.staff)) == {mine, other}
    assert set(Commitment.objects.visible_to(world.officer)) == {mine}
    assert set(Commitment.objects.visible_to(world.other_officer)) == {other}


def test_an_officer_sees_the_parties_of_their_conventions_and_nobody_else(world, elsewhere):
    factories.OrganisationFactory(owner=world.network, name="Un porteur")
    seen = Organisation.objects.visible_to(world.officer)
    assert set(seen) == {world.association, world.funder}


def test_a_party_of_several_conventions_is_seen_once(world):
    factories.ConventionFactory(
        owner=world.network, funder=world.funder, beneficiary=world.association, past=True
    )
    seen = list(Organisation.objects.visible_to(world.officer).values_list("name", flat=True))
    assert seen == ["Association", "Département"]


def test_the_association_sees_its_own_directory(world, elsewhere):
    seen = Organisation.objects.visible_to(world.staff)
    assert set(seen) == {world.association, world.funder, world.other_funder}


@pytest.mark.parametrize("dates", [{"until_on": "yesterday"}, {"from_on": "tomorrow"}])
def test_an_officer_whose_role_is_over_or_to_come_sees_nothing(world, dates):
    shift = {"yesterday": -1, "tomorrow": 1}
    today = timezone.localdate()
    given = {key: today + datetime.timedelta(days=shift[value]) for key, value in dates.items()}
    user = factories.MembershipFactory(organisation=world.funder, role=Role.OFFICER, **given).user
    assert references(user) == set()
    assert not Organisation.objects.visible_to(user).exists()


def test_a_closed_account_sees_nothing(world):
    world.staff.is_active = False
    assert references(world.staff) == set()


def test_only_admins_administer_conventions(world, elsewhere):
    assert not Convention.objects.administered_by(world.staff).exists()
    assert not Convention.objects.administered_by(world.officer).exists()
    assert set(Convention.objects.administered_by(world.admin)) == {
        world.convention,
        world.other_convention,
    }


def test_a_job_is_seen_by_who_asked_for_it_only(world):
    job = Job.objects.create(
        kind="report_pdf", title="Bilan", owner=world.network, asked_by=world.admin
    )
    assert list(Job.objects.visible_to(world.admin)) == [job]
    assert not Job.objects.visible_to(world.staff).exists()


def test_a_job_is_no_longer_seen_once_one_has_left_the_association(world):
    Job.objects.create(kind="report_pdf", title="Bilan", owner=world.network, asked_by=world.admin)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    world.admin.memberships.update(until_on=yesterday)
    assert not Job.objects.visible_to(User.objects.get(pk=world.admin.pk)).exists()


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (datetime.date(2025, 12, 31), False),
        (datetime.date(2026, 1, 1), True),
        (datetime.date(2026, 12, 31), True),
        (datetime.date(2027, 1, 1), False),
    ],
)
def test_a_convention_covers_its_period_both_ends_included(db, day, covered):
    factories.ConventionFactory()
    assert Convention.objects.covering(day).exists() is covered


@pytest.mark.parametrize("state", ConventionState.values)
def test_work_may_hang_on_a_convention_unless_it_was_refused_or_terminated(db, state):
    ended = {"terminated_on": datetime.date(2026, 6, 5), "heard": "la présidente"}
    factories.ConventionFactory(state=state, **(ended if state == "terminated" else {}))
    covered = Convention.objects.covering(datetime.date(2026, 3, 2)).exists()
    assert covered is (state not in {"refused", "terminated"})


def test_a_convention_that_was_prolonged_is_still_recent(db):
    convention = factories.ConventionFactory()
    day = datetime.date(2029, 6, 1)
    assert not Convention.objects.lately(day).exists()
    with time_machine.travel("2029-06-01"):
        Amendment.objects.create(
            convention=convention,
            number=1,
            signed_on=datetime.date(2026, 11, 1),
            in_force_on=datetime.date(2026, 11, 1),
            purpose="Un an de plus",
            ends_on=datetime.date(2027, 12, 31),
            report_due_on=datetime.date(2028, 4, 1),
        )
        assert Convention.objects.lately(day).exists()


def test_conventions_are_found_by_words_of_their_reference_or_purpose(world):
    world.convention.purpose = "Mobilité européenne"
    world.convention.save()
    assert list(Convention.objects.matching("europeenne DEP")) == [world.convention]
    assert not Convention.objects.matching("europeenne AUTRE").exists()


def test_names_that_begin_with_the_words_come_first(db):
    network = factories.NetworkFactory()
    for name in ("Comité d'Étaples", "Étaples", "Les amis d'Étaples", "Arras"):
        factories.OrganisationFactory(owner=network, name=name)
    found = Organisation.objects.ranked_for("etaples").values_list("name", flat=True)
    assert list(found) == ["Étaples", "Comité d'Étaples", "Les amis d'Étaples"]
