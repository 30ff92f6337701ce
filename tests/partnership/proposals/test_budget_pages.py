"""The budget's pages: read by all, written by the administration, balanced as one types."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.actions.budgets import write_budget
from partnership.enums import AccountSide, BudgetSide, ConventionState, Verb
from partnership.models import (
    AccountHeading,
    BudgetLine,
    Convention,
    Expense,
    ExpenseShare,
    JournalEntry,
    Notice,
)
from tests import factories
from tests.partnership.proposals import builders
from tests.partnership.proposals.builders import sent_lines

PAGE = reverse("partnership:budget", args=["DEP-2026"])
EDIT = reverse("partnership:budget-edit", args=["DEP-2026"])
BALANCE = reverse("partnership:budget-balance", args=["DEP-2026"])


def existing(row: BudgetLine, **changes) -> dict:
    said = {
        "uid": row.uid,
        "rank": row.position,
        "label": row.label,
        "description": row.description,
        "amount": "" if row.amount is None else str(row.amount),
        "account": row.account_id or "",
    }
    if row.side == BudgetSide.INCOME:
        said |= {"funder": row.funder.uid if row.funder else "", "received": row.received or ""}
    return said | changes


def whole(convention, expenses=(), income=(), **changes) -> dict:
    """The form as the page sends it: the lines that exist, changed by label, and new ones."""
    sides = {BudgetSide.EXPENSE: list(expenses), BudgetSide.INCOME: list(income)}
    for side, new in sides.items():
        rows = convention.budget_lines.filter(side=side).in_order()
        sides[side] = [existing(row, **changes.get(row.label, {})) for row in rows] + new
    return sent_lines("depenses", *sides["expense"]) | sent_lines("recettes", *sides["income"])


def said(convention) -> list[tuple]:
    return [(one.side, one.label, one.amount) for one in convention.budget_lines.in_order()]


def plain(answer) -> str:
    html = answer.content.decode().replace("&#x27;", "'")
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def test_both_sides_are_read_with_shares_that_add_up(as_officer, proposal):
    html = plain(as_officer.get(PAGE))
    for text in ("équilibré", "18 695,00 €", "64,19 %", "35,81 %", "100,00 %", "37,44 %"):
        assert text in html


def test_an_officer_reads_the_other_funders_under_one_name(client, world, proposal):
    line = proposal.budget_lines.get(label="Fonds propres")
    line.label, line.funder, line.received = "Aide de la Région", world.other_funder, Decimal(9)
    line.save()
    client.force_login(world.officer)
    for address in (PAGE, f"{PAGE}?export=csv"):
        text = client.get(address).getvalue().decode()
        assert "Autres financeurs" in text
        assert "Région" not in text
        assert "Autre financeur<" not in text
    client.force_login(world.staff)
    assert "Aide de la Région" in plain(client.get(PAGE))


def test_lines_are_added_changed_moved_and_removed_on_one_page(as_admin, world, proposal):
    sent = whole(
        proposal,
        expenses=[{"label": "Ateliers", "amount": "1 000,50 €", "rank": 1}, {"label": ""}],
        income=[{"label": "Région", "amount": "695", "funder": world.other_funder.uid}],
        Accompagnements={"rank": 2, "amount": "17694,50"},
        Coordination={"remove": "on"},
        **{"Fonds propres": {"amount": "11000", "received": "120"}},
    )
    assert as_admin.post(EDIT, sent).url == PAGE
    assert said(proposal) == [
        ("expense", "Ateliers", Decimal("1000.50")),
        ("expense", "Accompagnements", Decimal("17694.50")),
        ("income", "Département", Decimal(7000)),
        ("income", "Fonds propres", Decimal(11000)),
        ("income", "Région", Decimal(695)),
    ]
    assert proposal.budget_lines.get(label="Région").funder == world.other_funder
    assert proposal.budget_lines.get(label="Fonds propres").received == Decimal(120)
    verbs = [one.verb for one in JournalEntry.objects.filter(subject_type="budget_line")]
    assert sorted(verbs) == sorted([Verb.CREATED] * 2 + [Verb.CHANGED] * 2 + [Verb.DELETED])


def test_the_same_page_sent_twice_adds_nothing(as_admin, proposal):
    sent = whole(proposal, expenses=[{"label": "Ateliers", "amount": "10"}])
    as_admin.post(EDIT, sent)
    as_admin.post(EDIT, sent)
    assert proposal.budget_lines.filter(label="Ateliers").count() == 1
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "12O"}, "n'est pas un montant"),
        ({"amount": "-4"}, "est négatif"),
        ({"label": ""}, "Donnez l'intitulé."),
        ({"rank": "un"}, "nombre entier"),
    ],
)
def test_a_refused_line_says_why_and_loses_nothing(as_admin, proposal, wrong, words):
    sent = whole(
        proposal,
        expenses=[{"label": "Ateliers", "amount": "10", "description": "Salle"} | wrong],
        Coordination={"amount": "77,77"},
    )
    answer = as_admin.post(EDIT, sent)
    html = plain(answer)
    assert answer.status_code == 422
    assert words in html
    assert 'value="77,77"' in html
    assert 'value="Salle"' in html
    assert proposal.budget_lines.count() == 4
    assert not JournalEntry.objects.exists()


def test_the_subsidy_itself_is_not_noted_as_received_here(as_admin, proposal):
    answer = as_admin.post(EDIT, whole(proposal, Département={"received": "7000"}))
    assert answer.status_code == 422
    assert "se note avec ses versements" in plain(answer)


def test_a_line_that_expenses_cite_is_not_removed_silently(as_admin, world, proposal):
    line = proposal.budget_lines.get(label="Coordination")
    expense = Expense.objects.create(owner=world.network, label="Salle", amount=Decimal(10))
    ExpenseShare.objects.create(expense=expense, convention=proposal, budget_line=line)
    answer = as_admin.post(EDIT, whole(proposal, Coordination={"remove": "on"}))
    assert answer.status_code == 422
    assert "La ligne « Coordination » porte 1 dépense" in plain(answer)
    assert proposal.budget_lines.count() == 4


def test_a_line_of_another_convention_is_refused(as_admin, world, proposal):
    [stranger] = builders.budget(world.other_convention, [(BudgetSide.EXPENSE, "Ailleurs", "5")])
    answer = as_admin.post(EDIT, whole(proposal, expenses=[existing(stranger, label="Volée")]))
    assert answer.status_code == 422
    stranger.refresh_from_db()
    assert stranger.label == "Ailleurs"


def test_accounts_are_chosen_among_those_in_use_and_of_the_side(as_admin, proposal):
    make = AccountHeading.objects.create
    common = {"group": "Charges directes", "position": 1}
    old = make(side=AccountSide.EXPENSE, code="62", label="Ancien",
               valid_from=datetime.date(2020, 1, 1), **common)  # fmt: skip
    kept = make(side=AccountSide.EXPENSE, code="62", label="Déplacements",
                valid_from=datetime.date(2024, 1, 1), **common)  # fmt: skip
    make(side=AccountSide.INCOME, code="74", label="Subventions",
         valid_from=datetime.date(2024, 1, 1), **common)  # fmt: skip
    line = proposal.budget_lines.get(label="Accompagnements")
    line.account = old
    line.save()
    form = as_admin.get(EDIT).context["form"].expenses[1]
    assert [label for _, label in form.fields["account"].choices] == [
        "Aucun pour l'instant", "62 Déplacements", "62 Ancien",
    ]  # fmt: skip
    as_admin.post(EDIT, whole(proposal, Coordination={"account": kept.pk}))
    assert proposal.budget_lines.get(label="Coordination").account == kept
    line.refresh_from_db()
    assert line.account == old


def test_what_is_typed_is_balanced_by_the_server(as_admin, proposal):
    html = plain(as_admin.post(BALANCE, whole(proposal, Coordination={"amount": "7 315"})))
    assert "il manque 620,00 € de recettes" in html
    html = plain(as_admin.post(BALANCE, whole(proposal, Coordination={"remove": "on"})))
    assert "il manque 6 695,00 € de dépenses" in html
    html = plain(as_admin.post(BALANCE, whole(proposal, Coordination={"amount": "x"})))
    assert "1 montant est à donner" in html
    assert "équilibré" in plain(as_admin.post(BALANCE, whole(proposal)))
    assert not JournalEntry.objects.exists()


def test_a_change_takes_back_the_sending_but_an_account_does_not(as_admin, proposal):
    proposal.proposal_sent_on = datetime.date(2026, 2, 1)
    proposal.save()
    as_admin.post(EDIT, whole(proposal, **{"Fonds propres": {"received": "120"}}))
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on is not None
    answer = as_admin.post(EDIT, whole(proposal, Coordination={"label": "Pilotage"}), follow=True)
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on is None
    assert "envoyez-la de nouveau" in plain(answer)


def test_before_the_commission_the_budget_stays_balanced(as_admin, world, proposal):
    proposal.state, proposal.proposal_sent_on = "before_commission", datetime.date(2026, 2, 1)
    proposal.save()
    answer = as_admin.post(EDIT, whole(proposal, Coordination={"amount": "1"}))
    assert answer.status_code == 422
    assert "elle doit rester complète" in plain(answer)
    assert as_admin.post(EDIT, whole(proposal, Coordination={"label": "Pilotage"})).url == PAGE
    assert Notice.objects.get().to == world.officer


def test_once_voted_an_amount_changes_with_a_reason_and_the_funder_is_told(
    as_admin, world, proposal
):
    Convention.objects.filter(pk=proposal.pk).update(state=ConventionState.SIGNED)
    sent = whole(proposal, Coordination={"amount": "7000"})
    answer = as_admin.post(EDIT, sent)
    assert answer.status_code == 422
    assert "dites ce qui autorise ce changement" in plain(answer)
    assert 'value="7000"' in plain(answer)
    assert as_admin.post(EDIT, sent | {"reason": "Avenant n° 1"}).url == PAGE
    assert "Motif : Avenant n° 1" in Notice.objects.get().text
    entry = JournalEntry.objects.get()
    assert entry.changes == {"amount": ["6695.00", "7000.00"], "reason": "Avenant n° 1"}


def test_once_voted_what_came_is_noted_without_a_reason(as_admin, proposal):
    Convention.objects.filter(pk=proposal.pk).update(state=ConventionState.SIGNED)
    sent = whole(proposal, **{"Fonds propres": {"received": "120"}})
    assert as_admin.post(EDIT, sent).url == PAGE
    assert not Notice.objects.exists()


@pytest.mark.parametrize("state", ["settled", "refused", "terminated"])
def test_a_closed_convention_keeps_its_budget(as_admin, proposal, state):
    Convention.objects.filter(pk=proposal.pk).update(**factories.standing(state))
    assert as_admin.get(EDIT).url == PAGE
    answer = as_admin.post(EDIT, whole(proposal, Coordination={"amount": "7"}))
    assert answer.status_code == 422
    assert "est close" in plain(answer)


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_only_the_administration_writes(client, world, proposal, who):
    client.force_login(getattr(world, who))
    assert EDIT not in client.get(PAGE).content.decode()
    assert client.get(EDIT).status_code == 403
    with pytest.raises(PermissionDenied):
        write_budget(convention=proposal, lines=[], by=getattr(world, who))


def test_an_empty_budget_says_what_to_do_first(as_admin, world):
    html = plain(as_admin.get(PAGE))
    assert "Le plan de financement n'est pas encore écrit." in html
    assert "Écrire le budget" in html
