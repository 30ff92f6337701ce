"""Writes about a funder's standing programmes, what they exclude, and their calls for projects."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import journal
from partnership.enums import Verb
from partnership.models import Call, FundingScheme, Network, Project, SchemeExclusion, User
from partnership.project_permissions import check_can_keep_projects, check_can_keep_scheme

CITED = "Un projet cite « {text} » : retirez-le d'abord de ce projet."


@transaction.atomic
def create_scheme(
    *,
    owner: Network,
    values: dict[str, Any],
    by: User | None,
    exclusions: Sequence[dict[str, Any]] = (),
    uid: uuid.UUID | None = None,
) -> FundingScheme:
    """A new scheme, once for its `uid`. Raises PermissionDenied, ValidationError."""
    if by is not None:
        check_can_keep_projects(by)
    known = FundingScheme.objects.filter(uid=uid, owner=owner).first() if uid else None
    if known is not None:
        return known
    row = FundingScheme(owner=owner, uid=uid or uuid.uuid4(), **values)
    if by is not None:
        check_can_keep_scheme(by, row)
    _check_funder(row)
    row.full_clean()
    row.save(force_insert=True)
    _exclude(row, exclusions, ())
    journal.record(Verb.CREATED, row, by=by, changes=_portrait(row))
    return row


@transaction.atomic
def change_scheme(
    *,
    scheme: FundingScheme,
    values: dict[str, Any],
    by: User,
    exclusions: Sequence[dict[str, Any]] = (),
    removed: Sequence[str] = (),
) -> bool:
    """Correct a scheme, keep these exclusions and take those away. Whether anything changed.

    Raises PermissionDenied, ValidationError."""
    row = FundingScheme.objects.select_for_update().get(pk=scheme.pk)
    check_can_keep_scheme(by, row)
    before, funder = _portrait(row), row.funder_id
    for name, value in values.items():
        setattr(row, name, value)
    if row.funder_id != funder:
        if row.owner_id not in by.access.networks or row.projects.exists():
            raise ValidationError(
                {"funder": "Des projets répondent à ce dispositif : son financeur ne change plus."}
            )
        _check_funder(row)
    row.full_clean()
    row.save()
    _exclude(row, exclusions, removed)
    changes = journal.differences(before, _portrait(row))
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return bool(changes)


def _check_funder(row: FundingScheme) -> None:
    if row.funder_id and row.funder.owner_id != row.owner_id:
        raise ValidationError({"funder": "Cette structure est d'un autre réseau."})


def _exclude(row: FundingScheme, lines: Sequence[dict[str, Any]], removed: Sequence[str]) -> None:
    for one in SchemeExclusion.objects.filter(scheme=row, uid__in=removed).order_by("pk"):
        if one.projects.exists():
            raise ValidationError(CITED.format(text=one.text))
        one.delete()
    known = {one.uid: one for one in SchemeExclusion.objects.filter(scheme=row).order_by("pk")}
    for line in lines:
        one = known.get(line["uid"]) or SchemeExclusion(scheme=row, uid=line["uid"])
        one.text = line["text"]
        one.full_clean()
        one.save()


def _portrait(row: FundingScheme) -> dict[str, Any]:
    return {
        "name": row.name,
        "funder": row.funder,
        "description": row.description,
        "is_closed": row.is_closed,
        "exclusions": sorted(
            SchemeExclusion.objects.filter(scheme=row).order_by("pk").values_list("text", flat=True)
        ),
    }


@transaction.atomic
def create_call(
    *,
    scheme: FundingScheme,
    values: dict[str, Any],
    by: User | None,
    uid: uuid.UUID | None = None,
) -> Call:
    """An opening of a scheme, once for its `uid`. Raises PermissionDenied, ValidationError."""
    if by is not None:
        check_can_keep_scheme(by, scheme)
    known = Call.objects.filter(uid=uid, scheme=scheme).first() if uid else None
    if known is not None:
        return known
    row = Call(scheme=scheme, uid=uid or uuid.uuid4(), **values)
    row.full_clean()
    row.save(force_insert=True)
    journal.record(Verb.CREATED, row, by=by, changes=values)
    return row


@transaction.atomic
def change_call(*, call: Call, values: dict[str, Any], by: User) -> bool:
    """Correct a call; the projects that answer it follow its year. Whether anything changed.

    Raises PermissionDenied, ValidationError."""
    row = Call.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=call.pk)
    check_can_keep_scheme(by, row)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changes = journal.differences(before, values)
    if "year" in changes:
        Project.objects.filter(call=row).update(year=row.year)
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return bool(changes)


@transaction.atomic
def remove_call(*, call: Call, by: User) -> None:
    """Take away a call noted by mistake. Raises PermissionDenied, and ValidationError where a
    project answers it."""
    check_can_keep_scheme(by, call)
    if call.projects.exists():
        raise ValidationError("Des projets répondent à cet appel : il ne se retire pas.")
    journal.record(Verb.DELETED, call, by=by, changes={"year": call.year, "title": call.title})
    call.delete()
