"""The form of a déroulé: its lines, moved, inserted and taken away by plain buttons."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accompaniment.forms.entries import DurationField, written_duration
from accompaniment.gathering.agenda import Agenda, AgendaLine, timed
from accompaniment.models import AgendaItem
from partnership import durations
from partnership.forms.fields import LineField
from partnership.forms.lines import LineForm, Lines, lines_of

PREFIX = "deroule"
GESTURE = "geste"  # « monter:3 », « descendre:3 », « inserer:3 », « retirer:3 »
FIELDS = ("uid", "activity", "duration", "timing", "gap", "is_parallel", "facilitator")


class AgendaLineForm(LineForm):
    typed = ("activity", "duration", "timing", "gap", "facilitator")

    activity = forms.CharField(
        label="Activité",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites de quelle activité il s'agit."},
    )
    duration = DurationField(label="Durée", required=False)
    timing = LineField(
        label="Durée en clair",
        max_length=80,
        required=False,
        help_text="Par exemple : 30 min par atelier.",
    )
    gap = DurationField(label="Battement avant", required=False)
    is_parallel = forms.BooleanField(label="En même temps que la ligne d'avant", required=False)
    facilitator = LineField(label="Animation", max_length=500, required=False)

    def clean_activity(self):
        return self.cleaned_data["activity"].strip()


class AgendaForm:
    """The lines in their order, with their times as they would be."""

    def __init__(self, data, *, rows: Sequence[AgendaItem] = (), starts_at=None):
        self.is_bound, self.starts_at = data is not None, starts_at
        existing = [_initial(row) for row in rows]
        self.lines = AgendaLines(data, prefix=PREFIX, rows=existing, blank=0 if existing else 3)

    def is_valid(self) -> bool:
        return self.lines.is_valid()

    @property
    def kept(self) -> list[dict[str, Any]]:
        """What the form says, line by line, in the order of the page."""
        return [
            {
                "uid": line["uid"],
                "activity": line["activity"],
                "minutes": line["duration"],
                "timing": line["timing"],
                "gap_minutes": line["gap"] or 0,
                "is_parallel": line["is_parallel"],
                "facilitator": line["facilitator"],
            }
            for line in self.lines.lines
        ]

    @property
    def removed(self) -> list[str]:
        """The lines that exist and are on the page no more, or were marked so."""
        there = {form.reference for form in self.lines.forms if not form.is_removed}
        return [uid for uid in self.lines.known if uid not in there]

    def timed(self) -> Agenda:
        """The times of what is typed now, whether or not all of it holds."""
        return timed([_typed(form) for form in self._shown], self.starts_at)

    @property
    def timed_lines(self) -> list[tuple[AgendaLineForm, str]]:
        """Each line of the page with its hours; an empty one has none."""
        hours = iter(self.timed().lines)
        return [
            (form, next(hours).hours_text if form in self._shown else "")
            for form in self.lines.forms
        ]

    @property
    def _shown(self) -> list[AgendaLineForm]:
        if not self.is_bound:
            return [form for form in self.lines.forms if form.initial.get("activity")]
        return [form for form in self.lines.forms if form.has_changed() and not form.is_removed]

    def refuse(self, error: ValidationError) -> None:
        self.lines.non_form_errors().extend(error.messages)


def _initial(row: AgendaItem) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "activity": row.activity,
        "duration": written_duration(row.minutes),
        "timing": row.timing,
        "gap": written_duration(row.gap_minutes),
        "is_parallel": row.is_parallel,
        "facilitator": row.facilitator,
    }


def _typed(form: AgendaLineForm) -> AgendaLine:
    """What a line says, as far as it is understood."""

    def minutes(name: str) -> int | None:
        try:
            return durations.parse(str(form[name].value() or ""))
        except durations.DurationError:
            return None

    return AgendaLine(
        activity=str(form["activity"].value() or ""),
        minutes=minutes("duration"),
        gap_minutes=minutes("gap") or 0,
        is_parallel=form["is_parallel"].value() in (True, "on", "true", "True"),
        timing=str(form["timing"].value() or ""),
        facilitator=str(form["facilitator"].value() or ""),
    )


AgendaLines = lines_of(AgendaLineForm, Lines)


def rearranged(data: QueryDict) -> QueryDict:
    """What was sent, its lines moved as the button pressed says; an order that makes no sense
    changes nothing. What is typed in them is kept as it is."""
    gesture, _, rank_text = data.get(GESTURE, "").partition(":")
    rows = _rows(data)
    changed = data.copy()
    if not rank_text.isdecimal() or int(rank_text) >= len(rows):
        return changed
    rank = int(rank_text)
    if gesture == "monter" and rank:
        rows[rank - 1 : rank + 1] = reversed(rows[rank - 1 : rank + 1])
    elif gesture == "descendre":
        rows[rank : rank + 2] = reversed(rows[rank : rank + 2])
    elif gesture == "inserer":
        rows.insert(rank, {"uid": [str(uuid.uuid4())]})
    elif gesture == "retirer":
        del rows[rank]
    line = re.compile(rf"{PREFIX}-\d+-")
    for key in [key for key in changed if line.match(key)]:
        del changed[key]
    for rank, row in enumerate(rows):
        for name, values in row.items():
            changed.setlist(f"{PREFIX}-{rank}-{name}", values)
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(len(rows))
    changed[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return changed


def _rows(data: QueryDict) -> list[dict[str, list[str]]]:
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    total = min(int(count), 200) if count.isdecimal() and len(count) < 5 else 0
    names = (*FIELDS, "remove")
    return [
        {
            name: data.getlist(f"{PREFIX}-{rank}-{name}")
            for name in names
            if f"{PREFIX}-{rank}-{name}" in data
        }
        for rank in range(total)
    ]
