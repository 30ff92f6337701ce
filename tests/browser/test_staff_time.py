"""Staff time, salaries and the compte rendu financier: both widths, both sides, one walk."""

from __future__ import annotations

import pytest

from partnership import jobs
from partnership.models import Convention, Expense
from tests.browser.conftest import ADMIN, OTHER_OFFICER, STAFF


@pytest.fixture
def salary(site, example, monkeypatch) -> Expense:
    """The invented salary expense of the invented convention."""
    monkeypatch.setattr(jobs, "send", lambda job: True)
    found = Expense.objects.filter(shares__convention__reference=example, minutes__isnull=False)
    return found.order_by("pk").first()


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_administrations_pages_are_accessible(visitor, example, salary, width):
    admin = visitor(width=width).log_in(ADMIN)
    chosen = f"?people={salary.person.uid}&kinds=echange&kinds=preparation"
    chosen += f"&first={salary.paid_on.year}-01&last={salary.paid_on.year}-12"
    for rank, (name, args, query) in enumerate(
        (
            ("reporting:staff-time", [example], ""),
            ("reporting:salary-new", [example], ""),
            ("reporting:salary-new", [example], chosen),
            ("reporting:time-sheet", [salary.uid], ""),
            ("partnership:staff-rates", [], ""),
            ("reporting:cerfa", [example], ""),
            ("reporting:cerfa", ["CD62-2025"], ""),
            ("reporting:cerfa-texts", [example], ""),
        )
    ):
        admin.go(name, *args, query=query)
        admin.check()
        admin.picture(f"time-admin-{rank}-{width}")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_what_the_others_read_is_accessible(visitor, example, salary, width):
    staff = visitor(width=width).log_in(STAFF)
    staff.go("reporting:staff-time", example)
    staff.check()
    Convention.objects.filter(reference=example).update(shares_staff_time=True)
    officer = visitor(width=width).log_in(OTHER_OFFICER)
    for rank, name in enumerate(("reporting:staff-time", "reporting:cerfa")):
        officer.go(name, example)
        officer.check()
        officer.picture(f"time-officer-{rank}-{width}")


def test_noted_time_becomes_an_expense(visitor, example, salary):
    salary.delete()  # so that the whole year is free
    admin = visitor().log_in(ADMIN)
    page = admin.go("reporting:staff-time", example)
    page.get_by_role("link", name="Enregistrer une dépense de personnel").first.click()
    page.get_by_label("Camille Exemple").check()
    page.get_by_role("button", name="Calculer").click()
    page.wait_for_selector("text=2. Vérifier, puis enregistrer")
    page.get_by_role("button", name="Enregistrer ").click()
    page.wait_for_selector("text=C'est enregistré : 1")
    admin.check()
    made = Expense.objects.get(shares__convention__reference=example, minutes__isnull=False)
    assert str(made.person) == "Camille Exemple"
    page.get_by_role("link", name="feuille de temps").click()
    page.wait_for_selector("text=Feuille de temps de Camille Exemple")
    admin.check()
