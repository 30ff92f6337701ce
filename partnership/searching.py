"""Finding what somebody meant to type: accents, case and a typing error forgiven."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz

from partnership.text import normalise

MOST_CANDIDATES = 500
# Out of 100: « Bolougne » and « Boulogne » score 88, two unrelated names under 60.
NEAR_ENOUGH = 75
MOST_PIECES = 12


@dataclass(frozen=True)
class Found:
    """The rows found; `is_near` where none holds the words typed and these are the nearest."""

    rows: QuerySet
    is_near: bool = False


def forgiving(queryset: QuerySet, text: str) -> Found:
    """The rows of a SearchedQuerySet that hold every word typed; where there are none, the rows
    whose text is nearest, ranked among at most 500 that share pieces of the words."""
    exact = queryset.matching(text)
    if not normalise(text) or exact.exists():
        return Found(exact)
    ranked = _nearest(queryset, normalise(text))
    if not ranked:
        return Found(queryset.none(), is_near=True)
    order = Case(
        *(When(pk=key, then=Value(rank)) for rank, key in enumerate(ranked)),
        output_field=IntegerField(),
    )
    return Found(queryset.filter(pk__in=ranked).order_by(order), is_near=True)


def _nearest(queryset: QuerySet, typed: str) -> list[int]:
    searched = queryset.searched
    pieces = _pieces(typed)
    if not pieces:
        return []
    shared = sum(
        (
            Case(
                When(**{f"{searched}__contains": piece}, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
            for piece in pieces
        ),
        start=Value(0),
    )
    any_piece = Q()
    for piece in pieces:
        any_piece |= Q(**{f"{searched}__contains": piece})
    candidates = (
        queryset.order_by()
        .filter(any_piece)
        .alias(shared=shared)
        .order_by("-shared", "pk")
        .values_list("pk", searched)[:MOST_CANDIDATES]
    )
    scored = [(likeness(typed, known), key) for key, known in candidates]
    near = sorted(((-score, key) for score, key in scored if score >= NEAR_ENOUGH))
    return [key for _, key in near]


def _pieces(typed: str) -> list[str]:
    """Three letters at a time of each word, those of the first words first."""
    pieces: list[str] = []
    for word in typed.split():
        for start in range(max(len(word) - 2, 1)):
            piece = word[start : start + 3]
            if len(piece) > 1 and piece not in pieces:
                pieces.append(piece)
    return pieces[:MOST_PIECES]


def likeness(typed: str, known: str) -> float:
    """How near a known text is, from 0 to 100: each word typed against the nearest known word."""
    words = known.split()
    if not words or not typed:
        return 0.0
    best = [max(fuzz.ratio(word, other) for other in words) for word in typed.split()]
    return sum(best) / len(best)
