"""Whom a name means: certain, a question, or nobody; never a guess."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.actions.merging import merge_organisations
from partnership.importing.matching import Directory, loose_key
from partnership.importing.scratch import Scratch
from partnership.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db
SIRET, OTHER = "43853522100024", "78394839200013"


@pytest.fixture
def match(world):
    """What a name means among these names, each a name or (name, town, siret)."""

    def do(known, name, **given):
        for one in known:
            called, town, siret = (one, "", "") if isinstance(one, str) else one
            factories.OrganisationFactory(owner=world.network, name=called, town=town, siret=siret)
        with Scratch() as scratch:
            return Directory(world.network, scratch).match(name, **given)

    return do


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Comité de jumelage d'Étaples", "COMITE DE JUMELAGE D ETAPLES"),
        ("Saint-Etienne-au-Mont", "Saint-Etienne au-Mont"),
        ("Saint-Etienne-au-Mont", "Saint Etienne au Mont"),
        ("Saint-Etienne-au-Mont", "St Étienne au Mont"),
        ("Amis du Mali", "Association Les Amis du Mali"),
        ("Association Tantely Soa (loi 1901)", "Tantely Soa"),
        ("Terres solidaires SARL", "sarl Terres Solidaires"),
        ("Aidhum 62", "Aid'hum 62"),
        ("Mairie de Dourges", "Ville de Dourges"),
        ("Œuvre des Pupilles", "OEUVRE DES PUPILLES"),
    ],
)
def test_accents_case_spaces_articles_and_legal_form_are_forgiven(match, known, written):
    found = match([known, "Une autre structure"], written)
    assert found.found is not None
    assert found.found.name == known
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Comité de jumelage de Farbus", "Comité de jumelage de Fabus"),
        ("Maison d'enfants le Regain", "Regain Dohem"),
        ("Amitié Internationale de Maroeuil", "Amitié Internationale de Maroeil"),
        ("Maisons d'Enfants à Caractère Social", "Malsons d'Enfants à Caractère Social"),
        ("Tantely Soa", "Tantely Soha"),
        ("Aidhum 62", "Aidhum"),
        ("Réseau européen", "Réseau europén"),
        ("Lycée Robespierre", "Lycée Robespierre d'Arras"),
    ],
)
def test_a_typing_error_or_a_shorter_name_is_a_question(match, known, written):
    found = match([known], written)
    assert found.found is None
    assert [one.name for one in found.candidates] == [known]


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Comité de jumelage d'Arras", "Mairie d'Arras"),
        ("Comité de jumelage d'Arras", "Comité de jumelage de Barlin"),
        ("Collège Péguy", "Collège Mauriac"),
        ("Lycée Robespierre", "Collège Robespierre"),
        ("Structure 112", "Structure 113"),
        ("Maison des jeunes de Lens", "Maison d'enfants le Regain"),
        ("Solidarité Mali", "Solidarité Togo"),
    ],
)
def test_other_structures_raise_no_question(match, known, written):
    assert match([known], written) == match([], written)
    assert match([], written).candidates == ()


def test_a_siret_decides_whatever_the_name(match):
    found = match([("Amis du Mali", "", SIRET)], "Tout autre chose", siret=SIRET)
    assert found.found.name == "Amis du Mali"


def test_another_siret_is_another_structure(match):
    found = match([("Amis du Mali", "", SIRET)], "Amis du Mali", siret=OTHER)
    assert (found.found, found.candidates) == (None, ())


def test_the_same_name_is_told_by_its_town(match):
    known = [("Comité de jumelage", "Arras", ""), ("Comité de jumelage", "Lens", "")]
    assert match(known, "Comité de jumelage", town="LENS").found.town == "Lens"


def test_the_same_name_in_another_town_is_another_structure(match):
    found = match([("Comité de jumelage", "Arras", "")], "Comité de jumelage", town="Lens")
    assert (found.found, found.candidates) == (None, ())


def test_several_structures_of_a_name_are_a_question(match):
    known = [("Comité de jumelage", "Arras", ""), ("Comité de jumelage", "Lens", "")]
    found = match(known, "Comité de jumelage")
    assert found.found is None
    assert [one.label for one in found.candidates] == [
        "Comité de jumelage (Arras)",
        "Comité de jumelage (Lens)",
    ]


def test_a_near_name_in_another_town_raises_no_question(match):
    assert match([("Tantely Soa", "Arras", "")], "Tantely Soha", town="Lens").candidates == ()
    assert match([("Tantely Soa", "Lens", "")], "Tantely Soha", town="Lens").candidates


def test_the_name_of_a_merged_double_leads_to_its_survivor(match, world):
    kept = factories.OrganisationFactory(owner=world.network, name="Lycée Robespierre")
    double = factories.OrganisationFactory(owner=world.network, name="Lycée de Beaurains")
    merge_organisations(kept=kept, double=double, by=world.admin)
    assert match([], "lycee de beaurains").found.uid == kept.uid


def test_a_structure_of_another_network_is_never_meant(match):
    factories.OrganisationFactory(owner=factories.NetworkFactory(), name="Tantely Soa")
    assert match([], "Tantely Soa").found is None


def test_a_name_made_of_a_legal_form_alone_is_still_a_name():
    assert loose_key("Association") == "association"
    assert loose_key("L'Asso") == "lasso"


def test_a_large_directory_is_read_once_however_many_names_are_looked_for(world):
    Organisation.objects.bulk_create(
        Organisation(owner=world.network, name=f"Solidarité {rank} du Mali", search_text=str(rank))
        for rank in range(300)
    )
    with Scratch() as scratch, CaptureQueriesContext(connection) as queries:
        directory = Directory(world.network, scratch)
        for rank in range(300):
            assert directory.match(f"solidarite {rank} Mali").found is not None
    assert len(queries) == 1
