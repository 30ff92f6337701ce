"""The logos that stand on a document made under a convention, and how it files itself as evidence
that they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from partnership import files
from partnership.actions import communication
from partnership.enums import Duty, Support
from partnership.models import Convention, StoredFile, User
from partnership.rendering.pdf import GivenFile


@dataclass(frozen=True)
class Logo:
    uid: str
    alt: str


@dataclass(frozen=True)
class Letterhead:
    """What heads a document: the logos of the two sides, and their bytes for the rendering."""

    logos: tuple[Logo, ...] = ()
    given: dict[str, GivenFile] = field(default_factory=dict)


WITHOUT_LOGOS = Letterhead()


def letterhead_of(convention: Convention, find: Callable[[str], StoredFile | None]) -> Letterhead:
    """The logos that the reader may see; a side without one has none. `find` gives a file by its
    uid, or nothing."""
    logos, given = [], {}
    for side in (convention.beneficiary, convention.funder):
        stored = find(str(side.logo.uid)) if side.logo else None
        if stored is not None:
            logos.append(Logo(str(stored.uid), f"Logo de {side.name}"))
            given[str(stored.uid)] = GivenFile(files.read(stored), stored.content_type)
    return Letterhead(tuple(logos), given)


def file_as_evidence(
    convention: Convention,
    *,
    key: str,
    title: str,
    stored: StoredFile,
    shows_logo: bool,
    by: User | None,
) -> None:
    """The document stands among the evidence, once for each key; it shows the funder's logo where
    the funder has one."""
    communication.file_document(
        convention=convention,
        key=key,
        title=title,
        support=Support.DOCUMENTS,
        stored_file=stored,
        shows=[Duty.LOGO] if shows_logo else [],
        by=by,
    )
