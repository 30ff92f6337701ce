"""Reading the calendar whose address a person gave, away from the request."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accompaniment.actions import proposals as actions
from accompaniment.models import CalendarAddress
from accompaniment.proposals.calendars import LARGEST, CalendarError, Reading, read_calendar
from accompaniment.proposals.proposing import of_event, own_addresses
from partnership import jobs, public_addresses
from partnership.models import Job, Network, User

KIND = "calendar"
SECONDS = 30


def propose_from(content: bytes, *, owner: Network, person: User) -> tuple[Reading, str]:
    """Propose the past events of a calendar to a person; how it went, in words. Raises
    CalendarError."""
    own = own_addresses(owner) | {person.email.lower()}
    reading = read_calendar(content, now=timezone.now(), own=own)
    proposed = actions.propose(
        owner=owner,
        person=person,
        suggestions=[of_event(event) for event in reading.events],
        by=person,
    )
    told = f"Agenda lu : {proposed.text}."
    if reading.left_out:
        told += f" Laissés de côté : {reading.left_out_text}."
    return reading, told


def ask(address: CalendarAddress) -> Job:
    """Read it soon, in the background."""
    return jobs.request(
        kind=KIND,
        title="Lecture de votre agenda",
        arguments={"address": str(address.uid)},
        owner=address.owner,
        by=address.person,
    )


def ask_for_all() -> int:
    """Read every calendar whose person still works here; how many were asked."""
    asked = 0
    for address in CalendarAddress.objects.select_related("owner", "person").order_by("pk"):
        if address.owner_id in address.person.access.networks:
            ask(address)
            asked += 1
    return asked


def page_of(job: Job) -> str:
    return reverse("accompaniment:proposals")


def work(job: Job, progress: jobs.Progress) -> None:
    """Read the address and propose its events. What went wrong is kept on the row, for the page."""
    address = (
        CalendarAddress.objects.select_related("owner", "person")
        .filter(uid=job.arguments["address"], person=job.asked_by)
        .first()
    )
    if address is None:
        raise jobs.JobError("Cet agenda a été oublié : il n'est plus lu.")
    if address.owner_id not in address.person.access.networks:
        raise jobs.JobError("Cette personne ne travaille plus ici : son agenda n'est plus lu.")
    progress.say(20, "Lecture de l'agenda…")
    try:
        content = public_addresses.read(
            address.address, largest=LARGEST, seconds=SECONDS, accepts="text/calendar, */*;q=0.5"
        )
        progress.say(60, "Recherche des structures…")
        propose_from(content, owner=address.owner, person=address.person)
    except (public_addresses.AddressError, CalendarError) as error:
        _keep(address, error=str(error)[:300])
        raise jobs.JobError(str(error)) from error
    _keep(address, error="")


def _keep(address: CalendarAddress, *, error: str) -> None:
    """Only while it is still the address that was read."""
    CalendarAddress.objects.filter(pk=address.pk, address=address.address).update(
        read_at=timezone.now(), error=error
    )
