"""Opening and changing the years of a follow-up."""

import datetime

import pytest

from accompaniment import actions
from accompaniment.enums import Mode
from accompaniment.models import Accompaniment, FollowUpYear
from partnership import journal
from partnership.enums import Verb
from partnership.models import JournalEntry
from tests import factories


@pytest.fixture
def holder(world):
    return factories.OrganisationFactory(owner=world.network, name="Lycée de Lens")


@pytest.fixture
def open_year(world, holder):
    def open_year(convention=None, **given):
        return actions.open_follow_up(
            owner=world.network, organisation=holder, convention=convention, by=world.staff, **given
        )

    return open_year


def journal_of(row):
    return JournalEntry.objects.filter(subject_uid=row.uid).order_by("pk")


def kinds_of(year):
    return sorted(year.kinds.values_list("kind", flat=True))


def test_a_holder_never_met_starts_in_first_contact(world, holder, open_year):
    year = open_year(world.convention)
    assert (year.mode, kinds_of(year)) == (Mode.CONTACT, [])
    assert year.accompaniment.organisation == holder
    assert journal_of(year).get().verb == Verb.CREATED
    assert journal_of(year.accompaniment).get().by == world.staff


def test_a_year_is_opened_once_per_convention(world, open_year):
    assert open_year(world.convention) == open_year(world.convention)
    assert Accompaniment.objects.count() == FollowUpYear.objects.count() == 1


def test_a_year_is_opened_once_without_convention(open_year):
    assert open_year() == open_year()
    assert FollowUpYear.objects.count() == 1


def test_years_of_one_holder_belong_to_one_accompaniment(world, open_year):
    years = [open_year(world.convention), open_year(world.other_convention), open_year()]
    assert len({year.accompaniment for year in years}) == 1
    assert len(set(years)) == 3


def test_a_new_year_takes_the_mode_and_kinds_of_the_latest(world, open_year):
    open_year(mode=Mode.ADVICE, kinds=["mobilite"])
    open_year(world.convention, mode=Mode.REINFORCED, kinds=["jumelage", "mobilite"])
    january = factories.ConventionFactory(
        owner=world.network,
        original_starts_on=datetime.date(2027, 1, 1),
        original_ends_on=datetime.date(2027, 12, 31),
        original_report_due_on=None,
    )
    year = open_year(january)
    assert (year.mode, kinds_of(year)) == (Mode.REINFORCED, ["jumelage", "mobilite"])


def test_a_past_year_opened_late_does_not_decide_the_next_one(world, open_year):
    past = factories.ConventionFactory(past=True, owner=world.network)
    open_year(world.convention, mode=Mode.REINFORCED)
    open_year(past, mode=Mode.ADVICE)
    january = factories.ConventionFactory(
        owner=world.network,
        original_starts_on=datetime.date(2027, 1, 1),
        original_ends_on=datetime.date(2027, 12, 31),
        original_report_due_on=None,
    )
    assert open_year(january).mode == Mode.REINFORCED


def test_kinds_given_once_are_kept_and_journaled(world, open_year):
    year = open_year(world.convention, kinds=(kind for kind in ["mobilite"]))
    assert kinds_of(year) == ["mobilite"]
    assert journal_of(year).get().changes["kinds"] == ["mobilite"]


def test_another_network_s_follow_up_of_the_same_structure_is_not_reused(world, holder, open_year):
    factories.AccompanimentFactory(organisation=holder)
    assert open_year(world.convention).accompaniment.owner == world.network


def test_a_nameless_holder_opens_an_accompaniment_of_its_own(world):
    def open_nameless():
        return actions.open_follow_up(
            owner=world.network, organisation=None, convention=world.convention, by=None
        )

    assert open_nameless().accompaniment != open_nameless().accompaniment


def test_correcting_a_follow_up_dates_no_mode_and_journals_the_difference(world, open_year):
    year = open_year(world.convention, kinds=["mobilite"])
    actions.set_follow_up(follow_up=year, mode="reinforced", kinds=["jumelage"], by=world.staff)
    year.refresh_from_db()
    assert (year.mode, year.mode_from_on, kinds_of(year)) == ("reinforced", None, ["jumelage"])
    line = journal_of(year).last()
    assert (line.verb, line.by) == (Verb.CHANGED, world.staff)
    assert line.changes == {
        "mode": ["contact", "reinforced"],
        "kinds": [["mobilite"], ["jumelage"]],
    }


def test_correcting_only_the_kinds_leaves_the_mode(world, open_year):
    year = open_year(world.convention)
    actions.set_follow_up(follow_up=year, mode=year.mode, kinds=["mobilite"], by=world.staff)
    year.refresh_from_db()
    assert year.mode_from_on is None
    assert journal_of(year).last().changes == {"kinds": [[], ["mobilite"]]}


def test_changing_nothing_writes_no_line(world, open_year):
    year = open_year(world.convention, kinds=["mobilite"])
    actions.set_follow_up(follow_up=year, mode=year.mode, kinds=["mobilite"], by=world.staff)
    assert journal_of(year).get().verb == Verb.CREATED


def test_a_follow_up_whose_line_cannot_be_journaled_stays_as_it_was(world, open_year, monkeypatch):
    year = open_year(world.convention, kinds=["mobilite"])

    def full(*args, **kwargs):
        raise RuntimeError("The journal is full.")

    monkeypatch.setattr(journal, "record", full)
    with pytest.raises(RuntimeError):
        actions.set_follow_up(follow_up=year, mode="advice", kinds=["jumelage"], by=world.staff)
    year.refresh_from_db()
    assert (year.mode, kinds_of(year)) == (Mode.CONTACT, ["mobilite"])
