"""What one funder's officer must never read: who the other funders are, and what they wrote."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from partnership.actions.papers import add_legal_reference
from partnership.actions.proposals import create_convention
from partnership.enums import BudgetSide, ConventionState
from partnership.models import BudgetLine, LegalReference, Visa
from reporting import snapshot
from tests import factories
from tests.partnership.papers import builders as papers

REGION = "Région imaginaire"


@pytest.fixture
def others(world):
    """The other funder has a name, and initials; the budget tells of it by words alone."""
    world.other_funder.name, world.other_funder.short_name = REGION, "RIMG"
    world.other_funder.save()
    lines = (
        ("Subvention du Département", "7000"),
        ("Région imaginaire, appel à projets", "5000"),
        ("Aide RIMG", "3000"),
        ("Fonds propres", "3695"),
    )
    for rank, (label, amount) in enumerate(lines, 1):
        BudgetLine.objects.create(
            convention=world.convention,
            side=BudgetSide.INCOME,
            position=rank,
            label=label,
            amount=Decimal(amount),
        )


@pytest.mark.parametrize("query", ["", "?export=csv"])
def test_a_budget_that_names_another_funder_by_words_hides_it(as_officer, others, query):
    address = reverse("partnership:budget", args=["DEP-2026"]) + query
    answer = as_officer.get(address)
    text = answer.getvalue().decode()
    assert "Autres financeurs" in text
    assert "Fonds propres" in text
    assert REGION not in text
    assert "RIMG" not in text


def test_the_association_reads_every_line(as_admin, others):
    text = as_admin.get(reverse("partnership:budget", args=["DEP-2026"])).content.decode()
    assert "Aide RIMG" in text


def test_its_own_money_is_not_another_funders(as_officer, world):
    BudgetLine.objects.create(
        convention=world.convention,
        side=BudgetSide.INCOME,
        position=1,
        label="Cotisations",
        amount=Decimal(500),
        funder=world.association,
    )
    text = as_officer.get(reverse("partnership:budget", args=["DEP-2026"])).content.decode()
    assert "Cotisations" in text
    assert "Autres financeurs" not in text


def test_the_bilan_names_no_other_funder_in_its_budget(world, others):
    said = snapshot.take(world.convention, today=datetime.date(2026, 11, 21))["budget"]["income"]
    assert [line["label"] for line in said] == [
        "Subvention du Département",
        "Fonds propres",
        "Autres financeurs",
    ]
    assert said[-1]["amount"] == "8000.00"


def test_a_convention_taken_up_for_another_funder_says_nothing_of_the_first(world):
    BudgetLine.objects.create(
        convention=world.convention,
        side=BudgetSide.INCOME,
        position=1,
        label="Département, direction de la culture",
        description="délibération n° 12 du Département",
        amount=Decimal(7000),
        funder=world.funder,
    )
    papers.visa(world.convention, "délibération du Département")
    made = create_convention(
        owner=world.network,
        uid=world.convention.uid.__class__(int=7),
        reference="AUTRE-2027",
        by=world.admin,
        previous=world.convention,
        purpose="Ouverture",
        funder=world.other_funder,
        beneficiary=world.association,
        original_starts_on=datetime.date(2027, 1, 1),
        original_ends_on=datetime.date(2027, 12, 31),
    )
    line = made.budget_lines.get()
    assert (line.label, line.description, line.funder) == (
        "Autre financeur",
        "",
        world.other_funder,
    )
    assert not made.visas.exists()


VISAS = reverse("partnership:visas", args=["DEP-2026"])


def test_the_library_hides_what_only_other_funders_cite(as_officer, world):
    papers.visa(world.other_convention, "délibération de la Région")
    papers.visa(world.convention, "code des collectivités")
    papers.reference(world.convention, "loi que personne ne cite")
    text = as_officer.get(VISAS).content.decode()
    assert "délibération de la Région" not in text
    assert "code des collectivités" in text
    assert "loi que personne ne cite" in text


def test_a_hidden_text_is_cited_by_typing_it_again(world):
    hidden = papers.visa(world.other_convention, "loi commune").reference
    cited = add_legal_reference(convention=world.convention, title="loi commune", by=world.officer)
    assert cited == hidden
    assert LegalReference.objects.count() == 1
    assert Visa.objects.filter(convention=world.convention, reference=hidden).exists()


def test_the_income_of_a_refused_convention_is_still_hidden(as_officer, world, others):
    world.convention.state = ConventionState.REFUSED
    world.convention.save()
    factories.CommitmentFactory(convention=world.convention)
    for name in ("programme", "links", "budget", "papers", "dossier"):
        text = as_officer.get(reverse(f"partnership:{name}", args=["DEP-2026"])).content.decode()
        assert REGION not in text, name
        assert "AUTRE-2026" not in text, name
