"""Ten times the projects, as many queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.actions.projects import Lines, Parts
from partnership.enums import FactorSense
from tests.partnership.projects.builders import line, make_holder, make_project, page, say

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
LIST, BOARD = reverse("partnership:projects"), reverse("partnership:project-board")
PAGES = {
    "list": LIST,
    "list as CSV": f"{LIST}?export=csv",
    "list as XLSX": f"{LIST}?export=xlsx",
    "board": BOARD,
    "schemes": reverse("partnership:schemes"),
    "brakes": reverse("partnership:brakes-and-levers"),
}


@pytest.mark.parametrize("who", ["staff", "officer"])
@pytest.mark.parametrize("name", PAGES)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(client, world, name, who):
    if (name, who) == ("brakes", "officer"):
        return
    client.force_login(getattr(world, who))

    def add(count):
        for _ in range(count):
            parts = Parts(
                kinds=["mobilite"],
                countries=["SN"],
                factors=Lines([line(sense=FactorSense.LEVER, name="Équipe", line="Soudée")]),
            )
            row = make_project(world, parts=parts, holder=make_holder(world, kind="commune"))
            say(row, "depose", world.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(PAGES[name])
            assert answer.status_code == 200
            assert answer.getvalue()
        return len(captured)

    add(2)
    few = queries()
    add(8)
    assert queries() == few


def test_the_queries_of_a_project_do_not_grow_with_its_steps(as_staff, world):
    project = make_project(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(as_staff, project.get_absolute_url())
        return len(captured)

    say(project, "depose", world.officer)
    few = queries()
    for _ in range(5):
        say(project, "depose", world.officer)
    assert queries() == few
