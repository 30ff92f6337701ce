"""Writes on what mails and calendars propose: once each, answered by its person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.enums import ProposalSource, ProposalState
from accompaniment.log.noting import Noted
from accompaniment.models import CalendarAddress, ProposedEntry
from accompaniment.proposals.proposing import Suggestion, structures_of, with_whom
from partnership import journal, public_addresses
from partnership.enums import Verb
from partnership.models import Network, Organisation, User
from partnership.wording import counted


@dataclass(frozen=True)
class Proposed:
    """How many were proposed, updated since and left as they were."""

    new: int = 0
    updated: int = 0
    known: int = 0

    @property
    def text(self) -> str:
        """« 3 lignes proposées, 1 mise à jour, 2 déjà connues »."""
        agreed = "s" if self.new > 1 else ""
        told = [f"{counted(self.new, 'ligne')} proposée{agreed}"]
        if self.updated:
            told.append(f"{self.updated} mise{'s' if self.updated > 1 else ''} à jour")
        if self.known:
            told.append(f"{self.known} déjà connue{'s' if self.known > 1 else ''}")
        return ", ".join(told)


@transaction.atomic
def propose(
    *, owner: Network, person: User, suggestions: Sequence[Suggestion], by: User | None
) -> Proposed:
    """Propose to a person what is not proposed yet. An event changed or moved since is brought up
    to date while it waits; what was answered stays so."""
    User.objects.select_for_update().get(pk=person.pk)  # one reading at a time
    mine = ProposedEntry.objects.filter(person=person)
    keys = {one.key for one in suggestions}
    there = {(row.source, row.key): row for row in mine.filter(key__in=keys).order_by("pk")}
    moved = _moved(mine, suggestions, there)
    addresses = {one for each in suggestions for one in each.fields["correspondents"]}
    known = structures_of(addresses, owner=owner)
    counts = {"new": 0, "updated": 0, "known": 0}
    for one in suggestions:
        row = there.get((one.source, one.key)) or moved.get(one.key)
        if row is None:
            row = ProposedEntry(owner=owner, person=person, source=one.source, key=one.key)
            _fill(row, one, owner, known)
            row.full_clean(validate_unique=False)
            row.save(force_insert=True)
            there[one.source, one.key] = row
            journal.record(
                Verb.PROPOSED, row, by=by, changes={"source": row.source, "date": row.date}
            )
            counts["new"] += 1
        elif _bring_up_to_date(row, one, owner, known, by):
            counts["updated"] += 1
        else:
            counts["known"] += 1
    return Proposed(**counts)


def _moved(mine, suggestions: Sequence[Suggestion], there: dict) -> dict[str, ProposedEntry]:
    """New key → the proposal of the same event that waits under a start that no longer exists."""
    events: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        if one.event:
            events.setdefault(one.event, []).append(one)
    alone = {event: each[0] for event, each in events.items() if len(each) == 1}
    wanted = {event: one for event, one in alone.items() if (one.source, one.key) not in there}
    found: dict[str, ProposedEntry] = {}
    waiting = mine.waiting().filter(source=ProposalSource.CALENDAR).order_by("pk")
    for row in waiting if wanted else ():
        one = wanted.get(row.key.rpartition(" ")[0])
        if one is not None:
            found.setdefault(one.key, row)
    return found


def _fill(row: ProposedEntry, one: Suggestion, owner: Network, known: dict) -> None:
    for name, value in one.fields.items():
        setattr(row, name, value)
    row.key = one.key
    meant = with_whom(one.fields, owner=owner, known=known)
    row.organisation = (
        Organisation.objects.get(uid=meant[0].uid, owner=owner) if len(meant) == 1 else None
    )


def _bring_up_to_date(
    row: ProposedEntry, one: Suggestion, owner: Network, known: dict, by: User | None
) -> bool:
    before = {name: getattr(row, name) for name in one.fields} | {"key": row.key}
    changes = journal.differences(before, one.fields | {"key": one.key})
    if not changes or not row.is_waiting or one.source != ProposalSource.CALENDAR:
        return False
    _fill(row, one, owner, known)
    row.full_clean(validate_unique=False)
    row.save()
    journal.record(Verb.CHANGED, row, by=by, changes={"changed": sorted(changes)})
    return True


def _held(proposal: ProposedEntry) -> ProposedEntry:
    """The row as it stands now, kept from others until the end of the transaction."""
    return ProposedEntry.objects.select_for_update().get(pk=proposal.pk)


@transaction.atomic
def confirm(*, proposal: ProposedEntry, note: Callable[[], Noted], by: User) -> Noted:
    """Note the entry that is proposed, by the quick log's own call (`note`), once.

    Raises ValidationError where it was answered meanwhile."""
    proposal = _held(proposal)
    if not proposal.is_waiting:
        raise ValidationError("Vous avez déjà répondu à cette proposition : rechargez la page.")
    noted = note()
    row = noted.row
    if proposal.starts_at and row.starts_at is None and row.date == proposal.date:
        row.starts_at = proposal.starts_at
        row.save(update_fields=["starts_at", "search_text"])
    proposal.state = ProposalState.CONFIRMED
    proposal.session, proposal.work = (row, None) if row.is_session else (None, row)
    proposal.organisation = row.organisation
    proposal.answered_at = timezone.now()
    proposal.save()
    journal.record(
        Verb.ACCEPTED, proposal, by=by, changes={"entry": row.uid, "starts_at": row.starts_at}
    )
    return noted


@transaction.atomic
def ignore(*, proposal: ProposedEntry, by: User) -> ProposedEntry:
    """Leave it aside, for good: reading the calendar again changes nothing. Asked twice, it is
    done once."""
    proposal = _held(proposal)
    if proposal.state == ProposalState.IGNORED:
        return proposal
    if not proposal.is_waiting:
        raise ValidationError("Cette ligne vient d'être notée : annulez-la plutôt.")
    proposal.state, proposal.answered_at = ProposalState.IGNORED, timezone.now()
    proposal.save(update_fields=["state", "answered_at"])
    journal.record(Verb.REFUSED, proposal, by=by)
    return proposal


@transaction.atomic
def take_back(*, proposal: ProposedEntry, by: User) -> ProposedEntry:
    """Let it wait again: it was left aside, or its entry was taken back since."""
    proposal = _held(proposal)
    if proposal.is_waiting:
        return proposal
    if not proposal.can_wait_again:
        raise ValidationError("Cette ligne est notée : corrigez-la ou annulez-la plutôt.")
    proposal.state, proposal.session, proposal.work = ProposalState.PROPOSED, None, None
    proposal.save(update_fields=["state", "session", "work"])
    journal.record(Verb.RESTORED, proposal, by=by)
    return proposal


@transaction.atomic
def keep_address(*, owner: Network, address: str, by: User) -> CalendarAddress:
    """Keep the address of one's calendar, in place of an earlier one. It is a secret: the journal
    does not say it. Raises ValidationError."""
    try:
        address = public_addresses.check(address)
    except public_addresses.AddressError as error:
        raise ValidationError({"address": str(error)}) from error
    User.objects.select_for_update().get(pk=by.pk)
    row = CalendarAddress.objects.filter(person=by).first()
    is_new = row is None
    row = row or CalendarAddress(person=by)
    row.owner, row.address, row.read_at, row.error = owner, address, None, ""
    row.full_clean()
    row.save()
    journal.record(Verb.CREATED if is_new else Verb.CHANGED, row, by=by)
    return row


@transaction.atomic
def forget_address(*, by: User) -> None:
    """Its address is erased; what it proposed stays."""
    row = CalendarAddress.objects.select_for_update().filter(person=by).first()
    if row is not None:
        journal.record(Verb.DELETED, row, by=by)
        row.delete()
