"""What holds projects back and carries them, by kind of holder, for the association alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partnership.actions import projects as actions
from partnership.actions.projects import Lines, Parts
from partnership.enums import FactorSense
from tests import factories
from tests.partnership.projects.builders import line, make_holder, make_project, make_scheme, page

pytestmark = pytest.mark.django_db
ADDRESS = reverse("partnership:brakes-and-levers")


@pytest.fixture
def project(world):
    factor = line(sense=FactorSense.BRAKE, name="Manque de temps", line="")
    return make_project(world, parts=Parts(factors=Lines([factor])))


def test_the_sheet_counts_projects_and_holders_by_kind_of_holder(as_staff, world):
    scheme = make_scheme(world)
    school = make_holder(world, kind="etablissement_scolaire")
    town = make_holder(world, kind="commune")
    for holder, words in ((school, "Un seul"), (school, "Deux"), (town, "Nouveau maire")):
        factor = line(sense=FactorSense.BRAKE, name="Manque de temps", line=words)
        make_project(world, holder=holder, scheme=scheme, parts=Parts(factors=Lines([factor])))
    shown = page(as_staff, ADDRESS)
    assert "2 projets, 1 porteur" in shown
    assert "1 projet, 1 porteur" in shown
    filtered = page(as_staff, ADDRESS, holder_kind="commune")
    assert "Nouveau maire" in filtered
    assert "Deux" not in filtered
    rows = page(as_staff, ADDRESS, export="csv").splitlines()
    assert "Commune;Frein;Manque de temps;1;1;Nouveau maire" in rows
    assert any("Un seul | Deux" in row or "Deux | Un seul" in row for row in rows)


def test_a_withdrawn_project_says_nothing_more(as_staff, world, project):
    actions.withdraw_project(project=project, reason="Doublon", by=world.staff)
    assert "Manque de temps" not in page(as_staff, ADDRESS)


def test_another_network_reads_nothing_of_it(client, project):
    stranger = factories.MembershipFactory(organisation__runs_its_network=True).user
    client.force_login(stranger)
    assert "Manque de temps" not in page(client, ADDRESS)
