"""The sign-in sheet (feuille d'émargement): A4 landscape, a column to sign for each date, the
signatures already collected on a screen, and lines left for those who were not expected."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from accompaniment.attendance.paper_head import Head, head_of
from accompaniment.attendance.participants import roll_of
from accompaniment.attendance.sign_up_mails import when_text, where_text
from accompaniment.attendance.sign_up_rules import live_dates
from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership.models import User
from partnership.rendering.pdf import Rendered, render_pdf

EXPECTED = (Presence.REGISTERED, Presence.PRESENT, Presence.INVITED, Presence.NO_REPLY)
SPARE_LINES = 8
MOST_COLUMNS = 5


@dataclass(frozen=True)
class SheetLine:
    row: Attendance
    rank: int
    signature: str = ""  # the uid of the picture


@dataclass
class SignInSheet:
    gathering: Gathering
    head: Head
    dates: list[GatheringDate]
    lines: list[SheetLine]
    facilitators: str
    hidden: int

    title = "Feuille d'émargement"

    @property
    def when(self) -> str:
        return " ; ".join(when_text(one) for one in self.dates)

    @property
    def where(self) -> str:
        return where_text(self.gathering)

    @property
    def columns(self) -> list[str]:
        """The headings of what is signed: one for each date, as many as the page holds."""
        if len(self.dates) < 2 or len(self.dates) > MOST_COLUMNS:
            return ["Signature"]
        return [f"Signature, le {one.date:%d/%m}" for one in self.dates]

    @property
    def more_columns(self) -> range:
        """Those after the first, which holds what was signed on a screen."""
        return range(len(self.columns) - 1)

    @property
    def spare(self) -> range:
        first = len(self.lines) + 1
        return range(first, first + SPARE_LINES)

    @property
    def file_name(self) -> str:
        day = f"{self.dates[0].date:%Y-%m-%d}" if self.dates else "sans-date"
        return f"emargement-{day}-{str(self.gathering.uid)[:8]}.pdf"


def sheet_of(gathering: Gathering, reader: User) -> SignInSheet:
    """What the reader may see: of a shared gathering, an officer's people and a number."""
    head = head_of(gathering, reader)
    rows = (
        Attendance.objects.filter(gathering=gathering, state__in=EXPECTED)
        .visible_to(reader)
        .for_list()
    )
    lines = []
    for rank, row in enumerate(rows, 1):
        stored = row.signature
        is_kept = row.signed_at is not None and stored is not None and stored.cancelled_at is None
        lines.append(SheetLine(row, rank, head.show(stored) if is_kept else ""))
    return SignInSheet(
        gathering=gathering,
        head=head,
        dates=live_dates(gathering),
        lines=lines,
        facilitators=_facilitators(gathering, reader),
        hidden=roll_of(gathering, reader).hidden,
    )


def _facilitators(gathering: Gathering, reader: User) -> str:
    """The team, and those who run it with them; an officer does not read who else funds."""
    team = [str(one) for one in gathering.staff.all()]
    hidden: set[int] = set()
    if gathering.owner_id not in reader.access.networks:
        served = gathering.shares.values_list("convention__funder", flat=True)
        hidden = set(served) - reader.access.funders
    others = gathering.co_facilitators.select_related("organisation").order_by("pk")
    named = [_co_facilitator(one) for one in others if one.organisation_id not in hidden]
    return ", ".join([*team, *named])


def _co_facilitator(one) -> str:
    structure = one.organisation.name if one.organisation else ""
    return f"{one.name} ({structure})" if one.name and structure else one.name or structure


def render(sheet: SignInSheet) -> Rendered:
    html = render_to_string("accompaniment/papers/sign_in_sheet.html", {"sheet": sheet})
    return render_pdf(html, files=sheet.head.given)
