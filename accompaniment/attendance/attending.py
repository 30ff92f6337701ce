"""Writes of attendance by those who run a gathering and by the funders that it serves: atomic,
journaled, by somebody. Names and addresses of people are kept out of the journal."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.attendance.erasing import PERSONAL, destroy_files
from accompaniment.attendance.recognising import recognise
from accompaniment.attendance.sign_up_rules import first_day
from accompaniment.attendance.signing_up import hold, promote
from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering
from accompaniment.permissions import check_can_bring_to_gathering, check_can_run
from partnership import citations, journal, mailing
from partnership.actions.organisations import create_organisation
from partnership.enums import Side, Verb
from partnership.models import Organisation, User
from partnership.permissions import allowed
from partnership.text import normalise

ALREADY_USED = "Ce formulaire a déjà servi pour une autre ligne : vérifiez, puis envoyez à nouveau."
NOT_THEIRS_TO_SAY = "Notez qui vous avez invité, et ce qu'on vous a répondu."
OFFICERS_MAY_SAY = (Presence.INVITED, Presence.NO_REPLY, Presence.EXCUSED)
HEADS = ("people", "young_people")
WHO_CAME = (Presence.PRESENT, Presence.ABSENT)
SAID_ALREADY = (
    "L'association a noté qui est venu : demandez-lui de corriger la présence ou le nombre de "
    "personnes."
)


def check_can_correct(user: User, row: Attendance) -> None:
    """The team corrects every row of its gatherings; an officer those of their own side."""
    if row.gathering.owner_id in user.access.networks:
        return
    mine = Attendance.objects.filter(pk=row.pk).entered_by_the_side_of(user)
    if not mine.exists():
        raise PermissionDenied("Cette ligne est corrigée par ceux qui l'ont notée.")


def can_correct(user: User, row: Attendance) -> bool:
    return allowed(check_can_correct, user, row)


def held_row(row: Attendance) -> Attendance:
    """The row as it stands now, its gathering held; raises ValidationError when it is gone."""
    hold(row.gathering)
    found = Attendance.objects.select_related("gathering", "organisation").filter(pk=row.pk).first()
    if found is None:
        raise ValidationError("Cette ligne vient d'être retirée : rechargez la page.")
    return found


@transaction.atomic
def enter(
    *, gathering: Gathering, by: User, uid: uuid.UUID | None = None, **fields: Any
) -> Attendance:
    """Note a person, or several of a structure without names, once: the same `uid` again gives
    back the first row. A structure typed freely is linked when there is no doubt.

    Raises PermissionDenied for those whom the gathering does not concern, ValidationError for
    what the rules refuse."""
    check_can_bring_to_gathering(by, gathering)
    gathering = hold(gathering)
    known = Attendance.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if known.gathering_id != gathering.pk or known.noted_by_id != by.pk:
            raise ValidationError(ALREADY_USED)
        return known
    is_ours = gathering.owner_id in by.access.networks
    row = Attendance(
        gathering=gathering,
        uid=uid or uuid.uuid4(),
        side=Side.ASSOCIATION if is_ours else Side.FUNDER,
        noted_by=by,
        **fields,
    )
    if not is_ours and row.state not in OFFICERS_MAY_SAY:
        raise ValidationError({"state": NOT_THEIRS_TO_SAY})
    recognise_structure(row)
    _check_says_who(row)
    row.full_clean()
    row.save(force_insert=True)
    journal.record(
        Verb.CREATED,
        row,
        by=by,
        changes={"state": row.state, "people": row.people, "young_people": row.young_people},
    )
    return row


def recognise_structure(row: Attendance) -> None:
    """Link the structure that was typed, when there is no doubt."""
    if row.organisation_id is None and row.organisation_name:
        found = recognise(row.gathering.owner, row.organisation_name, row.town)
        row.organisation = found.organisation


def _check_says_who(row: Attendance) -> None:
    if not (row.full_name or row.role or row.organisation_id or row.organisation_name):
        raise ValidationError("Donnez au moins un nom, une fonction ou une structure.")


@transaction.atomic
def change(*, row: Attendance, by: User, **fields: Any) -> Attendance:
    """Correct a row. Raises PermissionDenied for a row of the other side, ValidationError for what
    the rules refuse, or for a row that is gone."""
    row = held_row(row)
    check_can_correct(by, row)
    if "state" in fields:
        _check_state(row, fields["state"], by)
    before = {name: getattr(row, name) for name in fields}
    if any(fields.get(name, before.get(name)) != before.get(name) for name in HEADS):
        _check_nobody_said_who_came(row, by)
    for name, value in fields.items():
        setattr(row, name, value)
    if fields.get("organisation_name") != before.get("organisation_name"):
        recognise_structure(row)
    _check_says_who(row)
    row.full_clean()
    row.save()
    changes = journal.differences(before, fields)
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=_told(changes))
        _give_the_places_left(row.gathering, by)
    return row


def _give_the_places_left(gathering: Gathering, by: User) -> None:
    """From the first day on, who is excused leaves no place that somebody else could come for."""
    first = first_day(gathering)
    if first is None or first > timezone.localdate():
        promote(gathering=gathering, by=by)


def _told(changes: dict[str, Any]) -> dict[str, Any]:
    """What the journal keeps: that a name was corrected, not which name."""
    kept = {name: value for name, value in changes.items() if name not in PERSONAL}
    if personal := sorted(set(changes) & set(PERSONAL)):
        kept["corrected"] = personal
    return kept


@transaction.atomic
def set_state(*, row: Attendance, by: User, state: str) -> Attendance:
    """Say whether somebody came. Raises as `change` does."""
    return change(row=row, by=by, state=state)


def _check_nobody_said_who_came(row: Attendance, by: User) -> None:
    """Once the team says who came, figures are made of it: an officer changes it no more."""
    if row.state in WHO_CAME and row.gathering.owner_id not in by.access.networks:
        raise ValidationError(SAID_ALREADY)


def _check_state(row: Attendance, state: str, by: User) -> None:
    if state == row.state:
        return
    is_ours = row.gathering.owner_id in by.access.networks
    if not is_ours and state not in OFFICERS_MAY_SAY:
        raise ValidationError({"state": NOT_THEIRS_TO_SAY})
    _check_nobody_said_who_came(row, by)
    if row.is_walk_in:
        raise ValidationError(
            f"« {row} » est venu sans inscription : retirez la ligne si c'est une erreur."
        )
    if row.signed_at is not None and state != Presence.PRESENT:
        raise ValidationError(
            f"« {row} » a signé la feuille : retirez d'abord sa signature, sur sa page."
        )


SIGN_UP = (
    "sign_up_opens",
    "sign_up_until_on",
    "sign_up_words",
    "asked_file",
    "asked_file_by_on",
)


@transaction.atomic
def set_sign_up(*, gathering: Gathering, by: User, **fields: Any) -> Gathering:
    """What the public page says and until when it is open: `fields` are those of SIGN_UP. Raises
    ValidationError for what the rules refuse."""
    check_can_run(by, gathering)
    gathering = hold(gathering)
    before = {name: getattr(gathering, name) for name in SIGN_UP}
    after = before | {name: fields[name] for name in SIGN_UP if name in fields}
    for name, value in after.items():
        setattr(gathering, name, value)
    if gathering.asked_file_by_on and not gathering.asked_file:
        raise ValidationError({"asked_file": "Dites quel fichier est demandé pour cette date."})
    gathering.full_clean()
    gathering.save(update_fields=[*SIGN_UP])
    if changes := journal.differences(before, after):
        journal.record(Verb.CHANGED, gathering, by=by, changes=changes)
    return gathering


@transaction.atomic
def all_present(*, gathering: Gathering, by: User) -> int:
    """Everybody who is registered came. Returns how many rows changed."""
    check_can_run(by, gathering)
    gathering = hold(gathering)
    rows = list(gathering.attendances.filter(state=Presence.REGISTERED).order_by("pk"))
    for row in rows:
        row.state = Presence.PRESENT
        row.save(update_fields=["state"])
        journal.record(
            Verb.CHANGED,
            row,
            by=by,
            changes={"state": [Presence.REGISTERED.value, Presence.PRESENT.value]},
        )
    return len(rows)


@transaction.atomic
def remove(*, row: Attendance, by: User) -> None:
    """Take a row away, with what was signed, handed in or written to the person. Raises
    PermissionDenied for a row of the other side, ValidationError where something that must last
    cites it."""
    gathering = hold(row.gathering)
    found = Attendance.objects.select_related("gathering").filter(pk=row.pk).first()
    if found is None:
        return
    check_can_correct(by, found)
    _check_nobody_said_who_came(found, by)
    if citations.is_cited(found) or citations.is_cited(gathering):
        raise ValidationError(
            "Une version arrêtée du bilan s'appuie sur cette ligne : elle ne se retire plus. "
            "Notez plutôt la personne absente."
        )
    journal.record(
        Verb.DELETED,
        found,
        by=by,
        changes={"state": found.state, "people": found.people, "young_people": found.young_people},
    )
    destroy_files([found])
    mailing.forget(owner=gathering.owner, about=found.key)
    found.delete()
    _give_the_places_left(gathering, by)


@transaction.atomic
def link_structure(*, gathering: Gathering, name: str, organisation: Organisation, by: User) -> int:
    """Say which structure a typed name is, for all the rows of the gathering that have it. Returns
    how many. Raises ValidationError for a structure of another network."""
    check_can_run(by, gathering)
    gathering = hold(gathering)
    if organisation.owner_id != gathering.owner_id:
        raise ValidationError("Cette structure est celle d'un autre réseau.")
    wanted, linked = normalise(name), 0
    unknown = gathering.attendances.filter(organisation__isnull=True).exclude(organisation_name="")
    for row in unknown.order_by("pk"):
        if normalise(row.organisation_name) == wanted:
            row.organisation = organisation
            row.save()
            journal.record(
                Verb.CHANGED, row, by=by, changes={"organisation": [None, organisation.uid]}
            )
            linked += 1
    return linked


@transaction.atomic
def add_structure(*, gathering: Gathering, name: str, town: str, by: User) -> Organisation:
    """Put a typed name into the directory, and link the rows that have it."""
    check_can_run(by, gathering)
    made = create_organisation(owner=gathering.owner, name=name, town=town, by=by)
    link_structure(gathering=gathering, name=name, organisation=made, by=by)
    return made
