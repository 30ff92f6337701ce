"""Which meetings of advice came past the third: one query for a whole page of exchanges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from accompaniment.following.advice import flag_words
from accompaniment.models import AccompanimentSession


def flagged(rows: Iterable) -> list:
    """The same rows, each exchange with its `advice_flag`. Other rows are left as they are."""
    rows = list(rows)
    sessions = [row for row in rows if isinstance(row, AccompanimentSession)]
    if sessions:
        ranks = _ranks({row.follow_up_id for row in sessions})
        for row in sessions:
            row.advice_flag = flag_words(ranks.get(row.pk, 0))
    return rows


def _ranks(follow_ups: set[int]) -> dict[int, int]:
    """Each advice meeting of these follow-ups → its rank in the order of days."""
    ranks: dict[int, int] = {}
    so_far: Counter = Counter()
    meetings = (
        AccompanimentSession.objects.filter(follow_up__in=follow_ups)
        .advice_meetings()
        .order_by("date", "pk")
    )
    for pk, follow_up in meetings.values_list("pk", "follow_up"):
        so_far[follow_up] += 1
        ranks[pk] = so_far[follow_up]
    return ranks
