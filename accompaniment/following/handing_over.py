"""Each story in ten lines at most, for the colleague who takes it up."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from accompaniment.models import AccompanimentSession, FollowUpYear
from partnership.models import JournalEntry, User
from partnership.wording import long_date

LATEST = 3
LONGEST = 180


@dataclass(frozen=True)
class ShortStory:
    """A follow-up, and its lines: what each is about, and its words."""

    year: FollowUpYear
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Passing:
    """A handing-over as the journal keeps it: when, by whom, to whom, and its follow-ups."""

    written: JournalEntry
    to: User | None
    rows: list[FollowUpYear]


def passed_in(uid: uuid.UUID, user: User) -> Passing | None:
    """The handing-over of that name, with what the person sees of it; None when there is none."""
    written = list(
        JournalEntry.objects.filter(
            owner__in=user.access.networks,
            subject_type="follow_up",
            changes__handed_over=str(uid),
        )
        .select_related("by")
        .order_by("pk")
    )
    if not written:
        return None
    rows = (
        FollowUpYear.objects.visible_to(user)
        .filter(uid__in=[one.subject_uid for one in written])
        .for_list()
        .order_by("accompaniment__organisation__search_text", "pk")
    )
    to = User.objects.filter(uid=written[0].changes["lead"][1]).first()
    return Passing(written[0], to, list(rows))


def short_stories(years: Iterable[FollowUpYear], user: User) -> list[ShortStory]:
    """One query more, however many follow-ups."""
    years = list(years)
    ranked = (
        AccompanimentSession.objects.visible_to(user)
        .filter(follow_up__in=years)
        .counted()
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=[F("follow_up")],
                order_by=[F("date").desc(), F("pk").desc()],
            )
        )
    )
    latest: dict[int, list[AccompanimentSession]] = {}
    for session in ranked.filter(rank__lte=LATEST).order_by("follow_up", "rank"):
        latest.setdefault(session.follow_up_id, []).append(session)
    return [ShortStory(year, _lines(year, latest.get(year.pk, []))) for year in years]


def _lines(year: FollowUpYear, sessions: list[AccompanimentSession]) -> tuple[tuple[str, str], ...]:
    """Nine at most: what is not written takes none."""
    since = f", depuis le {long_date(year.mode_from_on)}" if year.mode_from_on else ""
    told = [
        ("Mode", f"{year.get_mode_display()}{since}"),
        ("Types de projet", ", ".join(year.kind_labels)),
        ("Besoins", year.needs),
        *((session.date_text.capitalize(), _said(session)) for session in sessions),
        ("État du projet", year.outcome),
        ("Et ensuite", year.next_steps),
        ("À revoir le", long_date(year.review_on) if year.review_on else ""),
    ]
    return tuple((what, _short(words)) for what, words in told if words)


def _said(session: AccompanimentSession) -> str:
    return " : ".join(part for part in (session.get_kind_display(), session.line) if part)


def _short(words: str) -> str:
    """On one line, cut at a word."""
    words = " ".join(words.split())
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST].rsplit(' ', 1)[0]}…"
