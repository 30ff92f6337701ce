"""Lines of an import that name a row by its reference: the row is corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from accompaniment.actions import change_session
from accompaniment.enums import TIMED_KINDS
from accompaniment.importing.lines import Line
from accompaniment.importing.matching import name_key
from accompaniment.importing.run import ImportRun, refuse
from accompaniment.models import AccompanimentSession, FollowUpYear


def update(run: ImportRun, lines: list[Line]) -> None:
    """Correct the rows named; a reference that cannot be followed is refused on its line."""
    uids = [line.row.get("reference") for line in lines]
    rows = AccompanimentSession.objects.filter(owner=run.owner, uid__in=uids).select_related(
        "organisation", "convention", "follow_up__accompaniment", "owner"
    )
    sessions = {
        session.uid: session
        for session in rows.prefetch_related("channels", "staff", "follow_up__kinds")
    }
    done = set()
    for line in lines:
        uid = line.row.get("reference")
        session = sessions.get(uid)
        reason = _why_not(run, line, session, already=uid in done)
        if reason:
            line.row.refuse(*reason)
        done.add(uid)
        if session is not None and not line.row.refusals:
            _update_one(run, line, session)


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
        return "reference", "Cette référence figure déjà plus haut : n'en gardez qu'une."
    if session.is_cancelled:
        return "reference", "Cet échange a été annulé : retirez la ligne."
    if session.convention_id not in (None, run.convention.pk):
        return (
            "reference",
            f"Cet échange relève de la convention {session.convention.reference} : "
            "importez-le sous celle-ci.",
        )
    if "organisation" in line.row.values:
        current = name_key(session.organisation.name) if session.organisation else ""
        if current != (name_key(line.name) if line.name else ""):
            return (
                "organisation",
                "Un import ne change pas la structure d'un échange : corrigez-la dans Trame.",
            )
    return None


def _update_one(run: ImportRun, line: Line, session: AccompanimentSession) -> None:
    """An empty cell leaves what is there."""
    row = line.row
    fields: dict[str, Any] = {}
    if "date" in row.values:
        fields |= {"date": line.date, "date_precision": line.precision}
    if "nature" in row.values:
        fields["kind"] = line.kind
        if line.kind not in TIMED_KINDS:
            fields["minutes"] = None
    for name in ("minutes", "line"):
        if name in row.values:
            fields[name] = row.get(name)
    channels = list(row.get("channels", session.channel_codes))
    staff = line.staff if "staff" in row.values else list(session.staff.all())
    changed = (
        any(_current(session, name) != value for name, value in fields.items())
        or set(channels) != set(session.channel_codes)
        or {one.pk for one in staff} != {one.pk for one in session.staff.all()}
        or session.convention_id != run.convention.pk
    )
    try:
        if changed:
            change_session(
                session=session,
                by=run.by,
                channels=channels,
                staff=staff,
                convention=run.convention,
                **fields,
            )
        follow_up = FollowUpYear.objects.get(pk=session.follow_up_id)
        changed |= run.adjust(follow_up, row.get("mode"), set(row.get("kinds", ())))
    except ValidationError as error:
        refuse(line, error)
        return
    if not changed:
        run.result.unchanged += 1
        return
    run.result.updated += 1
    if "date" in row.values:
        run.question_date(line)


def _current(session: AccompanimentSession, name: str) -> Any:
    """As the reader would read it: a text without its repeated spaces."""
    value = getattr(session, name)
    return " ".join(value.split()) if isinstance(value, str) else value
