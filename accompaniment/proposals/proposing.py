"""What mails and events propose: with whom, and whether it is noted already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Lower

from accompaniment.enums import Channel, ProposalSource, ProposalState, SessionKind
from accompaniment.models import AccompanimentSession, ProposedEntry, WorkEntry
from accompaniment.proposals.calendars import Event
from accompaniment.proposals.mails import Letter
from accompaniment.proposals.naming import named_in
from accompaniment.proposals.structure_names import Known
from partnership.models import Contact, Network, Organisation, User


@dataclass(frozen=True)
class Suggestion:
    """One mail or one event, ready to be proposed. `event` is what its key begins with, for an
    event that may be moved."""

    source: str
    key: str
    fields: dict[str, Any]
    event: str = ""


def of_letter(letter: Letter) -> Suggestion:
    kind = SessionKind.DOCUMENTS if letter.has_attachments else SessionKind.MAIL
    return Suggestion(
        ProposalSource.MAIL,
        letter.key,
        {
            "date": letter.date,
            "starts_at": None,
            "minutes": None,
            "title": letter.title,
            "excerpt": letter.excerpt,
            "correspondents": list(letter.correspondents),
            "kind": kind.value,
            "channel": Channel.MAIL.value,
        },
    )


def of_event(event: Event) -> Suggestion:
    return Suggestion(
        ProposalSource.CALENDAR,
        event.key,
        {
            "date": event.date,
            "starts_at": event.starts_at,
            "minutes": event.minutes,
            "title": event.title,
            "excerpt": "",
            "correspondents": list(event.attendees),
            "kind": SessionKind.MEETING.value,
            "channel": event.channel,
        },
        event=event.event,
    )


def own_addresses(owner: Network) -> frozenset[str]:
    """The addresses of the association and of its people, past ones too: they are nobody else's."""
    people = User.objects.of_the_team_ever(owner).order_by("pk").values_list("email", flat=True)
    bodies = Organisation.objects.filter(owner=owner, runs_its_network=True).order_by("pk")
    found = [*people, *bodies.values_list("email", flat=True)]
    return frozenset(one.strip().lower() for one in found if one)


def structures_of(addresses: Iterable[str], *, owner: Network) -> dict[str, list[Known]]:
    """Which structures each address belongs to: theirs, or that of one of their contacts."""
    asked = {one.lower() for one in addresses}
    found: dict[str, list[Known]] = {one: [] for one in asked}
    theirs = (
        Organisation.objects.standing()
        .filter(owner=owner)
        .exclude(runs_its_network=True)
        .alias(lowered=Lower("email"))
        .filter(lowered__in=asked)
        .order_by("pk")
        .values_list("email", "uid", "name", "short_name", "town")
    )
    of_contacts = (
        Contact.objects.alias(lowered=Lower("email"))
        .filter(
            lowered__in=asked,
            organisation__owner=owner,
            organisation__merged_into__isnull=True,
            organisation__runs_its_network=False,
        )
        .order_by("pk")
        .values_list(
            "email",
            "organisation__uid",
            "organisation__name",
            "organisation__short_name",
            "organisation__town",
        )
    )
    for email, uid, *names in [*theirs, *of_contacts]:
        known = Known(str(uid), *names)
        if known not in found[email.lower()]:
            found[email.lower()].append(known)
    return found


def with_whom(
    fields: dict[str, Any], *, owner: Network, known: dict[str, list[Known]] | None = None
) -> list[Known]:
    """The structures that may be meant: by the addresses of the others, else by the names of the
    title. Several are a choice."""
    addresses = fields["correspondents"]
    known = known if known is not None else structures_of(addresses, owner=owner)
    by_address = [one for address in addresses for one in known.get(address.lower(), [])]
    if by_address:
        return list(dict.fromkeys(by_address))
    return named_in(fields["title"], owner=owner) if fields["title"] else []


def choices_for(proposal: ProposedEntry) -> list[Known]:
    return with_whom(
        {"correspondents": proposal.correspondents, "title": proposal.title}, owner=proposal.owner
    )


def noted_already(
    proposals: Iterable[ProposedEntry],
) -> dict[int, AccompanimentSession | WorkEntry]:
    """Of those that still wait, which tell what is noted: a colleague confirmed the same mail or
    event, or something is noted of the same structure, day and start. By their primary key; three
    queries at most, however many there are."""
    waiting = [one for one in proposals if one.is_waiting]
    found = _noted_by_colleagues(waiting) if waiting else {}
    waiting = [one for one in waiting if one.starts_at and one.organisation_id]
    if not waiting:
        return found
    for model in (AccompanimentSession, WorkEntry):
        rows = model.objects.standing().filter(
            owner__in={one.owner_id for one in waiting},
            date__in={one.date for one in waiting},
            organisation__in={one.organisation_id for one in waiting},
            starts_at__isnull=False,
        )
        there = {
            (row.owner_id, row.organisation_id, row.date, row.starts_at): row
            for row in rows.order_by("pk")
        }
        for one in waiting:
            said = (one.owner_id, one.organisation_id, one.date, one.starts_at)
            if said in there:
                found.setdefault(one.pk, there[said])
    return found


def _noted_by_colleagues(
    waiting: Iterable[ProposedEntry],
) -> dict[int, AccompanimentSession | WorkEntry]:
    """What became of the same mail or event, proposed to somebody else of the network."""
    wanted = {(one.owner_id, one.source, one.key): one.pk for one in waiting}
    answered = ProposedEntry.objects.filter(
        owner__in={owner for owner, _, _ in wanted},
        key__in={key for _, _, key in wanted},
        state=ProposalState.CONFIRMED,
    ).select_related("session", "work")
    found = {}
    for one in answered.order_by("pk"):
        pk = wanted.get((one.owner_id, one.source, one.key))
        if pk is not None and one.entry is not None and not one.entry.is_cancelled:
            found.setdefault(pk, one.entry)
    return found
