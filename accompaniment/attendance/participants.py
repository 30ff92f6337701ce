"""Who takes part in a gathering, as its page reads it: in one line, by person, by structure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering
from partnership.models import Organisation, User
from partnership.text import normalise
from partnership.wording import counted, listed

_READ = (
    "state",
    "people",
    "young_people",
    "organisation_id",
    "organisation_name",
    "first_name",
    "last_name",
    "is_walk_in",
)
EXPECTED = (Presence.REGISTERED, Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT)


@dataclass
class Heads:
    """Adults, or people of no known age, and the young, counted apart."""

    people: int = 0
    young: int = 0

    def add(self, people: int, young: int) -> None:
        self.people += people
        self.young += young

    @property
    def total(self) -> int:
        return self.people + self.young


@dataclass
class Roll:
    """What the rows of a gathering give. `hidden` are the people whom the reader knows only as a
    number: of another territory, at a gathering that several funders share."""

    by_state: dict[str, Heads] = field(default_factory=dict)
    structures: dict[str, set] = field(default_factory=dict)
    walk_ins: int = 0
    nameless: int = 0
    hidden: int = 0
    stated_participants: int | None = None
    stated_organisations: int | None = None
    rows: int = 0

    def heads(self, state: str) -> Heads:
        return self.by_state.get(state, Heads())

    def structure_count(self, state: str) -> int:
        return len(self.structures.get(state, ()))

    @property
    def present(self) -> Heads:
        return self.heads(Presence.PRESENT)

    @property
    def registered(self) -> int:
        return self.heads(Presence.REGISTERED).total

    @property
    def waiting(self) -> int:
        return self.heads(Presence.WAITING).total

    @property
    def is_filled(self) -> bool:
        return bool(self.present.total)

    @property
    def sentence(self) -> str:
        """« 12 participants de 7 structures, 18 jeunes, 3 excusés, 2 sans réponse »."""
        parts = []
        if self.present.total:
            parts += self._people(self.present, Presence.PRESENT, "participant")
        registered = self.heads(Presence.REGISTERED)
        if registered.total:
            parts += self._people(registered, Presence.REGISTERED, "inscrit")
        for state, words in _ALSO.items():
            if total := self.heads(state).total:
                parts.append(words(total))
        if self.hidden:
            parts.append(f"et {counted(self.hidden, 'personne')} d'autres territoires")
        return ", ".join(parts)

    def _people(self, heads: Heads, state: str, word: str) -> list[str]:
        said = []
        if heads.people:
            structures = self.structure_count(state)
            of = f" de {counted(structures, 'structure')}" if structures else ""
            walked = self.walk_ins if state == Presence.PRESENT else 0
            apart = f" (dont {walked} sans inscription)" if walked else ""
            said.append(f"{counted(heads.people, word)}{of}{apart}")
        if heads.young:
            of = "" if heads.people else " " + ("présents" if word == "participant" else "inscrits")
            said.append(f"{counted(heads.young, 'jeune')}{of if heads.young > 1 else of[:-1]}")
        return said

    @property
    def differences(self) -> list[str]:
        """What a document states and the rows do not give, in sentences."""
        said = []
        stated, given = self.stated_participants, self.present
        if self.is_filled and stated is not None and stated not in {given.people, given.total}:
            said.append(
                f"Le document annonce {counted(stated, 'participant')}, les lignes en donnent "
                f"{given.people}."
            )
        stated, found = self.stated_organisations, self.structure_count(Presence.PRESENT)
        if self.is_filled and stated is not None and stated != found:
            said.append(
                f"Le document annonce {counted(stated, 'structure')}, les lignes en donnent "
                f"{found}."
            )
        return said


_ALSO = {
    Presence.WAITING: lambda total: f"{total} en liste d'attente",
    Presence.INVITED: lambda total: counted(total, "invité"),
    Presence.EXCUSED: lambda total: counted(total, "excusé"),
    Presence.ABSENT: lambda total: counted(total, "absent"),
    Presence.NO_REPLY: lambda total: f"{total} sans réponse",
}


def roll_of(gathering: Gathering, reader: User) -> Roll:
    """Two queries, however many rows."""
    seen = Attendance.objects.filter(gathering=gathering).visible_to(reader)
    roll = Roll(
        stated_participants=gathering.stated_participants,
        stated_organisations=gathering.stated_organisations,
    )
    counted_heads = Heads()
    for line in seen.order_by("pk").values_list("pk", *_READ):
        _, state, people, young, organisation, typed, first, last, walk_in = line
        roll.rows += 1
        roll.by_state.setdefault(state, Heads()).add(people, young)
        if structure := organisation or normalise(typed):
            roll.structures.setdefault(state, set()).add(structure)
        if state == Presence.PRESENT:
            roll.walk_ins += (people + young) if walk_in else 0
            roll.nameless += 0 if first or last else people + young
        if state in EXPECTED:
            counted_heads.add(people, young)
    if gathering.owner_id not in reader.access.networks:
        everybody = Attendance.objects.filter(gathering=gathering, state__in=EXPECTED).heads()
        roll.hidden = everybody - counted_heads.total
        if roll.hidden:  # what a document states is of everybody: nothing to compare with a part
            roll.stated_participants = roll.stated_organisations = None
    return roll


@dataclass
class StructureLine:
    """All that a structure's rows say."""

    name: str
    organisation: Organisation | None
    is_unrecognised: bool = False
    by_state: dict[str, Heads] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @property
    def states(self) -> list[str]:
        """« 2 présents, dont… », one phrase for each state met, in the order of the choices."""
        return [
            f"{Presence(state).label} : {heads.total}"
            for state in Presence.values
            if (heads := self.by_state.get(state)) and heads.total
        ]

    @property
    def present(self) -> Heads:
        return self.by_state.get(Presence.PRESENT, Heads())

    @property
    def names_text(self) -> str:
        return listed(self.names)


def by_structure(rows: Iterable[Attendance]) -> list[StructureLine]:
    """The rows gathered by structure, by name; those of none come last."""
    lines: dict[object, StructureLine] = {}
    for row in rows:
        key = row.organisation_id or normalise(row.organisation_name)
        if key not in lines:
            lines[key] = StructureLine(row.structure, row.organisation, row.is_unrecognised)
        line = lines[key]
        line.by_state.setdefault(row.state, Heads()).add(row.people, row.young_people)
        if row.full_name:
            line.names.append(row.full_name)
    return sorted(lines.values(), key=lambda line: (not line.name, normalise(line.name)))
