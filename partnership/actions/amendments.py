"""Writes about amendments: signed changes that overwrite nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from partnership import amending, citations, journal
from partnership.enums import ConventionState, DeadlineKind, Verb
from partnership.models import (
    Amendment,
    Commitment,
    CommitmentChange,
    Convention,
    Deadline,
    DeadlineChange,
    JournalEntry,
    StoredFile,
    Thread,
    User,
)
from partnership.permissions import check_can_agree
from partnership.terms import Terms
from partnership.wording import long_date

FRESH = datetime.timedelta(minutes=10)
AMENDABLE = {ConventionState.VOTED, ConventionState.SIGNED}


@dataclass(frozen=True)
class ChangedAction:
    """What an amendment does to an action of the programme; what is empty stays as it was."""

    commitment: Commitment
    withdrawn: bool = False
    text: str = ""
    target: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class AddedAction:
    """An action that an amendment adds. Without a number it takes the next one."""

    text: str
    target: int | None = None
    unit: str = ""
    number: int | None = None


def next_number(convention: Convention) -> int:
    return (convention.amendments.aggregate(last=Max("number"))["last"] or 0) + 1


def can_be_amended(convention: Convention) -> bool:
    """Once voted, and while it runs."""
    return convention.state in AMENDABLE


@transaction.atomic
def record_amendment(
    *,
    convention: Convention,
    by: User,
    signed_on: datetime.date,
    purpose: str,
    in_force_on: datetime.date | None = None,
    number: int | None = None,
    changed: Sequence[ChangedAction] = (),
    added: Sequence[AddedAction] = (),
    **terms: Any,
) -> Amendment:
    """Note a signed amendment. `terms` are its new amount, projected_cost, rule, starts_on,
    ends_on, report_due_on: only what changes. The bilan's stored deadline moves with it.

    Raises PermissionDenied for staff and the other bodies; ValidationError where the convention is
    not voted, where nothing changes, or where what results does not hold together."""
    check_can_agree(by, convention)
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    _check_may_be_amended(convention, signed_on)
    amendment = Amendment(
        convention=convention,
        number=number or next_number(convention),
        signed_on=signed_on,
        in_force_on=in_force_on or signed_on,
        purpose=purpose,
        **{name: value for name, value in terms.items() if value not in (None, "")},
    )
    amendment.full_clean()
    amendment.save()
    for one in changed:
        _change(amendment, one)
    for one in added:
        _add(amendment, one)
    changes = _check_chain(convention, amendment)
    _move_deadline(convention, amendment, by)
    journal.record(
        Verb.CREATED,
        amendment,
        by=by,
        changes={
            "number": amendment.number,
            "in force on": amendment.in_force_on,
            "purpose": purpose,
            "terms": [[one.label, one.before, one.after] for one in changes],
        },
    )
    return amendment


def _check_may_be_amended(convention: Convention, signed_on: datetime.date) -> None:
    if not can_be_amended(convention):
        raise ValidationError(
            "Un avenant modifie une convention votée ou signée ; celle-ci est "
            f"« {convention.get_state_display().lower()} »."
        )
    if signed_on > timezone.localdate():
        raise ValidationError(
            {"signed_on": f"Le {long_date(signed_on)} n'est pas encore passé : vérifiez la date."}
        )
    vote = convention.vote
    earliest = convention.signed_on or (vote.voted_on if vote else None)
    if earliest is not None and signed_on < earliest:
        raise ValidationError(
            {
                "signed_on": "Un avenant est signé après la convention, c'est-à-dire à partir du "
                f"{long_date(earliest)}."
            }
        )


def _change(amendment: Amendment, one: ChangedAction) -> None:
    if one.commitment.convention_id != amendment.convention_id:
        raise ValidationError("Cette action du programme est celle d'une autre convention.")
    row = CommitmentChange(
        amendment=amendment,
        commitment=one.commitment,
        withdrawn=one.withdrawn,
        text="" if one.withdrawn else one.text,
        target=None if one.withdrawn else one.target,
        unit="" if one.withdrawn else one.unit,
    )
    row.full_clean()
    row.save()


def _add(amendment: Amendment, one: AddedAction) -> None:
    last = amendment.convention.original_commitments.aggregate(last=Max("number"))["last"] or 0
    row = Commitment(
        convention=amendment.convention,
        added_by=amendment,
        number=one.number or last + 1,
        text=one.text,
        target=one.target,
        unit=one.unit,
    )
    row.full_clean()
    row.save()


def _check_chain(convention: Convention, amendment: Amendment) -> list[amending.TermChange]:
    """What the amendment changes. From its day on, every reading of the convention must hold."""
    chain = Convention.objects.get(pk=convention.pk).chain()
    rank = next(place for place, (one, _) in enumerate(chain) if one == amendment)
    changes = amending.term_changes(chain[rank - 1][1], chain[rank][1])
    if not changes:
        raise ValidationError(
            "Cet avenant ne change rien à la convention : donnez ce qu'il change."
        )
    for other, terms in chain[rank:]:
        for name, words in amending.problems(terms):
            named = "" if other == amendment else f"Avec l'{other} : "
            raise ValidationError({name: named + words})
    _check_actions(amendment, chain[rank - 1][1], chain[rank][1])
    return changes


def _check_actions(amendment: Amendment, before: Terms, after: Terms) -> None:
    """Each change touches an action in force, and changes it."""
    was = {one.pk: one for one in before.commitments}
    is_now = {one.pk: one for one in after.commitments}
    for change in amendment.commitment_changes.select_related("commitment"):
        old, new = was.get(change.commitment_id), is_now.get(change.commitment_id)
        label = change.commitment.label
        if old is None:
            raise ValidationError(
                f"L'action {label} n'est pas au programme à cette date : laissez-la inchangée."
            )
        if new is None:
            continue
        if new.target is not None and not new.unit:
            raise ValidationError(f"Donnez l'unité de la quantité prévue à l'action {label}.")
        if (old.text, old.target, old.unit) == (new.text, new.target, new.unit):
            raise ValidationError(
                f"Rien ne change à l'action {label} : videz ses champs, ou écrivez ce qui change."
            )


def _move_deadline(convention: Convention, amendment: Amendment, by: User) -> None:
    """The stored day of the bilan, where there is one, follows the terms with its history."""
    if amendment.report_due_on is not None:
        due_on = Convention.objects.get(pk=convention.pk).chain()[-1][1].report_due_on
        _shift(_report_deadline(convention), due_on, reason=_cause(amendment), by=by)


def _move_deadline_back(convention: Convention, amendment: Amendment, by: User) -> None:
    """As it was before the amendment moved it, unless it moved again since."""
    deadline = _report_deadline(convention)
    last = deadline.changes.order_by("-created_at", "-pk").first() if deadline else None
    if last is not None and last.reason == _cause(amendment) and last.after == deadline.due_on:
        _shift(deadline, last.before, reason=f"{_cause(amendment)} retiré", by=by)


def _cause(amendment: Amendment) -> str:
    return f"avenant n° {amendment.number}"


def _report_deadline(convention: Convention) -> Deadline | None:
    kept = Deadline.objects.select_for_update()
    return kept.filter(convention=convention, kind=DeadlineKind.REPORT).first()


def _shift(deadline: Deadline | None, due_on: datetime.date, *, reason: str, by: User) -> None:
    if deadline is None or deadline.due_on == due_on:
        return
    before, deadline.due_on = deadline.due_on, due_on
    deadline.save(update_fields=["due_on"])
    DeadlineChange.objects.create(
        deadline=deadline, before=before, after=due_on, reason=reason, by=by
    )
    changes = {"due_on": [before, due_on], "reason": reason}
    journal.record(Verb.CHANGED, deadline, by=by, changes=changes)


def removable(convention: Convention, by: User) -> set[Any]:
    """The uids of the amendments that this person noted less than ten minutes ago."""
    return set(
        JournalEntry.objects.filter(
            subject_type="amendment",
            verb=Verb.CREATED,
            by=by,
            owner=convention.owner_id,
            at__gt=timezone.now() - FRESH,
        ).values_list("subject_uid", flat=True)
    )


@transaction.atomic
def remove_amendment(*, amendment: Amendment, by: User) -> None:
    """Take back an amendment that one noted oneself, under ten minutes old and cited by nothing.

    Raises PermissionDenied for who may not agree, ValidationError otherwise: it is then corrected
    by another amendment."""
    check_can_agree(by, amendment.convention)
    convention = Convention.objects.select_for_update().get(pk=amendment.convention_id)
    amendment = Amendment.objects.get(pk=amendment.pk)
    if amendment.uid not in removable(convention, by):
        raise ValidationError(
            "Un avenant se retire dans les dix minutes, par la personne qui l'a noté. "
            "Passé ce délai, un autre avenant le corrige."
        )
    if convention.amendments.filter(pk__gt=amendment.pk).exists() or _is_cited(amendment):
        raise ValidationError(
            "Cet avenant est déjà cité (délibération, fichier, suite de l'année) : "
            "un autre avenant le corrige."
        )
    _move_deadline_back(convention, amendment, by)
    journal.record(
        Verb.DELETED,
        amendment,
        by=by,
        changes={"number": amendment.number, "purpose": amendment.purpose},
    )
    amendment.added_commitments.all().delete()
    amendment.delete()


def _is_cited(amendment: Amendment) -> bool:
    rows = [amendment, *amendment.added_commitments.all()]
    uids = [row.uid for row in rows]
    return (
        hasattr(amendment, "deliberation")
        or any(citations.is_cited(row) for row in rows)
        or StoredFile.objects.filter(subject_uid__in=uids).exists()
        or Thread.objects.filter(subject_uid__in=uids).exists()
        or any(_is_used(row) for row in rows[1:])
    )


def _is_used(commitment: Commitment) -> bool:
    """Something of the year hangs on the action: a reading, work, a chapter, a line of budget."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: commitment}).exists()
        for relation in commitment._meta.related_objects
    )
