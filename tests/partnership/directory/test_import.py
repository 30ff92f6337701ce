"""The directory goes out and comes back; a line is read once, and never loses what is known."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.actions.merging import merge_organisations
from partnership.import_kinds import ImportOptions
from partnership.importing import run as runs
from partnership.importing.organisations import import_organisations
from partnership.models import Import, Organisation
from tests import factories
from tests.downloads import content_of

pytestmark = pytest.mark.django_db
SIRET = "43853522100024"


@pytest.fixture
def run(tmp_path, world):
    def do(text: str, **fields):
        path = tmp_path / "annuaire.csv"
        path.write_text(text, encoding="utf-8")
        return import_organisations(path=path, **{"by": world.admin} | fields)

    return do


def by_name(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def test_a_line_makes_a_structure_with_all_it_says(run, world):
    result = run(
        "Nom;Sigle;Type;SIRET;Commune;Code INSEE;Courriel;Thématiques;Adhérent depuis\n"
        f"Amis du Mali;AM;Association;{SIRET};Arras;62041;am@exemple.test;Eau, Jeunesse;2024\n"
    )
    assert (result.created, result.refused) == (1, [])
    row = by_name("Amis du Mali")
    assert (row.siret, row.town, row.department, row.owner) == (SIRET, "Arras", "62", world.network)
    assert sorted(one.name for one in row.themes.all()) == ["Eau", "Jeunesse"]
    assert min(one.year for one in row.yearly_memberships.all()) == 2024


def test_the_same_file_again_changes_nothing(run):
    text = (
        "Nom;SIRET;Thématiques;Années d'adhésion\n"
        f'Amis du Mali;{SIRET};Eau;"2024, 2025"\nSans rien;;;\n'
    )
    assert run(text).created == 2
    again = run(text)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_what_is_known_is_kept_and_asked_about(run, world):
    factories.OrganisationFactory(
        owner=world.network, name="Amis du Mali", town="Arras", phone="03"
    )
    result = run("Nom;Commune;Téléphone;Courriel\namis du mali;ARRAS;04;am@exemple.test\n")
    row = by_name("Amis du Mali")
    assert (row.phone, row.email) == ("03", "am@exemple.test")
    assert result.updated == 1
    assert any("téléphone" in question for question in result.questions)


def test_a_reference_corrects_and_leads_to_the_survivor(run, world):
    kept = factories.OrganisationFactory(owner=world.network, name="Lycée", town="Arras")
    double = factories.OrganisationFactory(owner=world.network, name="Lycee")
    merge_organisations(kept=kept, double=double, by=world.admin)
    result = run(f"Référence;Nom;Commune\n{double.uid};Lycée Robespierre;Lens\n")
    kept.refresh_from_db()
    assert (result.updated, kept.name, kept.town) == (1, "Lycée Robespierre", "Lens")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Mali;12345678901234;;;", "SIRET"),
        ("Mali;;Planète;;", "Type"),
        ("Mali;;;999;", "Code INSEE"),
        ("Mali;;;;pas une adresse", "Courriel"),
        (";;;;a@exemple.test", "Nom"),
    ],
)
def test_a_wrong_line_stops_everything_and_says_where(run, line, column):
    before = Organisation.objects.count()
    result = run(f"Nom;SIRET;Type;Code INSEE;Courriel\nBonne;;;;\n{line}\n")
    assert [(one.line, one.column) for one in result.refused] == [(3, column)]
    assert not result.written
    assert Organisation.objects.count() == before


def test_what_goes_out_comes_back_unchanged(run, tmp_path, as_admin, world):
    run(
        "Nom;Type;SIRET;Commune;Code INSEE;Site;Thématiques;Années d'adhésion\n"
        f"Amis du Mali;Association;{SIRET};Arras;62041;https://exemple.test;Eau;2024\n"
        "=Étrange;;;;;;;\n"
    )
    path = tmp_path / "sortie.csv"
    path.write_bytes(content_of(as_admin.get(reverse("partnership:directory") + "?export=csv")))
    result = import_organisations(path=path, by=world.admin)
    assert (result.created, result.updated, result.refused) == (0, 0, [])
    assert result.unchanged == Organisation.objects.filter(owner=world.network).count()


def test_a_rehearsal_writes_nothing(run):
    result = run("Nom\nAmis du Mali\n", dry_run=True)
    assert (result.created, result.written) == (1, False)
    assert not Organisation.objects.filter(name="Amis du Mali").exists()


def test_importing_belongs_to_the_administration(run, world):
    with pytest.raises(PermissionDenied):
        run("Nom\nAmis du Mali\n", by=world.staff)


def test_a_name_that_may_be_known_is_asked_about_and_its_answer_fills_the_gaps(run, world):
    known = factories.OrganisationFactory(owner=world.network, name="Amis du Mali", town="")
    text = "Nom;Commune\nAmi du Mali;Arras\n"
    [ask] = run(text, dry_run=True).asks
    assert ask.choices[0] == (str(known.uid), "Amis du Mali")
    result = run(text, options=ImportOptions(answers={ask.key: str(known.uid)}))
    known.refresh_from_db()
    assert (result.created, result.updated, result.asks) == (0, 1, [])
    assert (known.name, known.town) == ("Amis du Mali", "Arras")


def test_a_long_directory_is_imported_by_handfuls_and_once(run, world, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 4)
    text = "Nom;Commune;Thématiques\n" + "".join(
        f"Lycée {rank % 13};Ville {rank % 13};Eau\n" for rank in range(30)
    )
    result = run(text)
    assert (result.created, result.unchanged, result.made) == (13, 17, {"structure": 13})
    again = run(text)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 30)
    assert {one.import_run for one in Organisation.objects.filter(name__startswith="Lycée")} == {
        Import.objects.get()
    }


def test_a_line_that_renames_a_structure_is_known_by_its_new_name_further_on(run, world):
    known = factories.OrganisationFactory(owner=world.network, name="Ancien nom", town="")
    result = run(f"Référence;Nom\n{known.uid};Tout nouveau nom\n;Tout nouveau nom\n")
    assert (result.created, result.updated, result.unchanged) == (0, 1, 1)
