"""An exchange counts under the mode of its own day; a mistaken mode is corrected."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from accompaniment import actions, tables
from accompaniment.enums import Mode
from accompaniment.following.flagging import flagged
from accompaniment.importing.sessions import import_sessions
from accompaniment.models import AccompanimentSession, FollowUpModeChange, FollowUpYear
from partnership.models import JournalEntry
from partnership.rendering.tables import csv_lines
from reporting import collecting, production
from tests import factories
from tests.accompaniment.builders import write_csv

JUNE = datetime.date(2026, 6, 1)


def day(month, number=15):
    return datetime.date(2026, month, number)


@pytest.fixture
def advised(world):
    """Three meetings of advice in winter, a call and a mail."""
    year = factories.FollowUpYearFactory(convention=world.convention, mode=Mode.ADVICE)
    for month, channel in ((1, "visio"), (2, "presentiel"), (3, "visio"), (4, "telephone")):
        factories.SessionFactory(follow_up=year, date=day(month), channels=[channel])
    factories.SessionFactory(follow_up=year, date=day(4), kind="mail", minutes=None)
    return year


@pytest.fixture
def convert(world):
    def convert(year, from_on=JUNE, reason="Le projet a grandi", **given):
        return actions.convert(
            follow_up=year, from_on=from_on, reason=reason, by=world.staff, **given
        )

    return convert


def values(world):
    figures = collecting.figures_of(world.convention)
    return figures["advice.meetings"].value, figures["accompaniment.sessions"].value


def fresh(year):
    return FollowUpYear.objects.for_list().get(pk=year.pk)


def test_a_session_before_the_conversion_stays_advice_and_one_after_is_an_accompaniment(
    world, advised, convert
):
    assert values(world) == (3, 0)
    convert(advised)
    for when in (JUNE, day(7)):
        factories.SessionFactory(follow_up=advised, date=when, channels=["visio"])
    assert values(world) == (3, 2)
    [line] = production.draft(world.convention).snapshot["accompaniments"]
    assert line["sessions"] == 2


def test_a_conversion_says_from_when_why_and_by_whom(world, advised, convert):
    change = convert(advised)
    year = fresh(advised)
    assert (year.mode, year.mode_from_on) == (Mode.REINFORCED, JUNE)
    assert (change.before, change.mode, change.by) == (Mode.ADVICE, Mode.REINFORCED, world.staff)
    line = JournalEntry.objects.get(subject_uid=advised.uid)
    assert line.by == world.staff
    assert line.changes == {
        "mode": ["advice", "reinforced"],
        "from_on": "2026-06-01",
        "reason": "Le projet a grandi",
    }


def test_the_same_form_sent_twice_converts_once(advised, convert):
    uid = uuid.uuid4()
    assert convert(advised, uid=uid) == convert(advised, uid=uid)
    assert FollowUpModeChange.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"from_on": datetime.date(2025, 12, 31)}, "from_on"),
        ({"from_on": datetime.date(2027, 1, 1)}, "from_on"),
    ],
)
def test_a_conversion_without_reason_or_outside_the_convention_is_refused(
    advised, convert, given, field
):
    with pytest.raises(ValidationError) as refused:
        convert(advised, **given)
    assert refused.value.message_dict.keys() == {field}
    assert fresh(advised).mode == Mode.ADVICE


def test_a_mode_changes_neither_twice_a_day_nor_into_itself(advised, convert):
    convert(advised)
    with pytest.raises(ValidationError, match="a déjà changé le 1er juin 2026"):
        convert(advised, mode=Mode.ADVICE)
    with pytest.raises(ValidationError, match="déjà dans ce mode"):
        convert(advised, from_on=day(7))


@pytest.mark.parametrize(
    ("when", "mode"),
    [(day(1), "contact"), (day(3), "advice"), (day(5), "advice"), (JUNE, "reinforced")],
)
def test_the_mode_of_a_day_is_the_same_in_python_and_in_the_database(world, convert, when, mode):
    year = factories.FollowUpYearFactory(convention=world.convention, mode=Mode.CONTACT)
    convert(year, from_on=day(3), mode=Mode.ADVICE)
    convert(year)
    session = factories.SessionFactory(follow_up=fresh(year), date=when)
    assert session.mode == mode
    assert AccompanimentSession.objects.with_mode_then().get(pk=session.pk).mode_then == mode


def test_a_correction_rewrites_the_mistaken_stretch_and_it_alone(world, advised, convert):
    convert(advised)
    actions.set_follow_up(follow_up=advised, mode=Mode.CONTACT, kinds=[], by=world.staff, on=day(2))
    year = fresh(advised)
    assert (year.mode_on(day(2)), year.mode_on(JUNE)) == (Mode.CONTACT, Mode.REINFORCED)
    assert year.mode_changes.get().before == Mode.CONTACT


def test_a_conversion_made_by_mistake_is_corrected_away(world, advised, convert):
    convert(advised)
    actions.set_follow_up(follow_up=advised, mode=Mode.ADVICE, kinds=[], by=world.staff)
    year = fresh(advised)
    assert (year.mode, year.mode_from_on, year.mode_changes.count()) == (Mode.ADVICE, None, 0)


def test_the_export_says_the_mode_of_the_day_and_goes_back_in_unchanged(
    world, advised, convert, tmp_path
):
    convert(advised)
    factories.SessionFactory(follow_up=advised, date=day(7), channels=["visio"])
    rows = AccompanimentSession.objects.for_list().order_by("pk")
    text = "".join(csv_lines(tables.sessions(), rows))
    assert (text.count("Appui-conseil"), text.count("Accompagnement renforcé")) == (5, 1)
    path = write_csv(tmp_path, text)
    result = import_sessions(path=path, convention=world.convention, by=world.admin)
    assert (result.unchanged, result.updated, result.refused) == (6, 0, [])
    assert fresh(advised).mode_changes.count() == 1


def test_the_fourth_meeting_of_advice_is_flagged_and_calls_and_mails_are_none(world, advised):
    assert (fresh(advised).advice_meetings, fresh(advised).advice_flag) == (3, "")
    fourth = factories.SessionFactory(follow_up=advised, date=day(5), channels=["visio", "mail"])
    words = "4e rendez-vous d'appui-conseil (3 prévus)"
    assert fresh(advised).advice_flag == words
    rows = flagged(AccompanimentSession.objects.for_list().order_by("date", "pk"))
    assert [row.pk for row in rows if row.advice_flag] == [fourth.pk]
    assert [one.advice_flag for one in FollowUpYear.objects.past_their_advice()] == [words]


@pytest.mark.parametrize(
    "given", [{"state": "planned"}, {"state": "missed"}, {"kind": "relecture"}, {"channels": []}]
)
def test_what_was_not_held_face_to_face_is_no_meeting(advised, given):
    factories.SessionFactory(follow_up=advised, date=day(5), **({"channels": ["visio"]} | given))
    assert fresh(advised).advice_meetings == 3


def test_a_converted_follow_up_asks_for_nothing_more(advised, convert):
    factories.SessionFactory(follow_up=advised, date=day(5), channels=["visio"])
    convert(advised)
    assert (fresh(advised).advice_meetings, fresh(advised).advice_flag) == (4, "")


def flagged_ones(year):
    rows = AccompanimentSession.objects.filter(follow_up=year).standing().for_list()
    return [row.pk for row in flagged(rows.order_by("date", "pk")) if row.advice_flag]


@pytest.fixture
def fourth(advised):
    return factories.SessionFactory(follow_up=advised, date=day(5), channels=["visio"])


def test_a_meeting_taken_back_leaves_three_and_no_flag(world, advised, fourth):
    second = advised.sessions.order_by("date").all()[1]
    actions.remove_entry(row=second, by=world.staff, reason="Erreur")
    assert fresh(advised).advice_flag == ""
    assert flagged_ones(advised) == []


def test_a_corrected_date_flags_the_meeting_that_now_comes_last(world, advised, fourth):
    first = advised.sessions.order_by("date").first()
    actions.change_session(
        session=first,
        by=world.staff,
        channels=["visio"],
        staff=[],
        convention=world.convention,
        date=day(6, 2),
    )
    assert flagged_ones(advised) == [first.pk]
    assert fresh(advised).advice_meetings == 4


def test_back_to_advice_goes_on_counting_its_own_meetings_alone(world, advised, convert):
    convert(advised)
    reinforced = factories.SessionFactory(follow_up=advised, date=day(6, 9), channels=["visio"])
    convert(advised, day(7, 1), "Le projet est suspendu", mode=Mode.ADVICE)
    assert (fresh(advised).advice_meetings, fresh(advised).advice_flag) == (3, "")
    late = factories.SessionFactory(follow_up=advised, date=day(7, 2), channels=["visio"])
    assert flagged_ones(advised) == [late.pk]
    assert reinforced.pk not in flagged_ones(advised)
    assert fresh(advised).advice_flag == "4e rendez-vous d'appui-conseil (3 prévus)"


def test_the_next_convention_starts_its_own_count(world, advised, fourth):
    following = factories.ConventionFactory(
        owner=world.network,
        reference="DEP-2027",
        funder=world.funder,
        beneficiary=world.association,
        original_starts_on=datetime.date(2027, 1, 1),
        original_ends_on=datetime.date(2027, 12, 31),
        original_report_due_on=datetime.date(2028, 4, 1),
    )
    year = factories.FollowUpYearFactory(
        accompaniment=advised.accompaniment, convention=following, mode=Mode.ADVICE
    )
    factories.SessionFactory(follow_up=year, date=datetime.date(2027, 1, 4), channels=["visio"])
    assert (fresh(year).advice_meetings, fresh(year).advice_flag) == (1, "")
    assert flagged_ones(year) == []
    assert flagged_ones(advised) == [fourth.pk]
