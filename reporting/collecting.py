"""From rows to figures: the only place that reads across the apps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from accompaniment.dates import is_dated
from accompaniment.facts import Facts, ProjectFact, SessionFact, WorkFact
from accompaniment.models import AccompanimentSession, WorkEntry
from accompaniment.project_rules import RULES as PROJECT_RULES
from accompaniment.rules import RULES
from partnership.enums import OrganisationKind, ProjectStage
from partnership.figures import Figure, RowRef
from partnership.models import Call, Convention, Project, TakenOverValue
from partnership.money_rules import RULES as MONEY_RULES
from partnership.money_rules import MoneyFacts, MoneyRule
from partnership.project_reading import DEPOSITS, OUTCOMES, latest
from reporting.accounts import Accounts, accounts_of
from reporting.gatherings import CountedGathering, counted_gatherings

MONEY_UNITS = ("€", "%")
ALL_RULES = (*RULES, *PROJECT_RULES, *MONEY_RULES)
_RULES = {(rule.declaration.id, rule.declaration.version): rule for rule in ALL_RULES}


@dataclass(frozen=True, slots=True)
class ConventionFacts(Facts):
    """All that a convention's figures are made of: exchanges, work, gatherings, money."""

    money: MoneyFacts | None = None


def _counted(model: type[AccompanimentSession | WorkEntry], convention: Convention):
    """The rows that make this convention's figures: held, not cancelled, in its period."""
    terms = convention.terms()
    return (
        model.objects.filter(convention=convention)
        .counted()
        .in_period(terms.starts_on, terms.ends_on)
        .for_figures()
    )


@dataclass(frozen=True)
class Rows:
    """The rows that count for a convention, read once: every figure of a bilan is made of these
    same rows, whatever is noted while it is made."""

    sessions: tuple[AccompanimentSession, ...]
    works: tuple[WorkEntry, ...]
    gatherings: tuple[CountedGathering, ...]
    accounts: Accounts
    projects: tuple[Project, ...] = ()

    @property
    def facts(self) -> ConventionFacts:
        return ConventionFacts(
            sessions=tuple(map(_session_fact, self.sessions)),
            works=tuple(map(_work_fact, self.works)),
            gatherings=tuple(one.fact for one in self.gatherings),
            projects=tuple(map(_project_fact, self.projects)),
            money=self.accounts.facts,
        )


def rows_of(convention: Convention) -> Rows:
    """Everything that counts for a convention, in a constant number of queries."""
    return Rows(
        sessions=tuple(_counted(AccompanimentSession, convention)),
        works=tuple(_counted(WorkEntry, convention)),
        gatherings=counted_gatherings(convention),
        accounts=accounts_of(convention),
        projects=tuple(_projects(convention)),
    )


def _projects(convention: Convention):
    """Those that answer the calls of the convention's funder in its period, in the order of their
    calls."""
    return (
        Project.objects.standing()
        .filter(call__in=Call.objects.for_convention(convention))
        .select_related("organisation", "scheme", "call")
        .prefetch_related("kinds", "steps")
        .order_by("call__year", "call", "search_text", "pk")
    )


def facts_of(convention: Convention) -> ConventionFacts:
    return rows_of(convention).facts


def _session_fact(session: AccompanimentSession) -> SessionFact:
    organisation = session.organisation
    return SessionFact(
        uid=str(session.uid),
        date=session.date,
        dated=is_dated(session.date_precision),
        minutes=session.minutes,
        kind=session.kind,
        mode=session.mode,
        project_kinds=session.follow_up.kind_codes,
        channels=session.channel_codes,
        organisation=str(organisation.uid) if organisation else None,
        organisation_kind=organisation.kind if organisation else OrganisationKind.UNKNOWN.value,
        accompaniment=str(session.follow_up.accompaniment.uid),
        staff=tuple(str(person.uid) for person in session.staff.all()),
        helps=session.help_codes,
    )


def _work_fact(work: WorkEntry) -> WorkFact:
    return WorkFact(
        uid=str(work.uid),
        date=work.date,
        dated=is_dated(work.date_precision),
        minutes=work.minutes,
        kind=work.kind,
        staff=tuple(str(person.uid) for person in work.staff.all()),
        promotion=work.promotion,
    )


def _project_fact(project: Project) -> ProjectFact:
    """Its steps say it all: what was deposited when, and the last decision."""
    steps = project.steps.all()
    deposit, decision = latest(steps, DEPOSITS), latest(steps, OUTCOMES)
    said = decision or deposit
    return ProjectFact(
        uid=str(project.uid),
        date=said.on if said else datetime.date(project.call.year, 1, 1),
        dated=said is not None and not said.year_only,
        project_kinds=project.kind_codes,
        scheme=project.scheme.name,
        is_submitted=said is not None,
        is_late=deposit is not None and deposit.stage == ProjectStage.LATE,
        outcome=decision.stage if decision else "",
    )


def figure_ids() -> list[str]:
    return [rule.declaration.id for rule in ALL_RULES]


def figure_of(
    facts: ConventionFacts,
    figure_id: str,
    *,
    version: int | None = None,
    filters: dict[str, list[str]] | None = None,
    taken_over: dict[str, TakenOverValue] | None = None,
) -> Figure:
    """One figure. Raises KeyError for an id or a version that no rule has.

    A value taken over from a published document stands in only where no row gives the figure."""
    versions = [number for known, number in _RULES if known == figure_id]
    rule = _RULES[figure_id, version or max(versions, default=0)]
    is_money = isinstance(rule, MoneyRule)
    figure = rule.figure(facts.money) if is_money else rule.figure(facts, filters)
    taken = (taken_over or {}).get(figure_id)
    if taken is None or figure.value or filters:
        return figure
    return replaced(figure, taken)


def of_each_gathering(
    facts: ConventionFacts, figure: Figure, uids: Iterable[str]
) -> dict[str, Figure]:
    """The same figure of each of these gatherings alone: what a row gives of the whole."""
    asked = set(uids)
    return {
        fact.uid: figure_of(
            replace(facts, sessions=(), works=(), gatherings=(fact,)),
            figure.id,
            version=figure.rule_version,
        )
        for fact in facts.gatherings
        if fact.uid in asked
    }


def replaced(figure: Figure, taken: TakenOverValue) -> Figure:
    """The same figure with the published value in place of one that no row gives."""
    is_whole = taken.value == int(taken.value) and figure.unit not in MONEY_UNITS
    return replace(
        figure,
        value=int(taken.value) if is_whole else taken.value,
        rows=(RowRef("taken_over_value", str(taken.uid)),),
        breakdowns=(),
        remark="",
        source=f"{taken.source}, {taken.page}",
    )


def figures_of(convention: Convention, facts: ConventionFacts | None = None) -> dict[str, Figure]:
    """Every figure of the convention, by id, in the order of the rules."""
    facts = facts_of(convention) if facts is None else facts
    taken_over = taken_over_of(convention)
    return {
        figure_id: figure_of(facts, figure_id, taken_over=taken_over) for figure_id in figure_ids()
    }


def taken_over_of(convention: Convention) -> dict[str, TakenOverValue]:
    return {taken.figure_id: taken for taken in convention.taken_over_values.all()}
