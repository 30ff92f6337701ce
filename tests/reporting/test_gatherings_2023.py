"""The collective times that the published bilans tell, as Trame shows them."""

from __future__ import annotations

import pytest

from accompaniment.gathering.agenda_reading import agenda_of
from accompaniment.gathering.counts import people_of
from accompaniment.models import Gathering
from partnership.models import Convention, User
from reporting.collecting import figures_of
from reporting.progress import progress_of

pytestmark = pytest.mark.usefixtures("demonstration")


def convention(reference="CD62-2023"):
    return Convention.objects.for_list().get(reference=reference)


@pytest.mark.parametrize(
    ("title", "people", "structures", "lines", "end"),
    [
        ("Dépôt de projet", 13, 8, 14, "17h00"),
        ("Suivi et évaluation de projet", 12, 7, 10, "16h30"),
    ],
)
def test_the_two_gatherings_of_2023_print_what_their_rows_give(
    title, people, structures, lines, end
):
    row = Gathering.objects.for_page().get(title=title)
    found = people_of(row)
    assert (found.participants, found.organisations_count) == (people, structures)
    assert found.of("62") == people
    told = agenda_of(row)
    assert (len(told.lines), told.warnings) == (lines, [])
    assert told.agenda.total_text.endswith(f"à {end}")


def test_a_date_that_the_document_lost_is_known_to_the_year_with_its_hours():
    row = Gathering.objects.get(title="Suivi et évaluation de projet")
    assert row.dates_text == "2023"
    assert row.standing_dates[0].hours_text == "10h00-16h30"


def test_the_figures_of_2023_count_its_gatherings():
    figures = figures_of(convention())
    expected = {
        "gatherings.count": 5,
        "gatherings.minutes": 600,
        "gatherings.participants": 13 + 12 + 6 + 18,
        "gatherings.organisations": 10,
        "trainings.count": 0,
        "work.meetings_with_funder": 4,
        "time.minutes": 59 * 60,
    }
    assert {name: figures[name].value for name in expected} == expected


def test_the_actions_of_2023_are_read_in_what_the_documents_count():
    done = {one.commitment.number: one.done_text for one in progress_of(convention())}
    assert done[2] == "2\u00a0temps collectifs, 25\u00a0participants, 10\u00a0structures"
    assert done[3] == "2\u00a0temps collectifs, 24\u00a0participants"
    assert done[5] == "4\u00a0rendez-vous"


def test_what_a_holder_ran_alone_counts_in_no_figure():
    row = Gathering.objects.get(title__endswith="Lycée Robespierre")
    assert not row.shares.exists()


def test_the_workshop_of_2025_told_in_the_bilan_of_2024_is_there_and_counts_nothing():
    told = Gathering.objects.serving(convention("CD62-2024"))
    assert told.count() == 3
    assert figures_of(convention("CD62-2024"))["gatherings.count"].value == 2


def test_the_officer_of_the_departement_sees_them():
    officer = User.objects.get(memberships__organisation__name="Département du Pas-de-Calais")
    seen = Gathering.objects.visible_to(officer)
    assert seen.filter(taken_over=True).count() == 8
    assert seen.filter(title="Dépôt de projet").exists()
