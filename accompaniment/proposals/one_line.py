"""One line as people write it, into the pieces of an entry. No database, no clock.

`tantely soa tél 45 hier budget du forage` → a structure, a channel, 45 minutes, yesterday and
« budget du forage ». Each word belongs to one piece; what is not understood is the subject, and
what could be read in two ways is asked, never guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from accompaniment.enums import Channel
from accompaniment.proposals import one_line_words as vocabulary
from accompaniment.proposals.structure_names import Known, Mention, find_mentions
from partnership import durations
from partnership.text import normalise

LONGEST_TEXT = 500
LONGEST_DURATION = 12 * 60
LONGEST_BARE = 600
OLDEST = datetime.date(2000, 1, 1)
_EDGES = ' ,;:.!?()[]«»"“”…·–—-'


class What(StrEnum):
    ORGANISATION = "organisation"
    CHANNEL = "channel"
    KIND = "kind"
    DURATION = "duration"
    DATE = "date"
    SUBJECT = "subject"


@dataclass(frozen=True)
class Piece:
    """What some words of the line say; `words` are their places, in order."""

    what: What
    words: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class Understood:
    """A line taken to pieces. Several `organisations` are a choice to make. `minutes` is whole,
    None where nothing says it; `unsure` names what the line says in several ways."""

    words: tuple[str, ...]
    pieces: tuple[Piece, ...]
    organisations: tuple[Known, ...] = ()
    channels: tuple[str, ...] = ()
    kind: str = ""
    minutes: int | None = None
    date: datetime.date | None = None
    subject: str = ""
    unsure: frozenset[What] = frozenset()

    @property
    def organisation(self) -> Known | None:
        return self.organisations[0] if len(self.organisations) == 1 else None

    @property
    def is_choice(self) -> bool:
        return len(self.organisations) > 1


@dataclass(frozen=True)
class _Span:
    """Words `start` to `end` (included) and what they are worth."""

    start: int
    end: int
    value: object
    plain: bool = False  # « hier », rather than a day that may be that of something else

    @property
    def words(self) -> range:
        return range(self.start, self.end + 1)


class _Line:
    """The words of a line, and where a pattern stands in them, whole words only."""

    def __init__(self, text: str):
        self.words = text.split()
        self.plain = [normalise(word) for word in self.words]
        typed = [
            word.strip(_EDGES).casefold().replace("’", "'").replace("′", "'") for word in self.words
        ]
        self._texts = {"plain": _joined(self.plain), "typed": _joined(typed)}

    def find(self, pattern: str, text: str = "plain") -> Iterator[_Span]:
        """Where the pattern stands; the value of each span is the match."""
        joined, starts, ends = self._texts[text]
        whole = re.compile(rf"(?:{pattern})(?!\S)")
        for start, first in starts.items():
            match = whole.match(joined, start)
            last = ends.get(match.end()) if match else None
            if last is not None:
                yield _Span(first, last, match)

    def before(self, rank: int) -> str:
        """The last word, as it is compared, before that place; empty at the start."""
        said = self.plain[rank - 1].split() if rank else []
        return said[-1] if said else ""

    def after(self, rank: int) -> str:
        said = self.plain[rank + 1].split() if rank + 1 < len(self.words) else []
        return " ".join(said)


def _joined(words: list[str]) -> tuple[str, dict[int, int], dict[int, int]]:
    """The words with one space between them, and which word begins and ends where."""
    starts, ends, at = {}, {}, 0
    kept = []
    for rank, word in enumerate(words):
        if word:
            starts[at], ends[at + len(word)] = rank, rank
            kept.append(word)
            at += len(word) + 1
    return " ".join(kept), starts, ends


def free_words(text: str, today: datetime.date) -> list[str]:
    """The words that say neither how, nor what, nor how long, nor when: they may name somebody."""
    line = _Line(text[:LONGEST_TEXT])
    reserved = _Said(line, today).words
    return [word for rank, word in enumerate(line.words) if rank not in reserved]


def understand(text: str, directory: Iterable[Known], today: datetime.date) -> Understood:
    """Take a line to pieces, among the structures that it could name."""
    line = _Line(text[:LONGEST_TEXT])
    said = _Said(line, today)
    reserved = said.words
    free = [rank for rank, plain in enumerate(line.plain) if plain and rank not in reserved]
    first = next((rank for rank in free if line.plain[rank] not in ("avec", "chez")), 0)
    mentions = find_mentions(line.words, directory, reserved=reserved, first=first)
    mention, organisations = _structure(mentions, first)
    if mention is not None:
        named = set(range(mention.start, mention.end + 1))
        if line.before(mention.start) in ("avec", "chez"):
            named.add(mention.start - 1)
        said = _Said(line, today, taken=named)
        said.owner |= dict.fromkeys(named, What.ORGANISATION)
    return said.understood(organisations)


def _structure(mentions: list[Mention], first: int) -> tuple[Mention | None, tuple[Known, ...]]:
    """The words that name the structure, and who it may be. The one written first is meant; of
    several elsewhere in the line, nobody knows which: their words stay where they are."""
    whole = [one for one in mentions if one.complete]
    leading = next((one for one in whole or mentions if one.start <= first <= one.end), None)
    if leading is None and len(whole) > 1:
        every = dict.fromkeys(known for one in whole for known in one.candidates)
        return None, tuple(every)
    chosen = leading or next(iter(whole or mentions), None)
    return chosen, chosen.candidates if chosen else ()


class _Said:
    """What the words that name nobody say."""

    def __init__(self, line: _Line, today: datetime.date, taken: Iterable[int] = ()):
        self.line, self.today = line, today
        self.owner: dict[int, What] = {}
        self._taken = set(taken)
        self.unsure: set[What] = set()
        self.date = self._read_date()
        self.kind = self._read_kind()
        self.channels = self._read_channels()
        self.minutes = self._read_minutes()

    @property
    def words(self) -> frozenset[int]:
        return frozenset(self.owner)

    def understood(self, organisations: tuple[Known, ...]) -> Understood:
        whats = [self.owner.get(rank, What.SUBJECT) for rank in range(len(self.line.words))]
        pieces = []
        for what in What:
            ranks = tuple(rank for rank, one in enumerate(whats) if one == what)
            if ranks:
                said = " ".join(self.line.words[rank] for rank in ranks)
                pieces.append(Piece(what, ranks, said))
        subject = next((one.text for one in pieces if one.what == What.SUBJECT), "")
        return Understood(
            words=tuple(self.line.words),
            pieces=tuple(pieces),
            organisations=organisations,
            channels=self.channels,
            kind=self.kind,
            minutes=self.minutes,
            date=self.date,
            subject=subject.strip(" ,;:·–—-"),
            unsure=frozenset(self.unsure),
        )

    def _is_free(self, span: _Span) -> bool:
        return not any(rank in self.owner or rank in self._taken for rank in span.words)

    def _claim(self, span: _Span, what: What) -> None:
        self.owner |= dict.fromkeys(span.words, what)

    def _claim_before(self, span: _Span, words: Iterable[str], what: What) -> None:
        """A small word before it goes with it: « le », « pendant »."""
        rank = span.start - 1
        if rank >= 0 and rank not in self._taken and self.line.plain[rank] in words:
            self.owner.setdefault(rank, what)

    # Dates ---------------------------------------------------------------------------------

    def _read_date(self) -> datetime.date | None:
        found: list[_Span] = []
        for span in sorted(self._days(), key=lambda one: (one.start, -one.end)):
            overlaps = any(set(span.words) & set(other.words) for other in found)
            if not overlaps and self._is_free(span) and self._is_the_day(span):
                found.append(span)
        if len({span.value for span in found}) > 1:
            plain = [span for span in found if span.plain]
            if len({span.value for span in plain}) != 1:
                self.unsure.add(What.DATE)
                return None
            found = plain
        if not found:
            return None
        self._claim(found[0], What.DATE)
        self._claim_before(found[0], ("le",), What.DATE)
        return found[0].value

    def _is_the_day(self, span: _Span) -> bool:
        before = self.line.before(span.start)
        if before == "le" and span.start > 1:
            before = self.line.before(span.start - 1)
            # « le » alone says nothing; « avant le » does.
            return before not in vocabulary.BEFORE_ANOTHER_DAY - {"de", "d", "des", "du"}
        return before not in vocabulary.BEFORE_ANOTHER_DAY

    def _days(self) -> Iterator[_Span]:
        """Every run of words that is a day that has come."""
        for pattern, ago in vocabulary.RELATIVE_DAYS.items():
            for span in self.line.find(pattern):
                yield _Span(
                    span.start, span.end, self.today - datetime.timedelta(days=ago), plain=True
                )
        yield from self._weekdays()
        months = "|".join(vocabulary.MONTHS)
        weekdays = "|".join(vocabulary.WEEKDAYS)
        for span in self.line.find(rf"(?:({weekdays}) )?(\d{{1,2}}|1er) ({months})(?: (\d{{4}}))?"):
            weekday, day, month, year = span.value.groups()
            yield from self._day(span, weekday, day.rstrip("er"), vocabulary.MONTHS[month], year)
        for span in self.line.find(
            rf"(?:({weekdays}) )?(\d{{1,2}})(?:/(\d{{1,2}})(?:/(\d{{4}}|\d{{2}}))?"
            r"|[.-](\d{1,2})[.-](\d{4}))",
            "typed",
        ):
            weekday, day, month, year, other_month, other_year = span.value.groups()
            part = re.match(r"(journee|heure|h\b|d heure)", self.line.after(span.end))
            if not part:
                yield from self._day(span, weekday, day, month or other_month, year or other_year)
        for span in self.line.find(r"(\d{4})-(\d{2})-(\d{2})", "typed"):
            year, month, day = span.value.groups()
            yield from self._day(span, None, day, month, year)

    def _weekdays(self) -> Iterator[_Span]:
        for rank, word in enumerate(vocabulary.WEEKDAYS):
            for span in self.line.find(rf"{word}(?: (?:dernier|passe))?{vocabulary.PARTS_OF_DAY}"):
                follows = self.line.after(span.end)
                if re.match(r"prochain|\d|1er", follows):
                    continue
                ago = (self.today.weekday() - rank) % 7 or 7
                yield _Span(span.start, span.end, self.today - datetime.timedelta(days=ago))

    def _day(self, span: _Span, weekday, day, month, year) -> Iterator[_Span]:
        """The day, unless it does not exist, is to come, or is not the weekday said. Without a
        year, it is the last time that it came."""
        if weekday is None and self.line.before(span.start) in vocabulary.WEEKDAYS:
            return
        years = [self.today.year, self.today.year - 1]
        if year:
            years = [int(year) + (2000 if len(year) == 2 else 0)]
        for one in years:
            try:
                date = datetime.date(one, int(month), int(day))
            except ValueError:
                continue
            if not OLDEST <= date <= self.today:
                continue
            if weekday is None or vocabulary.WEEKDAYS[date.weekday()] == weekday:
                yield _Span(span.start, span.end, date)
            return

    # Nature and channels -------------------------------------------------------------------

    def _read_kind(self) -> str:
        found = [
            (span, kind)
            for kind, pattern in vocabulary.KINDS.items()
            for span in self.line.find(pattern)
            if self._is_free(span) and not self._is_spoken_of(span)
        ]
        if not found:
            return ""
        span, kind = min(found, key=lambda one: (one[0].start, -one[0].end))
        self._claim(span, What.KIND)
        rank = span.end + 1
        goes_on = rank + 1 < len(self.line.words) and rank not in self._taken
        if goes_on and self.line.plain[rank] in ("de", "du", "des"):
            self.owner.setdefault(rank, What.KIND)
        return kind.value

    def _is_spoken_of(self, span: _Span) -> bool:
        return self.line.before(span.start) in vocabulary.DETERMINERS

    def _read_channels(self) -> tuple[str, ...]:
        found = []
        for channel, pattern in vocabulary.CHANNELS.items():
            spans = self.line.find(rf"{vocabulary.BEFORE_CHANNEL}(?:{pattern})")
            for span in sorted(spans, key=lambda one: (one.start, -one.end)):
                if self._is_free(span) and not self._is_spoken_of(span):
                    self._claim(span, What.CHANNEL)
                    found.append(channel)
        return tuple(code for code in Channel.values if code in found)

    # Durations -----------------------------------------------------------------------------

    def _read_minutes(self) -> int | None:
        found = [span for span in self._durations() if self._is_free(span)]
        after_channel = [span for span in found if self.owner.get(span.start - 1) == What.CHANNEL]
        if bare := self._bare_number():
            after_channel = [bare, *after_channel]
        chosen = after_channel[:1] or found
        if len(chosen) > 1:
            self.unsure.add(What.DURATION)
            return None
        if not chosen:
            return None
        self._claim(chosen[0], What.DURATION)
        self._claim_before(chosen[0], ("de", "pendant", "durant"), What.DURATION)
        return chosen[0].value

    def _durations(self) -> list[_Span]:
        """Durations that say their unit, the longest reading of each place."""
        spans = []
        for pattern, minutes in vocabulary.WRITTEN_DURATIONS.items():
            for span in self.line.find(pattern):
                spans.append(_Span(span.start, span.end, minutes))
        for span in self.line.find(vocabulary.NUMERIC_DURATION, "typed"):
            try:
                minutes = durations.parse(span.value[0], bare_unit="", longest=LONGEST_DURATION)
            except durations.DurationError:
                continue
            spans.append(_Span(span.start, span.end, minutes))
        kept: list[_Span] = []
        for span in sorted(spans, key=lambda one: (one.start, -one.end)):
            if not any(set(span.words) & set(other.words) for other in kept):
                kept.append(span)
        return [span for span in kept if not self._is_an_hour(span)]

    def _is_an_hour(self, span: _Span) -> bool:
        """« à 14h », « de 9h à 10h »: when it began, not how long it lasted."""
        before = self.line.before(span.start)
        follows = self.line.after(span.end)
        return before in vocabulary.BEFORE_AN_HOUR or (before == "de" and follows == "a")

    def _bare_number(self) -> _Span | None:
        """A number right after a channel is minutes; one of a series (a telephone number) is
        not."""
        for rank, word in enumerate(self.line.words):
            typed = word.strip(_EDGES)
            if not (typed.isascii() and typed.isdigit()) or typed.startswith("0"):
                continue
            span = _Span(rank, rank, int(typed))
            follows = self.line.after(rank)
            if (
                self._is_free(span)
                and self.owner.get(rank - 1) == What.CHANNEL
                and len(typed) <= 3
                and span.value <= LONGEST_BARE
                and not self._is_a_series(rank + 1)
                and follows.split(" ")[0] not in ("h", "heure", "heures", "euros", "eur")
            ):
                return span
        return None

    def _is_a_series(self, rank: int) -> bool:
        """Another number follows, that is no date."""
        return (
            rank < len(self.line.words)
            and rank not in self.owner
            and self.line.plain[rank].replace(" ", "").isdigit()
            and "/" not in self.line.words[rank]
        )
