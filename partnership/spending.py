"""Expenses as their pages show them: what each costs a convention, and what should be looked at.

An officer reads what is charged to the conventions of their body; whatever else bears the same
expense is « autres financeurs », with a percentage and no name."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from partnership.charging import Charge, charge_of, charged, why_not_counted
from partnership.enums import PaymentKind, Verb
from partnership.models import (
    AccountHeading,
    Convention,
    Expense,
    ExpenseShare,
    JournalEntry,
    Payment,
    StoredFile,
    User,
)
from partnership.terms import Terms
from partnership.wording import NO_BREAK, euros, long_date, plural

OTHER_FUNDERS = "Autres financeurs"
NO_LINE = "sans poste"
DOUBLE, NO_PROOF = "double possible", "sans justificatif"


@dataclass(frozen=True)
class ShownCharge:
    """A line of the list: the share, what it costs, what should be looked at."""

    share: ExpenseShare
    charge: Charge
    warnings: tuple[str, ...]

    @property
    def expense(self) -> Expense:
        return self.share.expense


@dataclass(frozen=True)
class Totals:
    """Over a whole list, in euros: everything charged, and what counts of it."""

    count: int
    charged: Decimal
    counted: Decimal

    @property
    def left_out(self) -> Decimal:
        return self.charged - self.counted


def accounts_in_use(side: str, today: datetime.date) -> QuerySet[AccountHeading]:
    """The headings of the latest version that is not to come, in their order."""
    headings = AccountHeading.objects.filter(side=side)
    latest = headings.filter(valid_from__lte=today).order_by("-valid_from")
    return headings.filter(valid_from=latest.values("valid_from")[:1]).order_by("position", "pk")


def shares_on(convention: Convention) -> QuerySet[ExpenseShare]:
    """What is charged to a convention, still to pay first, then the last paid first."""
    return convention.expense_shares.select_related(
        "convention", "expense__account", "budget_line__account"
    ).order_by(F("expense__paid_on").desc(nulls_first=True), "-expense__pk", "pk")


def with_warnings(shares: QuerySet[ExpenseShare], user: User) -> QuerySet[ExpenseShare]:
    """Each with `has_proof` and `has_double`, among the expenses that the person sees."""
    return shares.annotate(
        has_proof=Exists(_proofs(OuterRef("expense__uid"))),
        has_double=Exists(_doubles(user, lambda name: OuterRef(f"expense__{name}"))),
    )


def _proofs(uid: Any) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(
        subject_type="expense", subject_uid=uid, cancelled_at__isnull=True
    )


def _doubles(user: User, value: Callable[[str], Any]) -> QuerySet[Expense]:
    """The other expenses of the same supplier, amount and voucher; without a voucher, paid the
    same day too: a rent comes back every month."""
    return (
        Expense.objects.visible_to(user)
        .counted()
        .filter(
            Q(paid_on=value("paid_on")) | ~Q(voucher=""),
            owner=value("owner_id"),
            supplier=value("supplier"),
            amount=value("amount"),
            voucher=value("voucher"),
            minutes__isnull=True,
        )
        .exclude(pk=value("pk"))
    )


def shown(shares: Iterable[ExpenseShare], terms: Terms) -> list[ShownCharge]:
    """Lines of the list, from shares read `with_warnings`."""
    return [
        ShownCharge(
            share,
            charge_of(share, terms),
            _warnings(share.expense, has_proof=share.has_proof, has_double=share.has_double),
        )
        for share in shares
    ]


def _warnings(expense: Expense, *, has_proof: bool, has_double: bool) -> tuple[str, ...]:
    if expense.is_cancelled or expense.is_computed:
        return ()
    said = ((has_double, DOUBLE), (not has_proof, NO_PROOF))
    return tuple(words for wrong, words in said if wrong)


def totals(shares: QuerySet[ExpenseShare], terms: Terms) -> Totals:
    """One pass over the whole list, whatever the page shows of it."""
    count, everything, counts = 0, Decimal(0), Decimal(0)
    for amount, percent, paid_on, cancelled_at in shares.values_list(
        "expense__amount", "percent", "expense__paid_on", "expense__cancelled_at"
    ).iterator():
        cost = charged(amount, percent)
        count, everything = count + 1, everything + cost
        if not why_not_counted(terms, paid_on, cancelled=cancelled_at is not None):
            counts += cost
    return Totals(count, everything, counts)


@dataclass(frozen=True)
class ShownShare:
    """Who bears a part, as the reader may know it. `charged` None: another funder's."""

    payer: str
    line: str
    percent: Decimal
    charged: Decimal | None = None
    reference: str = ""
    why_not: str = ""


def is_of_the_association(user: User, expense: Expense) -> bool:
    return expense.owner_id in user.access.networks


def _every_share(expense: Expense) -> list[ExpenseShare]:
    """With what `terms()` reads, in a constant number of queries."""
    shares = expense.shares.select_related("convention", "budget_line")
    return list(
        shares.prefetch_related("convention__amendments__commitment_changes").order_by("pk")
    )


def readable_shares(expense: Expense, user: User) -> list[ExpenseShare]:
    """The shares that the person may read one by one."""
    everything = _every_share(expense)
    if is_of_the_association(user, expense):
        return everything
    funders = user.access.funders
    return [one for one in everything if one.convention and one.convention.funder_id in funders]


def shown_shares(expense: Expense, user: User) -> list[ShownShare]:
    """Who bears what; what the person may not read is added up under one name."""
    everything, readable = _every_share(expense), readable_shares(expense, user)
    lines = [_shown_share(expense, one) for one in readable]
    hidden = sum((one.percent for one in everything), Decimal(0)) - sum(
        (one.percent for one in readable), Decimal(0)
    )
    if hidden:
        lines.append(ShownShare(OTHER_FUNDERS, "", hidden))
    return lines


def _shown_share(expense: Expense, share: ExpenseShare) -> ShownShare:
    cost = charged(expense.amount, share.percent)
    if share.convention is None:
        return ShownShare(share.funder_name, "", share.percent, cost)
    reason = why_not_counted(
        share.convention.terms(), expense.paid_on, cancelled=expense.is_cancelled
    )
    line = share.budget_line.label if share.budget_line else NO_LINE
    reference = share.convention.reference
    return ShownShare(reference, line, share.percent, cost, reference, reason)


def advice_on(expense: Expense, shares: list[ShownShare], user: User) -> list[str]:
    """What should be looked at, in whole sentences; nothing here is refused."""
    if expense.is_cancelled:
        return []
    advice = []
    if not expense.is_computed:
        twin = _doubles(user, lambda name: getattr(expense, name)).order_by("pk").first()
        if twin is not None:
            day = f" payée le {long_date(twin.paid_on)}" if twin.paid_on else ""
            advice.append(
                f"Une autre dépense{day} a le même fournisseur, le même montant et le même numéro "
                f"de pièce (« {twin.label} ») : vérifiez qu'elle n'est pas notée deux fois."
            )
        if not _proofs(expense.uid).exists():
            advice.append("Aucun justificatif n'est joint à cette dépense.")
    advice += [
        f"Pour {one.reference}, elle n'est pas comptée : {one.why_not}."
        for one in shares
        if one.why_not
    ]
    return advice


@dataclass(frozen=True)
class Moment:
    """A line of the journal, worded."""

    at: datetime.datetime
    words: str
    details: tuple[str, ...]


_CHANGED = {
    "label": "libellé",
    "supplier": "fournisseur",
    "amount": "montant",
    "invoiced_on": "date de la facture",
    "paid_on": "payée le",
    "voucher": "n° de pièce",
    "account": "compte",
}


def history_of(expense: Expense, user: User) -> list[Moment]:
    """Who did what, the last first. What others bear, and reasons, stay in the association."""
    internal = is_of_the_association(user, expense)
    entries = JournalEntry.objects.filter(
        subject_type="expense", subject_uid=expense.uid
    ).select_related("by")
    moments = []
    for entry in entries.order_by("-at", "-pk"):
        details = _details(entry, internal=internal)
        if entry.verb != Verb.CHANGED or details:
            who = str(entry.by) if entry.by else "Trame"
            moments.append(Moment(entry.at, f"{who} {entry.get_verb_display()}", details))
    return moments


def _details(entry: JournalEntry, *, internal: bool) -> tuple[str, ...]:
    details = []
    for name, words in _CHANGED.items():
        change = entry.changes.get(name)
        if isinstance(change, list):
            before, after = (_said(name, value) for value in change)
            details.append(f"{words} : {before} → {after}")
    if internal:
        shares = entry.changes.get("shares", [])
        if shares and isinstance(shares[0], list):
            before, after = (", ".join(one) or "rien" for one in shares)
            details.append(f"parts : {before} → {after}")
        if reason := entry.changes.get("reason"):
            details.append(f"motif : {reason}")
    return tuple(details)


def _said(name: str, value: Any) -> str:
    if value in (None, "", "None"):
        return "rien"
    if name == "amount":
        return euros(Decimal(value))
    if name in ("invoiced_on", "paid_on"):
        return long_date(datetime.date.fromisoformat(value))
    return str(value)


@dataclass(frozen=True)
class Received:
    """The money that went from one side to the other, in euros."""

    paid: Decimal
    repaid: Decimal
    warning: str = ""

    @property
    def net(self) -> Decimal:
        return self.paid - self.repaid


def received(payments: Iterable[Payment], terms: Terms) -> Received:
    """What was paid and paid back; above the amount granted, a warning says so."""
    paid = repaid = Decimal(0)
    for one in payments:
        if one.kind == PaymentKind.REPAYMENT:
            repaid += one.amount
        else:
            paid += one.amount
    warning = ""
    if terms.amount is not None and paid > terms.amount:
        warning = (
            f"Le total versé ({euros(paid)}) dépasse la subvention accordée "
            f"({euros(terms.amount)}) : vérifiez les versements."
        )
    return Received(paid, repaid, warning)


def counted_words(found: Totals) -> str:
    """« 12 dépenses · 3 450,00 € pris en compte »; without any, no amount is said."""
    if not found.count:
        return "aucune dépense"
    return (
        f"{found.count}{NO_BREAK}{plural(found.count, 'dépense')} · "
        f"{euros(found.counted)} pris en compte"
    )
