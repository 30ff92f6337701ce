"""Each counting rule on the smallest example that shows it."""

import pytest

from accompaniment.enums import UNTIMED_KINDS, Mode, SessionKind, WorkKind
from accompaniment.rules import RULES
from partnership import catalogue
from partnership.figures import RowRef
from tests.accompaniment.facts import figure, session, work

IDS = [rule.declaration.id for rule in RULES]


def test_a_session_with_two_colleagues_is_one_session_and_its_minutes_count_once():
    joint = session(90, staff=("Ana", "Louis"))
    alone = session(60)
    assert figure("accompaniment.sessions", joint, alone).value == 2
    assert figure("accompaniment.minutes", joint, alone).value == 150


def test_staff_minutes_are_the_minutes_times_the_people_present():
    joint = session(90, staff=("Ana", "Louis"))
    alone = session(60, staff=("Ana",))
    assert figure("accompaniment.staff_minutes", joint, alone).value == 90 * 2 + 60


def test_sessions_without_people_are_said_apart_and_never_count_as_one_person():
    staffed = session(60, staff=("Ana", "Louis"))
    without = session(150, staff=())
    found = figure("accompaniment.staff_minutes", staffed, without)
    assert found.value == 120
    assert found.remark == "2h30 sans salarié·e renseigné·e"
    assert len(found.rows) == 2


def test_staff_minutes_are_unknown_where_no_session_has_its_people():
    found = figure("accompaniment.staff_minutes", session(60, staff=()))
    assert found.value is None
    assert found.remark == "1h sans salarié·e renseigné·e"


def test_staff_minutes_say_which_sessions_have_no_duration():
    found = figure("accompaniment.staff_minutes", session(60), session(None))
    assert found.value == 60
    assert found.remark == "1\u00a0ligne sans durée"


def test_the_people_mobilised_are_counted_once_each():
    sessions = [session(staff=("Ana", "Louis")), session(staff=("Ana",))]
    assert figure("accompaniment.staff", *sessions).value == 2
    assert figure("accompaniment.staff", session(staff=())).value is None
    assert figure("accompaniment.staff").value == 0


def test_proofreading_has_its_own_minutes_and_is_no_session():
    meeting = session(60)
    proofreading = session(45, kind=SessionKind.PROOFREADING)
    assert figure("accompaniment.sessions", meeting, proofreading).value == 1
    assert figure("accompaniment.minutes", meeting, proofreading).value == 60
    assert figure("accompaniment.proofreading_minutes", meeting, proofreading).value == 45


def test_a_holder_whose_draft_was_only_read_counts_in_no_number_of_structures():
    proofreading = session(45, kind=SessionKind.PROOFREADING)
    assert figure("accompaniment.organisations", proofreading).value == 0
    assert figure("accompaniment.followups", proofreading).value == 0


@pytest.mark.parametrize("kind", UNTIMED_KINDS)
def test_an_untimed_kind_is_an_action_and_never_a_session(kind):
    row = session(None, kind=kind)
    assert figure("accompaniment.actions", row).value == 1
    assert figure("accompaniment.sessions", row).value == 0
    assert figure("accompaniment.proofreading_minutes", row).value == 0
    assert figure("time.minutes", row).rows == ()


def test_structures_are_counted_once_and_follow_ups_apart():
    sessions = [
        session(organisation="Mairie d'Arras", accompaniment="jumelage"),
        session(organisation="Mairie d'Arras", accompaniment="mobilité"),
        session(organisation="Lycée de Lens", accompaniment="lycée"),
    ]
    assert figure("accompaniment.organisations", *sessions).value == 2
    assert figure("accompaniment.followups", *sessions).value == 3


def test_a_nameless_structure_counts_once_per_accompaniment_and_is_said():
    sessions = [
        session(organisation="Mairie d'Arras"),
        session(organisation=None, accompaniment="premier"),
        session(organisation=None, accompaniment="premier"),
        session(organisation=None, accompaniment="second"),
    ]
    found = figure("accompaniment.organisations", *sessions)
    assert found.value == 3
    assert found.remark == "dont 2\u00a0structures sans nom"
    assert found.rows == (
        RowRef("organisation", "Mairie d'Arras"),
        RowRef("accompaniment", "premier"),
        RowRef("accompaniment", "second"),
    )


def test_reinforced_and_unknown_modes_are_accompaniment_the_others_have_their_own_figures():
    by_mode = [
        session(organisation=str(mode), mode=mode, channels=("visio",))
        for mode in (Mode.REINFORCED, Mode.UNKNOWN, Mode.ADVICE, Mode.CONTACT)
    ]

    def structures(figure_id):
        return [row.uid for row in figure(figure_id, *by_mode).rows]

    assert figure("accompaniment.sessions", *by_mode).value == 2
    assert structures("accompaniment.organisations") == [Mode.REINFORCED, Mode.UNKNOWN]
    assert structures("advice.organisations") == [Mode.ADVICE]
    assert structures("contact.organisations") == [Mode.CONTACT]
    assert figure("advice.meetings", *by_mode).value == 1


def test_a_first_contact_moves_no_figure_of_accompaniment_nor_of_advice():
    """Whatever was done with it; its time is worked all the same."""
    rows = [
        session(mode=Mode.CONTACT, kind=kind, channels=("visio", "presentiel"), staff=("a", "b"))
        for kind in SessionKind
    ]
    moved = [figure_id for figure_id in IDS if figure(figure_id, *rows).value]
    assert moved == ["contact.organisations", "time.minutes"]


@pytest.mark.parametrize("channels", [("telephone",), ("mail",), ("telephone", "mail"), ()])
def test_calls_and_mails_are_no_meeting_of_advice(channels):
    rows = [
        session(mode=Mode.ADVICE, channels=channels),
        *[session(mode=Mode.ADVICE, kind=kind, channels=("visio",)) for kind in UNTIMED_KINDS],
    ]
    assert figure("advice.meetings", *rows).value == 0


def test_an_advice_meeting_is_by_video_or_in_person_only():
    rows = [
        session(mode=Mode.ADVICE, channels=("visio",)),
        session(mode=Mode.ADVICE, channels=("presentiel", "mail")),
        session(mode=Mode.ADVICE, channels=("telephone",)),
        session(mode=Mode.ADVICE, channels=("mail",)),
        session(mode=Mode.ADVICE, channels=()),
    ]
    assert figure("advice.meetings", *rows).value == 2
    assert figure("advice.organisations", *rows).value == 1


@pytest.mark.parametrize(
    ("figure_id", "kept"),
    [
        ("work.meetings_with_funder", WorkKind.FUNDER_MEETING),
        ("work.promotion_actions", WorkKind.PROMOTION),
    ],
)
def test_work_of_one_kind_is_counted_alone(figure_id, kept):
    assert figure(figure_id, *[work(kind, 30) for kind in WorkKind], work(kept)).value == 2


def test_preparation_has_its_minutes_within_those_of_all_work():
    rows = [work(WorkKind.PREPARATION, 45), work(WorkKind.TRAVEL, 90)]
    assert figure("work.preparation_minutes", *rows).value == 45
    assert figure("work.minutes", *rows).value == 135


def test_total_time_counts_every_timed_row_once_whatever_its_mode():
    rows = [
        session(60, staff=("Ana", "Louis")),
        session(30, kind=SessionKind.PROOFREADING),
        session(20, mode=Mode.CONTACT),
        session(10, mode=Mode.ADVICE),
        session(None, kind=SessionKind.MAIL),
        work(WorkKind.TRAVEL, 5),
    ]
    found = figure("time.minutes", *rows)
    assert found.value == 125
    assert len(found.rows) == len(set(found.rows)) == 5


@pytest.mark.parametrize(
    ("figure_id", "make"),
    [
        ("accompaniment.minutes", session),
        ("accompaniment.proofreading_minutes", lambda m: session(m, kind=SessionKind.PROOFREADING)),
        ("work.preparation_minutes", lambda m: work(WorkKind.PREPARATION, m)),
        ("work.minutes", lambda m: work(WorkKind.TRAVEL, m)),
        ("time.minutes", session),
    ],
)
def test_minutes_say_the_rows_without_duration_and_are_unknown_when_none_has_one(figure_id, make):
    some = figure(figure_id, make(60), make(None), make(None))
    assert (some.value, some.remark) == (60, "2\u00a0lignes sans durée")
    none = figure(figure_id, make(None))
    assert (none.value, none.remark) == (None, "1\u00a0ligne sans durée")
    nothing = figure(figure_id)
    assert (nothing.value, nothing.remark) == (0, "")


@pytest.mark.parametrize("figure_id", IDS)
def test_a_year_without_a_row_reads_zero_and_not_unknown(figure_id):
    found = figure(figure_id)
    assert (found.value, found.rows, found.remark) == (0, (), "")


@pytest.mark.parametrize("figure_id", IDS)
def test_each_rule_is_declared_once_with_a_sentence_for_people(figure_id):
    declaration = catalogue.get(figure_id)
    assert IDS.count(figure_id) == 1
    assert declaration.sentence.endswith(".")
    assert figure(figure_id).rule == declaration.sentence
