"""The projects of the demonstration say what the table of 2024 says, and no more."""

from __future__ import annotations

import pytest

from accompaniment import actions as accompaniment
from accompaniment.enums import Mode
from partnership.models import Convention, Organisation, Project
from partnership.project_reading import eligibility_of
from reporting.collecting import figures_of
from reporting.demo.loading import load
from reporting.demo.projects import SCHEMES
from reporting.demo.published import rows

pytestmark = pytest.mark.usefixtures("demonstration")


def published():
    return Project.objects.filter(taken_over=True, scheme__funder__territory="62")


def test_each_line_of_2024_is_a_project_with_its_outcome():
    lines = {line["ligne"]: line for line in rows("accompagnements_2024.csv")}
    found = Project.objects.filter(taken_over=True).select_related("organisation")
    assert found.count() == len(lines) == 10
    for project in found.order_by("pk"):
        line = lines[project.source.rpartition(" ")[2]]
        assert project.organisation.name == line["structure"]
        decided = line["etat"] if line["etat"] in ("retenu", "non_retenu", "hors_delais") else ""
        assert project.stage == (decided or "idee")
        assert (project.scheme.name if project.scheme else "") == line["dispositif"]


def test_what_is_not_dated_is_known_to_its_year():
    steps = {step.when for project in published() for step in project.steps.all()}
    assert steps == {"en 2024"}


def test_the_figures_of_2024_count_them():
    figures = figures_of(Convention.objects.get(reference="CD62-2024"))
    found = {key: figures[f"projects.{key}"].value for key in ("submitted", "selected", "late")}
    assert found == {"submitted": 6, "selected": 4, "late": 1}
    assert figures["projects.rejected"].value == 1


def test_the_departement_finances_in_its_territory_and_bears_its_schemes():
    department = Organisation.objects.get(name="Département du Pas-de-Calais")
    assert department.territory == "62"
    assert {one.name for one in department.schemes.order_by("pk")} == set(SCHEMES)


def test_the_invented_board_shows_a_holder_from_elsewhere_taken_all_the_same():
    project = Project.objects.get(title="Camp d'été des deux rives")
    verdict = eligibility_of(project)
    assert verdict.reasons
    assert not verdict.is_refused
    assert project.waived_by.email == "agent@pays-imaginaire.example"
    assert project.organisation.is_fictitious


def test_a_follow_up_of_2024_leads_to_the_project_of_its_holder():
    project = Project.objects.get(organisation__name="Maison d'enfants le Regain")
    convention = Convention.objects.get(reference="CD62-2024")
    year = accompaniment.open_follow_up(
        owner=convention.owner,
        organisation=project.organisation,
        convention=convention,
        by=None,
        mode=Mode.REINFORCED,
        kinds=[],
    )
    load()
    assert list(year.projects.order_by("pk")) == [project]
