"""The pages of a convention's expenses, as each side reads them."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from partnership import files
from partnership.actions.expenses import Part, change_expense, remove_expense
from partnership.enums import Role
from partnership.models import Expense, StoredFile
from partnership.views.expenses import PER_PAGE
from tests import factories
from tests.downloads import content_of
from tests.partnership.expenses.builders import make_account, make_expense, make_line

OTHER_FUNDER = "Région imaginaire"


@pytest.fixture
def listing(world):
    return reverse("partnership:expenses", args=[world.convention.reference])


def page_of(row):
    return reverse("partnership:expense", args=[row.uid])


def labels(answer):
    return [line.charge.label for line in answer.context["lines"]]


def text(answer):
    """No-break spaces as spaces."""
    return " ".join(answer.content.decode().split())


@pytest.fixture
def some(world):
    """One of each state, and one charged elsewhere."""
    line = make_line(world.convention, "Déplacements", account=make_account("625"))
    early = datetime.date(2025, 12, 20)
    rows = {
        "counted": make_expense(world.convention, label="Train", line=line, percent="60"),
        "outside": make_expense(world.convention, label="Acompte", paid_on=early),
        "unpaid": make_expense(world.convention, label="Vidéo", paid_on=None),
        "cancelled": make_expense(world.convention, label="Erreur"),
        "elsewhere": make_expense(world.other_convention, label="Ailleurs"),
    }
    rows["cancelled"].cancelled_at = timezone.now()
    rows["cancelled"].save()
    return rows


def test_the_list_holds_what_is_charged_to_this_convention(as_officer, some, listing):
    answer = as_officer.get(listing)
    assert labels(answer) == ["Vidéo", "Train", "Acompte"]
    totals = answer.context["totals"]
    assert (totals.charged, totals.counted) == (Decimal("312.00"), Decimal("72.00"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=trAin", ["Train"]),
        ("etat=comptees", ["Train"]),
        ("etat=hors-periode", ["Acompte"]),
        ("etat=a-payer", ["Vidéo"]),
        ("etat=annulees", ["Erreur"]),
        ("start=2025-12-01&end=2025-12-31", ["Acompte"]),
        ("poste=aucun", ["Vidéo", "Acompte"]),
    ],
)
def test_the_list_is_filtered_by_its_address(as_admin, some, listing, query, expected):
    assert labels(as_admin.get(f"{listing}?{query}")) == expected


def test_the_list_is_filtered_by_line_and_by_account(as_admin, world, some, listing):
    line = world.convention.budget_lines.get()
    assert labels(as_admin.get(f"{listing}?poste={line.uid}")) == ["Train"]
    assert labels(as_admin.get(f"{listing}?compte={line.account.pk}")) == ["Train"]


def test_a_wrong_filter_shows_nothing_and_says_so(as_admin, some, listing):
    answer = as_admin.get(f"{listing}?etat=perdues")
    assert labels(answer) == []
    assert "Un filtre est à corriger" in answer.content.decode()


def test_the_total_is_of_the_whole_list(as_admin, world, listing):
    for _ in range(PER_PAGE + 1):
        make_expense(world.convention, amount=Decimal("1.01"), percent="50")
    answer = as_admin.get(listing)
    assert len(answer.context["lines"]) == PER_PAGE
    assert answer.context["totals"].charged == Decimal("0.51") * (PER_PAGE + 1)


def test_ten_times_the_expenses_as_many_queries(client, world, listing):
    counts = {}
    for who in ("admin", "officer"):
        client.force_login(getattr(world, who))
        for count in (2, 20):
            for _ in range(count):
                make_expense(world.convention, line=make_line(world.convention))
            with CaptureQueriesContext(connection) as queries:
                client.get(listing)
            counts[who, count] = len(queries)
    assert counts["admin", 2] == counts["admin", 20]
    assert counts["officer", 2] == counts["officer", 20]


def test_ten_times_the_parts_as_many_queries(client, world):
    row = make_expense(world.convention, percent="1")
    for who in ("staff", "officer"):
        client.force_login(getattr(world, who))
        counts = []
        for count in (1, 10):
            for _ in range(count):
                convention = factories.ConventionFactory(owner=world.network, funder=world.funder)
                row.shares.create(convention=convention, percent=1)
            with CaptureQueriesContext(connection) as queries:
                client.get(page_of(row))
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_the_export_is_of_the_list_found(as_officer, some, listing):
    book = load_workbook(io.BytesIO(content_of(as_officer.get(f"{listing}?export=xlsx&q=train"))))
    head, *rows = book.active.iter_rows(values_only=True)
    [row] = [dict(zip(head, one, strict=True)) for one in rows]
    assert row["Référence"] == str(some["counted"].uid)
    assert (row["Poste"], row["Part imputée"], row["Montant imputé"]) == ("Déplacements", 60, 72)
    text = content_of(as_officer.get(f"{listing}?export=csv")).decode()
    assert "Ailleurs" not in text
    assert "payée le 20 décembre 2025, hors de la période" in text


def test_what_should_be_looked_at_is_said_and_not_refused(as_admin, world, listing):
    twice = {"supplier": "Imprimerie", "voucher": "F-1"}
    first = make_expense(world.convention, label="Livrets", **twice)
    make_expense(world.convention, label="Livrets encore", **twice)
    make_expense(world.convention, label="Loyer de mars", supplier="Bailleur")
    make_expense(
        world.convention,
        label="Loyer d'avril",
        supplier="Bailleur",
        paid_on=datetime.date(2026, 4, 2),
    )
    proved = make_expense(world.convention, label="Prouvée", voucher="F-9")
    files.store(proved, name="facture.pdf", content=b"%PDF", content_type="application/pdf")
    warnings = {one.charge.label: one.warnings for one in as_admin.get(listing).context["lines"]}
    assert warnings == {
        "Livrets": ("double possible", "sans justificatif"),
        "Livrets encore": ("double possible", "sans justificatif"),
        "Loyer de mars": ("sans justificatif",),
        "Loyer d'avril": ("sans justificatif",),
        "Prouvée": (),
    }
    html = as_admin.get(page_of(first)).content.decode()
    assert "Livrets encore" in html
    assert "Aucun justificatif" in html
    StoredFile.objects.update(cancelled_at=timezone.now())
    assert "Aucun justificatif" in as_admin.get(page_of(proved)).content.decode()


def test_a_double_charged_elsewhere_is_not_told_to_an_officer(client, world, listing):
    twice = {"supplier": "Imprimerie", "voucher": "F-1"}
    here = make_expense(world.convention, label="Livrets", **twice)
    make_expense(world.other_convention, label="Livrets secrets", **twice)
    for who, told in (("officer", False), ("admin", True)):
        client.force_login(getattr(world, who))
        [line] = client.get(listing).context["lines"]
        assert ("double possible" in line.warnings) is told
        assert ("Livrets secrets" in client.get(page_of(here)).content.decode()) is told


@pytest.fixture
def split(world):
    """Shared with another funder by name and with another convention; corrected since."""
    row = make_expense(
        world.convention,
        label="Livrets",
        parts=[
            Part(Decimal(50), world.convention),
            Part(Decimal(20), world.other_convention, make_line(world.other_convention, "Secret")),
            Part(Decimal(25), funder_name=OTHER_FUNDER),
        ],
    )
    change_expense(
        expense=row,
        by=world.admin,
        amount=Decimal("130.00"),
        parts=[
            Part(Decimal(50), world.convention),
            Part(Decimal(20), world.other_convention),
            Part(Decimal(30), funder_name=OTHER_FUNDER),
        ],
    )
    return row


def test_another_funders_name_never_reaches_an_officer(as_officer, world, split, listing):
    """Neither in the list, nor in the export, nor in the page of the expense and its history."""
    addresses = [
        page_of(split),
        listing,
        f"{listing}?export=csv",
        reverse("partnership:payments", args=[world.convention.reference]),
        reverse("reporting:convention", args=[world.convention.reference]),
    ]
    for address in addresses:
        html = content_of(as_officer.get(address)).decode()
        for hidden in (OTHER_FUNDER, "AUTRE-2026", "Autre financeur", "Secret"):
            assert hidden not in html, (address, hidden)
    shares = as_officer.get(page_of(split)).context["shares"]
    assert [(one.payer, one.percent) for one in shares] == [
        ("DEP-2026", Decimal(50)),
        ("Autres financeurs", Decimal(50)),
    ]
    assert shares[1].charged is None
    assert "120,00 € → 130,00 €" in as_officer.get(page_of(split)).content.decode().replace(
        "\u00a0", " "
    )


def test_the_association_reads_every_part(as_staff, split):
    html = as_staff.get(page_of(split)).content.decode()
    for shown in (OTHER_FUNDER, "AUTRE-2026"):
        assert shown in html
    assert "Enregistrer la correction" not in html


def test_the_reason_of_a_cancellation_stays_in_the_association(client, world):
    row = make_expense(world.convention)
    Expense.objects.update(created_at=timezone.now() - datetime.timedelta(hours=1))
    remove_expense(expense=row, by=world.admin, reason=f"payée par {OTHER_FUNDER}")
    for who, told in (("officer", False), ("staff", True)):
        client.force_login(getattr(world, who))
        html = client.get(page_of(row)).content.decode()
        assert "Cette dépense est annulée" in html
        assert (OTHER_FUNDER in html) is told


def test_whose_time_it_is_is_for_the_administration_and_the_person(client, world):
    colleague = factories.MembershipFactory(organisation=world.association, role=Role.STAFF).user
    row = make_expense(
        world.convention,
        label="Temps de mars",
        minutes=120,
        hourly_rate=Decimal(60),
        person=world.staff,
    )
    world.convention.shares_staff_time = True
    world.convention.save()
    shown = {}
    for who in (world.admin, world.staff, colleague, world.officer):
        client.force_login(who)
        html = client.get(page_of(row)).content.decode()
        shown[who] = ("feuille de temps" in html, "60,00" in html)
    assert shown == {
        world.admin: (True, True),
        world.staff: (True, True),
        colleague: (False, False),
        world.officer: (False, False),
    }


def test_an_expense_of_another_network_does_not_exist(as_admin, as_officer, db):
    elsewhere = factories.ConventionFactory()
    assert as_admin.get(page_of(make_expense(elsewhere))).status_code == 404


def test_an_empty_list_says_what_to_do_first(client, world, listing):
    client.force_login(world.admin)
    html = client.get(listing).content.decode()
    assert "Aucune dépense n'est encore imputée" in html
    assert html.count("Ajouter une dépense") == 2
    client.force_login(world.officer)
    assert "Ajouter une dépense" not in client.get(listing).content.decode()
