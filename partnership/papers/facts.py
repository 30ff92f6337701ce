"""What the papers of a convention are written from: plain facts, read in a constant number of
queries. Terms are those signed first; amendments are told apart."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from partnership.enums import AdjustmentRule, DeadlineKind, Opinion, PaperKind
from partnership.imputations import contradictions
from partnership.models import (
    Amendment,
    BudgetImputation,
    Convention,
    Deliberation,
    Organisation,
)

CONVENTION_ANNEX = "convention"
BEFORE_ANY_AMENDMENT = datetime.date.min


@dataclass(frozen=True)
class Party:
    name: str
    address: str
    siret: str
    logo: str = ""  # uid of its file
    representative: str = ""


@dataclass(frozen=True)
class Vote:
    """What the deliberation says. The opinion is in words, empty when unknown."""

    number: str
    voted_on: datetime.date
    body: str
    report_number: str
    commission: str
    opinion: str
    opinion_on: datetime.date | None
    articles: str = ""


@dataclass(frozen=True)
class Imputation:
    """Amounts in euros; None where unknown."""

    operation_code: str
    imputation: str
    label: str
    payment_credits: Decimal | None
    available: Decimal | None
    proposed: Decimal | None
    balance: Decimal | None


@dataclass(frozen=True)
class Action:
    label: str
    text: str


@dataclass(frozen=True)
class CitedText:
    number: str
    adopted_on: datetime.date | None
    title: str


@dataclass(frozen=True)
class AnnexFact:
    number: int
    key: str
    title: str


@dataclass(frozen=True)
class Change:
    """A signed amendment, and what it changed in sentences' worth of facts."""

    number: int
    signed_on: datetime.date
    in_force_on: datetime.date
    purpose: str
    amount: Decimal | None
    ends_on: datetime.date | None
    report_due_on: datetime.date | None


@dataclass(frozen=True)
class Written:
    """A text that a person wrote, or a passage of a published paper."""

    paper: str
    key: str
    text: str
    published: bool = False
    source: str = ""


@dataclass(frozen=True)
class FileFacts:
    """One convention, as its papers tell it. Amounts in euros, rate in per cent."""

    reference: str
    purpose: str
    territory: str
    year: str
    funder: Party
    beneficiary: Party
    amount: Decimal | None
    projected_cost: Decimal | None
    rate: Decimal | None
    rule: AdjustmentRule
    starts_on: datetime.date
    ends_on: datetime.date
    report_due_on: datetime.date | None
    signed_on: datetime.date | None = None
    is_fictitious: bool = False
    vote: Vote | None = None
    actions: tuple[Action, ...] = ()
    duties: tuple[str, ...] = ()
    payments: tuple[tuple[str, datetime.date], ...] = ()
    imputations: tuple[Imputation, ...] = ()
    visas: tuple[CitedText, ...] = ()
    annexes: tuple[AnnexFact, ...] = ()
    amendments: tuple[Change, ...] = ()
    written: tuple[Written, ...] = ()
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def numbered_annexes(self) -> tuple[AnnexFact, ...]:
        """The annexes; while nobody has listed any, the convention alone."""
        return self.annexes or (AnnexFact(1, CONVENTION_ANNEX, "Projet de convention"),)

    @property
    def convention_annex(self) -> int | None:
        """The number that the convention bears among the annexes."""
        kept = (one.number for one in self.numbered_annexes if one.key == CONVENTION_ANNEX)
        return next(kept, None)


def facts_of(convention: Convention) -> FileFacts:
    """Read everything that the papers of a convention (`for_list()`) are written from."""
    terms = convention.terms(on=BEFORE_ANY_AMENDMENT)
    written = tuple(
        Written(one.paper, one.key, one.text, one.published, one.source)
        for one in convention.paper_texts.exclude(paper=PaperKind.FINANCIAL_ACCOUNT)
    )
    return FileFacts(
        reference=convention.reference,
        purpose=convention.purpose,
        territory=convention.territory,
        year=terms.year_label,
        funder=_party(convention.funder),
        beneficiary=_party(convention.beneficiary),
        amount=terms.amount,
        projected_cost=terms.projected_cost,
        rate=terms.rate,
        rule=terms.rule,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        report_due_on=terms.report_due_on,
        signed_on=convention.signed_on,
        is_fictitious=convention.is_fictitious,
        vote=_vote(convention),
        actions=tuple(Action(one.label, one.text) for one in terms.commitments),
        duties=tuple(_duty(one) for one in convention.communication_duties.all()),
        payments=tuple(
            (one.label, one.due_on)
            for one in convention.deadlines.all()
            if one.kind == DeadlineKind.PAYMENT
        ),
        imputations=_imputations(convention),
        visas=tuple(
            CitedText(one.reference.number, one.reference.adopted_on, one.reference.title)
            for one in convention.visas.select_related("reference")
        ),
        annexes=tuple(
            AnnexFact(one.position, one.key, one.title) for one in convention.annexes.all()
        ),
        amendments=tuple(_change(one) for one in convention.amendments.all()),
        written=written,
        texts={(one.paper, one.key): one.text for one in written if not one.published},
    )


def _party(body: Organisation) -> Party:
    logo = str(body.logo.uid) if body.logo_id else ""
    return Party(body.name, body.address or body.town, body.siret, logo, body.representative)


def _duty(duty) -> str:
    if duty.wording:
        return duty.wording
    return f"{duty.get_duty_display()} ({duty.get_support_display().lower()})"


def _vote(convention: Convention) -> Vote | None:
    """The vote on the convention itself, the latest where it was voted again."""
    row: Deliberation | None = convention.deliberations.filter(amendment=None).last()
    if row is None:
        return None
    known = row.opinion != Opinion.UNKNOWN
    return Vote(
        number=row.number,
        voted_on=row.voted_on,
        body=row.body,
        report_number=row.report_number,
        commission=row.commission,
        opinion=row.get_opinion_display().lower() if known else "",
        opinion_on=row.opinion_on,
        articles=row.articles,
    )


def _own_imputations(rows: list[BudgetImputation]) -> list[BudgetImputation]:
    """The file's own. Without any, where the published papers agree, the fullest that they give."""
    own = [one for one in rows if not one.stated_in]
    if own or not rows or contradictions(rows):
        return own
    return [
        max(rows, key=lambda one: (one.balance is not None, one.available is not None, -one.pk))
    ]


def _imputations(convention: Convention) -> tuple[Imputation, ...]:
    """Where the subsidy is taken in the funder's budget."""
    return tuple(
        Imputation(
            operation_code=one.operation_code,
            imputation=one.imputation,
            label=one.label,
            payment_credits=one.payment_credits,
            available=one.available,
            proposed=one.proposed,
            balance=one.balance,
        )
        for one in _own_imputations(list(convention.imputations.all()))
    )


def _change(row: Amendment) -> Change:
    return Change(
        number=row.number,
        signed_on=row.signed_on,
        in_force_on=row.in_force_on,
        purpose=row.purpose,
        amount=row.amount,
        ends_on=row.ends_on,
        report_due_on=row.report_due_on,
    )
