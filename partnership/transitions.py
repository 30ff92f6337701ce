"""The life of a convention as one table. `docs/lifecycle.md` is generated from it."""

from __future__ import annotations

from dataclasses import dataclass

from partnership.enums import ConventionState as State
from partnership.enums import Role


@dataclass(frozen=True)
class Transition:
    """From one state to another: the gesture, in the infinitive, and the roles that may do it.
    Some wait for the proposal to have been sent."""

    source: State
    target: State
    label: str
    roles: tuple[Role, ...]
    needs_reason: bool = False
    needs_proposal: bool = False


BOTH = (Role.ADMIN, Role.OFFICER)

TRANSITIONS = (
    Transition(
        State.PROPOSED,
        State.BEFORE_COMMISSION,
        "Inscrire à l'ordre du jour de la commission",
        (Role.OFFICER,),
        needs_proposal=True,
    ),
    Transition(
        State.BEFORE_COMMISSION, State.PROPOSED, "Rendre à l'association", (Role.OFFICER,), True
    ),
    Transition(State.BEFORE_COMMISSION, State.VOTED, "Noter le vote", (Role.OFFICER,)),
    Transition(State.BEFORE_COMMISSION, State.REFUSED, "Noter le refus", (Role.OFFICER,), True),
    Transition(State.VOTED, State.SIGNED, "Noter la signature", BOTH),
    Transition(State.SIGNED, State.SETTLED, "Solder la convention", (Role.OFFICER,)),
    Transition(State.VOTED, State.TERMINATED, "Noter la résiliation", BOTH, True),
    Transition(State.SIGNED, State.TERMINATED, "Noter la résiliation", BOTH, True),
)


def find(source: str, target: str) -> Transition | None:
    return next((one for one in TRANSITIONS if (one.source, one.target) == (source, target)), None)


def mermaid() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.PROPOSED}"]
    lines += [f"    {state} : {state.label}" for state in State]
    lines += [f"    {one.source} --> {one.target} : {one.label}" for one in TRANSITIONS]
    ended = {state for state in State if state not in {one.source for one in TRANSITIONS}}
    lines += [f"    {state} --> [*]" for state in State if state in ended]
    return "\n".join(lines)
