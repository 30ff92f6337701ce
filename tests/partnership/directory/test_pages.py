"""The directory's pages."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.models import Contact, JournalEntry, Organisation, Sharing, Theme, YearlyMembership
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("partnership:directory")


@pytest.fixture
def lycee(world):
    return factories.OrganisationFactory(
        owner=world.network, name="Lycée Robespierre", town="Arras", insee_code="62041"
    )


def page(client, address=LIST, **query) -> str:
    return client.get(address, query).content.decode()


def form(**fields):
    return {"uid": str(uuid.uuid4()), "name": "Amis du Mali", "kind": "association"} | fields


def test_a_structure_is_added_with_its_themes_and_years(as_staff, world):
    sent = form(themes="Eau, Jeunesse", years="2024, 2025", siret="438 535 221 00024")
    for _ in range(2):
        answer = as_staff.post(reverse("partnership:organisation-new"), sent)
    row = Organisation.objects.get(name="Amis du Mali")
    assert answer.url == row.get_absolute_url()
    assert row.siret == "43853522100024"
    assert sorted(one.name for one in row.themes.all()) == ["Eau", "Jeunesse"]
    assert [one.year for one in row.yearly_memberships.all()] == [2025, 2024]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Donnez le nom de la structure."),
        ("siret", "123", "n&#x27;est pas valable"),
        ("years", "24", "n&#x27;est pas une année"),
        ("email", "am", "adresse"),
        ("insee_code", "999", "n&#x27;existe pas"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_kept(as_staff, field, value, words):
    answer = as_staff.post(
        reverse("partnership:organisation-new"), form(town="Béthune") | {field: value}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert 'value="Béthune"' in text


def test_a_siret_already_known_is_refused_with_words(as_staff, world):
    factories.OrganisationFactory(owner=world.network, siret="43853522100024")
    answer = as_staff.post(reverse("partnership:organisation-new"), form(siret="43853522100024"))
    assert answer.status_code == 422
    assert "Une structure porte déjà ce SIRET." in answer.content.decode()


def test_a_correction_is_journaled(as_staff, lycee):
    as_staff.post(
        reverse("partnership:organisation-edit", args=[lycee.uid]),
        form(name="Lycée Robespierre", town="Lens", themes="Jeunesse"),
    )
    lycee.refresh_from_db()
    assert lycee.town == "Lens"
    line = JournalEntry.objects.get(subject_uid=lycee.uid, verb="changed")
    assert line.changes["town"] == ["Arras", "Lens"]
    assert line.changes["themes"] == [[], ["Jeunesse"]]


def test_the_list_forgives_and_filters(as_staff, world, lycee):
    theme = Theme.objects.create(owner=world.network, name="Jeunesse")
    theme.organisations.add(lycee)
    YearlyMembership.objects.create(organisation=lycee, year=2025)
    factories.OrganisationFactory(owner=world.network, name="Amis du Mali", town="Béthune")
    assert "voici les plus proches" in page(as_staff, q="Robespière")
    for query in (
        {"q": "lycee"},
        {"q": "Robespière"},
        {"town": "arras"},
        {"theme": theme.uid},
        {"year": 2025},
        {"kind": "association", "q": "robespierre"},
    ):
        text = page(as_staff, **query)
        assert "Lycée Robespierre" in text, query
        assert "Amis du Mali" not in text, query
    assert "Aucune structure ne répond" in page(as_staff, q="Zanzibar")


def test_contacts_are_kept_and_forgotten(as_staff, lycee):
    as_staff.post(
        reverse("partnership:contact-new", args=[lycee.uid]),
        {"first_name": "Anne", "last_name": "Durand", "email": "anne@exemple.test"},
    )
    row = Contact.objects.get()
    assert "Anne Durand" in page(as_staff, lycee.get_absolute_url())
    as_staff.post(
        reverse("partnership:contact", args=[row.uid]), {"last_name": "Durand", "function": "CPE"}
    )
    row.refresh_from_db()
    assert (row.function, row.first_name) == ("CPE", "")
    as_staff.post(reverse("partnership:contact-remove", args=[row.uid]))
    assert not Contact.objects.exists()
    assert "Durand" not in str(list(JournalEntry.objects.order_by("pk").values_list("changes")))


def test_everything_done_with_a_structure_is_told_by_year(as_staff, world, lycee):
    follow_up = factories.FollowUpYearFactory(
        convention=world.convention,
        accompaniment=factories.AccompanimentFactory(owner=world.network, organisation=lycee),
    )
    factories.SessionFactory(follow_up=follow_up, minutes=90, line="Budget du séjour")
    YearlyMembership.objects.create(organisation=lycee, year=2025)
    text = page(as_staff, lycee.get_absolute_url())
    for words in ("2026", "1\u00a0session", "1h30", "Budget du séjour", "DEP-2026", "Adhérente"):
        assert words in text


def test_an_officer_reads_what_is_theirs_alone(client, world, lycee):
    other = factories.FollowUpYearFactory(
        convention=world.other_convention,
        accompaniment=factories.AccompanimentFactory(owner=world.network, organisation=lycee),
    )
    factories.SessionFactory(follow_up=other, line="Secret")
    Contact.objects.create(organisation=lycee, last_name="Durand", phone="0612345678")
    Sharing.objects.create(
        owner=world.network, funder=world.funder, territory="62", from_on="2026-01-01"
    )
    client.force_login(world.officer)
    text = page(client, lycee.get_absolute_url())
    assert "Lycée Robespierre" in text
    for secret in ("Secret", "AUTRE-2026", "Durand", "0612345678"):
        assert secret not in text


@pytest.mark.parametrize(
    ("territory", "day", "seen"),
    [("62", "2026-06-01", True), ("59", "2026-06-01", False), ("62", "2027-06-01", False)],
)
def test_a_sharing_opens_a_territory_for_a_time(client, world, lycee, territory, day, seen):
    Sharing.objects.create(
        owner=world.network,
        funder=world.funder,
        territory=territory,
        from_on="2026-01-01",
        until_on="2026-12-31",
    )
    with time_machine.travel(day):
        client.force_login(world.officer)
        assert ("Lycée Robespierre" in page(client)) is seen
        expected = 200 if seen else 404
        assert client.get(lycee.get_absolute_url()).status_code == expected


def test_two_doubles_are_compared_then_merged(as_admin, world, lycee):
    double = factories.OrganisationFactory(owner=world.network, name="Lycee Robespierre")
    address = reverse("partnership:organisation-merge", args=[lycee.uid])
    assert str(double.uid) in page(as_admin, address)
    assert "Fusionner les deux structures" in page(as_admin, address, double=double.uid)
    answer = as_admin.post(address, {"double": double.uid})
    assert answer.url == lycee.get_absolute_url()
    assert as_admin.get(double.get_absolute_url()).url == lycee.get_absolute_url()
    assert str(double.uid) not in page(as_admin)


def test_two_that_are_not_one_are_refused_with_words(as_admin, world):
    address = reverse("partnership:organisation-merge", args=[world.association.uid])
    answer = as_admin.post(address, {"double": world.funder.uid})
    assert answer.status_code == 422
    assert "finance" in answer.content.decode()


def test_the_pages_cost_the_same_however_many_rows(as_staff, world, lycee):
    follow_up = factories.FollowUpYearFactory(
        convention=world.convention,
        accompaniment=factories.AccompanimentFactory(owner=world.network, organisation=lycee),
    )
    costs = []
    for rank in range(2):
        for number in range(4):
            one = factories.OrganisationFactory(owner=world.network)
            YearlyMembership.objects.create(organisation=one, year=2020 + number)
            factories.SessionFactory(follow_up=follow_up)
            Contact.objects.create(organisation=lycee, last_name=f"Nom {rank}")
        with CaptureQueriesContext(connection) as queries:
            as_staff.get(LIST)
            as_staff.get(lycee.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1]
