"""The table of a year's accompaniments, as the bilan of 2024 printed it: for each structure, what
was done line by line, how the holder took part, what became of the project. As a page, a
spreadsheet and a PDF, the same for both sides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.loader import render_to_string

from accompaniment.enums import Mode
from accompaniment.models import AccompanimentSession, FollowUpYear
from partnership import files, jobs
from partnership.enums import ProjectKind
from partnership.models import Convention, Job, Project, StoredFile, User
from partnership.rendering.pdf import Rendered, render_pdf
from partnership.rendering.tables import Column
from partnership.wording import UNKNOWN, hours

KIND = "follow_up_table"
GONE = "Vous ne voyez plus cette convention : son tableau n'est pas fait."
BY_MODE = {Mode.ADVICE: "Appui-conseil", Mode.CONTACT: "Premiers contacts"}
WITHOUT_KIND = "Type de projet non renseigné"


@dataclass(frozen=True)
class ActionLine:
    """One entry: its words; its duration where they do not say it."""

    words: str
    duration: str = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.duration})" if self.duration else self.words


@dataclass(frozen=True)
class TableRow:
    """A follow-up. Empty texts are those that nobody wrote yet; `other_town` is what the directory
    says where a document says another town."""

    year: FollowUpYear
    name: str
    town: str
    other_town: str
    schemes: str
    actions: tuple[ActionLine, ...]

    @property
    def involvement(self) -> str:
        return self.year.involvement

    @property
    def outcome(self) -> str:
        return self.year.outcome

    @property
    def missing(self) -> list[str]:
        """What the bilan will miss."""
        texts = (
            ("les échanges", self.actions),
            ("l'implication du porteur", self.involvement),
            ("l'état du projet", self.outcome),
        )
        return [label for label, text in texts if not text]


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class FollowUpTable:
    convention: Convention
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def incomplete(self) -> int:
        """How many rows miss a text."""
        return sum(bool(row.missing) for group in self.groups for row in group.rows)

    @property
    def title(self) -> str:
        return f"Accompagnements {self.convention.year}"

    @property
    def file_name(self) -> str:
        return f"accompagnements-{self.convention.reference}"


def table_of(convention: Convention, user: User) -> FollowUpTable:
    """What this person may read of it, in a constant number of queries."""
    held = (
        AccompanimentSession.objects.counted().order_by("date", "pk").prefetch_related("channels")
    )
    years = (
        FollowUpYear.objects.visible_to(user)
        .filter(convention=convention)
        .for_list()
        .prefetch_related(
            Prefetch("sessions", held.order_by("date", "pk"), to_attr="held"),
            Prefetch(
                "projects",
                Project.objects.visible_to(user).standing().select_related("scheme").order_by("pk"),
                to_attr="seen_projects",
            ),
        )
        .order_by("pk")
    )
    groups: dict[str, list[TableRow]] = {}
    for year in sorted(years, key=_rank):
        groups.setdefault(_title(year), []).append(_row(year))
    return FollowUpTable(
        convention, tuple(Group(title, tuple(rows)) for title, rows in groups.items())
    )


def _rank(year: FollowUpYear) -> tuple:
    """By kinds of project, then advice, then first contacts; in each, as they were opened."""
    if year.mode in BY_MODE:
        return (1, list(BY_MODE).index(year.mode), [], year.pk)
    kinds = [ProjectKind.values.index(code) for code in year.kind_codes]
    return (0, not kinds, kinds, year.pk)


def _title(year: FollowUpYear) -> str:
    return BY_MODE.get(year.mode) or ", ".join(year.kind_labels) or WITHOUT_KIND


def _row(year: FollowUpYear) -> TableRow:
    organisation = year.accompaniment.organisation
    listed = organisation.town if organisation else ""
    schemes = dict.fromkeys(str(one.scheme) for one in year.seen_projects if one.scheme_id)
    return TableRow(
        year=year,
        name=str(year.accompaniment),
        town=year.stated_town or listed,
        other_town=listed if year.stated_town and listed != year.stated_town else "",
        schemes=", ".join(schemes),
        actions=tuple(action_line(session) for session in year.held),
    )


def action_line(session: AccompanimentSession) -> ActionLine:
    words = session.line or ", ".join(
        dict.fromkeys([session.get_kind_display(), *session.channel_labels])
    )
    length = hours(session.minutes) if session.minutes else ""
    return ActionLine(words, "" if _close(length) in _close(words) else length)


def _close(text: str) -> str:
    return "".join(text.lower().split())


@dataclass(frozen=True)
class Flat:
    """A row of the spreadsheet: the group beside the row."""

    group: str
    row: TableRow


def flat_rows(table: FollowUpTable) -> Iterable[Flat]:
    return (Flat(group.title, row) for group in table.groups for row in group.rows)


COLUMNS = [
    Column("Type", lambda one: one.group, width=22),
    Column("Structure", lambda one: one.row.name, width=34),
    Column("Ville", lambda one: one.row.town or UNKNOWN, width=20),
    Column("Dispositif", lambda one: one.row.schemes or UNKNOWN, width=14),
    Column(
        "Type d'accompagnement",
        lambda one: " | ".join(str(line) for line in one.row.actions) or UNKNOWN,
        width=60,
    ),
    Column("Implication du porteur", lambda one: one.row.involvement or UNKNOWN, width=60),
    Column("État du projet", lambda one: one.row.outcome or UNKNOWN, width=60),
]


def render(table: FollowUpTable) -> Rendered:
    html = render_to_string("reporting/follow_up_table_pdf.html", {"table": table})
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render_pdf(html, identifier=identifier.encode())


def make_pdf(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a `follow_up_table` job: what the person who asked may read of the convention.

    Raises JobError when they may not read it any more."""
    convention = (
        Convention.objects.visible_to(job.asked_by)
        .for_list()
        .filter(reference=job.arguments["convention"])
        .first()
    )
    if convention is None:
        raise jobs.JobError(GONE)
    table = table_of(convention, job.asked_by)
    progress.say(35, "Mise en pages du tableau…")
    rendered = render(table)
    progress.say(90, "Enregistrement du document…")
    return files.store(
        job,
        name=f"{table.file_name}.pdf",
        content=rendered.content,
        content_type="application/pdf",
    )
