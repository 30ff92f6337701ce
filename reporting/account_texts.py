"""What the data already say in the sheets of the compte rendu financier that people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partnership.account_parts import ATTESTATION, PARTS, Part
from partnership.models import Convention
from partnership.money import Row
from partnership.wording import counted, gap_euros, gap_percent, listed, long_date
from reporting.accounts import Accounts
from reporting.collecting import Rows, figures_of
from reporting.progress import figure_text, progress_of

TOWNS_NAMED = 12
TOLD = ("accompaniment.organisations", "advice.organisations", "accompaniment.sessions")
TO_EXPLAIN = "explication non renseignée"


@dataclass(frozen=True)
class Text:
    """A part as it prints. `made` is what the data give, `is_written` that a person put another
    text in its place."""

    part: Part
    text: str
    made: str
    is_written: bool

    @property
    def key(self) -> str:
        return self.part.key


def texts_of(convention: Convention, rows: Rows, written: Mapping[str, str]) -> tuple[Text, ...]:
    """Every part in its order: the person's words, else what the data say, else nothing."""
    made = _made(convention, rows)
    return tuple(
        Text(
            part,
            written.get(part.key) or made.get(part.key, ""),
            made.get(part.key, ""),
            part.key in written,
        )
        for part in PARTS
    )


def _made(convention: Convention, rows: Rows) -> dict[str, str]:
    terms = convention.terms()
    facts = rows.facts
    progress = progress_of(convention, facts)
    figures = figures_of(convention, facts)
    return {
        "action": "\n".join(
            [
                convention.purpose,
                *(f"{one.commitment.label}. {one.commitment.text}" for one in progress),
            ]
        ),
        "beneficiaries": "\n".join(
            f"{figures[key].label} : {figure_text(figures[key])}"
            for key in TOLD
            if figures[key].rows
        ),
        "dates": f"Du {long_date(terms.starts_on)} au {long_date(terms.ends_on)}",
        "places": _places(convention, rows),
        "objectives": "\n".join(
            f"{one.commitment.label}. {one.target_text} : {one.done_text}" for one in progress
        ),
        "gaps": _gaps(rows.accounts),
    }


def _places(convention: Convention, rows: Rows) -> str:
    """The territory, then the towns of the structures met."""
    towns = sorted(
        {
            session.organisation.town
            for session in rows.sessions
            if session.organisation and session.organisation.town
        }
    )
    lines = [convention.territory] if convention.territory else []
    if len(towns) > TOWNS_NAMED:
        lines.append(f"Structures de {counted(len(towns), 'commune')}")
    elif towns:
        lines.append(f"Structures de : {listed(towns)}")
    return "\n".join(lines)


def _gaps(accounts: Accounts) -> str:
    """The explanations given line by line. Other funders are one line, nameless: it is read by the
    convention's own."""
    sides = (accounts.expenses, accounts.income(names_others=False))
    told = [row for side in sides for row in side.rows if row.explanation or row.needs_explanation]
    return "\n".join(map(_gap, told))


def _gap(row: Row) -> str:
    if row.gap is None:
        how_much = ""
    elif row.gap_percent is None:
        how_much = f" ({gap_euros(row.gap)})"
    else:
        how_much = f" ({gap_euros(row.gap)}, {gap_percent(row.gap_percent)})"
    return f"{row.label}{how_much} : {row.explanation or TO_EXPLAIN}"


def of_sheet(texts: tuple[Text, ...], sheet: int) -> list[Text]:
    return [one for one in texts if one.part.sheet == sheet]


def attestation_of(texts: tuple[Text, ...]) -> dict[str, str]:
    return {one.key: one.text for one in of_sheet(texts, ATTESTATION)}
