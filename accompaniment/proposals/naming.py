"""The structures of a directory that a text could name: narrowed by the database, in four queries
at most whatever its size, then ranked in Python among at most 500."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Case, F, IntegerField, Q, Value, When

from accompaniment.proposals.one_line import LONGEST_TEXT, Understood, free_words, understand
from accompaniment.proposals.structure_names import GENERIC, Known, find_mentions, telling
from partnership.models import Network, Organisation
from partnership.searching import MOST_CANDIDATES

MOST_WORDS = 12
LEADING, LEADING_WEIGHT = 3, 4


def read_line(text: str, *, owner: Network, today: datetime.date) -> Understood:
    """One line, taken to pieces among the structures of this network."""
    words = free_words(text, today)
    said = understand(text, sharing_words(words, owner=owner), today)
    if said.organisations:
        return said
    return understand(text, sharing_pieces(words, owner=owner), today)


def named_in(text: str, *, owner: Network) -> list[Known]:
    """Who a title names in full, whatever its place. One query: a calendar has many titles."""
    words = text[:LONGEST_TEXT].split()
    mentions = find_mentions(words, sharing_words(words, owner=owner), first=-1)
    return list(dict.fromkeys(known for one in mentions for known in one.candidates))


def sharing_words(words: Sequence[str], *, owner: Network) -> list[Known]:
    """Those that share most words, the first ones above all: people write the structure first."""
    weights: dict[str, int] = {}
    for rank, word in enumerate(dict.fromkeys(one for one in _telling(words) if len(one) > 1)):
        weight = 1 if word in GENERIC or word.isdigit() else min(len(word), 9)
        weights[word] = weight * (LEADING_WEIGHT if rank < LEADING else 1)
    return _sharing(owner, dict(list(weights.items())[:MOST_WORDS]), MOST_CANDIDATES)


def sharing_pieces(words: Sequence[str], *, owner: Network) -> list[Known]:
    """Those that share most of the letters, three at a time, of one of the first words: what a
    typing error leaves."""
    found: list[Known] = []
    leading = [word for word in _telling(words) if len(word) > 4 and not word.isdigit()][:LEADING]
    for word in leading:
        pieces = dict.fromkeys((word[start : start + 3] for start in range(len(word) - 2)), 1)
        found += _sharing(
            owner, dict(list(pieces.items())[:MOST_WORDS]), MOST_CANDIDATES // LEADING
        )
    return list(dict.fromkeys(found))


def _telling(words: Sequence[str]) -> list[str]:
    return telling(" ".join(words)) if words else []


def _sharing(owner: Network, weights: dict[str, int], most: int) -> list[Known]:
    if not weights:
        return []
    directory = Organisation.objects.standing().filter(owner=owner)
    held, score = Q(), Value(0)
    for text, weight in weights.items():
        holds = Q(search_text__contains=text)
        held |= holds
        score = score + Case(
            When(holds, then=Value(weight)), default=Value(0), output_field=IntegerField()
        )
    rows = (
        directory.filter(held)
        .alias(score=score)
        .order_by(F("score").desc(), "pk")
        .values_list("uid", "name", "short_name", "town")[:most]
    )
    return [Known(str(uid), *names) for uid, *names in rows]
