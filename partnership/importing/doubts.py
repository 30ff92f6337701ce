"""What the lines of a file leave unsure: each question once, with the lines that raise it."""

from __future__ import annotations

from dataclasses import dataclass, field

from partnership.import_kinds import MOST_TOLD, Ask
from partnership.importing.run import FileRun
from partnership.sheets import Row
from partnership.text import normalise
from partnership.wording import listed

MOST_LINES_TOLD = 8


@dataclass
class _Doubt:
    """A question, what is kept as long as nobody answers it, its first lines and their count."""

    ask: Ask
    kept: str
    lines: list[int] = field(default_factory=list)
    count: int = 0

    @property
    def where(self) -> str:
        if self.count == 1:
            return f"ligne {self.lines[0]}"
        told = [str(line) for line in self.lines]
        if self.count > len(told):
            return f"lignes {', '.join(told)}… ({self.count} en tout)"
        return f"lignes {listed(told)}"


def ask_key(topic: str, words: str) -> str:
    """The key of a question about some words, whatever their accents and case."""
    said = normalise(words).replace(" ", "-") or words.encode().hex()
    return f"{topic}-{said}"


class Doubts:
    """The questions of one run. Beyond the first thousand, they are only counted."""

    def __init__(self, run: FileRun):
        self.run = run
        self._asked: dict[str, _Doubt] = {}

    def answer(self, row: Row, ask: Ask, kept: str) -> str | None:
        """The answer given to a question; None while there is none."""
        answer = self.run.options.answers.get(ask.key)
        if answer in {value for value, _ in ask.choices}:
            return answer
        if ask.key not in self._asked and len(self._asked) >= MOST_TOLD:
            self.run.result.more_questions += 1
            return None
        doubt = self._asked.setdefault(ask.key, _Doubt(ask, kept))
        doubt.count += 1
        if len(doubt.lines) < MOST_LINES_TOLD:
            doubt.lines.append(row.line)
        return None

    def tell(self) -> None:
        """Put each question once, and say what is kept as long as nobody answers it."""
        for doubt in self._asked.values():
            where = doubt.where
            words = f"{where[0].upper()}{where[1:]} : {doubt.kept}"
            self.run.result.note(words)
            ask = Ask(doubt.ask.key, f"{doubt.ask.words} ({where})", doubt.ask.choices)
            self.run.result.ask(ask, told=words)
