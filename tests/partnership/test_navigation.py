"""Which tab of a convention a page lies under."""

import pytest

from partnership import navigation
from partnership.navigation import Part


def test_a_tab_is_current_on_its_pages_that_lie_elsewhere(world, monkeypatch):
    parts = (
        Part("Programme", "reporting:convention"),
        Part("Argent", "reporting:report", holds=navigation.MONEY_PAGES),
    )
    monkeypatch.setattr(navigation, "CONVENTION_PARTS", parts)

    def current(path):
        entries = navigation.parts_for(world.admin.access, "DEP-2026", path)
        return {entry.label: entry.current for entry in entries if entry.current}

    assert current("/conventions/DEP-2026/") == {"Programme": "page"}
    for page in ("/conventions/DEP-2026/depenses/", "/conventions/DEP-2026/versements/"):
        assert current(page) == {"Argent": "true"}
    assert current("/depenses/00000000-0000-4000-8000-000000000000/") == {"Argent": "true"}
    assert current("/conventions/DEP-2026/chiffres/") == {"Programme": "true"}


@pytest.mark.parametrize(
    ("page", "tab"),
    [
        ("programme/", "Préparation"),
        ("actions/00000000-0000-4000-8000-000000000000/lecture/", "Préparation"),
        ("dossier/documents/rapport/", "Vie et papiers"),
        ("avenants/1/deliberation/", "Vie et papiers"),
        ("actions/1/", "Programme"),
    ],
)
def test_each_page_lies_under_its_tab(world, page, tab):
    entries = navigation.parts_for(world.admin.access, "DEP-2026", f"/conventions/DEP-2026/{page}")
    assert [entry.label for entry in entries if entry.current] == [tab]


def test_the_year_of_the_network_lies_under_its_collective_times(world):
    entries = navigation.entries_for(world.staff.access, "/reseau/2026/")
    assert [entry.label for entry in entries if entry.current] == ["Temps collectifs"]
