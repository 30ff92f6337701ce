"""The bilan as data: everything that its pages print, enough to print them again without the rows.

Canonical JSON: UTF-8, sorted keys, no float, ISO dates, decimals as strings. People are kept apart
from it, by uid, so that a name can be taken out without breaking the fingerprint.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings

from accompaniment.enums import Channel, SessionKind
from accompaniment.figures import FOLLOWED_MODES
from partnership import funding
from partnership.budgets import as_a_funder_reads
from partnership.charging import Charge
from partnership.enums import BudgetSide
from partnership.figures import Figure
from partnership.findings import line_of
from partnership.models import CarryOver, Convention, Organisation, User
from partnership.money import Comparison, Row
from partnership.project_reading import outcome_of
from reporting import collecting, progress
from reporting.accounts import Accounts
from reporting.gatherings import CountedGathering
from reporting.models import Narrative

FORMAT = 1


def take(convention: Convention, *, today: datetime.date) -> dict[str, Any]:
    """All that the bilan of this convention says on that day. Reads a constant number of queries.

    `convention` comes with its funder and beneficiary selected."""
    rows = collecting.rows_of(convention)
    facts = rows.facts
    return {
        "format": FORMAT,
        "release": settings.RELEASE,
        "made_on": today.isoformat(),
        "convention": {
            "uid": str(convention.uid),
            "reference": convention.reference,
            "purpose": convention.purpose,
            "is_fictitious": convention.is_fictitious,
            "money_standing": convention.money_standing,
            "state": convention.state,
            "funder": _party(convention.funder),
            "beneficiary": _party(convention.beneficiary),
        },
        "terms": _terms(convention),
        "figures": [
            _figure(figure) for figure in collecting.figures_of(convention, facts).values()
        ],
        "commitments": [_commitment(one) for one in progress.progress_of(convention, facts)],
        "carry_overs": _carry_overs(convention),
        "accompaniments": _accompaniments(rows),
        "entries": _entries(rows),
        "projects": _projects(rows),
        "budget": _budget(convention),
        "money": _money(rows.accounts),
        "narrative": {
            row.section: row.text
            for row in Narrative.objects.filter(report__convention=convention).order_by("section")
        },
    }


def canonical(snapshot: dict[str, Any]) -> str:
    """The one way to write a snapshot. Raises TypeError for a float or an unknown type."""
    _refuse_floats(snapshot)
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 of a canonical snapshot, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A snapshot holds no float: write decimals as strings.")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_floats(item)


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _value(value: int | Decimal | None) -> int | str | None:
    return _decimal(value) if isinstance(value, Decimal) else value


def _party(organisation: Organisation) -> dict[str, Any]:
    logo = organisation.logo
    return {
        "uid": str(organisation.uid),
        "name": organisation.name,
        "siret": organisation.siret,
        "address": organisation.address,
        "logo": {"uid": str(logo.uid), "sha256": logo.sha256} if logo else None,
    }


def _terms(convention: Convention) -> dict[str, Any]:
    terms = convention.terms()
    return {
        "amount": _decimal(terms.amount),
        "projected_cost": _decimal(terms.projected_cost),
        "rate": _decimal(terms.rate),
        "rule": terms.rule.value,
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
        "report_due_on": terms.report_due_on.isoformat() if terms.report_due_on else None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "label": figure.label,
        "unit": figure.unit,
        "value": _value(figure.value),
        "rows": [{"type": row.type, "uid": row.uid} for row in figure.rows],
        "rule": figure.rule,
        "rule_version": figure.rule_version,
        "source": figure.source,
        "remark": figure.remark,
        "breakdowns": [
            {
                "dimension": breakdown.dimension,
                "label": breakdown.label,
                "overlapping": breakdown.overlapping,
                "categories": [
                    {
                        "code": category.code,
                        "label": category.label,
                        "value": _value(category.value),
                        "rows": [{"type": row.type, "uid": row.uid} for row in category.rows],
                    }
                    for category in breakdown.categories
                ],
            }
            for breakdown in figure.breakdowns
        ],
    }


def _commitment(one: progress.CommitmentProgress) -> dict[str, Any]:
    return {
        "uid": str(one.commitment.uid),
        "label": one.commitment.label,
        "text": one.commitment.text,
        "target": one.commitment.target,
        "unit": one.commitment.unit,
        "target_text": one.target_text,
        "done_text": one.done_text,
        "bar_text": one.bar_text,
        "percent": one.percent,
        "last_on": one.last_on.isoformat() if one.last_on else None,
        "readings": [
            {
                "figure": reading.figure.id,
                "rule_version": reading.figure.rule_version,
                "filters": reading.reading.filters,
                "value": _value(reading.figure.value),
                "rows": [{"type": row.type, "uid": row.uid} for row in reading.figure.rows],
                "done_text": reading.done_text,
                "is_accepted": reading.is_accepted,
            }
            for reading in one.readings
        ],
    }


def _carry_overs(convention: Convention) -> list[dict[str, Any]]:
    """The actions that go to another year or come from one, with the funder's answer."""
    return [
        {
            "uid": str(one.uid),
            "comes_in": one.to_convention_id == convention.pk,
            "label": one.commitment.label,
            "from": one.commitment.convention.reference,
            "to": one.to_convention.reference,
            "what": one.what,
            "reason": one.reason,
            "state": one.get_state_display(),
            "decided_on": one.decided_on.isoformat() if one.decided_on else None,
            "decision": one.decision,
        }
        for one in CarryOver.objects.touching([convention]).for_list()
    ]


def _accompaniments(rows: collecting.Rows) -> list[dict[str, Any]]:
    """The table of accompaniments: one line per follow-up with a counted session, in the order of
    their first session."""
    lines: dict[str, dict[str, Any]] = {}
    meetings = [
        session
        for session in rows.sessions
        if session.kind == SessionKind.MEETING and session.mode in FOLLOWED_MODES
    ]
    for session in meetings:
        follow_up = session.follow_up
        organisation = session.organisation
        line = lines.setdefault(
            str(follow_up.accompaniment.uid),
            {
                "accompaniment": str(follow_up.accompaniment.uid),
                "organisation": organisation.name if organisation else None,
                "organisation_kind": organisation.get_kind_display() if organisation else None,
                "town": organisation.town if organisation else "",
                "project_kinds": follow_up.kind_labels,
                "channels": [],
                "sessions": 0,
                "minutes": 0,
                "without_minutes": 0,
            },
        )
        line["channels"] = [
            label
            for label in Channel.labels
            if label in line["channels"] or label in session.channel_labels
        ]
        line["sessions"] += 1
        line["minutes"] += session.minutes or 0
        line["without_minutes"] += session.minutes is None
    return list(lines.values())


def _entries(rows: collecting.Rows) -> dict[str, dict[str, Any]]:
    """Every row behind the figures, with each value that may be printed of it."""
    entries = {}
    for key, kept in (("session", rows.sessions), ("work", rows.works)):
        for row in kept:
            entries[str(row.uid)] = {
                "type": key,
                "date": row.date.isoformat(),
                "date_precision": row.date_precision,
                "kind": row.kind,
                "minutes": row.minutes,
                "organisation": row.organisation.name if row.organisation else None,
                "channels": list(row.channel_codes) if key == "session" else [],
                "line": row.line,
                "staff": sorted(str(person.uid) for person in row.staff.all()),
                "taken_over": row.taken_over,
            }
    return entries | {one.fact.uid: _gathering_entry(one) for one in rows.gatherings}


def _gathering_entry(one: CountedGathering) -> dict[str, Any]:
    """The same of a gathering, with its title as its line and the convention's part of its time."""
    fact, row = one.fact, one.row
    return {
        "type": "gathering",
        "date": fact.date.isoformat(),
        "date_precision": one.first.date_precision,
        "dates": [[date.date.isoformat(), minutes] for date, minutes in one.dates],
        "kind": fact.kind,
        "kind_label": row.get_kind_display(),
        "minutes": fact.minutes,
        "preparation_minutes": fact.preparation_minutes,
        "organisation": None,
        "channels": [],
        "line": row.title,
        "place": row.place_text,
        "participants": fact.participants,
        "participants_here": fact.participants_here,
        "young_people": fact.young_people,
        "organisations": len(fact.organisations) or fact.noted_organisations,
        "staff": sorted(fact.staff),
        "taken_over": row.taken_over,
    }


def _projects(rows: collecting.Rows) -> dict[str, dict[str, Any]]:
    """Every project behind the figures, with each value that may be printed of it."""
    return {
        str(row.uid): {
            "title": row.title,
            "organisation": row.organisation.name,
            "town": row.organisation.town,
            "scheme": row.scheme.name,
            "year": row.year,
            "kinds": row.kind_labels,
            "stage": row.get_stage_display(),
            "outcome": outcome_of(row),
            "taken_over": row.taken_over,
        }
        for row in rows.projects
    }


def people_of(snapshot: dict[str, Any]) -> dict[str, str]:
    """The names of those whom the snapshot cites by uid."""
    cited = {uid for entry in snapshot["entries"].values() for uid in entry["staff"]}
    people = User.objects.filter(uid__in=cited).order_by("pk")
    return {str(person.uid): str(person) for person in people}


def _budget(convention: Convention) -> dict[str, list[dict[str, Any]]]:
    """As its funder reads it: no other funder's name."""
    others = funding.other_funders(convention)
    rows = convention.budget_lines.in_order()
    lines = as_a_funder_reads([line_of(row, convention, others) for row in rows])
    return {
        side: [
            {
                "label": line.label,
                "description": line.description,
                "amount": _decimal(line.amount),
            }
            for line in lines
            if line.side == side
        ]
        for side in BudgetSide.values
    }


def _money(accounts: Accounts) -> dict[str, Any]:
    """Planned and realised line by line, the expenses, the calculation. No other funder's name."""
    outcome = accounts.outcome
    return {
        "threshold": _decimal(settings.GAP_THRESHOLD_PERCENT),
        "expenses": _comparison(accounts.expenses),
        "income": _comparison(accounts.income(names_others=False)),
        "charges": [_plain_values(charge) for charge in accounts.charges],
        "paid": _decimal(accounts.paid),
        "steps": [step.plain() for step in outcome.steps],
        "missing": list(outcome.missing),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "rows": [_plain_values(row) for row in comparison.rows],
        "total": _plain_values(comparison.total),
    }


def _plain_values(row: Charge | Row) -> dict[str, Any]:
    """Each field of a plain row, in types that JSON knows."""
    plain: dict[str, Any] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Decimal):
            value = _decimal(value)
        elif isinstance(value, datetime.date):
            value = value.isoformat()
        elif isinstance(value, uuid.UUID):
            value = str(value)
        plain[field.name] = value
    return plain


class UnreadableSnapshotError(ValueError):
    """A stored snapshot whose format this release does not know."""


def read(text: str) -> dict[str, Any]:
    """A stored snapshot. Raises UnreadableSnapshotError for a format of a later release."""
    snapshot = json.loads(text)
    if snapshot["format"] > FORMAT:
        raise UnreadableSnapshotError(f"Snapshot format {snapshot['format']} is not known here.")
    return snapshot
