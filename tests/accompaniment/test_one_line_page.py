"""One line on the page: its chips, corrected, noted by the quick log's own form, once."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.models import AccompanimentSession, WorkEntry
from partnership.models import Organisation
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def soa(world):
    """A structure already followed under the convention."""
    organisation = factories.OrganisationFactory(owner=world.network, name="Tantely Soa")
    return followed(organisation, world)


def followed(organisation, world):
    factories.SessionFactory(
        follow_up__convention=world.convention,
        follow_up__accompaniment__owner=world.network,
        follow_up__accompaniment__organisation=organisation,
    )
    return organisation


def noted():
    """The one that the line noted, beside the exchange that was there."""
    return AccompanimentSession.objects.get(noted_by__isnull=False)


@pytest.fixture
def ask(as_staff):
    """What the page gets while somebody writes; `htmx=False`: as without a script."""

    def ask(text, *, htmx=True, **given):
        headers = {"HX-Request": "true"} if htmx else {}
        address = reverse("accompaniment:one-line")
        return as_staff.get(address, {"texte": text} | given, headers=headers)

    return ask


def chips(answer) -> dict[str, str]:
    return {chip.label: chip.value for chip in answer.context["answer"]["chips"].chips}


def test_a_line_is_shown_as_chips(soa, ask):
    shown = chips(ask("tantely soa tél 45 hier budget du forage"))
    assert shown | {"Qui était là": ""} == {
        "Structure": "Tantely Soa",
        "Canal": "Téléphone",
        "Durée": "45 min",
        "Date": "14 juin 2026",
        "Nature": "Entretien",
        "Objet": "budget du forage",
        "Convention": "DEP-2026",
        "Qui était là": "",
    }


def test_the_chips_sent_as_they_are_note_the_line_once(world, soa, ask, as_staff):
    fields = Page(ask("tantely soa tél 45 hier budget du forage")).fields
    for _ in range(2):
        answer = as_staff.post(reverse("accompaniment:log"), fields)
        assert answer.status_code == 302
    session = noted()
    assert (session.organisation, session.minutes) == (soa, 45)
    assert (str(session.date), session.line) == ("2026-06-14", "budget du forage")
    assert session.channel_codes == ("telephone",)
    assert list(session.staff.all()) == [world.staff]


def test_nothing_is_written_while_one_writes(soa, ask):
    ask("tantely soa tél 45")
    assert AccompanimentSession.objects.count() == 1
    assert not WorkEntry.objects.exists()


def test_the_line_that_goes_on_being_written_stays_one_entry(soa, ask):
    uid = str(uuid.uuid4())
    assert Page(ask("tantely soa tél 45", uid=uid)).fields["uid"] == [uid]
    assert Page(ask("tantely soa tél 45", uid="x")).fields["uid"] != ["x"]


def test_two_structures_are_a_choice_that_must_be_made(world, soa, ask, as_staff):
    other = factories.OrganisationFactory(owner=world.network, name="Tantely Be")
    followed(other, world)
    answer = ask("tantely tél 45")
    page = Page(answer)
    assert page.fields["organisation"] == []
    assert chips(answer)["Structure"] == "à choisir"
    assert str(soa.uid) in page.html
    assert str(other.uid) in page.html
    refused = as_staff.post(reverse("accompaniment:log"), page.fields)
    assert refused.status_code == 422
    chosen = page.fields | {"organisation": str(other.uid)}
    assert as_staff.post(reverse("accompaniment:log"), chosen).status_code == 302
    assert noted().organisation == other


def test_the_example_is_a_line_about_a_structure_of_ones_own(soa, world, ask, as_staff):
    def example():
        html = as_staff.get(reverse("accompaniment:log")).content.decode()
        return re.search(r'id="id_texte".*?placeholder="([^"]+)"', html, re.DOTALL)[1]

    assert example() == "nom de la structure tél 45 hier budget prévisionnel"
    AccompanimentSession.objects.get().staff.add(world.staff)
    assert example() == "tantely soa tél 45 hier budget prévisionnel"
    assert chips(ask(example()))["Structure"] == "Tantely Soa"


def test_what_is_missing_is_said_not_invented(soa, ask):
    shown = chips(ask("tantely soa budget"))
    assert (shown["Canal"], shown["Durée"]) == ("à préciser", "à préciser")
    assert shown["Date"] == "15 juin 2026"


def test_work_without_a_holder_needs_no_structure(ask, as_staff):
    answer = ask("prépa 2h atelier mobilité")
    assert chips(answer)["Structure"] == "aucune"
    assert chips(answer)["Convention"] == "à choisir"
    chosen = Page(answer).fields | {"convention": "DEP-2026"}
    as_staff.post(reverse("accompaniment:log"), chosen)
    work = WorkEntry.objects.get()
    assert (work.kind, work.minutes, work.line) == ("preparation", 120, "atelier mobilité")


def test_a_mail_alone_is_an_untimed_mail(soa, ask, as_staff):
    as_staff.post(reverse("accompaniment:log"), Page(ask("tantely soa mail")).fields)
    session = noted()
    assert (session.kind, session.minutes) == ("mail", None)


def test_without_a_script_the_ordinary_form_comes_filled(soa, ask):
    answer = ask("tantely soa tél 45 hier budget", htmx=False)
    form = answer.context["form"]
    assert form["organisation"].value() == str(soa.uid)
    assert (form["duration"].value(), form["line"].value()) == ("45 min", "budget")
    assert 'value="tantely soa tél 45 hier budget"' in answer.content.decode()
    ids = Page(answer).ids
    assert sorted(ids) == sorted(set(ids))


def test_the_structures_of_another_network_are_never_named(ask):
    factories.OrganisationFactory(name="Tantely Soa")
    assert chips(ask("tantely soa tél 45"))["Structure"] == "à choisir"


def test_a_merged_structure_is_never_named(soa, ask):
    kept = factories.OrganisationFactory(owner=soa.owner, name="Tantely")
    Organisation.objects.filter(pk=soa.pk).update(merged_into=kept)
    assert chips(ask("tantely soa tél 45"))["Structure"] == "Tantely"


def test_a_typing_error_is_forgiven_among_many(world, soa, ask):
    for rank in range(40):
        factories.OrganisationFactory(owner=world.network, name=f"Budget et forage {rank}")
    assert chips(ask("tantelly soa tél 45 budget du forage"))["Structure"] == "Tantely Soa"


def test_ten_times_the_structures_ask_as_many_queries(world, soa, ask):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            ask("tantely soa tél 45 budget du forage")
        counts.append(len(found))
        for rank in range(30):
            factories.OrganisationFactory(owner=world.network, name=f"Tantely {rank} forage")
    assert counts[0] == counts[1]


def test_an_empty_line_has_no_chips(ask):
    assert ask("   ").context["answer"]["chips"] is None


def test_an_officer_has_no_line_to_write(as_officer):
    assert as_officer.get(reverse("accompaniment:one-line")).status_code == 403
