"""Writes about the votes of the funder: what was deliberated, and what it decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal
from partnership.actions.conventions import move_convention
from partnership.enums import ConventionState, Verb, Vote
from partnership.models import Amendment, Convention, Deliberation, GroupVote, User
from partnership.permissions import check_can_write_papers
from partnership.wording import long_date

# (group, how it voted), in the order in which they are told.
Groups = Sequence[tuple[str, str]]


@transaction.atomic
def record_vote(
    *, convention: Convention, by: User, fields: dict[str, Any], groups: Groups = ()
) -> Deliberation:
    """Note the deliberation and move the convention to « votée », together.

    Raises PermissionDenied for anybody but the funder, ValidationError where the convention is not
    before its commission or the deliberation does not hold together."""
    deliberation = _note(convention=convention, by=by, fields=fields, groups=groups)
    move_convention(convention=convention, to=ConventionState.VOTED, by=by)
    return deliberation


@transaction.atomic
def record_refusal(
    *,
    convention: Convention,
    by: User,
    reason: str,
    fields: dict[str, Any] | None = None,
    groups: Groups = (),
) -> Convention:
    """Note that the funder refuses, with its deliberation where there was one."""
    if fields:
        _note(convention=convention, by=by, fields=fields, groups=groups)
    return move_convention(convention=convention, to=ConventionState.REFUSED, by=by, reason=reason)


@transaction.atomic
def record_amendment_vote(
    *, amendment: Amendment, by: User, fields: dict[str, Any], groups: Groups = ()
) -> Deliberation:
    """Note the deliberation that allowed an amendment, once."""
    return _note(
        convention=amendment.convention, amendment=amendment, by=by, fields=fields, groups=groups
    )


@transaction.atomic
def correct_deliberation(
    *, deliberation: Deliberation, by: User, fields: dict[str, Any], groups: Groups
) -> Deliberation:
    """Correct what was noted of a vote; the journal keeps what it said before and after."""
    check_can_write_papers(by, deliberation.convention)
    convention = Convention.objects.select_for_update().get(pk=deliberation.convention_id)
    row = Deliberation.objects.select_related("convention").get(pk=deliberation.pk)
    before = {name: getattr(row, name) for name in fields} | {"groups": _groups_of(row)}
    for name, value in fields.items():
        setattr(row, name, value)
    _check_dates(row, convention)
    row.full_clean()
    row.save()
    if before["groups"] != _plain(groups):
        row.group_votes.all().delete()
        _keep_groups(row, groups)
    if changes := journal.differences(before, fields | {"groups": _plain(groups)}):
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return row


def _note(
    *,
    convention: Convention,
    by: User,
    fields: dict[str, Any],
    groups: Groups,
    amendment: Amendment | None = None,
) -> Deliberation:
    check_can_write_papers(by, convention)
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    row = Deliberation(convention=convention, amendment=amendment, **fields)
    _check_dates(row, convention)
    row.full_clean()
    row.save()
    _keep_groups(row, groups)
    changes = {name: value for name, value in fields.items() if value not in (None, "")}
    if groups:
        changes["groups"] = _plain(groups)
    if amendment is not None:
        changes["amendment"] = amendment.number
    journal.record(Verb.CREATED, row, by=by, changes=changes)
    return row


def _check_dates(row: Deliberation, convention: Convention) -> None:
    for name in ("voted_on", "published_on"):
        day = getattr(row, name)
        if day is not None and day > timezone.localdate():
            raise ValidationError(
                {name: f"Le {long_date(day)} n'est pas encore passé : vérifiez la date."}
            )
    signed_on = convention.signed_on
    if row.amendment_id is None and signed_on and row.voted_on and row.voted_on > signed_on:
        raise ValidationError(
            {
                "voted_on": f"La convention est signée le {long_date(signed_on)} : le vote ne peut "
                "pas être plus tard."
            }
        )


def _keep_groups(row: Deliberation, groups: Groups) -> None:
    for group, vote in groups:
        kept = GroupVote(deliberation=row, group=group, vote=vote)
        kept.full_clean()
        kept.save()


def _groups_of(row: Deliberation) -> list[list[str]]:
    return [[one.group, one.vote] for one in row.group_votes.all()]


def _plain(groups: Groups) -> list[list[str]]:
    return [[group, Vote(vote).value] for group, vote in groups]
