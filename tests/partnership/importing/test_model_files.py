"""Each kind of import has a file to fill in: its columns, and a line that goes in as it is."""

from __future__ import annotations

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accompaniment.models import Attendance
from partnership import import_kinds
from tests.downloads import content_of

KINDS = [
    "organisations", "projects", "sessions", "gatherings", "attendance", "expenses", "budget",
]  # fmt: skip


@pytest.fixture
def model(as_admin, tmp_path):
    def do(kind):
        answer = as_admin.get(reverse("partnership:import-model", args=[kind]))
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(content_of(answer))
        return path

    return do


def test_every_kind_has_one(as_admin):
    assert [one.key for one in import_kinds.in_order()] == KINDS
    page = as_admin.get(reverse("partnership:imports")).content.decode()
    for kind in import_kinds.in_order():
        assert reverse("partnership:import", args=[kind.key]) in page
        assert reverse("partnership:import-model", args=[kind.key]) in page
        assert kind.about.replace("'", "&#x27;") in page
    assert "Échanges" in page
    assert "Sessions" not in page


@pytest.mark.parametrize("kind", KINDS)
def test_its_example_goes_in_as_it_is(model, world, kind):
    if kind == "attendance":
        import_kinds.get("gatherings").run(
            path=model("gatherings"), convention=world.convention, by=world.admin
        )
    declared, path = import_kinds.get(kind), model(kind)
    result = declared.run(path=path, convention=world.convention, by=world.admin, dry_run=True)
    assert (result.refused, result.ignored_columns, result.asks) == ([], [], [])
    assert result.created == 1
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_every_column_that_is_needed(model, kind):
    headers = [cell.value for cell in next(load_workbook(model(kind)).active.iter_rows())]
    needed = [one.label for one in import_kinds.get(kind).columns if one.required]
    assert set(needed) <= set(headers)


def test_its_name_says_what_it_holds(as_admin):
    answer = as_admin.get(reverse("partnership:import-model", args=["gatherings"]))
    assert answer["Content-Disposition"] == 'attachment; filename="modele-temps-collectifs.xlsx"'
    assert as_admin.get(reverse("partnership:import-model", args=["rien"])).status_code == 404
