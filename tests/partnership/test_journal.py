"""One journal for all."""

from __future__ import annotations

import datetime
import json
import uuid
from decimal import Decimal

import pytest

from partnership import journal
from partnership.enums import Origin, Verb
from partnership.middleware import JournalOriginMiddleware
from partnership.models import JournalEntry


def test_a_line_says_who_did_what_to_which_row_from_where(world):
    entry = journal.record(Verb.CHANGED, world.convention, by=world.admin, changes={"a": [1, 2]})
    assert (entry.by, entry.owner, entry.verb) == (world.admin, world.network, Verb.CHANGED)
    assert (entry.subject_type, entry.subject_uid) == ("convention", world.convention.uid)
    assert (entry.changes, entry.origin) == ({"a": [1, 2]}, Origin.COMMAND)


def test_a_row_of_a_type_that_nobody_registered_is_not_journaled(world):
    entry = journal.record(Verb.CREATED, world.convention, by=None)
    with pytest.raises(KeyError):
        journal.record(Verb.CHANGED, entry, by=None)


def origin_of_a_line(convention) -> str:
    return journal.record(Verb.CHANGED, convention, by=None).origin


def test_the_origin_is_that_of_the_innermost_block_and_comes_back(world):
    with journal.origin(Origin.PAGE):
        with journal.origin(Origin.IMPORT):
            assert origin_of_a_line(world.convention) == Origin.IMPORT
        assert origin_of_a_line(world.convention) == Origin.PAGE
    assert origin_of_a_line(world.convention) == Origin.COMMAND


def test_the_origin_comes_back_after_an_error_too(world):
    def fail():
        with journal.origin(Origin.IMPORT):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert origin_of_a_line(world.convention) == Origin.COMMAND


def test_what_is_done_during_a_request_is_done_from_a_page(world, rf):
    answer = JournalOriginMiddleware(lambda request: origin_of_a_line(world.convention))
    assert answer(rf.get("/")) == Origin.PAGE
    assert origin_of_a_line(world.convention) == Origin.COMMAND


def test_values_are_written_in_types_that_json_knows(world):
    uid = uuid.uuid4()
    written = journal.plain(
        {
            "day": datetime.date(2026, 3, 2),
            "amount": Decimal("7000.50"),
            "uid": uid,
            "rows": (world.convention, {3}),
            "state": Verb.MOVED,
            "nothing": None,
        }
    )
    assert json.loads(json.dumps(written)) == {
        "day": "2026-03-02",
        "amount": "7000.50",
        "uid": str(uid),
        "rows": [str(world.convention.uid), [3]],
        "state": "moved",
        "nothing": None,
    }


def test_only_what_changed_is_a_difference():
    before = {"date": datetime.date(2026, 3, 2), "minutes": 60, "note": "a"}
    after = {"date": datetime.date(2026, 3, 3), "minutes": 60, "place": "Arras"}
    assert journal.differences(before, after) == {
        "date": ["2026-03-02", "2026-03-03"],
        "place": [None, "Arras"],
    }


def test_the_newest_line_comes_first(world):
    for verb in (Verb.CREATED, Verb.CHANGED):
        journal.record(verb, world.convention, by=world.admin)
    assert [entry.verb for entry in JournalEntry.objects.all()] == [Verb.CHANGED, Verb.CREATED]
    assert str(JournalEntry.objects.first()) == f"{world.admin} a modifié convention"
