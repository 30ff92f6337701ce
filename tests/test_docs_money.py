"""The part of docs/figures.md about money: its examples are run."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from partnership.charging import Charge, charged, why_not_counted
from partnership.enums import AdjustmentRule
from partnership.figures import RowRef
from partnership.money import ZERO, Comparison, Line, compare_expenses
from partnership.money_rules import RULES, MoneyFacts
from partnership.settlement import Basis, settle
from partnership.terms import Terms
from reporting.progress import figure_text
from tests.test_docs import NONE, PAGE, Row, amount, cells, plain, sections, table

pytestmark = pytest.mark.one_database

MONEY = PAGE.partition("\n## Money\n")[2]
BY_ID = {rule.declaration.id: rule for rule in RULES}
EXPECTATION = re.compile(
    r"→ `(?P<id>[a-z_.]+)` = (?P<value>[\d ,]+ [€%]|unknown)(, with « (?P<remark>[^»]+) »)?"
)
TABLES = {"line": "lines", "expense": "expenses", "granted": "terms"}
PERIOD = Terms(
    amount=None,
    projected_cost=None,
    rule=AdjustmentRule.UNKNOWN,
    starts_on=datetime.date(2026, 1, 1),
    ends_on=datetime.date(2026, 12, 31),
    report_due_on=None,
    load_commitments=tuple,
)


def euros_of(cell: str) -> Decimal | None:
    return None if cell == NONE else amount(cell)


def uid_of(label: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, label)


@dataclass
class Example:
    """Tables of lines, of expenses and of terms, and what the rules answer of them."""

    lines: list[Row] = field(default_factory=list)
    expenses: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def charges(self) -> tuple[Charge, ...]:
        return tuple(map(charge_of, self.expenses))

    @property
    def facts(self) -> MoneyFacts:
        counted = [one.charged for one in self.charges if one.counts]
        said = self.terms[0] if self.terms else dict.fromkeys(("granted", "cost", "paid"), NONE)
        basis = Basis(
            rule=AdjustmentRule(said.get("rule", "unknown")),
            granted=euros_of(said["granted"]),
            projected_cost=euros_of(said["cost"]),
            realised=sum(counted, ZERO) if self.charges else None,
            paid=euros_of(said["paid"]) or ZERO,
        )
        return MoneyFacts(
            expense_lines=tuple(
                Line(str(uid_of(row["line"])), row["line"], euros_of(row["planned"]))
                for row in self.lines
            ),
            charges=self.charges,
            outcome=settle(basis),
            granted_by=(RowRef("convention", "c"),),
        )


def charge_of(row: Row) -> Charge:
    paid_on = None if row["paid on"] == NONE else datetime.date.fromisoformat(row["paid on"])
    why_not = why_not_counted(PERIOD, paid_on, cancelled=False)
    whole, percent = amount(row["amount"]), Decimal(row["percent"])
    return Charge(
        expense_uid=uid_of(row["expense"]),
        label=row["expense"],
        supplier="",
        voucher="",
        invoiced_on=None,
        paid_on=paid_on,
        amount=whole,
        percent=percent,
        charged=charged(whole, percent),
        line_uid=None if row["line"] == NONE else uid_of(row["line"]),
        counts=not why_not,
        why_not=why_not,
    )


def examples() -> list[Example]:
    """Tables that follow arrows begin another example."""
    found, current, heads = [], Example(), None
    for line in MONEY.splitlines():
        if line.startswith("|") and heads is None:
            heads = cells(line)
            if current.expected:
                current = Example()
        elif line.startswith("|---") or (line.startswith("|") and heads[0] not in TABLES):
            continue
        elif line.startswith("|"):
            rows = getattr(current, TABLES[heads[0]])
            rows.append(dict(zip(heads, cells(line), strict=True)))
        elif line.startswith("→"):
            if not current.expected:
                found.append(current)
            current.expected.append(line)
        if not line.startswith("|"):
            heads = None
    return found


CASES = [
    pytest.param(example, line, id=f"{rank}-{line.partition(' = ')[0].strip('→ ')}")
    for rank, example in enumerate(examples())
    for line in example.expected
]


@pytest.mark.parametrize(("example", "line"), CASES)
def test_an_example_gives_what_the_page_says(example, line):
    said = EXPECTATION.fullmatch(line)
    assert said, f"Not understood: {line}"
    figure = BY_ID[said["id"]].figure(example.facts)
    if said["value"] == "unknown":
        assert figure.value is None
    else:
        assert plain(figure_text(figure)) == said["value"]
    assert plain(figure.remark) == (said["remark"] or "")


def test_every_arrow_is_read():
    assert len(CASES) == sum(line.startswith("→") for line in MONEY.splitlines())
    assert len(CASES) > 10


def test_each_rule_has_its_section_and_each_section_its_rule():
    told = [title.strip("`") for title in sections(MONEY, 3) if title.startswith("`")]
    assert told == list(BY_ID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.declaration.id)
def test_a_section_tells_its_rule_with_an_example(rule):
    told = rule.declaration
    section = plain(sections(MONEY, 3)[f"`{told.id}`"].replace("\n> ", "\n"))
    assert f"« {told.label} », in {told.unit}. Not cut." in section
    assert told.sentence in section
    assert f"→ `{told.id}` = " in section
    assert told.version == 1


def compared() -> tuple[list[Row], Comparison]:
    """The table of the page, and what its planned and realised columns give."""
    rows = table(MONEY, "plan")
    lines = [
        Line(str(uid_of(row["plan"])), row["plan"], amount(row["planned"])) for row in rows[:2]
    ]
    charges = [
        charge_of(
            {
                "expense": row["plan"],
                "paid on": "2026-03-02",
                "amount": row["realised"],
                "percent": "100",
                "line": row["plan"] if rank < 2 else NONE,
            }
        )
        for rank, row in enumerate(rows[:3])
    ]
    return rows, compare_expenses(lines, charges, threshold=Decimal(10))


def test_the_table_of_planned_and_realised_is_worked_out():
    rows, found = compared()
    for row, one in zip(rows, (*found.rows, found.total), strict=True):
        assert one.label == row["plan"]
        assert (one.planned, one.realised) == (amount(row["planned"]), amount(row["realised"]))
        assert (one.planned_share, one.realised_share) == (
            amount(row["share"]),
            amount(row["part"]),
        )
        assert (one.gap, one.gap_percent) == (amount(row["gap"]), euros_of(row["gap %"]))
        assert one.needs_explanation is (row["explain"] == "yes")


def test_rounding_the_rate_first_would_lose_what_the_page_says():
    due = settle(
        Basis(AdjustmentRule.PRORATA, Decimal(7000), Decimal(18695), Decimal("11879.54"))
    ).due
    early = (Decimal("0.3744") * Decimal("11879.54")).quantize(Decimal("0.01"))
    assert f"would give {int((due - early) * 100)} cents less" in plain(MONEY)
