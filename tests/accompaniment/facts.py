"""Plain facts for the counting rules: say only what the example is about."""

import datetime
from itertools import count

from accompaniment.enums import Mode, SessionKind, WorkKind
from accompaniment.facts import Facts, SessionFact, WorkFact
from accompaniment.rules import RULES
from partnership.enums import OrganisationKind
from partnership.figures import Figure

_numbers = count(1)


def session(
    minutes: int | None = 60,
    *,
    organisation: str | None = "Mairie d'Arras",
    month: int | None = 3,
    kind: str = SessionKind.MEETING,
    mode: str = Mode.REINFORCED,
    channels: tuple[str, ...] = (),
    project_kinds: tuple[str, ...] = (),
    organisation_kind: str = OrganisationKind.TOWN,
    accompaniment: str | None = None,
    staff: tuple[str, ...] = ("Ana",),
) -> SessionFact:
    """A session of the year 2026; without a month only its year is known."""
    return SessionFact(
        uid=f"session-{next(_numbers)}",
        date=datetime.date(2026, month or 1, 1),
        dated=month is not None,
        minutes=minutes,
        kind=str(kind),
        mode=str(mode),
        project_kinds=project_kinds,
        channels=channels,
        organisation=organisation,
        organisation_kind=str(organisation_kind),
        accompaniment=accompaniment or f"suivi de {organisation}",
        staff=staff,
    )


def work(
    kind: str = WorkKind.PREPARATION, minutes: int | None = 60, *, month: int | None = 3
) -> WorkFact:
    return WorkFact(
        uid=f"work-{next(_numbers)}",
        date=datetime.date(2026, month or 1, 1),
        dated=month is not None,
        minutes=minutes,
        kind=str(kind),
        staff=(),
    )


def figure(figure_id: str, *facts: SessionFact | WorkFact, **filters: list[str]) -> Figure:
    """The figure as a convention's page would show it, over these facts."""
    rule = next(rule for rule in RULES if rule.declaration.id == figure_id)
    return rule.figure(
        Facts(
            sessions=tuple(fact for fact in facts if isinstance(fact, SessionFact)),
            works=tuple(fact for fact in facts if isinstance(fact, WorkFact)),
        ),
        filters,
    )


def parts(of: Figure, dimension: str) -> dict[str, int | None]:
    """Code → value of one breakdown."""
    return {one.code: one.value for one in of.breakdown(dimension).categories}
