"""The life of a convention, as one table."""

from __future__ import annotations

import re

from partnership import transitions
from partnership.enums import ConventionState as State
from partnership.enums import Role

OFFICER, BOTH = {Role.OFFICER}, {Role.ADMIN, Role.OFFICER}
# (from, to) → who may, whether a reason is needed.
EXPECTED = {
    (State.PROPOSED, State.BEFORE_COMMISSION): (OFFICER, False),
    (State.BEFORE_COMMISSION, State.PROPOSED): (OFFICER, True),
    (State.BEFORE_COMMISSION, State.VOTED): (OFFICER, False),
    (State.BEFORE_COMMISSION, State.REFUSED): (OFFICER, True),
    (State.VOTED, State.SIGNED): (BOTH, False),
    (State.VOTED, State.TERMINATED): (BOTH, True),
    (State.SIGNED, State.SETTLED): (OFFICER, False),
    (State.SIGNED, State.TERMINATED): (BOTH, True),
}


def test_the_table_is_the_one_agreed():
    table = {
        (one.source, one.target): (set(one.roles), one.needs_reason)
        for one in transitions.TRANSITIONS
    }
    assert table == EXPECTED
    assert len(transitions.TRANSITIONS) == len(EXPECTED)


def test_a_step_is_found_by_its_two_states():
    for source in State:
        for target in State:
            found = transitions.find(source, target)
            assert (found is not None) is ((source, target) in EXPECTED)


def test_every_state_is_reached_from_the_first():
    reached = {State.PROPOSED}
    for _ in State:
        reached |= {target for source, target in EXPECTED if source in reached}
    assert reached == set(State)


def test_the_diagram_says_the_whole_table_and_nothing_else():
    lines = [line.strip() for line in transitions.mermaid().splitlines()]
    arrows = [re.fullmatch(r"(\w+|\[\*\]) --> (\w+|\[\*\])(?: : (.+))?", line) for line in lines]
    drawn = {match.groups() for match in arrows if match}
    steps = {(one.source, one.target, one.label) for one in transitions.TRANSITIONS}
    ends = {(state, "[*]", None) for state in ("settled", "refused", "terminated")}
    assert lines[0] == "stateDiagram-v2"
    assert drawn == steps | ends | {("[*]", "proposed", None)}


def test_the_diagram_names_each_state_in_french():
    lines = [line.strip() for line in transitions.mermaid().splitlines()]
    assert "before_commission : Devant la commission" in lines
    assert [line for line in lines if line.startswith("settled :")] == ["settled : Soldée"]
    assert all(f"{state} : {state.label}" in lines for state in State)
