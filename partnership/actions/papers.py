"""Writes about the papers of a convention: texts, visas, annexes, the request of a document."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from partnership import jobs, journal
from partnership.attachments import counts_for
from partnership.enums import PaperKind, Verb
from partnership.models import (
    Annex,
    Convention,
    Job,
    LegalReference,
    PaperText,
    User,
    Visa,
)
from partnership.papers import production
from partnership.papers.checking import check
from partnership.papers.documents import PAPERS, Paper
from partnership.papers.facts import facts_of
from partnership.papers.parts import plain
from partnership.permissions import check_can_write_papers

FAR = 1000  # where rows wait while their numbers change hands


@dataclass(frozen=True)
class AnnexLine:
    """An annex as it should stand: its number, its short name, its title."""

    position: int
    key: str
    title: str


def _locked(convention: Convention) -> Convention:
    return Convention.objects.select_for_update().get(pk=convention.pk)


@transaction.atomic
def write_paper_texts(
    *, convention: Convention, kind: PaperKind, texts: Mapping[str, str | None], by: User
) -> None:
    """Keep these parts of a paper; None gives a part back to the data. Parts not named stay.

    Raises PermissionDenied for those who do not write it, ValidationError for an empty text."""
    check_can_write_papers(by, convention)
    convention = _locked(convention)
    known = {one.key: one for one in convention.paper_texts.filter(paper=kind, published=False)}
    changes = {}
    for key, text in texts.items():
        row = known.get(key)
        if text is None:
            if row is not None:
                row.delete()
                changes[key] = [row.text, None]
            continue
        before = row.text if row else None
        row = row or PaperText(convention=convention, paper=kind, key=key)
        row.text = plain(text)
        if row.text != before:
            row.full_clean()
            row.save()
            changes[key] = [before, row.text]
    if changes:
        journal.record(
            Verb.CHANGED, convention, by=by, changes={"paper": kind.value, "texts": changes}
        )


@transaction.atomic
def choose_visas(
    *, convention: Convention, references: Sequence[LegalReference], by: User | None
) -> None:
    """The texts that the convention cites, in this order. Raises PermissionDenied, and
    ValidationError for a text of another network's library. `by` is None for the demonstration."""
    if by is not None:
        check_can_write_papers(by, convention)
    convention = _locked(convention)
    if any(one.owner_id != convention.owner_id for one in references):
        raise ValidationError("Ce visa n'est pas dans la bibliothèque de cette convention.")
    before = [one.reference_id for one in convention.visas.all()]
    after = [one.pk for one in references]
    if before == after:
        return
    convention.visas.exclude(reference__in=after).delete()
    for position, reference in enumerate(references, 1):
        Visa.objects.update_or_create(
            convention=convention, reference=reference, defaults={"position": position}
        )
    journal.record(
        Verb.CHANGED, convention, by=by, changes={"visas": [one.title for one in references]}
    )


@transaction.atomic
def add_legal_reference(
    *,
    convention: Convention,
    title: str,
    by: User,
    number: str = "",
    adopted_on: datetime.date | None = None,
) -> LegalReference:
    """Add a text to the library of the convention's network, and cite it last. One that only
    another funder cites is taken as it is there.

    Raises PermissionDenied, and ValidationError for a text that the person has there already."""
    check_can_write_papers(by, convention)
    said = {"number": number.strip(), "title": " ".join(title.split())}
    library = LegalReference.objects.filter(owner_id=convention.owner_id)
    reference = library.filter(**said).first()
    readable = LegalReference.objects.citable_by(by, convention)
    if reference is None or readable.filter(pk=reference.pk).exists():
        reference = LegalReference(owner_id=convention.owner_id, adopted_on=adopted_on, **said)
        reference.full_clean()
        reference.save()
        journal.record(Verb.CREATED, reference, by=by, changes={"title": reference.title})
    cited = [one.reference for one in convention.visas.select_related("reference")]
    choose_visas(convention=convention, references=[*cited, reference], by=by)
    return reference


@transaction.atomic
def number_annexes(*, convention: Convention, lines: Sequence[AnnexLine], by: User | None) -> None:
    """The whole list of annexes. A short name keeps its row, whatever becomes of its number.

    Raises PermissionDenied, and ValidationError for a number or a short name given twice, or where
    one that leaves the list has files."""
    if by is not None:
        check_can_write_papers(by, convention)
    convention = _locked(convention)
    if len({one.position for one in lines}) < len(lines):
        raise ValidationError("Deux annexes portent le même numéro : changez l'un des deux.")
    if len({one.key for one in lines}) < len(lines):
        raise ValidationError("Deux annexes portent le même nom court : changez l'un des deux.")
    before = [[one.position, one.key, one.title] for one in convention.annexes.all()]
    after = [[one.position, one.key, one.title] for one in sorted(lines, key=_position)]
    if before == after:
        return
    leaving = convention.annexes.exclude(key__in=[one.key for one in lines])
    files = counts_for(leaving)
    for one in leaving:
        if files[one.uid]:
            raise ValidationError(
                f"Des fichiers sont joints à l'{one} : retirez-les d'abord, ou gardez son nom "
                f"court « {one.key} »."
            )
    leaving.delete()
    convention.annexes.update(position=F("position") + FAR)
    rows = {one.key: one for one in convention.annexes.all()}
    for line in lines:
        row = rows.get(line.key) or Annex(convention=convention, key=line.key)
        row.position, row.title = line.position, line.title.strip()
        row.full_clean()
        row.save()
    journal.record(Verb.CHANGED, convention, by=by, changes={"annexes": [before, after]})


def _position(line: AnnexLine) -> int:
    return line.position


@transaction.atomic
def request_paper(*, convention: Convention, paper: Paper, extension: str, by: User) -> Job:
    """Ask for a document, made in the background.

    Raises PermissionDenied where it is the other side's, ValidationError where what it says is
    contradicted by the data or by another paper."""
    production.check_can_read_paper(by, convention, paper)
    if extension not in production.CONTENT_TYPES or paper.key not in PAPERS:
        raise ValidationError("Choisissez le format : PDF ou DOCX.")
    if found := check(facts_of(convention)).blocking(paper):
        raise ValidationError(production.refusal(found))
    return jobs.request(
        kind=production.KIND,
        title=f"{paper.label} {convention.reference} ({extension.upper()})",
        arguments={
            "convention": convention.reference,
            "paper": paper.key,
            "format": extension,
        },
        owner=convention.owner,
        by=by,
    )
