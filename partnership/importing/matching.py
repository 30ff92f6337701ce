"""Which structure of a network's directory the words of a file mean: certain, to be asked, or none.

A SIRET, or the same name but for accents, case, spaces, legal form and articles, is certain. A
typing error, or a name that says less or more, is a question: nothing is ever guessed. The
directory is kept on disk for the time of the run, indexed by what names share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from partnership.importing.scratch import Scratch
from partnership.models import Network, Organisation
from partnership.text import normalise

NEAR = 93  # out of 100, two whole names that one typing error tells apart
MOST_CANDIDATES = 5
_COMMON = 60  # names that share a word, beyond which the word tells nothing
_TOWN = "commune"
_LEGAL = {
    "association", "associations", "asso", "assoc", "ass", "asbl", "loi", "1901", "sarl", "eurl",
    "sas", "sasu", "sa", "sci", "scop", "scic", "snc", "gie", "gip",
}  # fmt: skip
_ARTICLES = {"le", "la", "les", "l", "un", "une", "de", "du", "des", "d", "et", "a", "au", "aux"}
_SAME = {"st": "saint", "ste": "sainte", "mairie": _TOWN, "ville": _TOWN, "dept": "departement"}
# Words that many structures share: alone, they tell nothing of which one is meant.
_GENERIC = {
    _TOWN, "comite", "jumelage", "amitie", "amis", "maison", "centre", "club", "college", "lycee",
    "ecole", "universite", "departement", "communaute", "agglomeration", "communes", "villes",
    "enfants", "jeunes", "jeunesse", "social", "sociale", "culturel", "culture", "foyer", "rural",
    "mission", "locale", "solidarite", "cooperation", "international", "internationale", "france",
    "collectif", "fondation", "institut", "federation", "union", "groupe", "reseau", "service",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A structure of the directory, or one that the file itself names."""

    uid: uuid.UUID
    name: str
    town: str
    siret: str
    is_new: bool = False

    @property
    def label(self) -> str:
        return f"{self.name} ({self.town})" if self.town else self.name

    @property
    def answer(self) -> str:
        """What names it in an answer; what the file names has another uid at each reading."""
        return f"={exact_key(self.name)}|{normalise(self.town)}" if self.is_new else str(self.uid)


@dataclass(frozen=True)
class Match:
    """The structure meant for sure; else those that may be, the nearest first."""

    found: Known | None = None
    candidates: tuple[Known, ...] = ()


def exact_key(name: str) -> str:
    """What two spellings of one name share, whatever their accents and case."""
    return normalise(name) or " ".join(name.casefold().split())


def loose_key(name: str) -> str:
    """The same, without legal form, articles nor spaces."""
    return "".join(words_of(name)) or exact_key(name)


def words_of(name: str) -> list[str]:
    """The words that tell a structure from another; all of them when there is nothing else."""
    words = [_SAME.get(word, word) for word in normalise(name).split()]
    kept = [word for word in words if word not in _LEGAL and word not in _ARTICLES]
    return kept or words


class Directory:
    """The structures of a network, read once, with those that the run adds."""

    def __init__(self, owner: Network, scratch: Scratch):
        self._scratch = scratch
        scratch.run(
            "CREATE TABLE known (id INTEGER PRIMARY KEY, uid TEXT, name TEXT, town TEXT,"
            " siret TEXT, is_new INTEGER, exact TEXT, loose TEXT)"
        )
        scratch.run("CREATE TABLE words (word TEXT, id INTEGER)")
        scratch.run("CREATE TABLE spellings (hint TEXT, word TEXT, PRIMARY KEY (hint, word))")
        self._fill(self._kept(owner))
        for name, on in (
            ("exact", "known (exact)"),
            ("loose", "known (loose)"),
            ("siret", "known (siret)"),
            ("word", "words (word)"),
        ):
            scratch.run(f"CREATE INDEX known_by_{name} ON {on}")

    @staticmethod
    def _kept(owner: Network) -> Iterator[Known]:
        """Each name once; that of a structure merged into another leads to its survivor."""
        rows = Organisation.objects.filter(owner=owner).order_by("pk").values_list(
            "uid", "merged_into__uid", "merged_into__merged_into", "name", "town", "siret"
        )  # fmt: skip
        for uid, survivor, gone, name, town, siret in rows.iterator(chunk_size=2000):
            if gone is None:
                yield Known(survivor or uid, name, town, siret)

    def add(self, organisation: Organisation) -> None:
        """A structure that the run makes."""
        row = organisation
        self._fill([Known(row.uid, row.name, row.town, row.siret, is_new=True)])

    def _fill(self, several: Iterable[Known]) -> None:
        rank = self._scratch.run("SELECT coalesce(max(id), 0) FROM known")[0][0]
        lines, words, hints = [], [], set()
        for one in several:
            rank += 1
            loose = loose_key(one.name)
            lines.append(
                (rank, str(one.uid), one.name, one.town, one.siret, one.is_new,
                 exact_key(one.name), loose)
            )  # fmt: skip
            for word in {*words_of(one.name)} - _GENERIC:
                words.append((word, rank))
                hints |= {(hint, word) for hint in _hints(word)}
            if len(lines) == 2000:
                self._write(lines, words, hints)
        self._write(lines, words, hints)

    def _write(self, lines: list, words: list, hints: set) -> None:
        self._scratch.fill("INSERT INTO known VALUES (?, ?, ?, ?, ?, ?, ?, ?)", lines)
        self._scratch.fill("INSERT INTO words VALUES (?, ?)", words)
        self._scratch.fill("INSERT OR IGNORE INTO spellings VALUES (?, ?)", hints)
        lines.clear(), words.clear(), hints.clear()

    def bearing_siret(self, siret: str) -> Known | None:
        return next(self._where("siret = ?", siret), None) if siret else None

    def homonyms(self, name: str) -> list[Known]:
        """Those of that very name, accents and case aside; each once."""
        return _once(self._where("exact = ?", exact_key(name)))

    def match(self, name: str, *, town: str = "", siret: str = "") -> Match:
        """Whom the name means. A structure with another SIRET is another one; so is one of the
        same name in another town."""
        if (found := self.bearing_siret(siret)) is not None:
            return Match(found)
        for same in (
            self.homonyms(name),
            _once(self._where("loose = ?", loose_key(name))),
        ):
            same = [one for one in same if not (siret and one.siret)]
            if match := _of_that_town(same, town):
                return match
        near = [one for one in self._near(name, town) if not (siret and one.siret)]
        return Match(candidates=tuple(near[:MOST_CANDIDATES]))

    def _near(self, name: str, town: str) -> list[Known]:
        """Those that the name may mean, the nearest first."""
        words = words_of(name)
        scored = []
        for one in self._sharing(words):
            likeness = _likeness(words, words_of(one.name))
            if likeness and not _elsewhere(one.town, town):
                scored.append((-likeness, one.name, one))
        scored.sort(key=lambda each: each[:2])
        return _once(one for _, _, one in scored)

    def _sharing(self, words: list[str]) -> Iterator[Known]:
        """The structures whose names share a telling word with these, but for a typing error."""
        telling = set(words) - _GENERIC
        spelled = set(telling)
        for word in telling:
            hints = _hints(word)
            marks = ", ".join("?" * len(hints))
            found = self._scratch.run(
                f"SELECT DISTINCT word FROM spellings WHERE hint IN ({marks})", hints
            )
            spelled |= {other for (other,) in found if _is_typing_error(word, other)}
        ids: dict[int, None] = {}
        for word in sorted(spelled):
            sharing = self._scratch.run(
                "SELECT id FROM words WHERE word = ? LIMIT ?", [word, _COMMON + 1]
            )
            if len(sharing) <= _COMMON:
                ids.update((each, None) for (each,) in sharing)
        for each in ids:
            yield from self._where("id = ?", each)

    def _where(self, condition: str, value) -> Iterator[Known]:
        found = self._scratch.run(
            f"SELECT uid, name, town, siret, is_new FROM known WHERE {condition} ORDER BY id",
            [value],
        )
        for uid, name, town, siret, is_new in found:
            yield Known(uuid.UUID(uid), name, town, siret, bool(is_new))


def _once(several: Iterable[Known]) -> list[Known]:
    return list({one.uid: one for one in several}.values())


def _of_that_town(same: list[Known], town: str) -> Match | None:
    """Among structures of one name: the one of that town, else the one whose town nobody knows.
    Several of them are a question; the same name in another town is another structure."""
    if not same:
        return None
    meant = [one for one in same if normalise(one.town) == normalise(town)]
    if not meant and town:
        meant = [one for one in same if not one.town]
        if not meant:
            return Match()
    meant = meant or same
    return Match(meant[0]) if len(meant) == 1 else Match(candidates=tuple(meant[:MOST_CANDIDATES]))


def _elsewhere(known: str, given: str) -> bool:
    """True for two towns that are not one, however they are spelled."""
    one, other = loose_key(known), loose_key(given)
    return bool(known and given) and fuzz.ratio(one, other) < 85


def _hints(word: str) -> list[str]:
    """What a word and itself with one typing error share: its beginning or its end, of three
    letters, or two in a short word. Words of five or six letters may be either."""
    sizes = [size for size, fits in ((2, len(word) <= 6), (3, len(word) >= 5)) if fits]
    return [hint for size in sizes for hint in (f"<{word[:size]}", f"{word[-size:]}>")]


def _is_typing_error(word: str, other: str) -> bool:
    """One letter more, less or other, or two that changed places; two in a long word. A number
    has no typing error: it is another number."""
    if min(len(word), len(other)) < 4 or not (word.isalpha() and other.isalpha()):
        return False
    return OSA.distance(word, other, score_cutoff=2) <= (2 if min(len(word), len(other)) > 8 else 1)


def _likeness(typed: list[str], known: list[str]) -> float:
    """How near two names are, 0 where they are not: the same words but for typing errors, or one
    that says the same with fewer words."""
    numbers = [{word for word in words if not word.isalpha()} for words in (typed, known)]
    whole = fuzz.ratio("".join(typed), "".join(known))
    if numbers[0] == numbers[1] and whole >= NEAR:
        return whole
    telling = [set(words) - _GENERIC for words in (typed, known)]
    generic = [set(words) & _GENERIC for words in (typed, known)]
    less, more = sorted(telling, key=len)
    alike = bool(less) and all(
        any(word == other or _is_typing_error(word, other) for other in more) for word in less
    )
    compatible = generic[0] <= generic[1] or generic[1] <= generic[0]
    says_something = any(len(word) > 3 for word in less)
    return whole if alike and compatible and says_something else 0.0
