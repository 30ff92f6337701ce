"""The compte rendu financier by accounts: headings, amounts, totals. No database, no clock.

Amounts are euros as Decimal; None is unknown, and a sum that an unknown enters is unknown too.
Percentages are Decimal with two decimals; those of a column add up to exactly 100,00.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from partnership.figures import percentage, shares
from partnership.wording import euros, percent

ZERO = Decimal("0.00")
UNASSIGNED = "Non affecté à un compte"
OTHER_FUNDERS = "Autres financeurs"
DIRECT, INDIRECT = "Charges directes", "Charges indirectes"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the form. `code` is its account; letters stand for what the form gives none."""

    id: int
    code: str
    group: str
    label: str
    in_kind: bool = False

    @property
    def account(self) -> str:
        return self.code if self.code.isdigit() else ""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a heading receives: an amount planned, realised, or both; `heading` None is « non
    affecté »."""

    heading: int | None
    planned: Decimal | None = ZERO
    realised: Decimal | None = ZERO


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it prints. `share` is of the side's realised total, voluntary contributions apart;
    `gap` is realised − planned and `gap_percent` is of the planned amount."""

    account: str
    label: str
    planned: Decimal | None
    realised: Decimal | None
    planned_share: Decimal | None = None
    share: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        if self.planned is None or self.realised is None:
            return None
        return self.realised - self.planned

    @property
    def gap_percent(self) -> Decimal | None:
        return None if self.gap is None else percentage(self.gap, self.planned)

    @property
    def is_used(self) -> bool:
        """Whether it holds an amount, or one that is unknown."""
        return self.planned != 0 or self.realised != 0

    @property
    def is_empty(self) -> bool:
        return not self.is_used


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of two figures with its lines; none under a heading that is its own line."""

    row: Row
    lines: tuple[Row, ...]

    @property
    def used_lines(self) -> tuple[Row, ...]:
        return tuple(line for line in self.lines if line.is_used)


@dataclass(frozen=True, slots=True)
class Side:
    """Charges or produits. `total` leaves the voluntary contributions out, `whole` holds them."""

    title: str
    groups: tuple[Group, ...]
    unassigned: Row | None
    total: Row
    in_kind: tuple[Group, ...]
    in_kind_total: Row
    whole: Row

    @property
    def used_groups(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.row.is_used)

    @property
    def used_in_kind(self) -> tuple[Group, ...]:
        return tuple(group for group in self.in_kind if group.row.is_used)

    @property
    def is_empty(self) -> bool:
        return not (self.used_groups or self.used_in_kind or self.unassigned)


@dataclass(frozen=True, slots=True)
class Account:
    """Both sides, and the subsidy that the account is made for: euros granted, None unknown."""

    expenses: Side
    income: Side
    subsidy: Decimal | None
    is_voted: bool = True

    @property
    def sides(self) -> tuple[Side, Side]:
        return (self.expenses, self.income)

    @property
    def is_empty(self) -> bool:
        return self.expenses.is_empty and self.income.is_empty

    @property
    def result(self) -> Decimal | None:
        """Produits − charges realised, voluntary contributions apart."""
        return _difference(self.income.total.realised, self.expenses.total.realised)

    @property
    def in_kind_difference(self) -> Decimal | None:
        """Resources − uses of the voluntary contributions, realised: the two should be equal."""
        return _difference(self.income.in_kind_total.realised, self.expenses.in_kind_total.realised)

    @property
    def subsidy_share(self) -> Decimal | None:
        """The subsidy in the total of the produits realised; planned while these are unknown."""
        total = self._income_total
        if self.subsidy is None or not total:
            return None
        return percentage(self.subsidy, total)

    @property
    def _income_total(self) -> Decimal | None:
        return self.income.total.realised or self.income.total.planned

    @property
    def subsidy_sentence(self) -> str:
        """« La subvention de 7 000,00 € représente 37,44 % du total des produits. »"""
        if self.subsidy is None:
            return "Le montant de la subvention n'est pas renseigné."
        name = "La subvention" if self.is_voted else "La subvention proposée"
        total = "produits" if self.income.total.realised else "produits prévus"
        if self.subsidy_share is None:
            return f"{name} est de {euros(self.subsidy)} ; le total des {total} n'est pas connu."
        return (
            f"{name} de {euros(self.subsidy)} représente {percent(self.subsidy_share)} "
            f"du total des {total}."
        )


def side_of(title: str, headings: Sequence[Heading], amounts: Iterable[Amount]) -> Side:
    """Every heading in its order with what it received, then the totals.

    An amount whose heading is not in the list is « non affecté », never dropped."""
    sums = _sums(headings, amounts)
    money = [one for one in headings if not one.in_kind]
    keys: list[int | None] = [one.id for one in money]
    if None in sums:
        keys.append(None)
    planned_shares = _parts([sums[key][0] for key in keys])
    realised_shares = _parts([sums[key][1] for key in keys])
    rows = {
        key: _row(heading, sums[key], planned_share, realised_share)
        for key, heading, planned_share, realised_share in zip(
            keys, [*money, None], planned_shares, realised_shares, strict=False
        )
    }
    in_kind = [one for one in headings if one.in_kind]
    in_kind_rows = {one.id: _row(one, sums[one.id], None, None) for one in in_kind}
    total = _total(f"Total des {title.lower()}", rows.values(), is_whole=True)
    in_kind_total = _total("Total des contributions volontaires", in_kind_rows.values())
    return Side(
        title=title,
        groups=_groups(money, rows),
        unassigned=rows.get(None),
        total=total,
        in_kind=_groups(in_kind, in_kind_rows),
        in_kind_total=in_kind_total,
        whole=_total("Total avec les contributions volontaires", [total, in_kind_total]),
    )


def _sums(
    headings: Sequence[Heading], amounts: Iterable[Amount]
) -> dict[int | None, tuple[Decimal | None, Decimal | None]]:
    known = {one.id for one in headings}
    sums: dict[int | None, tuple[Decimal | None, Decimal | None]] = {
        one.id: (ZERO, ZERO) for one in headings
    }
    for amount in amounts:
        key = amount.heading if amount.heading in known else None
        planned, realised = sums.get(key, (ZERO, ZERO))
        sums[key] = (_add(planned, amount.planned), _add(realised, amount.realised))
    return sums


def _groups(headings: Sequence[Heading], rows: dict[int | None, Row]) -> tuple[Group, ...]:
    groups = []
    for name, gathered in groupby(headings, key=lambda one: one.group):
        members = list(gathered)
        lines = tuple(rows[one.id] for one in members)
        row = _total(name, lines, account=members[0].account[:2])
        alone = len(lines) == 1 and lines[0].label == name
        groups.append(Group(row, () if alone else lines))
    return tuple(groups)


def _row(heading: Heading | None, sums, planned_share, share) -> Row:
    planned, realised = sums
    if heading is None:
        return Row("", UNASSIGNED, planned, realised, planned_share, share)
    return Row(heading.account, heading.label, planned, realised, planned_share, share)


def _total(label: str, rows: Iterable[Row], *, account: str = "", is_whole: bool = False) -> Row:
    """The sum of rows. The whole of a side is 100,00, or 0,00 of nothing; a part has the sum of
    its rows' shares, so that the parts of the whole add up too."""
    rows = list(rows)
    planned, realised = ZERO, ZERO
    for row in rows:
        planned, realised = _add(planned, row.planned), _add(realised, row.realised)
    return Row(
        account,
        label,
        planned,
        realised,
        _whole(planned) if is_whole else _sum_of_shares(row.planned_share for row in rows),
        _whole(realised) if is_whole else _sum_of_shares(row.share for row in rows),
    )


def _parts(amounts: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Shares of 100,00 where every amount is known, none otherwise."""
    if any(amount is None for amount in amounts):
        return [None] * len(amounts)
    return list(shares(amounts))


def _whole(total: Decimal | None) -> Decimal | None:
    if total is None:
        return None
    return Decimal("100.00") if total else ZERO


def _sum_of_shares(parts: Iterable[Decimal | None]) -> Decimal | None:
    total = ZERO
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _add(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
