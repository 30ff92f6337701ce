"""What the figures of gatherings and trainings count."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import count

from accompaniment.facts import Facts, GatheringFact
from accompaniment.rules import RULES
from partnership.figures import Figure
from tests.accompaniment.facts import parts

_numbers = count(1)


def gathering(participants: int | None = 10, *, kind: str = "atelier", **fields) -> GatheringFact:
    fact = GatheringFact(
        uid=f"gathering-{next(_numbers)}",
        date=datetime.date(2026, 3, 10),
        dated=True,
        minutes=120,
        kind=kind,
        place="ailleurs",
        project_kinds=(),
        participants=participants,
        participants_here=None,
        young_people=0,
        organisations=(),
        noted_organisations=None,
        invited=0,
        no_reply=0,
        staff=(),
    )
    return replace(fact, **fields)


def figure(figure_id: str, *facts: GatheringFact, **filters: list[str]) -> Figure:
    rule = next(rule for rule in RULES if rule.declaration.id == figure_id)
    return rule.figure(Facts(gatherings=facts), filters)


def test_trainings_and_the_follow_ups_of_a_log_are_apart():
    facts = [gathering(kind=kind) for kind in ("atelier", "formation", "accompagnement_journal")]
    assert figure("gatherings.count", *facts).value == 1
    assert figure("trainings.count", *facts).value == 1
    assert figure("gatherings.minutes", *facts).value == 120
    assert figure("time.minutes", *facts).value == 240
    assert figure("gatherings.participants", *facts).value == 10
    assert figure("trainings.participants", *facts).value == 10


def test_every_figure_is_zero_where_there_is_no_gathering():
    ids = [r.declaration.id for r in RULES if r.declaration.id.startswith(("gather", "train"))]
    assert {figure(one).value for one in ids} == {0}


def test_participants_that_nobody_noted_are_unknown_and_said():
    found = figure("gatherings.participants", gathering(None))
    assert found.value is None
    assert found.remark == "1\u00a0temps collectif sans participants notés"
    both = figure("gatherings.participants", gathering(None), gathering(7, participants_here=3))
    assert both.value == 7
    assert both.remark.startswith("dont 3 du territoire du financeur, 1\u00a0temps collectif")


def test_a_structure_that_comes_twice_counts_once():
    facts = [gathering(organisations=("a", "b")), gathering(organisations=("b", "c"))]
    assert figure("gatherings.organisations", *facts).value == 3


def test_people_whom_only_a_list_tells_are_unknown_without_one():
    for figure_id in ("gatherings.invited", "gatherings.no_reply", "gatherings.young_people"):
        found = figure(figure_id, gathering())
        assert (found.value, found.remark) == (None, "1\u00a0temps collectif sans liste")
    listed = gathering(invited=12, no_reply=2, young_people=4, organisations=("a",))
    values = [
        figure(f"gatherings.{name}", listed).value
        for name in ("invited", "no_reply", "young_people")
    ]
    assert values == [12, 2, 4]


def test_a_gathering_of_two_kinds_of_project_counts_whole_in_each():
    found = figure("gatherings.count", gathering(project_kinds=("mobilite", "jumelage")))
    assert found.value == 1
    assert parts(found, "project_kind") == {"mobilite": 1, "jumelage": 1}
    assert found.breakdown("project_kind").overlapping


def test_kinds_and_places_add_up_to_the_whole():
    facts = [gathering(3, kind="jury"), gathering(4, place="en_ligne"), gathering(5)]
    found = figure("gatherings.participants", *facts)
    assert parts(found, "kind") == {"atelier": 9, "jury": 3}
    assert parts(found, "place") == {"en_ligne": 4, "ailleurs": 8}


def test_a_figure_leads_to_the_gatherings_that_make_it():
    one = gathering()
    [row] = figure("gatherings.minutes", one).rows
    assert (row.type, row.uid) == ("gathering", one.uid)


def test_preparation_is_time_and_not_the_duration_of_the_gathering():
    one = gathering(preparation_minutes=90)
    assert figure("gatherings.minutes", one).value == 120
    assert figure("time.minutes", one).value == 210
    alone = gathering(minutes=None, preparation_minutes=90)
    assert figure("time.minutes", alone).value == 90
    assert figure("time.minutes", gathering(minutes=None)).rows == ()
