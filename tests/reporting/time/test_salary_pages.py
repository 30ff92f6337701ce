"""From noted time to a salary expense, through the pages, and its time sheet."""

from __future__ import annotations

import datetime
import io
import uuid
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership import jobs
from partnership.models import Convention, Expense, Job
from partnership.staff_costs import value_of
from reporting import time_sheets
from reporting.requests import request_time_sheet
from reporting.salaries import Choice, plan_of, record_salaries
from reporting.staff_time import KIND_LABELS, staff_time_of
from tests import factories
from tests.partnership.expenses.builders import make_expense, make_line
from tests.partnership.staff.builders import make_rate, make_salary
from tests.pdf_text import text_of
from tests.reporting.time.builders import note_the_year, note_time

pytestmark = pytest.mark.django_db

JANUARY, MARCH = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)
DECEMBER = datetime.date(2026, 12, 31)


@pytest.fixture
def noted(world):
    note_time(world)
    make_rate(world.convention, world.staff, "27.41")
    return world


def time_of(world):
    return staff_time_of(Convention.objects.for_list().get(pk=world.convention.pk))


def plan(world, *people, kinds=tuple(KIND_LABELS), first=JANUARY, last=DECEMBER):
    people = tuple(str(person.uid) for person in people)
    return plan_of(time_of(world), Choice(people, kinds, first, last))


def address(world, name="reporting:salary-new"):
    return reverse(name, args=[world.convention.reference])


def chosen(world, *people, kinds=("echange", "relecture"), first="2026-01", last="2026-03"):
    return {
        "people": [str(person.uid) for person in people],
        "kinds": list(kinds),
        "first": first,
        "last": last,
    }


def test_the_time_of_a_person_in_some_months_becomes_one_line(noted):
    found = plan(noted, noted.staff, last=MARCH)
    [line] = found.lines
    assert line.minutes == 180
    assert line.amount == Decimal("82.23")
    assert found.label == "Temps de travail, janvier à mars 2026"


def test_chosen_kinds_are_named_in_the_label_which_names_nobody(noted):
    found = plan(noted, noted.staff, kinds=("preparation",))
    assert found.label == "Temps de travail (préparation)"
    assert found.minutes == 120
    one_month = plan(noted, noted.staff, first=datetime.date(2026, 3, 1), last=MARCH)
    assert one_month.label.endswith(", mars 2026")


def test_time_without_a_rate_is_left_out_and_said(noted):
    found = plan(noted, noted.staff, noted.admin)
    assert [line.name for line in found.lines] == [str(noted.staff)]
    assert found.without_rate == 90


def test_a_rate_that_changes_makes_two_lines(world):
    note_time(world)
    april = datetime.date(2026, 4, 30)
    make_rate(world.convention, world.staff, "27.00", last=april)
    make_rate(world.convention, world.staff, "30.00", first=april + datetime.timedelta(days=1))
    found = plan(world, world.staff)
    assert [(line.minutes, line.amount) for line in found.lines] == [
        (180, Decimal("81.00")),
        (120, Decimal("60.00")),
    ]


def test_time_dated_to_the_year_comes_with_the_whole_period_only(noted):
    note_the_year(noted)
    some = plan(noted, noted.staff, last=MARCH)
    assert (some.minutes, some.undated) == (180, 1)
    assert plan(noted, noted.staff).minutes == 180 + 120 + 40


def test_time_valued_already_is_set_aside(noted):
    record(noted, plan(noted, noted.staff, last=MARCH))
    again = plan(noted, noted.staff)
    assert (again.minutes, again.already_valued) == (120, 180)


def record(world, found, **fields):
    given = {"paid_on": MARCH, "by": world.admin, "uid": uuid.uuid4(), "seen": found.mark}
    return record_salaries(plan=found, convention=world.convention, **given | fields)


def test_what_changed_since_it_was_shown_is_not_recorded(noted):
    found = plan(noted, noted.staff)
    factories.SessionFactory(
        follow_up__convention=noted.convention, staff=[noted.staff], minutes=15
    )
    with pytest.raises(ValidationError, match="a changé depuis"):
        record(noted, plan(noted, noted.staff), seen=found.mark)
    assert not Expense.objects.exists()


def test_two_plans_made_at_once_value_the_time_once(noted):
    first, second = plan(noted, noted.staff), plan(noted, noted.staff)
    record(noted, first)
    with pytest.raises(ValidationError, match="ne se paie pas deux fois"):
        record(noted, second)
    assert Expense.objects.count() == 1


def test_several_people_are_recorded_all_or_none(noted):
    make_rate(noted.convention, noted.admin, "38.15")
    found = plan(noted, noted.staff, noted.admin)
    [shared] = [row for row in found.lines[1].rows]
    make_salary(
        noted.convention, noted.admin.staff_rates.get(), [shared], label="Déjà là", by=noted.admin
    )
    with pytest.raises(ValidationError, match="Déjà là"):
        record(noted, found)
    assert Expense.objects.count() == 1


def test_the_page_shows_what_it_is_worth_then_records_it(as_admin, noted):
    line = make_line(noted.convention, "Salaires")
    shown = as_admin.get(address(noted), chosen(noted, noted.staff))
    text = shown.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "82,23 €" in text
    form = shown.context["record"]
    assert form["paid_on"].value() == MARCH
    data = chosen(noted, noted.staff) | {
        "uid": str(form["uid"].value()),
        "seen": form["seen"].value(),
        "paid_on": "2026-03-31",
        "percent": "100",
        "budget_line": str(line.uid),
    }
    assert as_admin.post(address(noted), data).status_code == 302
    made = Expense.objects.get()
    assert (made.amount, made.minutes, made.paid_on) == (Decimal("82.23"), 180, MARCH)
    assert made.amount == value_of(180, Decimal("27.41"))
    assert made.shares.get().budget_line == line
    assert as_admin.post(address(noted), data).status_code == 302  # sent twice
    assert Expense.objects.count() == 1


def test_the_page_says_when_all_of_it_is_valued_already(as_admin, noted):
    record(noted, plan(noted, noted.staff))
    text = as_admin.get(address(noted), chosen(noted, noted.staff)).content.decode()
    assert "sont déjà dans une dépense" in text
    assert "Il n'y a pas de temps à valoriser" in text
    answer = as_admin.post(address(noted), chosen(noted, noted.staff) | {"paid_on": "x"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"people": []}, "Choisissez une personne"),
        ({"kinds": []}, "Choisissez une nature"),
        ({"first": "2026-05"}, "Le dernier mois précède le premier"),
        ({"last": "2031-01"}, "pas dans la liste"),
    ],
)
def test_a_wrong_choice_is_said_beside_its_field(as_admin, noted, changed, words):
    answer = as_admin.get(address(noted), chosen(noted, noted.staff) | changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_refused_record_keeps_what_was_typed(as_admin, noted):
    data = chosen(noted, noted.staff) | {
        "uid": "no",
        "paid_on": "hier",
        "percent": "120",
        "seen": "",
    }
    answer = as_admin.post(address(noted), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="120"' in text
    assert 'value="hier"' in text
    assert not Expense.objects.exists()


@pytest.fixture
def sheet(noted):
    [made] = record(noted, plan(noted, noted.staff))
    return made


def test_the_time_sheet_lists_each_row_and_its_total(as_admin, noted, sheet):
    text = as_admin.get(reverse("reporting:time-sheet", args=[sheet.uid])).content.decode()
    assert "Entretien" in text
    assert "Budget" in text
    assert "5h" in text


@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 200), ("admin", 200), ("officer", 403), ("other_officer", 404)],
)
def test_who_reads_a_time_sheet(client, noted, sheet, who, status):
    noted.convention.shares_staff_time = True
    noted.convention.save()
    client.force_login(getattr(noted, who))
    page = reverse("reporting:time-sheet", args=[sheet.uid])
    for address in (page, f"{page}?export=xlsx"):
        answer = client.get(address)
        assert answer.status_code == status
        if status != 200:
            assert str(noted.staff) not in answer.content.decode()
    assert client.post(f"{page}pdf/").status_code == (302 if status == 200 else status)


def test_a_colleague_does_not_read_anothers_time_sheet(client, noted, sheet):
    client.force_login(factories.MembershipFactory(organisation=noted.association).user)
    assert client.get(reverse("reporting:time-sheet", args=[sheet.uid])).status_code == 403


def test_an_expense_that_is_no_time_has_no_sheet(as_admin, world):
    made = make_expense(world.convention)
    assert as_admin.get(reverse("reporting:time-sheet", args=[made.uid])).status_code == 404


def test_the_workbook_adds_up_and_has_its_signatures(noted, sheet):
    content = time_sheets.workbook(time_sheets.time_sheet_of(sheet))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    total = next(row for row in rows if row[0] == "Total")
    counted = [row[2] for row in rows[1:] if isinstance(row[0], datetime.datetime)]
    assert sum(counted) == total[2] == 300
    assert Decimal(str(rows[rows.index(total) + 2][4])) == Decimal("137.05")
    said = [str(row[0]) for row in rows]
    assert str(noted.staff) in said
    assert any("Représentant légal" in cell for cell in said)


def test_the_pdf_is_made_by_a_job_and_is_read_by_who_asked_alone(client, noted, sheet, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    client.force_login(noted.admin)
    client.post(reverse("reporting:time-sheet-pdf", args=[sheet.uid]))
    job = Job.objects.get(kind="time_sheet")
    jobs.run(job.uid)
    job.refresh_from_db()
    assert job.state == "done", job.message
    address = reverse("partnership:file", args=[job.result_file.uid])
    text = text_of(b"".join(client.get(address).streaming_content))
    for words in (
        str(noted.staff),
        "Budget",
        "5h",
        "137,05",
        "Représentant·e légal·e",
        "Signature",
    ):
        assert words in text.replace("\u202f", " ")
    for other in ("officer", "staff"):
        client.force_login(getattr(noted, other))
        assert client.get(address).status_code == 404


def test_a_job_asked_by_who_may_no_more_read_fails_with_words(noted, sheet, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    job = request_time_sheet(expense=sheet, by=noted.admin)
    noted.admin.memberships.update(until_on=datetime.date(2020, 1, 1))
    jobs.run(job.uid)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", time_sheets.GONE)
