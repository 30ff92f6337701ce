"""The sign-in sheet (feuille d'émargement): A4 landscape, a column to sign for each date, with
the signatures already collected on a screen, and lines left for those who were not expected."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from accompaniment.attendance.paper_head import Head, head_of
from accompaniment.attendance.participants import roll_of
from accompaniment.attendance.sign_up_mails import when_text, where_text
from accompaniment.attendance.sign_up_rules import live_dates
from accompaniment.enums import Presence
from accompaniment.gathering.pages import other_funders
from accompaniment.models import Attendance, Gathering, GatheringDate, Signature
from partnership.models import StoredFile, User
from partnership.rendering.pdf import Rendered, render_pdf

EXPECTED = (Presence.REGISTERED, Presence.PRESENT, Presence.INVITED, Presence.NO_REPLY)
SPARE_LINES = 8
MOST_COLUMNS = 4  # dates to a table


@dataclass(frozen=True)
class SheetLine:
    row: Attendance
    rank: int
    signatures: list[str]  # the uid of each picture, column by column; empty: to sign


@dataclass(frozen=True)
class SheetPart:
    """A table: as many dates as a page holds, each with its column."""

    dates: list[GatheringDate | None]
    lines: list[SheetLine]

    @property
    def columns(self) -> list[str]:
        if len(self.dates) == 1:
            return ["Signature"]
        return [f"Signature, le {one.date:%d/%m}" for one in self.dates if one]


@dataclass
class SignInSheet:
    gathering: Gathering
    head: Head
    dates: list[GatheringDate]
    parts: list[SheetPart]
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
    def spare(self) -> range:
        first = len(self.parts[0].lines) + 1
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
    rows = list(rows)
    signed = _signed(rows)
    dates = live_dates(gathering)
    return SignInSheet(
        gathering=gathering,
        head=head,
        dates=dates,
        parts=[_part(head, rows, some, signed) for some in _shared_out(dates)],
        facilitators=_facilitators(gathering, reader),
        hidden=roll_of(gathering, reader).hidden,
    )


def _shared_out(dates: list[GatheringDate]) -> list[list[GatheringDate | None]]:
    """The dates, as many to a table as it holds, and as even as can be."""
    if not dates:
        return [[None]]
    tables = -(-len(dates) // MOST_COLUMNS)
    size = -(-len(dates) // tables)
    return [[*dates[start : start + size]] for start in range(0, len(dates), size)]


def _signed(rows: list[Attendance]) -> dict[tuple[int, int | None], StoredFile]:
    """The signatures that stand, by row and date."""
    found = Signature.objects.filter(attendance__in=rows, file__cancelled_at__isnull=True)
    return {
        (one.attendance_id, one.date_id): one.file
        for one in found.select_related("file").order_by("pk")
    }


def _part(head: Head, rows, dates: list[GatheringDate | None], signed) -> SheetPart:
    lines = []
    for rank, row in enumerate(rows, 1):
        drawn = [signed.get((row.pk, one.pk)) if one else None for one in dates]
        drawn[0] = drawn[0] or signed.get((row.pk, None))
        lines.append(SheetLine(row, rank, [head.show(one) if one else "" for one in drawn]))
    return SheetPart(dates, lines)


def _facilitators(gathering: Gathering, reader: User) -> str:
    """The team, and those who run it with them; an officer does not read who else funds."""
    team = [str(one) for one in gathering.staff.all()]
    hidden = other_funders(gathering, reader)
    others = gathering.co_facilitators.select_related("organisation").order_by("pk")
    named = [_co_facilitator(one) for one in others if one.organisation_id not in hidden]
    return ", ".join([*team, *named])


def _co_facilitator(one) -> str:
    structure = one.organisation.name if one.organisation else ""
    return f"{one.name} ({structure})" if one.name and structure else one.name or structure


def render(sheet: SignInSheet) -> Rendered:
    html = render_to_string("accompaniment/papers/sign_in_sheet.html", {"sheet": sheet})
    return render_pdf(html, files=sheet.head.given)
