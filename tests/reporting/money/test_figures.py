"""The figures of money: computed from rows, leading back to them, kept by a frozen version."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnership import catalogue
from partnership.enums import AdjustmentRule, ConventionState, PaymentKind
from partnership.figures import RowRef
from partnership.models import Amendment, Convention, Expense
from partnership.money_rules import RULES
from reporting import actions, production
from reporting.collecting import figures_of
from reporting.progress import figure_text
from tests import factories
from tests.reporting.money import builders

IDS = [rule.declaration.id for rule in RULES]


@pytest.fixture
def convention(world):
    return builders.worked(world.convention)


def values(convention) -> dict[str, str]:
    found = figures_of(Convention.objects.for_list().get(pk=convention.pk))
    return {figure_id: " ".join(figure_text(found[figure_id]).split()) for figure_id in IDS}


def test_the_worked_example_as_figures(convention):
    assert values(convention) == {
        "budget.planned": "18 695,00 €",
        "budget.realised": "11 879,54 €",
        "subsidy.granted": "7 000,00 €",
        "subsidy.rate": "37,44 %",
        "subsidy.execution_rate": "63,54 %",
        "subsidy.due": "4 448,08 €",
        "subsidy.repayment": "2 551,92 €",
    }


def test_each_figure_names_its_rows(convention):
    found = figures_of(convention)
    lines = tuple(RowRef("budget_line", str(one.uid)) for one in convention.budget_lines.all())
    expenses = {str(one.uid) for one in Expense.objects.order_by("pk")}
    assert found["budget.planned"].rows == lines
    assert {row.uid for row in found["budget.realised"].rows} == expenses
    assert {row.type for row in found["budget.realised"].rows} == {"expense"}
    assert [row.type for row in found["subsidy.granted"].rows] == ["convention"]
    assert {row.type for row in found["subsidy.repayment"].rows} == {
        "convention",
        "expense",
        "payment",
    }


def test_only_the_share_charged_and_only_what_was_paid_in_the_period_counts(world):
    convention = builders.by_prorata(world.convention)
    builders.expense(convention, "100.01", percent="33.33")
    builders.expense(convention, "500", paid_on=datetime.date(2027, 1, 1))
    builders.expense(convention, "600", paid_on=None)
    builders.expense(convention, "700", cancelled_at=timezone.now())
    found = figures_of(convention)["budget.realised"]
    assert found.value == Decimal("33.33")
    assert len(found.rows) == 1
    assert found.remark == "2\u00a0dépenses à part, hors période ou sans date"


def test_an_expense_on_two_lines_is_one_row_and_counts_for_both(world):
    convention = builders.by_prorata(world.convention)
    first, second = (builders.line(convention, name, 100) for name in ("A", "B"))
    made = builders.expense(convention, "80", budget_line=first, percent="50")
    made.shares.create(convention=convention, budget_line=second, percent=Decimal(50))
    found = figures_of(convention)["budget.realised"]
    assert (found.value, len(found.rows)) == (80, 1)


def test_what_nobody_noted_is_unknown_and_never_zero(world):
    convention = builders.by_prorata(world.convention)
    found = values(convention)
    assert found["budget.planned"] == found["budget.realised"] == "non renseigné"
    assert found["subsidy.due"] == found["subsidy.repayment"] == "non renseigné"
    assert figures_of(convention)["subsidy.due"].remark == "il manque les dépenses réalisées"


def test_a_line_without_an_amount_leaves_the_planned_total_unknown(convention):
    builders.line(convention, "Coordination", None)
    found = figures_of(convention)["budget.planned"]
    assert (found.value, found.remark) == (None, "1\u00a0ligne sans montant")
    assert len(found.rows) == 3


@pytest.mark.parametrize(
    ("state", "remark"),
    [
        (ConventionState.PROPOSED, "subvention proposée, non votée"),
        (ConventionState.BEFORE_COMMISSION, "subvention proposée, non votée"),
        (ConventionState.REFUSED, "subvention refusée"),
    ],
)
def test_before_the_vote_nothing_is_granted_nor_due(convention, state, remark):
    Convention.objects.filter(pk=convention.pk).update(state=state)
    found = figures_of(Convention.objects.for_list().get(pk=convention.pk))
    for figure_id in ("subsidy.granted", "subsidy.due", "subsidy.repayment"):
        assert (found[figure_id].value, found[figure_id].remark) == (None, remark)
    assert found["budget.realised"].value == Decimal("11879.54")


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"original_rule": AdjustmentRule.UNKNOWN}, "il manque la règle d'ajustement"),
        ({"original_projected_cost": None}, "il manque le coût prévisionnel"),
    ],
)
def test_nothing_is_due_while_the_rule_or_the_cost_is_unknown(convention, changed, remark):
    Convention.objects.filter(pk=convention.pk).update(**changed)
    found = figures_of(Convention.objects.for_list().get(pk=convention.pk))["subsidy.due"]
    assert (found.value, found.remark) == (None, remark)


def test_an_amendment_in_force_changes_what_is_granted_and_is_one_of_its_rows(convention):
    made = Amendment.objects.create(
        convention=convention,
        number=1,
        signed_on=datetime.date(2026, 3, 1),
        in_force_on=datetime.date(2026, 3, 1),
        purpose="Une action de plus",
        amount=Decimal(8000),
    )
    found = figures_of(Convention.objects.for_list().get(pk=convention.pk))["subsidy.granted"]
    assert found.value == 8000
    assert found.rows[-1] == RowRef("amendment", str(made.uid))


def test_a_repayment_made_is_no_longer_asked(convention):
    builders.payment(convention, "2551.92", PaymentKind.REPAYMENT)
    assert values(convention)["subsidy.repayment"] == "0,00 €"


def test_each_rule_is_in_the_catalogue():
    for rule in RULES:
        assert catalogue.get(rule.declaration.id) == rule.declaration
        assert rule.declaration.unit in ("€", "%")


def test_the_published_year_2023_has_no_settlement(demonstration):
    found = values(Convention.objects.get(reference="CD62-2023"))
    assert found["subsidy.rate"] == "37,44 %"
    assert found["budget.planned"] == "18 695,00 €"
    for figure_id in ("budget.realised", "subsidy.due", "subsidy.repayment"):
        assert found[figure_id] == "non renseigné"


def test_the_command_writes_money_as_text_with_two_decimals(convention):
    output = io.StringIO()
    call_command("figures", "DEP-2026", json=True, stdout=output)
    lines = {line["id"]: line for line in json.loads(output.getvalue())}
    assert lines["budget.realised"]["value"] == "11879.54"
    assert lines["subsidy.rate"] | {"rows": []} == {
        "id": "subsidy.rate",
        "label": "Taux de la subvention",
        "value": "37.44",
        "unit": "%",
        "rows": [],
        "rule": "Subvention accordée sur coût prévisionnel.",
        "rule_version": 1,
    }
    assert {row["type"] for row in lines["budget.realised"]["rows"]} == {"expense"}
    output = io.StringIO()
    call_command("figures", "DEP-2026", stdout=output)
    assert "4\u202f448,08\u00a0€  Subvention due" in output.getvalue()


@pytest.mark.parametrize("figure_id", IDS)
@pytest.mark.parametrize("who", ["staff", "officer"])
def test_the_page_of_a_figure_shows_its_rows(client, world, convention, figure_id, who):
    client.force_login(getattr(world, who))
    address = reverse("reporting:figure", args=["DEP-2026", figure_id])
    page = client.get(address).content.decode()
    shown = {
        "budget.planned": ("Temps collectifs", "6\u202f695,00"),
        "budget.realised": ("Salaire, mars", "1\u202f879,54", "50\u00a0%"),
        "subsidy.repayment": ("Versement unique du 4 mai 2026", "7\u202f000,00", "Salaire, mars"),
    }
    for words in shown.get(figure_id, ("DEP-2026",)):
        assert words in page
    assert "non visible" not in page


def test_a_frozen_version_keeps_the_money_and_its_rows(world, convention):
    version = actions.freeze(convention=convention, by=world.admin)
    builders.expense(convention, "1000")
    frozen, draft = production.frozen(version), production.draft(convention)
    assert frozen.figure("budget.realised")["value"] == "11879.54"
    assert draft.figure("budget.realised")["value"] == "12879.54"
    assert " ".join(frozen.figure_text("subsidy.due").split()) == "4 448,08 €"
    assert frozen.figure_text("subsidy.rate") == "37,44\u00a0%"
    money = frozen.snapshot["money"]
    assert [row["label"] for row in money["expenses"]["rows"]] == [
        "Accompagnements",
        "Temps collectifs",
    ]
    assert money["charges"][1]["charged"] == "1879.54"
    assert money["steps"][-1]["result"] == "2\u202f551,92\u00a0€"


def test_an_expense_that_a_version_counts_is_cited_by_it(world, convention):
    from partnership.citations import cited_uids, is_cited

    expense = Expense.objects.filter(shares__convention=convention).order_by("pk").first()
    assert not is_cited(expense)
    assert expense.uid not in cited_uids(convention.owner)
    actions.freeze(convention=convention, by=world.admin)
    assert is_cited(expense)
    assert expense.uid in cited_uids(convention.owner)
    assert cited_uids(factories.NetworkFactory()) == set()


def test_a_version_names_no_other_funder(world, convention):
    builders.line(convention, "Région secrète", 700, side="income", funder=world.other_funder)
    version = actions.freeze(convention=convention, by=world.admin)
    [row] = production.frozen(version).snapshot["money"]["income"]["rows"]
    assert row["label"] == "Autres financeurs"


def test_a_reading_may_count_money(world, convention):
    """Nothing forbids it: a page that shows it does not fall."""
    from reporting.progress import progress_of

    factories.ReadingFactory(
        commitment__convention=convention, figure_id="budget.realised", commitment__target=18695
    )
    factories.SessionFactory(follow_up__convention=convention)
    [one] = progress_of(convention)
    assert one.done_text == "11\u202f879,54\u00a0€"
