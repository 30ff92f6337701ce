"""The life of a convention as one table: its steps, and each state in the words of each side.

`docs/lifecycle.md` is generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partnership.enums import ConventionState as State
from partnership.enums import Role


@dataclass(frozen=True)
class Transition:
    """From one state to another: the gesture, in the infinitive, and the roles that may do it.

    `slug` names the gesture in addresses. Some wait for the proposal to have been sent."""

    source: State
    target: State
    label: str
    roles: tuple[Role, ...]
    needs_reason: bool = False
    slug: str = ""
    needs_proposal: bool = False


BOTH = (Role.ADMIN, Role.OFFICER)
OFFICER = (Role.OFFICER,)
# The states of a convention that nothing stops, in their order.
PATH = (State.PROPOSED, State.BEFORE_COMMISSION, State.VOTED, State.SIGNED, State.SETTLED)

TRANSITIONS = (
    Transition(
        State.PROPOSED,
        State.BEFORE_COMMISSION,
        "Inscrire à l'ordre du jour de la commission",
        OFFICER,
        slug="inscrire",
        needs_proposal=True,
    ),
    Transition(
        State.BEFORE_COMMISSION,
        State.PROPOSED,
        "Rendre à l'association",
        OFFICER,
        True,
        slug="rendre",
    ),
    Transition(State.BEFORE_COMMISSION, State.VOTED, "Noter le vote", OFFICER, slug="vote"),
    Transition(
        State.BEFORE_COMMISSION, State.REFUSED, "Noter le refus", OFFICER, True, slug="refus"
    ),
    Transition(State.VOTED, State.SIGNED, "Noter la signature", BOTH, slug="signature"),
    Transition(State.SIGNED, State.SETTLED, "Solder la convention", OFFICER, slug="solde"),
    Transition(
        State.VOTED, State.TERMINATED, "Noter la résiliation", BOTH, True, slug="resiliation"
    ),
    Transition(
        State.SIGNED, State.TERMINATED, "Noter la résiliation", BOTH, True, slug="resiliation"
    ),
)


def find(source: str, target: str) -> Transition | None:
    return next((one for one in TRANSITIONS if (one.source, one.target) == (source, target)), None)


def called(slug: str) -> list[Transition]:
    """The steps that one gesture makes, from whatever state."""
    return [one for one in TRANSITIONS if one.slug == slug]


def leaving(state: str) -> list[Transition]:
    return [one for one in TRANSITIONS if one.source == state]


@dataclass(frozen=True)
class Wording:
    """A state as each side reads it. Of a state's wordings, the first whose `needs` are all known
    is read; they are the words between braces."""

    state: State
    association: str
    funder: str
    needs: tuple[str, ...] = ()


WORDINGS = (
    Wording(
        State.PROPOSED,
        "Proposition envoyée le {sent_on}, à inscrire à l'ordre du jour par le financeur",
        "Proposition reçue le {sent_on}, à inscrire à l'ordre du jour de la commission",
        ("sent_on",),
    ),
    Wording(
        State.PROPOSED,
        "Proposition en préparation",
        "Proposition en préparation à l'association",
    ),
    Wording(
        State.BEFORE_COMMISSION,
        "Proposition devant la commission : vote attendu",
        "Proposition devant la commission : vote à noter",
    ),
    Wording(
        State.VOTED,
        "Subvention votée le {voted_on} (délibération n° {number}) : convention à signer",
        "Votée le {voted_on} (délibération n° {number}) : convention à faire signer",
        ("voted_on", "number"),
    ),
    Wording(
        State.VOTED,
        "Subvention votée : convention à signer",
        "Votée : convention à faire signer",
    ),
    Wording(
        State.SIGNED,
        "Convention signée le {signed_on} : programme à tenir",
        "Convention signée le {signed_on} : programme à suivre",
        ("signed_on",),
    ),
    Wording(
        State.SIGNED,
        "Convention signée : programme à tenir",
        "Convention signée : programme à suivre",
    ),
    Wording(
        State.SETTLED,
        "Convention soldée par le financeur",
        "Convention soldée : dossier clos",
    ),
    Wording(
        State.REFUSED,
        "Proposition refusée le {voted_on} (délibération n° {number})",
        "Refusée le {voted_on} (délibération n° {number})",
        ("voted_on", "number"),
    ),
    Wording(State.REFUSED, "Proposition refusée par le financeur", "Proposition refusée"),
    Wording(
        State.TERMINATED,
        "Convention résiliée avec effet au {terminated_on}",
        "Convention résiliée avec effet au {terminated_on}",
        ("terminated_on",),
    ),
    Wording(State.TERMINATED, "Convention résiliée", "Convention résiliée"),
)


def worded(state: str, known: Mapping[str, str], *, for_funder: bool) -> str:
    """The state in the words of one side. `known` holds the facts as people read them
    (« 18 septembre 2023 »), without those that nobody knows."""
    wording = next(
        one for one in WORDINGS if one.state == state and all(known.get(key) for key in one.needs)
    )
    return (wording.funder if for_funder else wording.association).format(**known)


def mermaid() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.PROPOSED}"]
    lines += [f"    {state} : {state.label}" for state in State]
    lines += [f"    {one.source} --> {one.target} : {one.label}" for one in TRANSITIONS]
    ended = {state for state in State if state not in {one.source for one in TRANSITIONS}}
    lines += [f"    {state} --> [*]" for state in State if state in ended]
    return "\n".join(lines)
