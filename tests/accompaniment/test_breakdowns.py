"""Breakdowns and filters: a part is counted by the same rule as its whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accompaniment.dimensions import UNKNOWN
from accompaniment.enums import TIMED_KINDS, Channel, Mode, SessionKind, WorkKind
from accompaniment.facts import Facts, filtered, values_of
from accompaniment.rules import RULES
from partnership.enums import OrganisationKind, ProjectKind
from tests.accompaniment.facts import figure, parts, session, work

pytestmark = pytest.mark.one_database

RULE_BY_ID = {rule.declaration.id: rule for rule in RULES}
ADDING_UP = [
    (figure_id, dimension.key)
    for figure_id, rule in RULE_BY_ID.items()
    for dimension in rule.declaration.dimensions
    if not dimension.overlapping
]
HOLDERS = {
    "Mairie": OrganisationKind.TOWN,
    "Lycée": OrganisationKind.SCHOOL,
    None: OrganisationKind.UNKNOWN,
}
MONTHS = st.none() | st.integers(1, 12)
MINUTES = st.none() | st.integers(1, 600)


@st.composite
def random_session(draw):
    kind = draw(st.sampled_from(SessionKind))
    holder = draw(st.sampled_from([*HOLDERS]))
    return session(
        draw(MINUTES) if kind in TIMED_KINDS else None,
        organisation=holder,
        month=draw(MONTHS),
        kind=kind,
        mode=draw(st.sampled_from(Mode)),
        channels=tuple(draw(st.sets(st.sampled_from(Channel.values)))),
        project_kinds=tuple(draw(st.sets(st.sampled_from(ProjectKind.values)))),
        organisation_kind=HOLDERS[holder],
        accompaniment=f"{holder} {draw(st.integers(1, 2))}",
        staff=tuple(draw(st.sets(st.sampled_from(["Ana", "Louis"])))),
    )


SESSIONS = st.lists(random_session(), max_size=12)
WORKS = st.lists(st.builds(work, st.sampled_from(WorkKind), MINUTES, month=MONTHS), max_size=6)
FACTS = st.builds(Facts, SESSIONS.map(tuple), WORKS.map(tuple))
often = settings(database=None, deadline=None, max_examples=100)


@often
@given(facts=FACTS)
def test_breakdowns_that_do_not_overlap_add_up_to_their_figure(facts):
    for figure_id, key in ADDING_UP:
        found = RULE_BY_ID[figure_id].figure(facts)
        categories = found.breakdown(key).categories
        assert sum(one.value or 0 for one in categories) == (found.value or 0), (figure_id, key)
        if key == "organisation_kind":
            continue  # structures are counted, sessions are their rows
        assert sorted(row.uid for one in categories for row in one.rows) == sorted(
            row.uid for row in found.rows
        ), (figure_id, key)


@often
@given(facts=FACTS)
def test_a_category_is_the_figure_filtered_by_its_code(facts):
    for rule in RULES:
        for breakdown in rule.figure(facts).breakdowns:
            for one in breakdown.categories:
                alone = rule.count(filtered(facts, {breakdown.dimension: [one.code]}))
                assert (one.value, one.rows) == (alone.value, alone.rows), rule.declaration.id


@often
@given(facts=FACTS, key=st.sampled_from(["month", "kind"]), data=st.data())
def test_a_filter_and_its_contrary_share_the_facts_between_them(facts, key, data):
    everything = {*facts.sessions, *facts.works}
    codes = sorted({code for fact in everything for code in values_of(fact, key)})
    chosen = data.draw(st.sets(st.sampled_from(codes))) if codes else set()
    kept = filtered(facts, {key: sorted(chosen)})
    left = filtered(facts, {key: sorted(set(codes) - chosen)})
    assert {*kept.sessions, *kept.works} | {*left.sessions, *left.works} == everything
    assert len(kept.sessions) + len(left.sessions) == len(facts.sessions)
    assert len(kept.works) + len(left.works) == len(facts.works)


def test_an_overlapping_breakdown_counts_each_category_whole():
    both = session(60, channels=("telephone", "visio"), project_kinds=("mobilite", "jumelage"))
    one = session(30, channels=("visio",), project_kinds=("mobilite",))
    found = figure("accompaniment.sessions", both, one)
    assert found.value == 2
    assert parts(found, "channel") == {"telephone": 1, "visio": 2}
    assert parts(found, "project_kind") == {"mobilite": 2, "jumelage": 1}
    assert found.breakdown("channel").overlapping
    assert found.breakdown("project_kind").overlapping
    assert parts(figure("accompaniment.minutes", both, one), "channel") == {
        "telephone": 60,
        "visio": 90,
    }


def test_what_has_no_channel_and_no_kind_of_project_is_said_unknown():
    found = figure("accompaniment.sessions", session())
    for key in ("channel", "project_kind"):
        [category] = found.breakdown(key).categories
        assert (category.code, category.label) == (UNKNOWN, "Non renseigné")


def test_a_month_is_given_only_to_facts_dated_at_least_to_the_month():
    found = figure("accompaniment.sessions", session(month=3), session(month=None), session())
    assert [(one.code, one.label, one.value) for one in found.breakdown("month").categories] == [
        ("2026-03", "mars 2026", 2),
        (UNKNOWN, "Mois non renseigné", 1),
    ]


def test_months_stand_in_the_order_of_the_year():
    found = figure("time.minutes", *(session(month=month) for month in (11, 2, None, 7)))
    assert [*parts(found, "month")] == ["2026-02", "2026-07", "2026-11", UNKNOWN]


def test_a_category_without_a_row_is_not_printed():
    assert parts(figure("work.minutes", work(WorkKind.TRAVEL, 15)), "kind") == {"deplacement": 15}


def test_a_filter_keeps_what_has_one_of_its_codes_and_several_filters_add_up():
    phone = session(organisation="A", channels=("telephone",), project_kinds=("mobilite",))
    both = session(organisation="B", channels=("telephone", "visio"), project_kinds=("jumelage",))
    mail = session(organisation="C", channels=("mail",), project_kinds=("jumelage",))

    def kept(**filters):
        rows = figure("accompaniment.organisations", phone, both, mail, **filters).rows
        return [row.uid for row in rows]

    assert kept(channel=["telephone"]) == ["A", "B"]
    assert kept(channel=["visio", "mail"]) == ["B", "C"]
    assert kept(channel=["telephone"], project_kind=["jumelage"]) == ["B"]
    assert kept(channel=["presentiel"]) == []


def test_work_without_a_holder_leaves_a_figure_filtered_by_channel():
    rows = [session(60, channels=("visio",)), work(WorkKind.TRAVEL, 30)]
    assert figure("time.minutes", *rows).value == 90
    assert figure("time.minutes", *rows, channel=["visio"]).value == 60


def test_a_filtered_figure_breaks_down_only_what_it_kept():
    rows = [session(60, month=3), session(30, month=4)]
    found = figure("accompaniment.minutes", *rows, month=["2026-04"])
    assert found.value == 30
    assert parts(found, "month") == {"2026-04": 30}
