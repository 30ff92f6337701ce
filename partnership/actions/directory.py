"""The directory: a structure with its themes and its years of membership, and its contacts."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from partnership import journal
from partnership.actions.organisations import create_organisation
from partnership.enums import Verb
from partnership.models import Contact, Network, Organisation, Theme, User, YearlyMembership
from partnership.permissions import check_can_keep_directory, check_can_keep_organisation
from partnership.text import normalise


@transaction.atomic
def add_organisation(
    *,
    owner: Network,
    values: dict[str, Any],
    themes: list[str],
    years: list[int],
    by: User | None,
    uid: uuid.UUID | None = None,
) -> Organisation:
    """A new structure; the same form sent twice makes one. `by` is None from the command line.

    Raises PermissionDenied, ValidationError."""
    if by is not None:
        check_can_keep_directory(by)
    known = Organisation.objects.filter(uid=uid, owner=owner).first() if uid else None
    if known is not None:
        return known
    row = create_organisation(owner=owner, by=by, uid=uid, **values)
    _set_themes(row, themes)
    _set_years(row, years)
    return row


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    values: dict[str, Any],
    by: User | None,
    themes: list[str] | None = None,
    years: list[int] | None = None,
) -> bool:
    """Correct a structure; None leaves its themes or years as they are. Whether anything changed.

    Raises PermissionDenied, ValidationError."""
    if by is not None:
        check_can_keep_organisation(by, organisation)
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = _portrait(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if themes is not None:
        _set_themes(row, themes)
    if years is not None:
        _set_years(row, years)
    changes = journal.differences(before, _portrait(row, values))
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return bool(changes)


def _portrait(row: Organisation, values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in values} | {
        "themes": sorted(row.themes.order_by("pk").values_list("name", flat=True)),
        "years": sorted(row.yearly_memberships.order_by("pk").values_list("year", flat=True)),
    }


def _set_themes(row: Organisation, names: list[str]) -> None:
    known = {one.search_text: one for one in Theme.objects.filter(owner=row.owner).order_by("pk")}
    chosen = []
    for name in names:
        key = normalise(name)
        if key and key not in known:
            known[key] = Theme.objects.create(owner=row.owner, name=name)
        if key:
            chosen.append(known[key])
    row.themes.set(chosen)


def _set_years(row: Organisation, years: list[int]) -> None:
    row.yearly_memberships.exclude(year__in=years).delete()
    known = set(row.yearly_memberships.order_by("pk").values_list("year", flat=True))
    YearlyMembership.objects.bulk_create(
        YearlyMembership(organisation=row, year=year) for year in years if year not in known
    )


@transaction.atomic
def keep_contact(
    *, organisation: Organisation, values: dict[str, Any], by: User, contact: Contact | None = None
) -> Contact:
    """A person to reach, new or corrected. Raises PermissionDenied, ValidationError."""
    check_can_keep_organisation(by, organisation)
    row = contact or Contact(organisation=organisation)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changed = [name for name in values if before[name] != values[name]]
    verb = Verb.CHANGED if contact else Verb.CREATED
    journal.record(verb, row, by=by, changes={"fields": changed})
    return row


@transaction.atomic
def forget_contact(*, contact: Contact, by: User) -> None:
    """Take a person out of the directory, as they may ask; the journal says that it was done and
    not who they were. Raises PermissionDenied."""
    check_can_keep_organisation(by, contact.organisation)
    journal.record(Verb.DELETED, contact, by=by)
    contact.delete()
