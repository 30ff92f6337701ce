"""Which structure each line of a file means: found for sure, asked about, or new."""

from __future__ import annotations

import hashlib
import uuid

from partnership.import_kinds import Ask
from partnership.importing.matching import Directory, Known, Match, exact_key
from partnership.importing.run import FileRun
from partnership.models import Organisation
from partnership.sheets import Row
from partnership.text import normalise

NEW = "new"
_REMEMBERED = 5_000


class Structures:
    """The directory as the lines of one file read it. What it does not hold is made by whoever
    asks, and said to `directory.add`."""

    def __init__(self, run: FileRun):
        self.run, self.directory = run, Directory(run.owner, run.scratch)
        self._sure: dict[tuple[str, str, str], Known] = {}

    def meant(
        self, row: Row, name: str, *, town: str = "", siret: str = "", told: bool = True
    ) -> Known | None:
        """The structure that a line means for sure, or by an answer; None for a new one. What is
        not sure is asked once for all the lines that say it; as long as nobody answered, the name
        is kept as given, as a new structure. One that nothing resembles is `told` too, where lines
        are not meant to make structures."""
        key = (name, town, siret)
        if key in self._sure:
            return self._sure[key]
        match = self.directory.match(name, town=town, siret=siret)
        found = match.found or self._answered(match, name, town)
        if found is None:
            if told or match.candidates:
                self._tell(row, match, name, town)
            return None
        if len(self._sure) >= _REMEMBERED:
            self._sure.clear()
        self._sure[key] = found
        return found

    def known(self, name: str, *, town: str = "", siret: str = "") -> Known | None:
        """The same, of a structure that is there already: nothing is asked nor told."""
        match = self.directory.match(name, town=town, siret=siret)
        return match.found or self._answered(match, name, town)

    def make(self, name: str, *, town: str = "", **fields) -> Organisation:
        """A structure to write, known from now on to the lines that follow."""
        made = Organisation(uid=uuid.uuid4(), owner=self.run.owner, name=name, town=town, **fields)
        self.directory.add(made)
        return made

    def _answered(self, match: Match, name: str, town: str) -> Known | None:
        answer = self.run.options.answers.get(ask_key(name, town))
        return next((one for one in match.candidates if one.answer == answer), None)

    def _tell(self, row: Row, match: Match, name: str, town: str) -> None:
        key = ask_key(name, town)
        near = match.candidates or tuple(self.directory.homonyms(name)[:1])
        words = f"« {name} » n'est pas dans l'annuaire ; une nouvelle structure est créée."
        if near:
            words += f" Est-ce {' ou '.join(f'« {one.label} »' for one in near)} ?"
        self.run.ask(row, words)
        if match.candidates and self.run.options.answers.get(key) != NEW:
            choices = [(one.answer, one.label) for one in match.candidates]
            question = f"quelle structure est « {_in_full(name, town)} » ?"
            self.run.result.ask(
                Ask(
                    key,
                    f"Ligne {row.line} : {question}",
                    (*choices, (NEW, "Une nouvelle structure")),
                ),
                told=f"Ligne {row.line} : {words}",
            )


def ask_key(name: str, town: str) -> str:
    said = f"{exact_key(name)}|{normalise(town)}"
    return f"structure-{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"


def _in_full(name: str, town: str) -> str:
    return f"{name} ({town})" if town else name
