"""To which convention an entry belongs when nobody said so. No database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class HasFunder(Protocol):
    funder_id: int


@dataclass(frozen=True)
class Attachment:
    """The convention found; or None, with `candidates` to ask about, or none at all."""

    convention: HasFunder | None
    candidates: tuple[HasFunder, ...] = ()

    @property
    def must_ask(self) -> bool:
        return self.convention is None and bool(self.candidates)


def attach(candidates: Sequence[HasFunder], last_funder_id: int | None) -> Attachment:
    """Among the conventions whose period holds the date: that of the funder of the follow-up's
    last entry; else the only one; several possible: ask; none: « à rattacher »."""
    of_funder = [one for one in candidates if one.funder_id == last_funder_id]
    if len(of_funder) == 1:
        return Attachment(of_funder[0])
    if len(candidates) == 1:
        return Attachment(candidates[0])
    return Attachment(None, tuple(of_funder or candidates))
