"""Counting what is done, over a while."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache

from partnership.rate_limits import counts_within


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def test_so_many_pass_and_the_next_does_not():
    answers = [counts_within("essai", "192.0.2.1", limit=2, seconds=60) for _ in range(3)]
    assert answers == [True, True, False]


def test_others_are_not_counted_with_somebody():
    counts_within("essai", "192.0.2.1", limit=1, seconds=60)
    assert counts_within("essai", "192.0.2.2", limit=1, seconds=60)
    assert counts_within("autre", "192.0.2.1", limit=1, seconds=60)


def test_after_a_while_it_starts_again():
    with time_machine.travel("2026-06-15 10:00:00Z", tick=False):
        counts_within("essai", "192.0.2.1", limit=1, seconds=60)
        assert not counts_within("essai", "192.0.2.1", limit=1, seconds=60)
    with time_machine.travel("2026-06-15 10:01:01Z", tick=False):
        assert counts_within("essai", "192.0.2.1", limit=1, seconds=60)


def test_a_cache_that_is_away_keeps_nobody_out(monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", away)
    assert counts_within("essai", "192.0.2.1", limit=0, seconds=60)


def test_no_address_is_kept_as_it_is(monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, *args, **kwargs: kept.append(key))
    monkeypatch.setattr(cache, "incr", lambda key: 1)
    counts_within("essai", "192.0.2.1", limit=1, seconds=60)
    assert "192.0.2.1" not in kept[0]
