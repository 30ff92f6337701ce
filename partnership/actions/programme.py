"""Writes about the programme: its actions, and how each is counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from partnership import catalogue, citations, journal, subjects
from partnership.actions.preparing import Change, changing, check_before_the_vote, held
from partnership.enums import Role, Verb
from partnership.models import (
    Commitment,
    CommitmentReading,
    Convention,
    Organisation,
    StoredFile,
    Thread,
    User,
)
from partnership.permissions import check_can_agree, check_can_prepare_convention, roles_on

SAID = ("number", "part", "text", "target", "unit")
ASIDE = 10_000  # numbers are freed before they are given again


@transaction.atomic
def write_programme(
    *,
    convention: Convention,
    lines: Sequence[dict[str, Any]],
    removed: Iterable[str] = (),
    by: User,
) -> Convention:
    """Keep the actions of a proposal: each line has its uid, number, part, text, target, unit and
    the actions of earlier conventions that it continues; `removed` are uids.

    Raises ValidationError once voted, for an action that other rows cite, or for one that the
    database's rules refuse."""
    convention = held(convention)
    check_can_prepare_convention(by, convention)
    check_before_the_vote(convention)
    with changing(convention, by=by, what="le programme a changé") as change:
        rows = {
            str(one.uid): one
            for one in convention.original_commitments.prefetch_related("continues")
        }
        for uid in removed:
            if uid in rows:
                _remove(rows.pop(uid), by, change)
        moving = [
            rows[str(line["uid"])]
            for line in lines
            if str(line["uid"]) in rows
            and (rows[str(line["uid"])].number, rows[str(line["uid"])].part)
            != (line["number"], line["part"])
        ]
        for row in moving:
            Commitment.objects.filter(pk=row.pk).update(number=row.number + ASIDE)
        for line in lines:
            _write(convention, rows.get(str(line["uid"])), line, by, change)
    return convention


def _write(
    convention: Convention,
    row: Commitment | None,
    line: dict[str, Any],
    by: User,
    change: Change,
) -> None:
    said = {name: line[name] for name in SAID}
    before = {name: getattr(row, name) for name in SAID} if row else {}
    verb = Verb.CHANGED if row else Verb.CREATED
    row = row or Commitment(convention=convention, uid=line["uid"])
    changes = journal.differences(before, said)
    for name, value in said.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    continued = list(line.get("continues") or ())
    had = sorted(str(one.uid) for one in row.continues.all()) if before else []
    if had != sorted(str(one.uid) for one in continued):
        row.continues.set(continued)
        changes["continues"] = [had, sorted(str(one.uid) for one in continued)]
    if changes:
        journal.record(verb, row, by=by, changes=changes)
        change.made = True


def _remove(row: Commitment, by: User, change: Change) -> None:
    words = (
        f"L'action {row.label} est déjà citée (travail noté, report, question, fichier) : "
        "elle ne se retire plus. Corrigez plutôt son texte."
    )
    here = {"subject_type": subjects.key_of(row), "subject_uid": row.uid}
    spoken_of = any(model.objects.filter(**here).exists() for model in (Thread, StoredFile))
    if spoken_of or citations.is_cited(row):
        raise ValidationError(words)
    journal.record(Verb.DELETED, row, by=by, changes={name: getattr(row, name) for name in SAID})
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        raise ValidationError(words) from None
    change.made = True


def speaks_for_the_funder(user: User, convention: Convention) -> bool:
    """On which side the person agrees: the association's, else the funder's."""
    return Role.ADMIN not in roles_on(user, convention)


def party_of(user: User, convention: Convention) -> Organisation:
    if speaks_for_the_funder(user, convention):
        return convention.funder
    return convention.beneficiary


@transaction.atomic
def propose_reading(
    *,
    commitment: Commitment,
    figure_id: str,
    filters: dict[str, list[str]],
    beside: list[str],
    valid_from: datetime.date,
    by: User,
) -> CommitmentReading:
    """Say how an action is counted, for one's side; the other side accepts it. The same again
    gives back the first one.

    Raises ValidationError for a figure or a filter that does not exist."""
    convention = held(commitment.convention)
    check_can_agree(by, convention)
    try:
        version = catalogue.get(figure_id).version
    except KeyError:
        raise ValidationError({"figure_id": "Choisissez un chiffre de la liste."}) from None
    reading = CommitmentReading(
        commitment=commitment,
        figure_id=figure_id,
        rule_version=version,
        filters=filters,
        beside=beside,
        valid_from=valid_from,
        proposed_by=party_of(by, convention),
    )
    known = commitment.readings.filter(
        figure_id=figure_id, rule_version=version, valid_from=valid_from
    ).first()
    if known is not None and (known.filters, known.beside) == (filters, beside):
        return known
    reading.full_clean()
    reading.save()
    journal.record(
        Verb.PROPOSED,
        commitment,
        by=by,
        changes={
            "reading": reading.uid,
            "figure": figure_id,
            "filters": filters,
            "beside": beside,
            "valid_from": valid_from,
        },
    )
    return reading


def may_accept(user: User, convention: Convention, reading: CommitmentReading) -> bool:
    """Whether the person's side is the one that this reading waits for."""
    proposed_by_the_funder = reading.proposed_by_id == convention.funder_id
    return reading.proposed_by_id is None or (
        speaks_for_the_funder(user, convention) is not proposed_by_the_funder
    )


@transaction.atomic
def accept_reading(*, reading: CommitmentReading, by: User) -> CommitmentReading:
    """The other side accepts a reading, once. Raises PermissionDenied for the side that proposed
    it."""
    reading = CommitmentReading.objects.select_for_update().get(pk=reading.pk)
    convention = reading.commitment.convention
    check_can_agree(by, convention)
    if reading.is_accepted:
        return reading
    if not may_accept(by, convention, reading):
        raise PermissionDenied("Votre côté a proposé cette lecture : l'autre partie l'accepte.")
    reading.accepted_by = party_of(by, convention)
    reading.accepted_at = timezone.now()
    reading.full_clean()
    reading.save()
    journal.record(
        Verb.ACCEPTED,
        reading.commitment,
        by=by,
        changes={"reading": reading.uid, "figure": reading.figure_id},
    )
    return reading


@transaction.atomic
def withdraw_reading(*, reading: CommitmentReading, by: User) -> None:
    """Take back a reading that one's side proposed and nobody accepted yet.

    Raises ValidationError for one already accepted, PermissionDenied for the other side's."""
    reading = CommitmentReading.objects.select_for_update().filter(pk=reading.pk).first()
    if reading is None:
        return
    convention = reading.commitment.convention
    check_can_agree(by, convention)
    if reading.is_accepted:
        raise ValidationError("Cette lecture est acceptée : proposez-en une autre.")
    if reading.proposed_by_id != party_of(by, convention).pk:
        raise PermissionDenied("Cette lecture est proposée par l'autre partie.")
    journal.record(
        Verb.DELETED,
        reading.commitment,
        by=by,
        changes={"reading": reading.uid, "figure": reading.figure_id},
    )
    reading.delete()
