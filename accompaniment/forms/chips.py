"""The quick log as chips: what one line, a mail or an event says, each part corrected in place."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from accompaniment.enums import UNTIMED_KINDS, Channel, SessionKind, WorkKind
from accompaniment.forms.entries import written_duration
from accompaniment.forms.quick_log import QuickLogForm
from accompaniment.log.noting import default_convention
from accompaniment.models import ProposedEntry
from accompaniment.proposals.one_line import Understood, What
from accompaniment.proposals.structure_names import Known
from partnership.forms.fields import DayInput
from partnership.wording import listed, long_date

MOST_CHOICES = 8


@dataclass(frozen=True)
class Chip:
    """One part of an entry: its words, and the field that corrects it."""

    name: str
    label: str
    value: str
    field: forms.BoundField
    is_missing: bool = False
    note: str = ""

    @property
    def is_group(self) -> bool:
        return self.name in ("channels", "staff")


def fields_of(said: Understood, today: datetime.date) -> dict[str, Any]:
    """What the quick log's form holds once the line is understood; today where no day is said."""
    kind = said.kind or SessionKind.MEETING.value
    if not said.kind and said.channels == (Channel.MAIL.value,) and said.minutes is None:
        kind = SessionKind.MAIL.value
    return {
        "organisation": said.organisation.uid if said.organisation else "",
        "channels": list(said.channels),
        "kind": kind,
        "duration": written_duration(said.minutes),
        "date": said.date or today,
        "line": said.subject,
    }


def fields_of_proposal(row: ProposedEntry) -> dict[str, Any]:
    """What the quick log's form holds for what a mail or an event proposes."""
    return {
        "uid": row.entry_uid,
        "organisation": str(row.organisation.uid) if row.organisation else "",
        "channels": [row.channel] if row.channel else [],
        "kind": row.kind,
        "duration": written_duration(row.minutes),
        "date": row.date,
        "line": row.title,
        "staff": [str(row.person.uid)],
    }


class ChipForm(QuickLogForm):
    """The quick log's own form under other identifiers. `choices` are the structures that may be
    meant; `unsure` names the parts that were said in several ways."""

    def __init__(
        self,
        *args,
        choices: Sequence[Known] = (),
        unsure: frozenset[What] = frozenset(),
        **kwargs,
    ):
        super().__init__(*args, auto_id="ligne_%s", **kwargs)
        self.choices = list(choices[:MOST_CHOICES])
        self.left_out = len(choices) - len(self.choices)
        self.unsure = unsure
        self.fields["date"].widget = DayInput(attrs={"class": "form-control"})
        for name in ("duration", "line"):
            self.fields[name].widget.attrs |= {"class": "form-control", "autocomplete": "off"}
        for name in ("channels", "staff"):
            self.fields[name].widget.attrs["class"] = "form-check-input"

    @property
    def must_choose(self) -> bool:
        return len(self.choices) > 1 and self.chosen_organisation is None

    @property
    def chips(self) -> list[Chip]:
        return [
            self._organisation_chip(),
            self._chip("channels", "Canal", self._channels(), self._needs_channel()),
            self._duration_chip(),
            self._date_chip(),
            self._chip("kind", "Nature", self._choice("kind")),
            self._chip("line", "Objet", self["line"].value() or "sans objet"),
            self._convention_chip(),
            self._chip("staff", "Qui était là", self.people_text),
        ]

    def _chip(self, name: str, label: str, value: str, is_missing: bool = False, note: str = ""):
        return Chip(name, label, value or "à préciser", self[name], is_missing, note)

    def _is_work(self) -> bool:
        return self["kind"].value() in WorkKind.values

    def _organisation_chip(self) -> Chip:
        chosen = self.chosen_organisation
        if chosen:
            return self._chip("organisation", "Structure", chosen[1])
        if self._is_work() and not self.choices:
            return self._chip("organisation", "Structure", "aucune")
        note = ""
        if self.must_choose:
            note = f"{len(self.choices) + self.left_out} structures peuvent être celle-ci."
        return self._chip("organisation", "Structure", "à choisir", True, note)

    def _duration_chip(self) -> Chip:
        written = self["duration"].value()
        optional = self._is_work() or self["kind"].value() in UNTIMED_KINDS
        note = "Plusieurs durées sont écrites : dites laquelle." if self._is(What.DURATION) else ""
        value = written or ("sans durée" if optional and not note else "")
        return self._chip("duration", "Durée", value, not written and not optional, note)

    def _date_chip(self) -> Chip:
        day = self.day
        said = long_date(day) if day else str(self["date"].value() or "")
        note = "Plusieurs dates sont écrites : dites laquelle." if self._is(What.DATE) else ""
        return self._chip("date", "Date", said, bool(note), note)

    def _convention_chip(self) -> Chip:
        """That of the day, as noting would find it; several are a choice."""
        day = self.day
        if self["convention"].value() or day is None or self.must_choose:
            return self._chip("convention", "Convention", self._choice("convention"))
        organisation = self._organisation(str(self["organisation"].value() or ""))
        found = default_convention(owner=self.owner, organisation=organisation, date=day)
        if found.must_ask:
            note = "Plusieurs conventions couvrent cette date."
            return self._chip("convention", "Convention", "à choisir", True, note)
        value = found.convention.reference if found.convention else "à rattacher plus tard"
        return self._chip("convention", "Convention", value)

    def _is(self, what: What) -> bool:
        return what in self.unsure

    def _needs_channel(self) -> bool:
        return self["kind"].value() == SessionKind.MEETING and not self["channels"].value()

    def _channels(self) -> str:
        chosen = self["channels"].value() or []
        told = [label for code, label in Channel.choices if code in chosen]
        return listed(told) or ("" if self._needs_channel() else "aucun")

    def _choice(self, name: str) -> str:
        value = str(self[name].value() or "")
        for key, label in _flat(self.fields[name].widget.choices):
            if str(key) == value:
                return str(label)
        return value


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield key, label
