"""What does not hold together between programme, chapters and budget; what a proposal still
lacks. Pure functions on what `programme_of` reads; no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from partnership import budgets, funding
from partnership.budgets import EXPENSE, INCOME
from partnership.wording import counted, euros, plural

if TYPE_CHECKING:
    from partnership.models import BudgetLine, Convention

PROGRAMME, LINKS, BUDGET, TERMS = (
    "partnership:programme",
    "partnership:links",
    "partnership:budget",
    "partnership:convention-edit",
)


@dataclass(frozen=True)
class Action:
    """An action of the programme, as in force. `target` is the convention's own quantity."""

    uid: str
    label: str
    text: str
    target: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class ToldChapter:
    """A chapter of the bilan, with the uids of the actions that it tells."""

    uid: str
    position: int
    title: str
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PaidLine:
    """A line of the budget, with what it says of the actions it pays for: uid → quantity."""

    line: budgets.Line
    rank: int
    from_funder: bool = False
    actions: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Programme:
    """What a convention promises and how it is paid. Amounts in euros."""

    amount: Decimal | None
    projected_cost: Decimal | None
    funder: str
    actions: tuple[Action, ...] = ()
    chapters: tuple[ToldChapter, ...] = ()
    lines: tuple[PaidLine, ...] = ()

    @property
    def budget(self) -> budgets.Budget:
        return budgets.budget([one.line for one in self.lines])


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and how to mend it. `page` is the name of the page that mends it."""

    code: str
    what: str
    where: str
    mend: str
    page: str


def find(programme: Programme) -> list[Finding]:
    """Everything that does not hold together, in the order of the programme."""
    return [
        *_untold_actions(programme),
        *_unpaid_actions(programme),
        *_empty_chapters(programme),
        *_two_quantities(programme),
        *_unbalanced(programme),
    ]


def _untold_actions(programme: Programme) -> list[Finding]:
    if not programme.actions:
        return []
    if not programme.chapters:
        return [
            Finding(
                "no_chapter",
                "Aucun chapitre du bilan n'est nommé.",
                "Chapitres du bilan",
                "Nommez les chapitres, puis dites quelles actions chacun raconte.",
                LINKS,
            )
        ]
    told = {uid for chapter in programme.chapters for uid in chapter.actions}
    return [
        Finding(
            "action_without_chapter",
            "Aucun chapitre du bilan ne raconte cette action.",
            f"Action {action.label}",
            "Cochez le chapitre où elle sera racontée.",
            LINKS,
        )
        for action in programme.actions
        if action.uid not in told
    ]


def _unpaid_actions(programme: Programme) -> list[Finding]:
    spending = [one for one in programme.lines if one.line.side == EXPENSE]
    if not programme.actions or not spending:
        return []
    paid = {uid for one in spending for uid in one.actions}
    if not paid:
        return [
            Finding(
                "no_link",
                "Aucune ligne du budget n'est reliée à une action.",
                "Lignes du budget",
                "Cochez les actions que chaque ligne finance.",
                LINKS,
            )
        ]
    return [
        Finding(
            "action_without_line",
            "Aucune ligne du budget ne finance cette action.",
            f"Action {action.label}",
            "Cochez la ligne du budget qui la finance.",
            LINKS,
        )
        for action in programme.actions
        if action.uid not in paid
    ]


def _empty_chapters(programme: Programme) -> list[Finding]:
    known = {action.uid for action in programme.actions}
    return [
        Finding(
            "chapter_without_action",
            f"Le chapitre « {chapter.title} » ne raconte aucune action.",
            f"Chapitre {chapter.position}",
            "Cochez les actions qu'il raconte, ou retirez-le.",
            LINKS,
        )
        for chapter in programme.chapters
        if not chapter.actions & known
    ]


def _two_quantities(programme: Programme) -> list[Finding]:
    """Lines that share an action may share its quantity; otherwise each says the convention's."""
    found = []
    for action in programme.actions:
        if action.target is None:
            continue
        said = [
            (one, one.actions[action.uid])
            for one in programme.lines
            if one.actions.get(action.uid) is not None
        ]
        if sum(quantity for _, quantity in said) == action.target:
            continue
        found += [
            Finding(
                "two_quantities",
                f"{action.target} {action.unit} dans la convention, {quantity} dans le budget.",
                f"Action {action.label} et ligne {one.rank}, « {one.line.label} »",
                "Gardez la même quantité des deux côtés, ou effacez celle du budget.",
                LINKS,
            )
            for one, quantity in said
            if quantity != action.target
        ]
    return found


def _unbalanced(programme: Programme) -> list[Finding]:
    budget, found = programme.budget, []
    if budget.is_empty:
        return []
    unknown = any(one.unknown for one in budget.sides)
    if not unknown and not budget.is_balanced:
        found.append(
            Finding(
                "budget_not_balanced",
                f"Le budget n'est pas équilibré : {budget.standing}.",
                "Budget",
                "Corrigez les montants : les deux côtés ont le même total, au centime.",
                BUDGET,
            )
        )
    found += [
        Finding(
            "shares_not_whole",
            f"Les pourcentages ne font pas 100,00 % : {counted(one.unknown, 'montant')} "
            f"{plural(one.unknown, 'inconnu')}.",
            one.title,
            "Donnez chaque montant, zéro s'il n'y a rien.",
            BUDGET,
        )
        for one in budget.sides
        if one.unknown
    ]
    cost = programme.projected_cost
    spent = budget.expenses
    if cost is not None and spent.lines and not spent.unknown and spent.total != cost:
        found.append(
            Finding(
                "cost_differs",
                f"Le coût prévisionnel est de {euros(cost)}, le total des dépenses de "
                f"{euros(spent.total)}.",
                "Budget et conditions",
                "Corrigez l'un ou l'autre : c'est le même montant.",
                BUDGET,
            )
        )
    return found


@dataclass(frozen=True)
class Obstacle:
    """What keeps a proposal from being sent, and the name of the page that mends it."""

    code: str
    words: str
    page: str


def obstacles(programme: Programme) -> list[Obstacle]:
    """What the proposal still lacks; nothing when it can be sent."""
    found, budget = [], programme.budget
    if not programme.actions:
        found.append(
            Obstacle("no_action", "Le programme n'a aucune action : ajoutez-en une.", PROGRAMME)
        )
    if programme.amount is None:
        found.append(Obstacle("no_amount", "La subvention demandée n'est pas donnée.", TERMS))
    for one in budget.sides:
        name = one.title.lower()
        if not one.lines:
            found.append(
                Obstacle(f"no_{one.key}", f"Le budget n'a pas de {name} : ajoutez-les.", BUDGET)
            )
        elif one.unknown:
            found.append(
                Obstacle(
                    f"unknown_{one.key}",
                    f"Il manque {counted(one.unknown, 'montant')} dans les {name}.",
                    BUDGET,
                )
            )
    if all(one.lines and not one.unknown for one in budget.sides) and budget.gap:
        found.append(
            Obstacle("not_balanced", f"Le budget n'est pas équilibré : {budget.standing}.", BUDGET)
        )
    if budget.income.lines and programme.amount is not None:
        found += _subsidy(programme)
    return found


def _subsidy(programme: Programme) -> list[Obstacle]:
    """The funder's own line says what the association asks for."""
    own = [one.line for one in programme.lines if one.from_funder and one.line.side == INCOME]
    if not own:
        words = (
            f"Aucune recette n'est celle de {programme.funder} : choisissez ce financeur sur la "
            "ligne de sa subvention."
        )
        return [Obstacle("no_subsidy", words, BUDGET)]
    if any(line.amount is None for line in own):
        return []
    total = sum((line.amount for line in own), Decimal(0))
    if total == programme.amount:
        return []
    words = (
        f"La recette de {programme.funder} est de {euros(total)}, la subvention demandée de "
        f"{euros(programme.amount)} : donnez le même montant."
    )
    return [Obstacle("subsidy_differs", words, BUDGET)]


def programme_of(convention: Convention) -> Programme:
    """What the convention says today, in a constant number of queries."""
    terms = convention.terms()
    chapters = convention.chapters.prefetch_related("commitments")
    lines, others = convention.budget_lines.in_order(), funding.other_funders(convention)
    ranks: dict[str, int] = {}
    paid = []
    for row in lines:
        ranks[row.side] = ranks.get(row.side, 0) + 1
        paid.append(
            PaidLine(
                line=line_of(row, convention, others),
                rank=ranks[row.side],
                from_funder=row.funder_id == convention.funder_id,
                actions={
                    str(one.commitment.uid): one.quantity for one in row.funded_commitments.all()
                },
            )
        )
    return Programme(
        amount=terms.amount,
        projected_cost=terms.projected_cost,
        funder=convention.funder.name,
        actions=tuple(
            Action(str(one.uid), one.label, one.text, one.target, one.unit)
            for one in terms.commitments
        ),
        chapters=tuple(
            ToldChapter(
                str(one.uid),
                one.position,
                one.title,
                frozenset(str(told.uid) for told in one.commitments.all()),
            )
            for one in chapters
        ),
        lines=tuple(paid),
    )


def line_of(row: BudgetLine, convention: Convention, others: list[str]) -> budgets.Line:
    """`others` are the other funders' names, as `funding.other_funders` gives them."""
    return budgets.Line(
        uid=str(row.uid),
        side=row.side,
        label=row.label,
        amount=row.amount,
        description=row.description,
        account=str(row.account) if row.account else "",
        funder=row.funder.name if row.funder else "",
        received=row.received,
        of_another=funding.is_of_another(row, convention, others),
    )
