"""What the page of a convention's money shows, for the one who reads it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from partnership.enums import SettlementState
from partnership.models import Convention, Settlement, User
from partnership.money import Comparison
from partnership.permissions import can_keep_money, can_produce_report, can_settle
from partnership.settlement import Outcome
from partnership.wording import UNKNOWN, euros, long_date
from reporting import collecting
from reporting.accounts import Accounts, accounts_of
from reporting.progress import figure_text


@dataclass(frozen=True)
class Head:
    """One of the numbers at the top: its words, its value, what is said beside it; the figure that
    it is, where it is one."""

    label: str
    text: str
    note: str = ""
    figure_id: str = ""

    @property
    def is_known(self) -> bool:
        return self.text != UNKNOWN


@dataclass(frozen=True)
class MoneyPage:
    convention: Convention
    accounts: Accounts
    heads: tuple[Head, ...]
    expenses: Comparison
    income: Comparison
    settlement: Settlement | None
    settlement_text: str
    is_over: bool
    can_keep: bool
    can_produce: bool
    can_settle: bool

    @property
    def apart(self):
        return self.accounts.facts.apart


def page_of(convention: Convention, *, reader: User, today: datetime.date) -> MoneyPage:
    accounts = accounts_of(convention)
    settlement = current_settlement(convention)
    return MoneyPage(
        convention=convention,
        accounts=accounts,
        heads=_heads(convention, accounts),
        expenses=accounts.expenses,
        income=accounts.income(names_others=convention.owner_id in reader.access.networks),
        settlement=settlement,
        settlement_text=settlement_words(settlement) if settlement else "",
        is_over=today > convention.terms().ends_on,
        can_keep=can_keep_money(reader, convention),
        can_produce=can_produce_report(reader, convention),
        can_settle=can_settle(reader, convention),
    )


def current_settlement(convention: Convention) -> Settlement | None:
    """The one proposed or decided; those taken back are left out."""
    standing = convention.settlements.exclude(state=SettlementState.WITHDRAWN)
    return standing.select_related("proposed_by", "decided_by").first()


def settlement_words(settlement: Settlement) -> str:
    """« Solde proposé le 2 mai 2027 : 4 448,08 € de subvention due »."""
    if settlement.state == SettlementState.DECIDED:
        return (
            f"Solde décidé le {long_date(settlement.decided_on)} : "
            f"{euros(settlement.decided_due)} de subvention due"
        )
    return (
        f"Solde proposé le {long_date(settlement.proposed_on)} : "
        f"{euros(settlement.due)} de subvention due"
    )


def still_expected(settlement: Settlement, accounts: Accounts) -> str:
    """What is still to pay, or to pay back, once decided; nothing when all is done."""
    if settlement.decided_due is None:
        return ""
    rest = settlement.decided_due - accounts.paid
    if rest > 0:
        return f"Reste à verser par le financeur : {euros(rest)}."
    if rest < 0:
        return f"Reversement attendu de l'association : {euros(-rest)}."
    return "Tout est versé : il ne reste rien à verser ni à reverser."


def _heads(convention: Convention, accounts: Accounts) -> tuple[Head, ...]:
    facts = collecting.ConventionFacts(money=accounts.facts)
    taken_over = collecting.taken_over_of(convention)

    def head(label: str, figure_id: str, note: str = "") -> Head:
        figure = collecting.figure_of(facts, figure_id, taken_over=taken_over)
        beside = "repris du bilan publié" if figure.source else figure.remark
        return Head(label, figure_text(figure), note or beside, figure_id)

    granted = head("accordés", "subsidy.granted")
    if accounts.proposed is not None:
        granted = Head("proposés, non votés", euros(accounts.proposed))
    paid = accounts.paid if accounts.has_payments else None
    return (
        granted,
        Head("versés", euros(paid), "" if accounts.has_payments else "aucun versement noté"),
        head("réalisés, imputés à la convention", "budget.realised"),
        head("seraient dus aujourd'hui", "subsidy.due", _beyond(accounts.outcome, accounts)),
    )


def _beyond(outcome: Outcome, accounts: Accounts) -> str:
    """« reversement : 2 551,92 € », « reste à verser : 380,00 € »."""
    if outcome.due is None or not accounts.has_payments:
        return ""
    if outcome.repayment:
        return f"reversement : {euros(outcome.repayment)}"
    return f"reste à verser : {euros(outcome.balance)}" if outcome.balance else ""
