"""The published year 2023 reads in Trame as its documents print it."""

import csv

import pytest

from accompaniment.enums import Channel
from partnership.enums import ProjectKind
from partnership.models import Convention
from reporting import production
from reporting.collecting import figures_of
from reporting.demo.stage import HERE

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def convention():
    return Convention.objects.for_list().get(reference="CD62-2023")


def test_the_year_reads_43_sessions_49_hours_17_structures(convention):
    figures = figures_of(convention)
    assert figures["accompaniment.sessions"].value == 43
    assert figures["accompaniment.minutes"].value == 49 * 60
    assert figures["accompaniment.organisations"].value == 17
    assert figures["accompaniment.organisations"].remark == "dont 2\u00a0structures sans nom"


def test_the_49_hours_of_meetings_and_the_18_of_proofreading_stay_two_figures(convention):
    figures = figures_of(convention)
    assert figures["accompaniment.minutes"].value == 49 * 60
    assert figures["accompaniment.proofreading_minutes"].value == 18 * 60
    collective = figures["gatherings.minutes"].value
    assert figures["time.minutes"].value == 49 * 60 + collective == 59 * 60


def test_the_table_of_the_bilan_equals_the_published_one_row_by_row(convention):
    with (HERE / "data" / "accompagnements_2023.csv").open(encoding="utf-8") as handle:
        published = [
            (
                line["structure"] or None,
                {ProjectKind(kind).label for kind in line["types_projet"].split(";")},
                {Channel(channel).label for channel in line["canaux"].split(";")},
                int(line["sessions"]),
                int(line["minutes"]),
            )
            for line in csv.DictReader(handle)
        ]
    printed = [
        (
            line["organisation"],
            set(line["project_kinds"]),
            set(line["channels"]),
            line["sessions"],
            line["minutes"],
        )
        for line in production.draft(convention).snapshot["accompaniments"]
    ]
    assert printed == published
