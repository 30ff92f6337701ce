"""The page of the open data, its filters and its file, for both sides."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.enums import ConventionState
from partnership.models import Organisation
from partnership.views.open_data import PER_PAGE
from tests import factories
from tests.partnership.open_data.builders import identify, pay, vote
from tests.partnership.open_data.test_rows import OCTOBER

PAGE, FILE = reverse("partnership:open-data"), reverse("partnership:open-data-csv")


@pytest.fixture
def voted(world):
    identify(world)
    vote(world.convention)
    vote(world.other_convention, number="2026-12")
    return world


def lines(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_association_downloads_all_its_conventions(as_staff, voted):
    answer = as_staff.get(FILE)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="subventions.csv"'
    assert {line["referenceDecision"] for line in lines(answer)} == {"2026-388", "2026-12"}


def test_an_officer_downloads_and_reads_their_bodys_own(as_officer, voted):
    assert [line["referenceDecision"] for line in lines(as_officer.get(FILE))] == ["2026-388"]
    page = text(as_officer.get(PAGE))
    assert "DEP-2026" in page
    assert "AUTRE-2026" not in page
    assert "Autre financeur" not in page


def test_an_officer_who_names_another_funder_gets_nothing_of_it(as_officer, voted):
    answer = as_officer.get(PAGE, {"funder": voted.other_funder.uid})
    assert "Un filtre est à corriger" in text(answer)
    assert as_officer.get(FILE, {"funder": voted.other_funder.uid}).status_code == 302


def test_a_person_without_a_role_finds_no_convention(client, voted):
    client.force_login(factories.UserFactory())
    assert lines(client.get(FILE)) == []
    assert "Aucune convention votée pour le moment" in text(client.get(PAGE))


def test_the_page_says_what_is_missing_and_what_to_do(as_staff, world):
    identify(world)
    Organisation.objects.filter(pk=world.association.pk).update(siret="")
    page = text(as_staff.get(PAGE))
    assert "0 convention dans le fichier · 2 à compléter" in page
    assert "La convention n&#x27;a ni date de vote ni date de signature." in page
    assert "Le SIRET du bénéficiaire (Association) manque." in page
    assert "note la délibération et sa date" in page
    assert "Télécharger" not in page


def test_the_page_shows_what_the_file_holds_and_offers_it(as_admin, voted):
    pay(voted.convention, OCTOBER)
    page = text(as_admin.get(PAGE, {"year": "2026"}))
    assert "18 septembre 2026" in page
    assert "7 000,00 €" in page
    assert f'href="{FILE}?year=2026"' in page
    assert page.count("Aucun versement n&#x27;est noté") == 1


def test_a_proposal_is_nowhere_on_the_page(as_staff, voted):
    voted.convention.state = ConventionState.PROPOSED
    voted.convention.save()
    page = text(as_staff.get(PAGE))
    assert "DEP-2026" not in page
    assert "AUTRE-2026" in page


def test_the_year_and_the_funder_choose_in_the_address(as_staff, voted):
    past = factories.ConventionFactory(
        owner=voted.network,
        funder=voted.funder,
        beneficiary=voted.association,
        past=True,
        reference="DEP-2023",
    )
    vote(past, number="2023-388", voted_on="2023-09-18")

    def found(**query):
        return {line["referenceDecision"] for line in lines(as_staff.get(FILE, query))}

    assert found(year="2023") == {"2023-388"}
    assert found(funder=voted.other_funder.uid) == {"2026-12"}
    assert found(funder=voted.funder.uid) == {"2023-388", "2026-388"}
    assert found(funder=voted.other_funder.uid, year="2023") == set()
    named = as_staff.get(FILE, {"year": "2023"})
    assert named["Content-Disposition"] == 'attachment; filename="subventions-2023.csv"'


def test_a_year_counts_as_amended(as_staff, voted):
    voted.convention.amendments.create(
        number=1, signed_on=OCTOBER, in_force_on="2026-10-15", purpose="Prolonger",
        ends_on="2027-06-30",
    )  # fmt: skip
    page = as_staff.get(PAGE)
    years = [value for value, _ in page.context["filter"].form.fields["year"].choices if value]
    assert years == ["2027", "2026"]
    found = lines(as_staff.get(FILE, {"year": "2027"}))
    assert [line["referenceDecision"] for line in found] == ["2026-388"]


@pytest.mark.parametrize("query", [{"year": "1789"}, {"year": "x"}, {"funder": "x"}])
def test_a_wrong_filter_says_so_and_gives_no_file(as_staff, voted, query):
    answer = as_staff.get(FILE, query, follow=True)
    assert answer.redirect_chain[0][0].startswith(PAGE)
    assert "Un filtre est à corriger" in text(answer)
    assert "2026-388" not in text(answer)


def test_the_conventions_page_leads_here(as_officer):
    assert f'href="{PAGE}"' in as_officer.get(reverse("partnership:conventions")).content.decode()


def test_the_number_of_queries_does_not_grow(as_staff, voted):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert as_staff.get(PAGE).status_code == 200
            assert as_staff.get(FILE).status_code == 200
        return len(caught)

    pay(voted.convention, OCTOBER)
    before = queries()
    parties = {"funder": voted.funder, "beneficiary": voted.association}
    for one in factories.ConventionFactory.create_batch(8, owner=voted.network, **parties):
        vote(one)
        pay(one, OCTOBER)
    for _ in range(3):
        more = factories.OrganisationFactory(owner=voted.network)
        factories.ConventionFactory(owner=voted.network, funder=more, beneficiary=voted.association)
    assert queries() == before


def test_a_long_list_has_pages(as_staff, voted):
    parties = {"funder": voted.funder, "beneficiary": voted.association}
    for one in factories.ConventionFactory.create_batch(PER_PAGE, owner=voted.network, **parties):
        vote(one)
    assert "Page 1 sur 2" in text(as_staff.get(PAGE))
    assert len(lines(as_staff.get(FILE))) == PER_PAGE + 2
