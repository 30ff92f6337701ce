"""The story of a holder: everything, in the order of days, for those who may see it."""

import datetime

import pytest

from accompaniment import actions
from accompaniment.following.story import Chosen, Story
from accompaniment.models import GatheringShare
from partnership import files
from partnership.models import ProjectStep
from tests import factories

pytestmark = pytest.mark.usefixtures("in_june")


def day(month, number=1):
    return datetime.date(2026, month, number)


@pytest.fixture
def year(holder):
    return holder.accompaniments.get().years.get()


@pytest.fixture
def lived(world, holder, year):
    """A year of everything, for the convention of the first funder."""
    factories.SessionFactory(follow_up=year, date=day(1), line="Premier échange")
    factories.SessionFactory(follow_up=year, date=day(2), kind="mail", minutes=None, line="Envoi")
    gathering = factories.GatheringFactory(
        owner=world.network, title="Atelier budget", date=day(3), convention=world.convention
    )
    for state in ("present", "present", "excused"):
        factories.AttendanceFactory(gathering=gathering, organisation=holder, state=state)
    scheme = factories.FundingSchemeFactory(funder=world.funder)
    project = factories.ProjectFactory(organisation=holder, title="Séjour", scheme=scheme)
    ProjectStep.objects.create(
        project=project, stage="retenu", on=day(4), side="funder", details_asked="Le budget"
    )
    year.projects.add(project)
    actions.set_follow_up(follow_up=year, mode="advice", kinds=[], by=world.staff)
    actions.convert(follow_up=year, from_on=day(5), reason="Il grandit", by=world.staff)
    files.store(project, name="fiche.pdf", content=b"%PDF", content_type="application/pdf")
    return year


def told(year, user, chosen=None, *, oldest_first=True):
    chosen = chosen or Chosen()
    return list(Story(year.accompaniment, user, chosen, oldest_first=oldest_first)[:])


def test_the_story_is_told_in_the_order_of_days(world, lived):
    lines = told(lived, world.staff)
    assert [(line.what, line.words) for line in lines[:5]] == [
        ("Entretien · 1h", "Premier échange"),
        ("Mail", "Envoi"),
        ("Atelier · Atelier budget", "2\u00a0présents, 1\u00a0excusé"),
        ("Retenu · Séjour", "noté par le financeur · Le budget"),
        ("Changement de mode · Appui-conseil → Accompagnement renforcé", "Il grandit"),
    ]
    assert lines[5].what == "Document joint · fiche.pdf"
    assert told(lived, world.staff, oldest_first=False) == lines[::-1]


def test_each_line_leads_to_what_it_tells(world, lived):
    session, *_, change, document = told(lived, world.staff)
    assert session.address.startswith("/echanges/")
    assert change.address == lived.get_absolute_url()
    assert document.address.startswith("/fichiers/")


def test_a_cancelled_line_or_a_withdrawn_document_is_not_told(world, lived):
    before = len(told(lived, world.staff))
    session = lived.sessions.earliest("date")
    session.cancelled_at, session.cancelled_reason = "2026-06-01T10:00Z", "Doublon"
    session.save()
    assert len(told(lived, world.staff)) == before - 1


def test_an_officer_reads_what_is_theirs_of_a_shared_story(world, holder, lived):
    other = factories.FollowUpYearFactory(
        accompaniment=lived.accompaniment, convention=world.other_convention, mode="advice"
    )
    factories.SessionFactory(follow_up=other, line="Chez un autre")
    actions.convert(follow_up=other, from_on=day(5, 2), reason="Motif caché", by=world.staff)
    scheme = factories.FundingSchemeFactory(funder=world.other_funder)
    hidden = factories.ProjectFactory(organisation=holder, title="Autre projet", scheme=scheme)
    ProjectStep.objects.create(project=hidden, stage="depose", side="association")
    files.store(hidden, name="cachee.pdf", content=b"%PDF", content_type="application/pdf")
    assert len(told(lived, world.officer)) == 6
    words = str(told(lived, world.officer))
    for secret in ("Chez un autre", "Motif caché", "Autre projet", "cachee.pdf"):
        assert secret not in words
        assert secret in str(told(lived, world.staff))


def test_at_a_shared_gathering_an_officer_counts_the_people_of_their_territory_only(
    world, holder, lived
):
    gathering = holder.attendances.earliest("pk").gathering
    GatheringShare.objects.create(
        gathering=gathering, convention=world.other_convention, percent=50
    )
    world.funder.territory = "62"
    world.funder.save()
    assert "Atelier budget" not in str(told(lived, world.officer))
    holder.insee_code = "62119"
    holder.save()
    assert "2\u00a0présents, 1\u00a0excusé" in [one.words for one in told(lived, world.officer)]


def test_a_year_or_a_convention_tells_its_part(world, lived):
    factories.SessionFactory(follow_up=lived, date=datetime.date(2025, 12, 30), line="Avant")
    assert [line.words for line in told(lived, world.staff, Chosen(year=2025))] == ["Avant"]
    assert told(lived, world.staff, Chosen(convention=world.other_convention)) == []
    assert len(told(lived, world.staff, Chosen(convention=world.convention))) == 7


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", "1er mai 2026"),
        ("?order=ancien", "1er janvier 2026"),
        ("?year=x&convention=?&order=?", "1er mai 2026"),
    ],
)
def test_the_page_tells_it_as_the_address_asks(as_staff, lived, asked, first):
    from partnership.models import StoredFile

    StoredFile.objects.all().delete()
    answer = as_staff.get(lived.accompaniment.get_absolute_url() + asked)
    html = " ".join(answer.content.decode().split())
    line = answer.context["page"].object_list[0]
    assert line.date_text == first
    assert "Il grandit" in html


def test_a_page_that_asks_for_a_part_without_anything_says_so(as_staff, world, lived):
    later = factories.FollowUpYearFactory(
        accompaniment=lived.accompaniment, convention=world.other_convention
    )
    address = f"{later.accompaniment.get_absolute_url()}?convention=AUTRE-2026"
    html = as_staff.get(address).content.decode()
    assert "Rien n'est noté pour cette année ou cette convention" in html
