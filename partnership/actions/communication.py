"""Writes about communication: what a convention asks to show, and what shows it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from partnership import communication, journal
from partnership.actions import files
from partnership.enums import ConventionState, Duty, Support, Verb
from partnership.models import (
    CommunicationDuty,
    CommunicationEvidence,
    Convention,
    StoredFile,
    User,
)
from partnership.permissions import check_can_prepare_convention, check_can_show_evidence

ALREADY_USED = (
    "Ce formulaire a déjà servi pour une autre preuve : rien n'est encore noté. "
    "Vérifiez ce qui suit, puis ajoutez à nouveau."
)


@transaction.atomic
def set_duties(
    *, convention: Convention, duties: dict[tuple[Duty, Support], str], by: User | None
) -> bool:
    """The duties of a convention become these (duty, support) → wording. Returns whether anything
    changed; an evidence forgets the duties that are no longer asked.

    Raises PermissionDenied, or ValidationError for a duty that its support cannot bear."""
    if by is not None:
        check_can_prepare_convention(by, convention)
    Convention.objects.select_for_update().get(pk=convention.pk)
    known = {(one.duty, one.support): one for one in convention.communication_duties.all()}
    before = _told({key: one.wording for key, one in known.items()})
    for key, one in known.items():
        if key not in duties:
            one.delete()
    for (duty, support), wording in duties.items():
        if not communication.may_bear(duty, support):
            raise ValidationError(
                "Le montant de l'aide se montre sur ce qui s'adresse au public, jamais sur les "
                "documents produits : décochez-le."
            )
        row = known.get((duty, support)) or CommunicationDuty(
            convention=convention, duty=duty, support=support
        )
        if row.pk is None or row.wording != wording:
            row.wording = wording
            row.full_clean()
            row.save()
    changes = journal.differences(before, _told(duties)) | {
        key: [said, None] for key, said in before.items() if key not in _told(duties)
    }
    if changes:
        journal.record(Verb.CHANGED, convention, by=by, changes={"communication duties": changes})
    return bool(changes)


def _told(duties: dict[tuple[str, str], str]) -> dict[str, str]:
    return {f"{duty} on {support}": wording for (duty, support), wording in duties.items()}


@transaction.atomic
def add_evidence(
    *,
    convention: Convention,
    support: Support,
    shown_on: datetime.date,
    title: str,
    duties: Iterable[CommunicationDuty],
    by: User | None,
    address: str = "",
    brought: Iterable[File] = (),
    uid: uuid.UUID | None = None,
) -> tuple[CommunicationEvidence, files.Sending]:
    """Keep an evidence: a link, files, or both. The same form again adds nothing.

    Raises PermissionDenied, or ValidationError where there is neither a link nor a file that can be
    kept, or where the `uid` is another evidence's."""
    if by is not None:
        check_can_show_evidence(by, convention)
    Convention.objects.select_for_update().get(pk=convention.pk)
    evidence = _already_added(uid, convention, support, address)
    if evidence is None:
        evidence = CommunicationEvidence(
            convention=convention,
            support=support,
            shown_on=shown_on,
            title=title,
            address=address,
            added_by=by,
            uid=uid or uuid.uuid4(),
        )
        evidence.full_clean()
        evidence.save()
        evidence.duties.set(duties)
        journal.record(Verb.CREATED, evidence, by=by, changes=_values(evidence))
    brought = list(brought)
    sending = files.Sending()
    if brought:
        sending = files.attach(subject=evidence, brought=brought, by=by)
    if not (address or sending.kept or sending.known):
        reasons = [f"« {name} » : {reason}" for name, reason in sending.refused]
        raise ValidationError(
            {"files": reasons or ["Collez un lien, ou ajoutez une photo ou un fichier."]}
        )
    return evidence, sending


def _already_added(uid, convention, support, address) -> CommunicationEvidence | None:
    known = CommunicationEvidence.objects.filter(uid=uid).first() if uid else None
    if known is None:
        return None
    same = (known.convention_id, known.support, known.address) == (convention.pk, support, address)
    if not same:
        raise ValidationError(ALREADY_USED)
    return known


@transaction.atomic
def change_evidence(
    *, evidence: CommunicationEvidence, duties: Iterable[CommunicationDuty], by: User, **fields
) -> CommunicationEvidence:
    """Correct an evidence: `support`, `shown_on`, `title`, `address` as given.

    Raises PermissionDenied, or ValidationError for one that was cancelled."""
    evidence = _standing(evidence, by)
    before = _values(evidence)
    for name, value in fields.items():
        setattr(evidence, name, value)
    evidence.full_clean()
    evidence.save()
    evidence.duties.set(duties)
    if changes := journal.differences(before, _values(evidence)):
        journal.record(Verb.CHANGED, evidence, by=by, changes=changes)
    return evidence


@transaction.atomic
def cancel_evidence(
    *, evidence: CommunicationEvidence, reason: str, by: User
) -> CommunicationEvidence:
    """Set an evidence aside, with its reason: it shows nothing any more.

    Raises PermissionDenied, or ValidationError without a reason or for one cancelled before."""
    evidence = _standing(evidence, by)
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi cette preuve est annulée."})
    evidence.cancelled_at, evidence.cancelled_by = timezone.now(), by
    evidence.cancel_reason = reason.strip()
    evidence.full_clean()
    evidence.save()
    journal.record(Verb.CANCELLED, evidence, by=by, changes={"reason": evidence.cancel_reason})
    return evidence


def _standing(evidence: CommunicationEvidence, by: User) -> CommunicationEvidence:
    check_can_show_evidence(by, evidence.convention)
    locked = CommunicationEvidence.objects.select_for_update().get(pk=evidence.pk)
    if locked.is_cancelled:
        raise ValidationError("Cette preuve a été annulée : elle ne change plus.")
    return locked


def _values(evidence: CommunicationEvidence) -> dict:
    return {
        "support": evidence.support,
        "shown_on": evidence.shown_on,
        "title": evidence.title,
        "address": evidence.address,
        "duties": sorted(f"{one.duty} on {one.support}" for one in evidence.duties.all()),
    }


@transaction.atomic
def file_document(
    *,
    convention: Convention,
    key: str,
    title: str,
    support: Support,
    stored_file: StoredFile,
    shows: Iterable[Duty],
    by: User | None = None,
    shown_on: datetime.date | None = None,
) -> CommunicationEvidence:
    """A document that Trame made files itself as evidence of what it shows (`shows`), once for each
    key; made again, the same evidence leads to its new file.

    The file stays under its own subject: who may not open that sees the line, not the document.
    What the convention does not ask is not ticked."""
    shows = set(shows)
    Convention.objects.select_for_update().get(pk=convention.pk)
    known = CommunicationEvidence.objects.filter(convention=convention, filed_for=key).first()
    if known is not None:
        if known.document_id != stored_file.pk:
            before, known.document = known.document, stored_file
            known.save(update_fields=["document"])
            changes = {"document": [before and before.uid, stored_file.uid]}
            journal.record(Verb.CHANGED, known, by=by, changes=changes)
        return known
    evidence = CommunicationEvidence(
        convention=convention,
        support=support,
        shown_on=shown_on or timezone.localdate(),
        title=title,
        filed_for=key,
        document=stored_file,
        added_by=by,
    )
    evidence.full_clean()
    evidence.save()
    evidence.duties.set(
        one
        for one in convention.communication_duties.all()
        if one.duty in shows and one.support in (support, Support.EVERY)
    )
    journal.record(Verb.CREATED, evidence, by=by, changes=_values(evidence))
    return evidence


def duties_to_show(convention: Convention, support: Support) -> list[CommunicationDuty]:
    """The duties that a support is to show as the convention stands today."""
    rows = list(convention.communication_duties.all())
    state = ConventionState(convention.state)
    duties = communication.duties_of(
        [communication.Asked(Duty(one.duty), Support(one.support)) for one in rows], support, state
    )
    return [one for one in rows if one.duty in duties and one.support in (support, Support.EVERY)]
