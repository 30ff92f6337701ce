"""Where a convention stands, in words: its money and its bilan. No database, no clock."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING

from partnership.enums import CommitmentState, ConventionState
from partnership.terms import Terms
from partnership.wording import counted, euros, long_date, with_article

if TYPE_CHECKING:
    from partnership.models import Convention, Organisation

BEFORE_THE_VOTE = {ConventionState.PROPOSED, ConventionState.BEFORE_COMMISSION}


def money(state: ConventionState, terms: Terms) -> str:
    """« 7 000 € votés », « 7 000 € : subvention proposée, non votée »…"""
    amount = euros(terms.amount, cents=False) if terms.amount is not None else ""
    if state in BEFORE_THE_VOTE:
        return f"{amount} : subvention proposée, non votée".removeprefix(" : ")
    if state == ConventionState.REFUSED:
        return "subvention refusée"
    return f"{amount} votés" if amount else "montant de la subvention non renseigné"


def report_is_late(
    state: ConventionState,
    terms: Terms,
    *,
    submitted_on: datetime.date | None,
    publication: str,
    today: datetime.date,
) -> bool:
    """The bilan is due, its day is past, and nobody has it."""
    if submitted_on or publication or state == ConventionState.REFUSED:
        return False
    return terms.report_due_on is not None and terms.report_due_on < today


def report(
    state: ConventionState,
    terms: Terms,
    *,
    submitted_on: datetime.date | None,
    publication: str,
    today: datetime.date,
) -> str:
    """« en cours », « bilan attendu dans 41 jours », « bilan transmis le 28 mars 2026 »…"""
    if submitted_on:
        return f"bilan transmis le {long_date(submitted_on)}"
    if publication:
        return f"bilan publié ({publication})"
    if state == ConventionState.REFUSED:
        return "sans suite"
    if today < terms.starts_on:
        return f"commence le {long_date(terms.starts_on)}"
    if today <= terms.ends_on:
        return "en cours"
    if terms.report_due_on is None:
        return "bilan attendu, échéance non renseignée"
    days = (terms.report_due_on - today).days
    if days > 0:
        return f"bilan attendu dans {counted(days, 'jour')}"
    if days == 0:
        return "bilan attendu aujourd'hui"
    return f"bilan attendu depuis {counted(-days, 'jour')}"


def side(organisation: Organisation) -> str:
    """A party as a sentence names it: its initials where it has some."""
    return organisation.short_name or with_article(organisation.name)


def commitment(state: CommitmentState, convention: Convention) -> tuple[str, str]:
    """The kind of state and its words: « réalisé selon Lianes », « validé par le Département »."""
    if state == CommitmentState.DONE:
        return "waiting", f"réalisé selon {side(convention.beneficiary)}"
    if state == CommitmentState.VALIDATED:
        return "ok", f"validé par {side(convention.funder)}"
    return "running", "en cours"


def termination(
    *,
    terminated_on: datetime.date | None,
    notice_given_on: datetime.date | None,
    heard: str,
) -> str:
    """« résiliée avec effet au 16 juillet 2026, préavis notifié le 15 juin 2026, après avoir
    entendu la présidente »."""
    parts = ["résiliée"]
    if terminated_on is not None:
        parts[0] += f" avec effet au {long_date(terminated_on)}"
    if notice_given_on is not None:
        parts.append(f"préavis notifié le {long_date(notice_given_on)}")
    if heard:
        parts.append(f"après avoir entendu {heard}")
    return ", ".join(parts)


def earliest_end(notice_given_on: datetime.date) -> datetime.date:
    """The first day after one clear month: neither the day of the notice nor the last day of the
    month counts (notice on 15 June: 16 July)."""
    year, month = divmod(notice_given_on.year * 12 + notice_given_on.month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    in_a_month = datetime.date(year, month + 1, min(notice_given_on.day, last))
    return in_a_month + datetime.timedelta(days=1)


def notice_is_short(
    terminated_on: datetime.date | None, notice_given_on: datetime.date | None
) -> bool:
    """The end takes effect before the clear month that the conventions grant."""
    if terminated_on is None or notice_given_on is None:
        return False
    return terminated_on < earliest_end(notice_given_on)
