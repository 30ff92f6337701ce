"""Lines of an import that name a row by its reference: the row is corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from accompaniment.actions import change_session
from accompaniment.enums import TIMED_KINDS, DatePrecision
from accompaniment.importing.corrections import read_session
from accompaniment.importing.lines import Line, staff_of
from accompaniment.importing.matching import Team, is_nameless
from accompaniment.importing.run import ImportRun, refuse
from accompaniment.models import AccompanimentSession, FollowUpYear
from partnership.cell_texts import without_controls
from partnership.cells import PartialDate
from partnership.importing.matching import exact_key
from partnership.importing.run import REPEATED, as_read
from partnership.importing.scratch import Seen
from partnership.models import Convention


class Updates:
    """The lines that name a row. A reference that cannot be followed is refused on its line."""

    def __init__(self, run: ImportRun, team: Team, seen: Seen):
        self.run, self.team, self.seen = run, team, seen

    def write(self, lines: list[Line]) -> None:
        """Correct the rows named; the caller has as many lines as are written together."""
        if not lines:
            return
        uids = [line.row.get("reference") for line in lines]
        rows = AccompanimentSession.objects.filter(owner=self.run.owner, uid__in=uids)
        sessions = {
            session.uid: session
            for session in rows.select_related(
                "organisation", "convention", "follow_up__accompaniment__organisation", "owner"
            ).prefetch_related(
                "channels", "helps", "staff", "follow_up__kinds", "follow_up__mode_changes"
            )
        }
        pages: dict[int, FollowUpYear] = {}
        for line in lines:
            uid = line.row.get("reference")
            session = sessions.get(uid)
            already = bool(self.seen[f"reference {uid}"])
            if reason := _why_not(self.run, line, session, already=already):
                line.row.refuse(*reason)
            self.seen[f"reference {uid}"] = 1
            if session is not None:
                line.staff = staff_of(line.row, self.team, present=session.staff.all())
            if session is not None and not line.row.refusals:
                _update_one(self.run, line, session, pages)


def _why_not(
    run: ImportRun, line: Line, session: AccompanimentSession | None, *, already: bool
) -> tuple[str, str] | None:
    if session is None:
        return (
            "reference",
            "Aucun échange de votre réseau ne porte cette référence : "
            "laissez la cellule vide pour créer la ligne.",
        )
    if already:
        return "reference", REPEATED
    if session.is_cancelled:
        return "reference", "Cet échange a été annulé : retirez la ligne."
    if line.row.get("state", session.state) != session.state:
        return "state", "Un import ne change pas l'état d'un échange : changez-le dans Trame."
    if session.convention_id not in (None, run.convention.pk):
        return (
            "reference",
            f"Cet échange relève de la convention {session.convention.reference} : "
            "importez-le sous celle-ci.",
        )
    if "organisation" in line.row.values and not _is_of(session, line.name):
        return (
            "organisation",
            "Un import ne change pas la structure d'un échange : corrigez-la dans Trame.",
        )
    return None


def _is_of(session: AccompanimentSession, name: str) -> bool:
    """True when that is the structure of the session, or says that it has none."""
    if session.organisation is None:
        return is_nameless(name)
    return exact_key(name) == exact_key(without_controls(session.organisation.name))


def _is_dated(session: AccompanimentSession, given: PartialDate) -> bool:
    """True when the date says as much as what is known of the session's."""
    date, precision = session.date, session.date_precision
    if precision == DatePrecision.DAY:
        return given == PartialDate(date.year, date.month, date.day)
    if precision == DatePrecision.MONTH:
        return given == PartialDate(date.year, date.month)
    return given == PartialDate(date.year)


def _convention(run: ImportRun, line: Line, session: AccompanimentSession) -> Convention | None:
    """That of the import; a row still to attach stays so when its cell is left empty."""
    if session.convention_id is None and line.row.sheet.has("convention"):
        return run.convention if "convention" in line.row.values else None
    return run.convention


def _opens_a_page(session: AccompanimentSession, convention: Convention | None) -> bool:
    """True when the session moves to a convention where its follow-up has no page yet."""
    if session.convention_id == (convention.pk if convention else None):
        return False
    years = session.follow_up.accompaniment.years
    return not years.filter(convention=convention).exists()


def _update_one(
    run: ImportRun, line: Line, session: AccompanimentSession, pages: dict[int, FollowUpYear]
) -> None:
    """An empty cell leaves what is there. `pages` are the follow-ups as they now are."""
    row = line.row
    fields: dict[str, Any] = {}
    if "date" in row.values and not _is_dated(session, row.get("date")):
        fields |= {"date": line.date, "date_precision": line.precision}
    if "nature" in row.values:
        fields["kind"] = line.kind
        if line.kind not in TIMED_KINDS:
            fields["minutes"] = None
    for name in ("minutes", "line"):
        if name in row.values:
            fields[name] = row.get(name)
    channels = list(row.get("channels", session.channel_codes))
    helps = row.get("helps", session.help_codes)
    convention = _convention(run, line, session)
    staff = line.staff if "staff" in row.values else list(session.staff.all())
    changed = (
        any(as_read(getattr(session, name)) != value for name, value in fields.items())
        or set(channels) != set(session.channel_codes)
        or set(helps) != set(session.help_codes)
        or {one.pk for one in staff} != {one.pk for one in session.staff.all()}
        or session.convention_id != (convention.pk if convention else None)
    )
    try:
        if changed:
            before = read_session(session)
            new_page = _opens_a_page(session, convention)
            kept = change_session(
                session=session,
                by=run.by,
                channels=channels,
                helps=list(helps),
                staff=staff,
                convention=convention,
                **fields,
            )
            if new_page:
                FollowUpYear.objects.filter(pk=kept.follow_up_id).update(import_run=run.row)
            run.corrected(row, kept, before, read_session(kept))
        follow_up = pages.setdefault(session.follow_up_id, session.follow_up)
        day = fields.get("date", session.date)
        if run.adjust(row, follow_up, row.get("mode"), set(row.get("kinds", ())), day):
            changed, pages[follow_up.pk] = True, FollowUpYear.objects.get(pk=follow_up.pk)
    except ValidationError as error:
        refuse(line, error)
        return
    if not changed:
        run.result.unchanged += 1
        return
    run.result.updated += 1
    if "date" in row.values and convention is not None:
        run.question_date(line)
