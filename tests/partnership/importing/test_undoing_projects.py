"""An import of projects is undone while nothing was built on it."""

from __future__ import annotations

import datetime

import pytest

from partnership.actions.imports import UndoRefusedError, undo_import
from partnership.enums import ProjectStage, Side
from partnership.importing.projects import import_projects
from partnership.models import (
    Import,
    Organisation,
    Project,
    ProjectCountry,
    ProjectKindChoice,
    ProjectStep,
)
from tests import factories

pytestmark = pytest.mark.django_db
HEAD = "Structure;Intitulé;Types;Pays;Étape;Résultat"
SHEET = f"{HEAD}\nTantely Soa;Un forage;Coopération;Madagascar;Réalisé;Retenu\n"


@pytest.fixture
def run(tmp_path, world):
    def do(text):
        path = tmp_path / "projets.csv"
        path.write_text(text, encoding="utf-8")
        result = import_projects(path=path, by=world.admin)
        assert result.written, result.refused
        return Import.objects.order_by("created_at", "pk").last()

    return do


def undo(done, world):
    return undo_import(import_run=done, by=world.admin)


def why_not(done, world):
    with pytest.raises(UndoRefusedError) as refused:
        undo(done, world)
    return " ".join(refused.value.reasons)


def say_step(project, world, stage=ProjectStage.REPORT_RETURNED):
    return ProjectStep.objects.create(
        project=project, stage=stage, on=datetime.date(2026, 5, 1), side=Side.FUNDER,
        by=world.officer,
    )  # fmt: skip


def test_projects_go_with_their_steps_kinds_countries_and_holders(run, world):
    known = Organisation.objects.count()
    done = run(SHEET)
    assert ProjectStep.objects.count() == 2
    assert undo(done, world) == {"projet": 1, "structure": 1}
    for model in (Project, ProjectStep, ProjectKindChoice, ProjectCountry):
        assert not model.objects.exists()
    assert Organisation.objects.count() == known
    run(SHEET)
    assert Project.objects.count() == 1


def test_a_step_said_since_stands_in_the_way(run, world):
    done = run(SHEET)
    say_step(Project.objects.get(), world)
    assert "étapes du projet" in why_not(done, world)
    assert ProjectStep.objects.count() == 3


def test_another_project_of_its_holder_stands_in_the_way(run, world):
    done = run(SHEET)
    holder = Organisation.objects.get(name="Tantely Soa")
    factories.ProjectFactory(owner=world.network, organisation=holder)
    assert "projets" in why_not(done, world)
    assert Project.objects.count() == 2


@pytest.fixture
def known(world):
    project = factories.ProjectFactory(
        owner=world.network, organisation__owner=world.network, title="Avant"
    )
    ProjectKindChoice.objects.create(project=project, kind="mobilite")
    return project


def correct(run, known, scheme):
    return run(
        "Référence;Structure;Intitulé;Types;Pays;Étape;Dispositif\n"
        f"{known.uid};;Après;Jumelage;Pologne;Déposé;{scheme.name}\n"
    )


def test_a_corrected_project_says_again_what_it_said(run, world, known):
    scheme = factories.FundingSchemeFactory(owner=world.network, funder=world.funder, name="62MEI")
    stage = known.stage
    done = correct(run, known, scheme)
    assert Project.objects.get().scheme == scheme
    undo(done, world)
    project = Project.objects.get()
    assert (project.title, project.stage, project.scheme) == ("Avant", stage, None)
    assert project.kind_codes == ("mobilite",)
    assert not project.countries.exists()
    assert not project.steps.exists()


def test_a_corrected_project_whose_next_step_was_said_keeps_its_correction(run, world, known):
    scheme = factories.FundingSchemeFactory(owner=world.network, funder=world.funder, name="62MEI")
    done = correct(run, known, scheme)
    say_step(known, world)
    assert "corrigée depuis" in why_not(done, world)
    assert Project.objects.get().title == "Après"


def test_what_a_line_corrects_is_told_in_words(tmp_path, world, known):
    path = tmp_path / "projets.csv"
    text = f"Référence;{HEAD}\n{known.uid};;Après;Jumelage;Pologne;Déposé;\n"
    path.write_text(text, encoding="utf-8")
    [change] = import_projects(path=path, by=world.admin, dry_run=True).changes
    assert (change.line, change.name) == (2, "Après")
    told = {label: (before, after) for label, before, after in change.values}
    assert told["Intitulé"] == ("Avant", "Après")
    assert told["Types"] == ("Mobilité", "Jumelage")
    assert told["Pays"] == ("rien", "Pologne")
    assert told["Étapes"] == ("rien", "Déposé")
