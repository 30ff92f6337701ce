"""A year's money, from the gap that is explained to the settlement, by the two sides."""

from __future__ import annotations

import datetime

import pytest

from partnership.models import Convention, Network, Organisation, Settlement
from tests import factories
from tests.browser.conftest import ADMIN, OTHER_OFFICER
from tests.reporting.money import builders

YEAR = "ESSAI-2023"


@pytest.fixture
def spent(site):
    """An invented year of the invented funder, for these tests alone."""
    convention = factories.ConventionFactory(
        past=True,
        reference=YEAR,
        is_fictitious=True,
        owner=Network.objects.get(),
        funder=Organisation.objects.get(name="Conseil du Pays imaginaire"),
        beneficiary=Organisation.objects.get(runs_its_network=True),
    )
    convention = builders.by_prorata(convention)
    support = builders.line(convention, "Accompagnements", "12000")
    meetings = builders.line(convention, "Temps collectifs", "6695")
    builders.line(convention, "Conseil du Pays imaginaire", "7000", side="income")
    builders.line(convention, "Fonds propres", "11695", side="income")
    day = datetime.date(2023, 5, 4)
    for label, amount, line in (("Salaire, mars", "10000", support), ("Salle", "1500", meetings)):
        builders.expense(convention, amount, budget_line=line, paid_on=day, label=label)
    builders.expense(convention, "759.08", percent="50", paid_on=day, label="Affiches")
    builders.expense(convention, "86.40", paid_on=datetime.date(2024, 1, 4), label="Train")
    builders.payment(convention, "7000", on=datetime.date(2023, 11, 4))
    return convention


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_pages_of_money_are_accessible_once_filled(visitor, spent, width):
    admin = visitor(width=width).log_in(ADMIN)
    for name in ("money", "financial-report", "settlement"):
        query = "?depenses=15000" if name == "settlement" else ""
        admin.go(f"reporting:{name}", YEAR, query=query)
        for fold in admin.page.locator("summary").all():
            fold.click()
        admin.check()
        admin.picture(f"money-{name}-{width}")
    for figure_id in ("budget.realised", "subsidy.repayment"):
        admin.go("reporting:figure", YEAR, figure_id)
        admin.check()
        admin.picture(f"money-{figure_id}-{width}")
    officer = visitor(width=width).log_in(OTHER_OFFICER)
    officer.go("reporting:money", YEAR)
    officer.check()
    officer.picture(f"money-officer-{width}")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_from_the_gap_to_the_settlement(visitor, spent, width):
    admin, officer = (visitor(width=width).log_in(who) for who in (ADMIN, OTHER_OFFICER))
    admin.go("reporting:money", YEAR)
    admin.page.get_by_role("link", name="Expliquer l'écart").first.click()
    admin.page.fill("textarea", "Un poste vacant au printemps")
    admin.page.get_by_role("button", name="Enregistrer l'explication").click()
    assert "Un poste vacant au printemps" in admin.page.content()

    officer.go("reporting:settlement", YEAR)
    officer.page.get_by_role("button", name="Proposer ce solde").click()
    assert "4\u202f448,08" in officer.page.get_by_role("heading", level=2).first.inner_text()

    admin.go("reporting:settlement", YEAR)
    admin.page.get_by_text("Faire une observation").click()
    admin.page.fill("textarea", "Rien à redire sur la règle.")
    admin.page.get_by_role("button", name="Enregistrer l'observation").click()
    admin.check()
    admin.picture(f"money-observed-{width}")
    admin.page.get_by_role("button", name="Répondre « Sans observation »").click()

    officer.go("reporting:settlement", YEAR)
    officer.check()
    officer.picture(f"money-to-decide-{width}")
    officer.page.get_by_role("button", name="Décider le solde").click()
    officer.check()
    officer.picture(f"money-decided-{width}")
    assert "Reversement attendu" in officer.page.content()
    assert Settlement.objects.get().state == "decided"
    assert Convention.objects.get(pk=spent.pk).state == "settled"
