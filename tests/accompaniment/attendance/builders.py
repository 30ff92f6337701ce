"""Gatherings to come and to sign up for, and what people send to their pages."""

from __future__ import annotations

import base64
import datetime
import html

from django.urls import reverse
from django.utils import timezone

from accompaniment.enums import GatheringState, Presence
from accompaniment.models import Attendance, Gathering
from partnership.models import Convention, Mail
from tests import factories
from tests.partnership.attachments.builders import picture


def coming_gathering(convention: Convention, *, days: int = 10, **fields) -> Gathering:
    """In ten days, open to sign up."""
    given = {"state": GatheringState.PLANNED, "sign_up_opens": True, "convention": convention}
    return factories.GatheringFactory(
        owner=convention.owner,
        date=timezone.localdate() + datetime.timedelta(days=days),
        **given | fields,
    )


def typed(**given) -> dict:
    """What the browser sends from the public page; say only what is different."""
    return {
        "first_name": "Karim",
        "last_name": "Diallo",
        "organisation_name": "Amis du fleuve",
        "town": "Arras",
        "email": "karim@exemple.test",
        "phone": "",
        "project_kind": "",
        "consent": "on",
        "site": "",
    } | given


def send(client, gathering: Gathering, **given):
    return client.post(
        reverse("accompaniment:sign-up", args=[gathering.sign_up_key]), typed(**given)
    )


def signed_up(gathering: Gathering, **fields) -> Attendance:
    """Somebody who signed up by themselves."""
    now = timezone.now()
    given = {
        "state": Presence.REGISTERED,
        "first_name": "Karim",
        "last_name": "Diallo",
        "email": "karim@exemple.test",
        "registered_at": now,
        "consented_at": now,
    }
    return factories.AttendanceFactory(gathering=gathering, **given | fields)


def own(name: str, row: Attendance) -> str:
    """One of the person's own addresses."""
    return reverse(f"accompaniment:{name}", args=[row.gathering.sign_up_key, row.key])


def here(name: str, gathering: Gathering, *more) -> str:
    return reverse(f"accompaniment:{name}", args=[gathering.uid, *more])


def mails_to(address: str) -> list[Mail]:
    return list(Mail.objects.filter(address=address).order_by("pk"))


def signature(content: bytes | None = None) -> str:
    """What a canvas gives; a line was drawn on it."""
    return "data:image/png;base64," + base64.b64encode(content or picture("PNG")).decode()


def plain(answer) -> str:
    text = html.unescape(answer.content.decode())
    return text.replace("\u00a0", " ").replace("\u202f", " ")
