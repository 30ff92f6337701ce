"""Ten times the rows, no more queries."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.actions import hand_over
from accompaniment.models import FollowUpKind, FollowUpModeChange
from partnership import files
from partnership.models import ProjectStep
from tests import factories
from tests.accompaniment.conftest import TODAY

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("in_june")]


@pytest.fixture
def add_rows(world):
    """Rows of everything that the pages show, the exchanges of one holder among them."""
    whole = factories.FollowUpYearFactory(
        convention=world.convention, accompaniment__owner=world.network
    )

    def add_rows(count):
        for _ in range(count):
            for year in (whole, factories.FollowUpYearFactory(convention=world.convention)):
                factories.SessionFactory(
                    follow_up=year,
                    channels=["visio", "mail"],
                    staff=[world.staff, world.admin],
                    noted_by=world.staff,
                )
                FollowUpKind.objects.get_or_create(follow_up=year, kind="mobilite")
            factories.WorkEntryFactory(
                convention=world.convention,
                organisation=factories.OrganisationFactory(owner=world.network),
                commitment=factories.CommitmentFactory(convention=world.convention),
                staff=[world.staff],
                noted_by=world.staff,
            )
            factories.ProposedEntryFactory(
                owner=world.network,
                person=world.staff,
                organisation=whole.accompaniment.organisation,
                starts_at=datetime.time(10),
            )
            past = factories.ConventionFactory(past=True, owner=world.network, funder=world.funder)
            factories.FollowUpYearFactory(accompaniment=whole.accompaniment, convention=past)
            led = factories.FollowUpYearFactory(
                convention=world.convention, lead=world.admin, review_on=TODAY
            )
            hand_over(follow_ups=[led], to=world.staff, by=world.admin, uid=add_rows.passing)
            _tell(world, whole)

    add_rows.accompaniment, add_rows.convention = whole.accompaniment, world.convention
    add_rows.passing = uuid.uuid4()
    return add_rows


def _tell(world, year):
    """One more of each kind of line of the story, the dates of modes aside."""
    organisation = year.accompaniment.organisation
    gathering = factories.GatheringFactory(owner=world.network, convention=world.convention)
    factories.AttendanceFactory(gathering=gathering, organisation=organisation)
    scheme = factories.FundingSchemeFactory(funder=world.funder)
    project = factories.ProjectFactory(organisation=organisation, scheme=scheme)
    year.projects.add(project)
    ProjectStep.objects.create(project=project, stage="depose", side="funder")
    for row in (project, year.accompaniment, year.sessions.latest("pk")):
        files.store(row, name="note.pdf", content=b"%PDF", content_type="application/pdf")
    latest = year.mode_changes.order_by("from_on").last()
    FollowUpModeChange.objects.create(
        follow_up=year,
        before=latest.mode if latest else "reinforced",
        mode="advice" if latest is None or latest.mode == "reinforced" else "reinforced",
        from_on=(latest.from_on if latest else TODAY) + datetime.timedelta(days=1),
        reason="Le projet change",
        by=world.staff,
    )


ADDRESSES = {
    "entries": lambda rows: reverse("accompaniment:entries"),
    "entries as CSV": lambda rows: reverse("accompaniment:entries") + "?export=csv",
    "entries as XLSX": lambda rows: reverse("accompaniment:entries") + "?export=xlsx",
    "work": lambda rows: reverse("accompaniment:work-entries"),
    "work as CSV": lambda rows: reverse("accompaniment:work-entries") + "?export=csv",
    "follow-ups": lambda rows: reverse("accompaniment:follow-ups"),
    "follow-ups as CSV": lambda rows: reverse("accompaniment:follow-ups") + "?export=csv",
    "accompaniment": lambda rows: rows.accompaniment.get_absolute_url(),
    "accompaniment of a convention": lambda rows: (
        f"{rows.accompaniment.get_absolute_url()}?convention={rows.convention.reference}"
    ),
    "follow-up": lambda rows: rows.accompaniment.years.earliest("pk").get_absolute_url(),
    "callbacks": lambda rows: reverse("accompaniment:callbacks") + "?lead=equipe",
    "hand-over": lambda rows: reverse("accompaniment:hand-over"),
    "handed-over": lambda rows: reverse("accompaniment:handed-over", args=[rows.passing]),
    "log": lambda rows: reverse("accompaniment:log"),
    "proposals": lambda rows: reverse("accompaniment:proposals"),
    "today": lambda rows: reverse("reporting:today"),
}


FOR_STAFF = {"log", "proposals", "today", "callbacks", "hand-over", "handed-over"}
# The story of a holder goes by pages: the first one may hold fewer sorts of lines, and read less.
HOLDERS_PAGES = {"accompaniment", "accompaniment of a convention"}
OPENED = [
    (who, page)
    for who in ("staff", "officer")
    for page in ADDRESSES
    if who == "staff" or page not in FOR_STAFF
]


@pytest.mark.parametrize(("who", "page"), OPENED)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(client, world, add_rows, page, who):
    client.force_login(getattr(world, who))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(ADDRESSES[page](add_rows))
            assert answer.status_code == 200
            assert answer.getvalue()
        return [query["sql"] for query in captured]

    add_rows(2)
    few = queries()
    add_rows(18)
    many = queries()
    if page in HOLDERS_PAGES:
        assert len(many) <= len(few)
    else:
        assert len(many) == len(few)
