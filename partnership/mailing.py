"""Messages to people: rows that `sending.py` sends, readable here whatever becomes of it.

What happens in a conversation makes notices; those of a while become one message for each person.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from partnership.access import Access
from partnership.models import Convention, Mail, Network, Notice, User
from partnership.wording import counted, listed

FOOTER = (
    "\n\n--\nCe message vous est envoyé par Trame, où vous suivez des conventions.\n"
    "Pour choisir ce que vous recevez par courriel, ou ne plus rien recevoir :\n{address}\n"
)


def absolute(address: str) -> str:
    """The address of a page as a message gives it."""
    return f"{settings.BASE_URL}{address}"


def readable_by(user: User) -> QuerySet[Mail]:
    """One's own messages. In a demonstration, where none leaves, also those that one's network
    wrote to people without an account: they are read nowhere else."""
    found = Q(to=user)
    if settings.DEMONSTRATION:
        found |= Q(to=None, owner__in=user.access.networks)
    return Mail.objects.filter(found)


def write(*, owner: Network, to: User, subject: str, body: str) -> Mail:
    """Keep a message for one person; it leaves with the next sending, and says how to opt out."""
    footer = FOOTER.format(address=absolute(reverse("partnership:preferences")))
    return Mail.objects.create(
        owner=owner, to=to, subject=" ".join(subject.split())[:200], body=body.rstrip() + footer
    )


def write_to_address(*, owner: Network, address: str, subject: str, body: str) -> Mail:
    """Keep a message for somebody who has no account and asked for it."""
    return Mail.objects.create(
        owner=owner,
        address=address,
        subject=" ".join(subject.split())[:200],
        body=body.rstrip() + "\n",
    )


def forget(*, owner: Network, about: str) -> int:
    """Take away the messages to people without an account that hold these words (the key of a
    page): with their address, nothing of them stays. Returns how many."""
    return Mail.objects.filter(owner=owner, to__isnull=True, body__contains=about).delete()[0]


def notify(*, convention: Convention, to: User, text: str, address: str = "") -> Notice | None:
    """Tell one person something of a convention; notices of a while leave in one message.

    None for somebody who asked not to be told by mail."""
    if not to.wants_notices:
        return None
    return Notice.objects.create(convention=convention, to=to, text=text[:500], address=address)


def notify_all(
    *, convention: Convention, people: QuerySet[User], text: str, address: str = ""
) -> list[Notice]:
    """Tell several people, each once."""
    told = [
        notify(convention=convention, to=one, text=text, address=address)
        for one in people.for_choice()
    ]
    return [one for one in told if one is not None]


def notify_other_side(
    *, convention: Convention, by: User | None, by_funder: bool, text: str, address: str = ""
) -> list[Notice]:
    """Tell those of the other side who follow this convention today; never the author."""
    today = timezone.localdate()
    if by_funder:
        people = User.objects.in_the_team_of(convention.owner, today)
    else:
        people = User.objects.officers_of(convention.funder, today)
    others = people.exclude(pk=by.pk) if by else people
    return notify_all(convention=convention, people=others, text=text, address=address)


def group_notices(now: datetime.datetime | None = None) -> int:
    """One message for each person who has a notice older than the delay, with all of theirs.

    Returns how many were made. Notices of somebody who has opted out since, or no longer sees
    the convention, are dropped."""
    limit = (now or timezone.now()) - datetime.timedelta(minutes=settings.NOTICE_DELAY_MINUTES)
    people = (
        Notice.objects.filter(mail__isnull=True, created_at__lte=limit)
        .order_by("to")
        .values_list("to", flat=True)
        .distinct()
    )
    return sum(_group_for(person) for person in list(people))


@transaction.atomic
def _group_for(person: int) -> int:
    user = User.objects.select_for_update().get(pk=person)  # one grouping of a person at a time
    access = Access.of(user)
    kept: dict[Network, list[Notice]] = {}
    for notice in Notice.objects.filter(mail__isnull=True, to=user).select_related(
        "convention__owner"
    ):
        convention = notice.convention
        if user.wants_notices and access.reaches(convention):
            kept.setdefault(convention.owner, []).append(notice)
        else:
            notice.delete()
    for owner, notices in kept.items():
        mail = write(owner=owner, to=user, subject=_subject(notices), body=_body(user, notices))
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mail=mail)
    return len(kept)


def _subject(notices: list[Notice]) -> str:
    """« 2 nouveautés sur CD62-2023 »."""
    references = list(dict.fromkeys(one.convention.reference for one in notices))
    news = counted(len(notices), "nouveauté")
    if len(references) > 3:
        return f"{news} sur {counted(len(references), 'convention')}"
    return f"{news} sur {listed(references)}"


def _body(user: User, notices: list[Notice]) -> str:
    """A short list by convention, each line with the address of its page."""
    lines = [f"Bonjour {user.first_name or user},"]
    by_convention: dict[str, list[Notice]] = {}
    for notice in notices:
        by_convention.setdefault(notice.convention.reference, []).append(notice)
    for reference, told in by_convention.items():
        lines += ["", f"Convention {reference}"]
        for notice in told:
            lines += ["", f"- {notice.text}"]
            lines += [f"  {absolute(notice.address)}"] if notice.address else []
    return "\n".join(lines)
