"""What is written to those who sign up: what, when, where, and their own link."""

from __future__ import annotations

from django.urls import reverse

from accompaniment.attendance.sign_up_rules import live_dates
from accompaniment.enums import PlaceKind
from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership import mailing
from partnership.models import Mail, Organisation
from partnership.wording import hours, long_date


def host_of(gathering: Gathering) -> Organisation | None:
    """The association that runs the gathering's network."""
    running = Organisation.objects.filter(owner=gathering.owner_id, runs_its_network=True)
    return running.order_by("pk").first()


def when_text(one: GatheringDate) -> str:
    """« 2 mars 2026, de 13h30 à 17h », « 2 mars 2026, 2h »."""
    said = long_date(one.date)
    if one.starts_at and one.ends_at:
        return f"{said}, de {_clock(one.starts_at)} à {_clock(one.ends_at)}"
    if one.starts_at:
        return f"{said}, à {_clock(one.starts_at)}"
    return f"{said}, {hours(one.minutes)}" if one.minutes else said


def _clock(at) -> str:
    return f"{at.hour}h{at.minute:02d}" if at.minute else f"{at.hour}h"


def where_text(gathering: Gathering) -> str:
    """The place as it is public: the link of a video meeting is never in it."""
    place = ", ".join(filter(None, (gathering.place, gathering.town)))
    if place:
        return place
    if gathering.place_kind == PlaceKind.ONLINE or gathering.link:
        return "En ligne"
    if gathering.place_kind == PlaceKind.OWN_OFFICES:
        host = host_of(gathering)
        return f"Dans les locaux de {host.name}" if host else PlaceKind.OWN_OFFICES.label
    return ""


def _facts(gathering: Gathering) -> list[str]:
    dates = [when_text(one) for one in live_dates(gathering)]
    lines = [gathering.title]
    lines += [f"Quand : {' ; '.join(dates)}"] if dates else []
    where = where_text(gathering)
    return [*lines, f"Où : {where}"] if where else lines


def own_address(row: Attendance) -> str:
    """The person's own page."""
    path = reverse("accompaniment:my-sign-up", args=[row.gathering.sign_up_key, row.key])
    return mailing.absolute(path)


def _write(row: Attendance, subject: str, before: list[str], after: list[str]) -> Mail:
    gathering = row.gathering
    host = host_of(gathering)
    lines = [f"Bonjour {row.full_name},".replace(" ,", ","), "", *before, "", *_facts(gathering)]
    lines += ["", *after, own_address(row)]
    lines += ["", "Ce lien est personnel : ne le transmettez pas.", ""]
    lines += [host.name if host else ""]
    return mailing.write_to_address(
        owner=gathering.owner, address=row.email, subject=subject, body="\n".join(lines)
    )


def tell_of_the_sign_up(row: Attendance, *, waits: bool) -> Mail:
    """Sent at each sign-up, a second one of the same person included."""
    title = row.gathering.title
    if waits:
        return _write(
            row,
            f"Liste d'attente : {title}",
            ["Toutes les places sont prises : vous êtes sur la liste d'attente.",
             "Nous vous écrirons si une place se libère."],
            ["Pour suivre votre demande ou l'annuler :"],
        )  # fmt: skip
    return _write(
        row,
        f"Votre inscription : {title}",
        ["Votre inscription est notée."],
        ["Pour la confirmer, l'annuler ou l'ajouter à votre agenda :"],
    )


def tell_of_the_place(row: Attendance) -> Mail:
    """Somebody left a place to the first who waited."""
    return _write(
        row,
        f"Une place pour vous : {row.gathering.title}",
        ["Une place s'est libérée : vous êtes maintenant inscrit·e."],
        ["Pour confirmer que vous venez, ou laisser la place à quelqu'un d'autre :"],
    )
