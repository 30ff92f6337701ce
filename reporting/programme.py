"""The actions of the programme as pages show them: progress, what the two sides say, questions."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from accompaniment.models import Gathering
from partnership import standing
from partnership.enums import CommitmentState
from partnership.models import Commitment, Convention
from partnership.wording import counted, plural
from reporting.progress import CommitmentProgress, progress_of

KEY = "commitment"  # of the subject type
SHOWN_GATHERINGS = 3


@dataclass(frozen=True)
class ProgrammeLine:
    """An action with its state (kind and words; None when its year ended without a word) and the
    number of questions that wait for an answer."""

    progress: CommitmentProgress
    state: tuple[str, str] | None
    open_questions: int
    gatherings: tuple[Gathering, ...] = ()

    @property
    def latest_gatherings(self) -> tuple[Gathering, ...]:
        return self.gatherings[:SHOWN_GATHERINGS]

    @property
    def questions_text(self) -> str:
        return counted(self.open_questions, "question ouverte")

    @property
    def questions_word(self) -> str:
        return plural(self.open_questions, "question ouverte")


def line_of(
    convention: Convention,
    progress: CommitmentProgress,
    questions: dict[tuple[str, uuid.UUID], int],
    today: datetime.date,
    gatherings: Sequence[Gathering] = (),
) -> ProgrammeLine:
    commitment = progress.commitment
    state = CommitmentState(commitment.state)
    silent = state == CommitmentState.RUNNING and convention.terms().ends_on < today
    return ProgrammeLine(
        progress,
        None if silent else standing.commitment(state, convention),
        questions.get((KEY, commitment.uid), 0),
        tuple(gatherings),
    )


def find(progress: list[CommitmentProgress], label: str) -> CommitmentProgress | None:
    """The action whose label an address gives, as « 1 » or « 1-a »."""
    return next((one for one in progress if one.commitment.slug == label), None)


def reading_text(progress: CommitmentProgress) -> str:
    """How an action stands, in one line: « 43 sessions, 17 structures », or what was said of it."""
    reason = progress.commitment.state_reason
    if progress.main is None and reason:
        return reason
    return f"{progress.done_text} · {reason}" if reason else progress.done_text


def describe(commitment: Commitment) -> str:
    """The same, of an action alone; as it calls itself once it is out of the programme."""
    convention = commitment.convention
    found = (one for one in progress_of(convention) if one.commitment.pk == commitment.pk)
    return next(map(reading_text, found), str(commitment))
