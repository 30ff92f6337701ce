"""The quick log refuses with words beside the field, and keeps what was typed."""

import pytest

from accompaniment.models import AccompanimentSession, WorkEntry
from partnership.models import Organisation
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def refused(send):
    """Send what must be refused; the page that comes back, nothing being written."""

    def refused(**given):
        answer = send(**given)
        assert answer.status_code == 422
        assert not AccompanimentSession.objects.exists()
        assert not WorkEntry.objects.exists()
        return Page(answer)

    return refused


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("date", {"date": "2026-06-16"}, "Le 16 juin 2026 n'est pas encore passé"),
        ("date", {"date": "1900-01-01"}, "L'année 1900 est trop ancienne"),
        ("date", {"date": "hier"}, "Cette date n'est pas comprise"),
        ("date", {"date": ""}, "Donnez la date de l'échange."),
        ("duration", {"duration": "1h75"}, "La durée « 1h75 » n'existe pas : écrivez 1h45"),
        ("duration", {"duration": "abc"}, "La durée « abc » n'est pas comprise"),
        ("duration", {"duration": "30 h"}, "La durée « 30 h » dépasse 24 heures"),
        ("duration", {"duration": "-45"}, "La durée « -45 » n'est pas comprise"),
        ("duration", {"duration": "0"}, "La durée doit être supérieure à zéro."),
        ("duration", {"duration": "1,5"}, "La durée « 1,5 » n'a pas d'unité"),
        ("duration", {"duration": ""}, "Donnez la durée, par exemple 1h30 ou 45 min."),
        ("duration", {"kind": "relance"}, "Un mail, un envoi ou une relance n'a pas de durée"),
        ("preset", {"preset": "7", "duration": ""}, "Cette durée n'existe pas"),
        ("channels", {"channels": ["pigeon"]}, "Ce canal n'existe pas."),
        ("channels", {"channels": []}, "Dites comment : téléphone, mail, visio, présentiel."),
        ("kind", {"kind": "sieste"}, "Cette nature n'existe pas"),
        ("convention", {"convention": "CD62-1999"}, "Cette convention n'existe pas"),
        ("organisation", {"organisation": ""}, "Choisissez la structure, ou une nature"),
        ("organisation", {"organisation": "Foyer"}, "La structure « Foyer » n'est pas connue"),
        ("organisation", {"organisation": "+ "}, "Donnez le nom de la structure"),
        ("promotion", {"promotion": "stand"}, "Seule une valorisation a une forme"),
        ("promotion", {"promotion": "drone", "kind": "valorisation"}, "Cette forme n'existe pas"),
        ("helps", {"helps": ["argent"]}, "Ce point d'aide n'existe pas"),
        ("line", {"line": "x" * 501}, "500"),
    ],
)
def test_the_message_stands_beside_its_field(refused, field, given, message):
    page = refused(**given)
    assert message in page.error(field)
    assert [name for name in page.ids if name.endswith("_error")] == [f"id_{field}_error"]
    assert "Rien n'est encore noté : 1\u00a0champ à corriger" in page.html


def test_everything_typed_is_in_the_page_again(world, holder, refused):
    given = {
        "organisation": str(holder.uid),
        "channels": ["telephone", "presentiel"],
        "duration": "1h75",
        "line": "Choix du pays & « visa »",
        "internal_note": "À <rappeler>",
        "date": "2026-03-02",
        "kind": "relecture",
        "convention": "AUTRE-2026",
        "staff": [str(world.staff.uid), str(world.admin.uid)],
    }
    fields = refused(**given).fields
    kept = {name: fields[name] for name in given}
    assert {name: sorted(values) for name, values in kept.items()} == {
        name: sorted(value) if isinstance(value, list) else [value] for name, value in given.items()
    }


def test_a_refused_form_keeps_the_uid_and_the_button_chosen(refused):
    uid = "8b0d9dd6-6f4d-4f6c-9d0b-0a4dd9c4c9aa"
    page = refused(uid=uid, duration="", preset="90", date="")
    assert page.fields["uid"] == [uid]
    assert page.fields["preset"] == ["90"]


@pytest.mark.parametrize("written", ["+Foyer rural", "Foyer rural"])
def test_a_new_name_is_kept_as_it_was_typed(refused, written):
    page = refused(organisation=written, duration="abc")
    assert page.fields["organisation"] == [written]
    assert not Organisation.objects.filter(name="Foyer rural").exists()


def test_a_refused_note_and_nature_are_kept_in_their_open_folds(refused):
    page = refused(internal_note="À rappeler", convention="CD62-1999")
    assert page.html.count('<details class="fold" open>') == 2


def test_all_that_is_wrong_is_said_at_once(refused):
    page = refused(organisation="", channels=[], duration="", date="")
    for field in ("organisation", "channels", "duration", "date"):
        assert page.error(field)
    assert "4\u00a0champs à corriger" in page.html


def test_no_field_is_described_by_something_that_is_not_there(refused):
    page = refused(organisation="", channels=[], duration="", date="", kind="", convention="X")
    described = {
        name
        for chunk in page.html.split('aria-describedby="')[1:]
        for name in chunk.split('"')[0].split()
    }
    assert described <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_structure_of_another_network_is_unknown(refused):
    stranger = factories.OrganisationFactory(name="Ailleurs")
    page = refused(organisation=str(stranger.uid))
    assert "n'est pas connue" in page.error("organisation")
    assert "Ailleurs" not in page.html


def test_a_name_that_two_structures_bear_is_to_be_chosen(world, refused):
    for town in ("Lens", "Arras"):
        factories.OrganisationFactory(owner=world.network, name="Foyer rural", town=town)
    page = refused(organisation="foyer rural")
    assert "Plusieurs structures s'appellent « foyer rural »" in page.error("organisation")


def test_two_conventions_on_the_day_are_asked_about_with_their_references(refused, world, send):
    page = refused(convention="")
    assert page.error("convention") == (
        "Plusieurs conventions couvrent cette date (AUTRE-2026, DEP-2026) : choisissez."
    )
    assert '<details class="fold" open>' in page.html
    assert send(convention="AUTRE-2026").status_code == 302
    assert AccompanimentSession.objects.get().convention == world.other_convention


def test_a_date_outside_the_chosen_convention_is_refused(refused):
    page = refused(date="2025-12-31")
    assert page.error("convention") == (
        "Le 31 décembre 2025 n'est pas dans la période de DEP-2026, "
        "du 1er janvier 2026 au 31 décembre 2026 : corrigez la date ou la convention."
    )


@pytest.mark.parametrize("which", ["other_convention", None])
def test_an_action_of_another_convention_is_refused(world, refused, which):
    convention = getattr(world, which) if which else factories.ConventionFactory()
    commitment = factories.CommitmentFactory(convention=convention)
    page = refused(kind="preparation", organisation="", channels=[], commitment=commitment.uid)
    assert "Cette action n'est pas celle de la convention" in page.error("commitment")


def test_an_action_is_not_reproached_while_the_convention_is_asked(world, refused):
    commitment = factories.CommitmentFactory(convention=world.convention)
    page = refused(
        kind="preparation", organisation="", channels=[], commitment=commitment.uid, convention=""
    )
    assert page.error("convention")
    assert page.error("commitment") == ""


def test_a_refusal_inside_the_page_keeps_the_form_and_writes_no_row(send):
    answer = send(htmx=True, duration="abc")
    assert answer.status_code == 422
    page = Page(answer)
    assert page.html.lstrip().startswith("<form")
    assert page.fields["duration"] == ["abc"]
    assert "afterbegin:#recent-rows" not in page.html


def test_without_a_structure_the_natures_of_work_are_shown_unfolded(send):
    page = send(organisation="").content.decode()
    folded = page.split("Nature, personnes, convention")[0][-200:]
    assert "open" in folded.rsplit("<details", 1)[-1]
    assert "Travail sans porteur" in page
