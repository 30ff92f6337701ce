"""The time of a convention: who, of what kind, worth how much, and what its funder may read."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.account_headings import keep_headings
from partnership.actions.financial_accounts import share_staff_time
from partnership.models import AccountHeading, Convention, JournalEntry
from reporting.staff_time import staff_time_of
from tests import factories
from tests.partnership.expenses.builders import make_expense, make_line
from tests.partnership.staff.builders import make_rate, make_salary
from tests.reporting.time.builders import note_time

pytestmark = pytest.mark.django_db


def time_of(world):
    return staff_time_of(Convention.objects.for_list().get(pk=world.convention.pk))


def page(client, world):
    return client.get(reverse("reporting:staff-time", args=[world.convention.reference]))


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").split())


def test_session_hours_count_a_row_once_and_staff_hours_each_person(world):
    note_time(world)
    time = time_of(world)
    assert time.session_minutes == 60 + 30 + 90 + 120 + 20
    assert time.total.minutes == time.session_minutes + 90


def test_each_person_has_their_minutes_by_family_and_nobodys_time_is_visible(world):
    note_time(world)
    lines = {line.name: line for line in time_of(world).people}
    assert lines[str(world.staff)].families == (60 + 30 + 90, 0, 120, 0, 0)
    assert lines[str(world.admin)].families == (90, 0, 0, 0, 0)
    assert lines["Personne non renseignée"].families == (0, 0, 0, 20, 0)


def test_only_what_the_convention_counts_is_time(world):
    note_time(world)
    before = time_of(world).session_minutes
    follow_up = factories.FollowUpYearFactory(convention=world.convention)
    outside = datetime.date(2025, 12, 31)
    factories.SessionFactory(follow_up=follow_up, staff=[world.staff], date=outside)
    factories.SessionFactory(follow_up=follow_up, staff=[world.staff], state="planned")
    factories.SessionFactory(
        follow_up=follow_up,
        staff=[world.staff],
        cancelled_at=timezone.now(),
        cancelled_reason="Erreur",
    )
    factories.SessionFactory(follow_up__convention=world.other_convention, staff=[world.staff])
    assert time_of(world).session_minutes == before


def test_values_by_kind_add_up_to_the_total_and_what_has_no_rate_is_said(world):
    note_time(world)
    make_rate(world.convention, world.staff, "27.41")
    time = time_of(world)
    assert time.total.value == Decimal("137.05")  # 300 min × 27,41 €
    assert sum(one.value for one in time.kinds if one.value) == time.total.value
    assert time.total.without_rate == 90 + 20
    values = {one.label: one.value for one in time.kinds}
    assert values["Entretien"] == Decimal("68.53")  # 150 min; the other 90 min have no rate
    assert values["Déplacement"] is None


def test_the_declared_staff_cost_is_what_bears_the_accounts_64(world):
    note_time(world)
    keep_headings(AccountHeading)
    staff_account = AccountHeading.objects.filter(code="64").first()
    other = AccountHeading.objects.filter(code="62").first()
    line = make_line(world.convention, "Salaires", account=staff_account, amount=Decimal("9000"))
    make_line(world.convention, "Trains", account=other, amount=Decimal("500"))
    make_expense(world.convention, line=line, amount=Decimal("400.00"), label="Cabinet de paie")
    make_expense(world.convention, account=other, amount=Decimal("50.00"))
    make_salary(world.convention, make_rate(world.convention, world.staff))
    declared = time_of(world).declared
    assert declared.planned == Decimal("9000")
    assert (declared.charged, declared.computed) == (Decimal("427.40"), Decimal("27.40"))


def test_the_administration_reads_names_rates_and_values(as_admin, world):
    note_time(world)
    make_rate(world.convention, world.staff, "27.41")
    text = plain(page(as_admin, world).content.decode())
    for words in (str(world.staff), "27,41 €", "137,05 €", "sans coût horaire", "5h20"):
        assert words in text


def test_a_colleague_reads_hours_and_nobodys_hourly_cost(as_staff, world):
    note_time(world)
    make_rate(world.convention, world.staff, "27.41")
    make_rate(world.convention, world.admin, "38.15")
    text = plain(page(as_staff, world).content.decode())
    assert str(world.admin) in text
    assert "27,41" not in text
    assert "38,15" not in text
    assert "Montrer au financeur" not in text


def test_the_funder_reads_nothing_until_it_is_shown(as_officer, world):
    note_time(world)
    refused = page(as_officer, world)
    assert refused.status_code == 403
    assert "reste à l&#x27;association" in refused.content.decode()


def test_once_shown_the_funder_reads_hours_and_value_and_neither_a_name_nor_a_rate(
    as_officer, world
):
    note_time(world)
    make_rate(world.convention, world.staff, "27.41")
    make_salary(world.convention, make_rate(world.convention, world.admin, "38.15"))
    share_staff_time(convention=world.convention, shared=True, by=world.admin)
    answer = page(as_officer, world)
    text = plain(answer.content.decode())
    main = text[text.index("<main") :]
    assert "Préparation" in main
    assert "2h" in main
    assert "137,05" not in main  # 300 min of one person and 60 of another are only told together
    assert "Valeur totale" in main
    for secret in ("27,41", "38,15", str(world.staff), str(world.admin), world.staff.first_name):
        assert secret not in text
    for uid in (world.staff.uid, world.admin.uid):
        assert str(uid) not in text


def test_the_administration_alone_chooses_and_it_is_told(client, world):
    address = reverse("reporting:staff-time-sharing", args=[world.convention.reference])
    for who, status in (("staff", 403), ("officer", 403), ("other_officer", 404), ("admin", 302)):
        client.force_login(getattr(world, who))
        assert client.post(address, {"shared": "oui"}).status_code == status
    world.convention.refresh_from_db()
    assert world.convention.shares_staff_time
    line = JournalEntry.objects.get(subject_type="convention", verb="changed")
    assert line.changes == {"shares_staff_time": [False, True]}
    client.post(address, {"shared": "oui"})
    client.post(address, {"shared": "non"})
    world.convention.refresh_from_db()
    assert not world.convention.shares_staff_time
    assert JournalEntry.objects.filter(subject_type="convention", verb="changed").count() == 2


def test_sharing_is_refused_below_the_page_too(world):
    with pytest.raises(PermissionDenied):
        share_staff_time(convention=world.convention, shared=True, by=world.staff)


def test_without_any_time_the_page_says_what_to_do(as_staff, world):
    text = page(as_staff, world).content.decode()
    assert "Noter un échange" in text


@pytest.mark.parametrize(
    "name", ["reporting:staff-time", "reporting:salary-new", "reporting:cerfa"]
)
def test_the_queries_do_not_grow_with_the_rows(as_admin, world, name):
    address = reverse(name, args=[world.convention.reference])
    query = "?first=2026-01&last=2026-12&kinds=echange" if name.endswith("new") else ""

    def fill(count):
        for _ in range(count):
            person = factories.MembershipFactory(organisation=world.association).user
            rate = make_rate(world.convention, person)
            factories.SessionFactory(
                follow_up__convention=world.convention, staff=[person, world.staff]
            )
            factories.WorkEntryFactory(convention=world.convention, staff=[person])
            make_line(world.convention, f"Poste {rate.pk}")
            make_expense(world.convention)

    def queries():
        people = "".join(f"&people={uid}" for uid in time_of(world).names) if query else ""
        with CaptureQueriesContext(connection) as found:
            assert as_admin.get(address + query + people).status_code == 200
        return len(found)

    fill(2)
    few = queries()
    fill(12)
    assert queries() == few
