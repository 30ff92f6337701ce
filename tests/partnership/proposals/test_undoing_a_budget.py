"""An import of a budget is undone while the budget is a proposal on which nothing was built."""

from __future__ import annotations

from decimal import Decimal

import pytest

from partnership.actions.budgets import write_budget
from partnership.actions.imports import UndoRefusedError, undo_import
from partnership.enums import BudgetSide, ConventionState, Verb
from partnership.importing.budget import import_budget
from partnership.models import BudgetLine, Convention, Import, ImportChange, JournalEntry
from tests.partnership.proposals import builders

HEAD = "Référence;Sens;Intitulé;Montant;Description\n"


@pytest.fixture
def run(tmp_path, world, proposal):
    def do(text):
        path = tmp_path / "budget.csv"
        path.write_text(HEAD + text, encoding="utf-8")
        result = import_budget(path=path, convention=proposal, by=world.admin)
        assert result.written, result.refused
        return result

    return do


def said(convention):
    return [(one.uid, one.label, one.amount) for one in convention.budget_lines.in_order()]


def latest(world):
    return Import.objects.order_by("created_at", "pk").last()


def why_not(world, convention):
    before = said(convention)
    with pytest.raises(UndoRefusedError) as refused:
        undo_import(import_run=latest(world), by=world.admin)
    assert said(convention) == before
    return " ".join(refused.value.reasons)


def test_lines_made_go_and_those_corrected_say_again_what_they_said(run, world, proposal):
    before = said(proposal)
    [line] = proposal.budget_lines.filter(label="Coordination")
    result = run(f"{line.uid};Dépenses;Pilotage;10;Deux jours\n;Dépenses;Traductions;300;\n")
    assert (result.created, result.updated) == (1, 1)
    [change] = result.changes
    assert (change.line, change.name) == (2, "Pilotage")
    assert ("Intitulé", "Coordination", "Pilotage") in change.values
    undone = undo_import(import_run=latest(world), by=world.admin)
    assert undone == {"ligne de budget": 1, "ligne corrigée": 1}
    assert said(proposal) == before
    assert BudgetLine.objects.get(pk=line.pk).description == line.description
    gone = JournalEntry.objects.get(verb=Verb.DELETED)
    assert (gone.subject_type, gone.by) == ("budget_line", world.admin)


def test_the_same_file_goes_in_again_once_undone(run, world, proposal):
    run(";Dépenses;Traductions;300;\n")
    undo_import(import_run=latest(world), by=None)
    assert run(";Dépenses;Traductions;300;\n").created == 1


def test_a_line_corrected_since_or_that_pays_an_action_stands_in_the_way(run, world, proposal):
    run(";Dépenses;Traductions;300;\n")
    line = proposal.budget_lines.get(label="Traductions")
    paid = builders.pays(line, proposal.terms().commitments[0])
    assert "s'y rattache" in why_not(world, proposal)
    paid.delete()
    lines = [{"uid": line.uid, "amount": Decimal(5)}]
    write_budget(convention=proposal, lines=lines, by=world.admin)
    assert "corrigé depuis" in why_not(world, proposal)


def test_a_correction_corrected_since_stands_in_the_way(run, world, proposal):
    line = proposal.budget_lines.filter(side=BudgetSide.EXPENSE).first()
    run(f"{line.uid};Dépenses;Pilotage;10;\n")
    assert ImportChange.objects.get().after["label"] == "Pilotage"
    BudgetLine.objects.filter(pk=line.pk).update(amount=Decimal(11))
    assert "corrigée depuis" in why_not(world, proposal)


@pytest.mark.parametrize("what", ["made", "corrected"])
def test_a_voted_budget_changes_on_its_page(run, world, proposal, what):
    line = proposal.budget_lines.filter(side=BudgetSide.EXPENSE).first()
    run(";Dépenses;Traductions;300;\n" if what == "made" else f"{line.uid};Dépenses;Autre;10;\n")
    Convention.objects.filter(pk=proposal.pk).update(state=ConventionState.VOTED)
    assert "n'est plus une proposition" in why_not(world, proposal)


def test_the_page_offers_to_undo_it(as_admin, run, world, proposal):
    run(";Dépenses;Traductions;300;\n")
    address = f"/imports/{latest(world).uid}/defaire/"
    page = as_admin.get(address).content.decode()
    assert "Défaire cet import" in page
    assert as_admin.post(address).status_code == 302
    assert not proposal.budget_lines.filter(label="Traductions").exists()
