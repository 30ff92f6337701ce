"""Projects in the figures of a convention, in its bilan and on the page of a structure."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import catalogue
from partnership.actions import projects as actions
from partnership.actions.projects import Parts
from partnership.models import Convention
from reporting import snapshot
from reporting.collecting import facts_of, figure_of, figures_of
from reporting.progress import progress_of
from tests import factories
from tests.partnership.projects.builders import (
    APRIL,
    MARCH,
    make_holder,
    make_project,
    make_scheme,
    page,
    say,
)

pytestmark = pytest.mark.django_db
FIGURES = ("submitted", "selected", "late", "rejected")


@pytest.fixture
def call(world):
    return factories.CallFactory(scheme=make_scheme(world), year=2026)


def values(world) -> dict[str, int]:
    figures = figures_of(world.convention)
    return {name: figures[f"projects.{name}"].value for name in FIGURES}


def answering(world, call, *stages, **more):
    row = make_project(world, scheme=call.scheme, call=call, **more)
    for stage in stages:
        say(row, stage, world.staff)
    return row


def test_a_project_counts_by_what_was_said_of_it(world, call):
    answering(world, call, "depose", "retenu", "realise")
    answering(world, call, "hors_delais", "non_retenu")
    answering(world, call, "construction")
    assert values(world) == {"submitted": 2, "selected": 1, "late": 1, "rejected": 1}


def test_other_calls_and_withdrawn_projects_do_not_count(world, call):
    elsewhere = make_scheme(world, funder=world.other_funder)
    answering(world, factories.CallFactory(scheme=elsewhere, year=2026), "retenu")
    answering(world, factories.CallFactory(scheme=call.scheme, year=2025), "retenu")
    say(make_project(world, scheme=call.scheme, year=2026), "retenu", world.staff)
    gone = answering(world, call, "retenu")
    actions.withdraw_project(project=gone, reason="Doublon", by=world.staff)
    assert values(world) == dict.fromkeys(FIGURES, 0)


def test_they_are_cut_by_kind_and_by_scheme(world, call):
    other = factories.CallFactory(scheme=make_scheme(world, name="Jumelages"), year=2026)
    answering(world, call, "depose", parts=Parts(kinds=["mobilite", "jumelage"]))
    answering(world, other, "depose")
    figure = figures_of(world.convention)["projects.submitted"]
    kinds = {one.code: one.value for one in figure.breakdown("project_kind").categories}
    assert kinds == {"mobilite": 1, "jumelage": 1, "non_renseigne": 1}
    schemes = {one.label: one.value for one in figure.breakdown("scheme").categories}
    assert schemes == {"62MEI": 1, "Jumelages": 1}
    filters = {"scheme": ["Jumelages"]}
    catalogue.check("projects.submitted", 1, filters)
    facts = facts_of(world.convention)
    assert figure_of(facts, "projects.submitted", filters=filters).value == 1


def test_the_page_of_the_figure_leads_to_its_projects(client, world, call):
    row = answering(world, call, "depose", title="Chantier à Fès")
    address = reverse("reporting:figure", args=["DEP-2026", "projects.submitted"])
    for who in (world.staff, world.officer):
        client.force_login(who)
        shown = page(client, address)
        assert f'href="{row.get_absolute_url()}"' in shown
        assert f"Chantier à Fès · {row.organisation.name}" in shown
        assert "Projets déposés" in page(client, reverse("reporting:convention", args=["DEP-2026"]))


def test_an_action_of_the_programme_counts_projects_even_where_nothing_else_is_noted(world, call):
    row = answering(world, call)
    say(row, "depose", world.officer, MARCH)
    say(row, "retenu", world.officer, APRIL)
    factories.ReadingFactory(commitment__convention=world.convention, figure_id="projects.selected")
    factories.ReadingFactory(commitment__convention=world.convention)
    counted, nothing = progress_of(world.convention)
    assert counted.done_text == "1\u00a0projet"
    assert counted.last_on == APRIL
    assert nothing.nothing_noted


def test_the_bilan_keeps_each_project_as_it_was(world, call):
    row = answering(world, call, "depose", "retenu", parts=Parts(kinds=["mobilite"]))
    taken = snapshot.take(world.convention, today=datetime.date(2026, 6, 15))
    kept = taken["projects"][str(row.uid)]
    assert (kept["title"], kept["scheme"], kept["outcome"]) == (row.title, "62MEI", "Retenu")
    assert kept["kinds"] == ["Mobilité"]
    assert snapshot.canonical(taken)


def test_ten_times_the_projects_are_read_in_as_many_queries(world, call):
    def queries() -> int:
        convention = Convention.objects.for_list().get(pk=world.convention.pk)
        with CaptureQueriesContext(connection) as captured:
            figures_of(convention)
        return len(captured)

    answering(world, call, "depose", parts=Parts(kinds=["mobilite"]))
    few = queries()
    for _ in range(9):
        answering(world, call, "depose", parts=Parts(kinds=["mobilite"]))
    assert queries() == few


def test_the_page_of_a_structure_tells_its_projects_in_their_year(as_staff, world, call):
    holder = make_holder(world)
    row = answering(world, call, "retenu", holder=holder)
    gone = answering(world, call, holder=holder, title="Noté deux fois")
    actions.withdraw_project(project=gone, reason="Doublon", by=world.staff)
    shown = page(as_staff, holder.get_absolute_url())
    assert 'id="annee-2026"' in shown
    assert f'href="{row.get_absolute_url()}"' in shown
    assert "Noté deux fois" not in shown
