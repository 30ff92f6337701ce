from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.cells import CellError
from partnership.enums import ProjectStage
from partnership.import_kinds import ImportOptions
from partnership.importing.project_words import country, list_of_countries
from partnership.importing.projects import import_projects
from partnership.models import (
    ImportChange,
    Organisation,
    Project,
    ProjectCountry,
    ProjectKindChoice,
    ProjectStep,
)
from partnership.project_tables import PROJECTS
from partnership.rendering.tables import csv_lines, xlsx_bytes
from tests import factories

HEAD = "Structure;Intitulé;Types;Pays;Dispositif;Année;Étape;Résultat;Résumé"
SHEET = f"""{HEAD}
Tantely Soa;Un forage;Coopération, ECSI;Madagascar;62MEI;2024;Réalisé;Retenu;Un puits à Antsirabe.
Lycée Guy Mollet;Échange;mobilité jeunesse;RDC / Allemagne;;;Idée;;
"""


@pytest.fixture(autouse=True)
def scheme(world):
    return factories.FundingSchemeFactory(funder=world.funder, name="62MEI")


def run(tmp_path, text, **options):
    path = tmp_path / "projets.csv"
    path.write_text(text, encoding="utf-8")
    return import_projects(path=path, **options)


def rows():
    return Project.objects.order_by("pk")


def countries_of(project):
    rows = ProjectCountry.objects.filter(project=project).order_by("country")
    return [str(one.country) for one in rows]


def test_projects_go_in_with_their_kinds_countries_scheme_and_stages(tmp_path, world, scheme):
    call = factories.CallFactory(scheme=scheme, year=2024)
    result = run(tmp_path, SHEET)
    assert (result.refused, result.created) == ([], 2)
    first, second = rows()
    assert first.kind_codes == ("cooperation_internationale", "education_citoyennete")
    assert (first.scheme, first.call, first.year) == (scheme, call, 2024)
    assert first.stage == ProjectStage.REALISED
    assert [step.stage for step in first.steps.all()] == ["retenu", "realise"]
    assert countries_of(first) == ["MG"]
    assert countries_of(second) == ["CD", "DE"]
    assert second.stage == ProjectStage.IDEA
    assert first.import_run == second.import_run == first.organisation.import_run
    assert first.source == "projets.csv"


def test_importing_again_changes_nothing(tmp_path, world):
    run(tmp_path, SHEET)
    again = run(tmp_path, SHEET)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert ProjectStep.objects.count() == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_an_export_gives_comes_back_unchanged(tmp_path, world, kind):
    text = SHEET.replace("RDC / Allemagne", "Palestine / Réunion / États-Unis / Royaume-Uni")
    run(tmp_path, text)
    Project.objects.filter(title="Un forage").update(summary="=1+1\nDeux  lignes")
    path = tmp_path / f"export.{kind}"
    exported = rows().for_list()
    content = xlsx_bytes(PROJECTS, exported, title="Projets")
    if kind == "csv":
        content = "".join(csv_lines(PROJECTS, exported)).encode()
    path.write_bytes(content)
    result = import_projects(path=path)
    assert (result.refused, result.created, result.updated, result.unchanged) == ([], 0, 0, 2)


def test_a_reference_corrects_its_project_and_keeps_what_it_said(tmp_path, world, scheme):
    known = factories.ProjectFactory(
        owner=world.network, organisation__owner=world.network, title="Avant"
    )
    ProjectKindChoice.objects.create(project=known, kind="mobilite")
    text = (
        "Référence;Structure;Intitulé;Types;Pays;Dispositif;Année;Étape\n"
        f"{known.uid};{known.organisation.name};Après;Jumelage;Pologne;62mei;2025;Déposé\n"
    )
    result = run(tmp_path, text)
    assert (result.refused, result.created, result.updated) == ([], 0, 1)
    known = rows().get()
    assert (known.title, known.scheme, known.year, known.stage) == (
        "Après", scheme, 2025, ProjectStage.SUBMITTED,
    )  # fmt: skip
    assert (known.kind_codes, countries_of(known)) == (("jumelage",), ["PL"])
    assert [step.stage for step in known.steps.all()] == [ProjectStage.SUBMITTED]
    kept = ImportChange.objects.get()
    assert kept.subject_uid == known.uid
    assert kept.before["title"] == "Avant"
    assert kept.before["kinds"] == ["mobilite"]
    assert kept.after["countries"] == ["PL"]
    assert run(tmp_path, text).unchanged == 1


def test_an_outcome_alone_is_the_stage(tmp_path, world):
    run(tmp_path, "Structure;Intitulé;Étape;Résultat\nA;P;Déposé;lauréat\n")
    assert rows().get().stage == ProjectStage.SELECTED


def test_an_unknown_scheme_is_kept_in_the_note_by_a_command_and_listed(tmp_path, world):
    result = run(tmp_path, f"{HEAD}\nA;P;;;VVV-SI;2024;;;\n")
    assert "VVV-SI" in result.questions[-1]
    assert rows().get().scheme is None
    assert "VVV-SI" in rows().get().internal_note


def test_an_unknown_scheme_is_a_question_on_a_page(tmp_path, world, scheme):
    text = f"{HEAD}\nA;P;;;Le 62;2024;;;\nB;Q;;;le 62;2024;;;\n"
    [ask] = run(tmp_path, text, by=world.admin, dry_run=True).asks
    assert ask.key == "dispositif-le-62"
    assert (str(scheme.uid), "62MEI (Département)") in ask.choices
    answered = ImportOptions(answers={ask.key: str(scheme.uid)})
    run(tmp_path, text, by=world.admin, options=answered)
    assert {one.scheme for one in rows()} == {scheme}


def test_two_schemes_of_one_name_are_told_apart_by_the_convention(tmp_path, world, scheme):
    factories.FundingSchemeFactory(owner=world.network, funder=world.other_funder, name="62MEI")
    run(tmp_path, f"{HEAD}\nA;P;;;62MEI;2024;;;\n", convention=world.convention)
    assert rows().get().scheme == scheme


def test_refused_lines_say_where_and_why(tmp_path, world):
    text = (
        f"{HEAD}\nA;P;Sport;;;2024;;;\nB;Q;;Madagascer;;2024;;;\nC;R;;;;24;;;\n"
        ";S;;;;;;;\nE;T;;;;;Retenu;Non retenu;\n"
    )
    result = run(tmp_path, text)
    assert [(one.line, one.column, one.value) for one in result.refused] == [
        (2, "Types", "Sport"),
        (3, "Pays", "Madagascer"),
        (4, "Année", "24"),
        (5, "Structure", ""),
        (6, "Résultat", "Non retenu"),
    ]
    assert "Est-ce « Madagascar » ?" in result.refused[1].reason
    assert {one.sheet for one in result.refused} == {"projets.csv"}
    assert not rows().exists()
    assert not Organisation.objects.filter(name="E").exists()


def test_only_the_administration_imports(tmp_path, world):
    with pytest.raises(PermissionDenied):
        run(tmp_path, SHEET, by=world.staff)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Sénégal", "SN"),
        ("senegal", "SN"),
        ("Côte d’Ivoire", "CI"),
        ("RDC", "CD"),
        ("République démocratique du Congo", "CD"),
        ("Angleterre", "GB"),
        ("Le Maroc", "MA"),
        ("Vietnam", "VN"),
        ("MG", "MG"),
    ],
)
def test_a_country_is_known_by_its_french_names(words, code):
    assert country(words, "") == code


def test_a_name_that_holds_a_comma_stays_whole():
    given = "Sénégal, Palestine, État de, Réunion, La"
    assert sorted(list_of_countries(given, "")) == ["PS", "RE", "SN"]


def test_an_unknown_country_is_refused():
    with pytest.raises(CellError, match="Atlantide"):
        country("Atlantide", "")


@pytest.mark.parametrize(("who", "there"), [("admin", True), ("staff", False), ("officer", False)])
def test_the_administration_imports_projects_from_their_list(client, world, who, there):
    client.force_login(getattr(world, who))
    page = client.get(reverse("partnership:projects"))
    address = reverse("partnership:import", args=["projects"])
    assert (f'href="{address}"' in page.content.decode()) is there
