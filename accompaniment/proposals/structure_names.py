"""The structures that some words name. No database: the caller gives those that could be meant.

Accents, case and a small typing error are forgiven; a number never is. What could be two
structures is given as two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from partnership.text import normalise

SMALL = frozenset(
    (
        "a",
        "au",
        "aux",
        "avec",
        "chez",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "pour",
        "sur",
    )
)
# What many names begin with says nothing of which one is meant.
GENERIC = frozenset(
    (
        "amis",
        "asso",
        "association",
        "associations",
        "centre",
        "cercle",
        "club",
        "college",
        "collectif",
        "comite",
        "commune",
        "communaute",
        "conseil",
        "departement",
        "ecole",
        "federation",
        "fondation",
        "groupe",
        "institut",
        "international",
        "internationale",
        "jumelage",
        "lycee",
        "mairie",
        "maison",
        "mission",
        "office",
        "region",
        "reseau",
        "saint",
        "sainte",
        "solidarite",
        "union",
        "universite",
        "ville",
    )
)
OPTIONAL = frozenset(("asso", "association"))
_SAME = {"st": "saint", "ste": "sainte"}
SHORTEST_WITH_ERROR, TWO_ERRORS_FROM = 5, 8


@dataclass(frozen=True)
class Known:
    """A structure of the directory: its reference and what people call it."""

    uid: str
    name: str
    short_name: str = ""
    town: str = ""

    @property
    def name_and_town(self) -> str:
        return f"{self.name} ({self.town})" if self.town else self.name


@dataclass(frozen=True)
class Mention:
    """Words `start` to `end` (included) and who they may name. `complete`: the whole name."""

    start: int
    end: int
    candidates: tuple[Known, ...]
    complete: bool = True


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    matched: int
    exact: bool
    complete: bool
    known: Known

    @property
    def strength(self) -> tuple[bool, int, bool]:
        return (self.complete, self.matched, self.exact)


@lru_cache(maxsize=20_000)
def likeness(typed: str, known: str) -> int:
    """2: the same word; 1: a typing error away; 0: another word."""
    if typed == known:
        return 2
    shortest = min(len(typed), len(known))
    if shortest < SHORTEST_WITH_ERROR or any(char.isdigit() for char in typed + known):
        return 0
    most = 2 if shortest >= TWO_ERRORS_FROM else 1
    return int(OSA.distance(typed, known, score_cutoff=most) <= most)


def telling(text: str) -> list[str]:
    """The words of a name that tell it from another, as they are compared."""
    words = [_SAME.get(word, word) for word in normalise(text).split()]
    kept = [word for word in words if word not in SMALL and word not in OPTIONAL]
    return kept or [word for word in words if word not in SMALL] or words


def find_mentions(
    words: Sequence[str],
    directory: Iterable[Known],
    *,
    reserved: Collection[int] = frozenset(),
    first: int = 0,
) -> list[Mention]:
    """Who the words name, the strongest reading first. `reserved` words say something else (a
    channel, a date…) unless a whole name needs them; `first` is where a shortened name may stand,
    since people write the structure first."""
    spoken = [[_SAME.get(part, part) for part in normalise(word).split()] for word in words]
    hits: list[_Hit] = []
    for known in directory:
        for name, is_short in ((known.name, False), (known.short_name, True)):
            parts = telling(name)
            if not parts:
                continue
            for start in range(len(words)):
                hit = _read(words, spoken, start, parts, known)
                if hit and _holds(hit, words, spoken, reserved, first, is_short):
                    hits.append(hit)
    return _mentions(hits)


def _read(
    words: Sequence[str],
    spoken: list[list[str]],
    start: int,
    parts: list[str],
    known: Known,
) -> _Hit | None:
    """The longest run of words from `start` that follows the name, in its order."""
    if not spoken[start] or all(part in SMALL for part in spoken[start]):
        return None
    if len(parts) > 1 and len(spoken[start]) == 1 and len(spoken[start][0]) > 5:
        joined = likeness(spoken[start][0], "".join(parts))
        if joined:
            return _Hit(start, start, len(parts), joined == 2, True, known)
    place, end, exact, matched = 0, -1, True, 0
    for rank in range(start, len(words)):
        step = _follow(spoken[rank], parts, place)
        if step is None:
            break
        place, found, same = step
        if found:
            end, matched, exact = rank, matched + found, exact and same
    if not matched:
        return None
    complete = matched == len(parts)
    if complete and (further := _town_after(spoken, end + 1, known)):
        end, matched = further, matched + 1
    return _Hit(start, end, matched, exact, complete, known)


def _follow(spoken: list[str], parts: list[str], place: int) -> tuple[int, int, bool] | None:
    """Read one typed word (« d'Étaples » is two) on from `place`: the place after it, how many
    words of the name it gave, whether exactly; None where it does not belong to the name."""
    found, exact = 0, True
    for word in spoken:
        if word in SMALL or word in OPTIONAL:
            continue
        nearest = max(range(place, len(parts)), key=lambda at: likeness(word, parts[at]), default=0)
        score = likeness(word, parts[nearest]) if place < len(parts) else 0
        if not score:
            return None
        place, found, exact = nearest + 1, found + 1, exact and score == 2
    return place, found, exact


def _town_after(spoken: list[list[str]], start: int, known: Known) -> int | None:
    """Where the name of the town ends, when it follows the name."""
    town = telling(known.town)
    if not town:
        return None
    said: list[str] = []
    for rank in range(start, len(spoken)):
        said += [part for part in spoken[rank] if part not in SMALL]
        if said == town:
            return rank
        if said != town[: len(said)]:
            return None
    return None


def _holds(
    hit: _Hit,
    words: Sequence[str],
    spoken: list[list[str]],
    reserved: Collection[int],
    first: int,
    is_short: bool,
) -> bool:
    """Whether these words are more than words that happen to be in a name."""
    inside = range(hit.start, hit.end + 1)
    if all(rank in reserved for rank in inside):
        return False
    if any(rank in reserved for rank in inside) and not (hit.complete and hit.exact):
        return False
    if is_short:
        shouted = all(words[rank].isupper() for rank in inside)
        return hit.complete and hit.exact and (shouted or hit.start == first)
    told = [part for rank in inside for part in spoken[rank] if part not in SMALL]
    if hit.complete and (len(told) > 1 or hit.start == first):
        return True
    if hit.complete:
        return words[hit.start][:1].isupper()
    has_number = any(part.isdigit() for part in telling(hit.known.name))
    said_number = any(part.isdigit() for part in told)
    distinctive = any(part not in GENERIC and len(part) > 2 for part in told)
    return hit.start == first and distinctive and has_number == said_number


def _mentions(hits: list[_Hit]) -> list[Mention]:
    """One mention for each place of the line, of those that read it best."""
    found: list[Mention] = []
    left = sorted(hits, key=lambda hit: hit.strength, reverse=True)
    while left:
        best = left[0]
        same = {
            hit.known
            for hit in left
            if hit.strength == best.strength and hit.start <= best.end and hit.end >= best.start
        }
        candidates = tuple(sorted(same, key=lambda one: (normalise(one.name_and_town), one.uid)))
        found.append(Mention(best.start, best.end, candidates, best.complete))
        left = [hit for hit in left if hit.start > best.end or hit.end < best.start]
    return found
