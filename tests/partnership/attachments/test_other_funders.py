"""Files of rows that several funders see: each one's officers open what is theirs to open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accompaniment.following.story import Chosen, Story
from partnership import attachments, files
from partnership.actions import files as actions
from partnership.models import StoredFile
from tests import factories
from tests.partnership.attachments.builders import PDF, sent


def store(row, name, by):
    return files.store(row, name=name, content=PDF, content_type="application/pdf", by=by)


def opens(row, stored, user) -> bool:
    """The same answer from the file itself, from the list of a page and from lists of files."""
    listed = {one.stored for one in attachments.lists_for([row], user)[row.uid]}
    found = files.visible_file(stored.uid, user) == stored
    assert (stored in listed) is found
    assert (stored.uid in files.visible_among([stored], user)) is found
    return found


def told(row, user) -> str:
    return str(list(Story(row, user, Chosen(), oldest_first=True)[:]))


@pytest.fixture
def accompaniment(world):
    year = factories.FollowUpYearFactory(convention=world.convention)
    factories.SessionFactory(follow_up=year)
    return year.accompaniment


@pytest.fixture
def of_two_funders(world, accompaniment):
    other = factories.FollowUpYearFactory(
        accompaniment=accompaniment, convention=world.other_convention
    )
    factories.SessionFactory(follow_up=other)
    return accompaniment


@pytest.fixture
def project(world):
    return factories.ProjectFactory(
        organisation=factories.OrganisationFactory(owner=world.network),
        scheme=factories.FundingSchemeFactory(funder=world.funder),
    )


def test_the_file_of_a_holder_of_one_funder_is_read_by_it(world, accompaniment):
    stored = store(accompaniment, "budget.pdf", world.staff)
    assert opens(accompaniment, stored, world.officer)


def test_the_file_of_a_holder_of_two_funders_stays_with_the_association(world, of_two_funders):
    stored = store(of_two_funders, "budget.pdf", world.staff)
    assert opens(of_two_funders, stored, world.staff)
    for officer in (world.officer, world.other_officer):
        assert not opens(of_two_funders, stored, officer)
        assert "budget.pdf" not in told(of_two_funders, officer)
    assert "budget.pdf" in told(of_two_funders, world.staff)


def test_the_file_of_a_year_is_read_by_its_funder_alone(world, of_two_funders):
    year = of_two_funders.years.get(convention=world.convention)
    stored = store(year, "fiche.pdf", world.staff)
    assert opens(year, stored, world.officer)
    assert "fiche.pdf" in told(of_two_funders, world.officer)
    assert files.visible_file(stored.uid, world.other_officer) is None
    assert "fiche.pdf" not in told(of_two_funders, world.other_officer)


def test_the_page_of_a_year_takes_files_from_the_team_and_says_who_opens_them(
    client, world, accompaniment
):
    year = accompaniment.years.get()
    client.force_login(world.staff)
    assert "Les ouvrent : l&#x27;association et le Département." in _read(client, year)
    address = reverse("partnership:file-add", args=["follow_up", year.uid])
    assert client.post(address, {"files": [sent("fiche.pdf", PDF)]}).status_code == 302
    client.force_login(world.officer)
    assert "fiche.pdf" in _read(client, year)
    assert client.post(address, {"files": [sent("b.pdf", PDF)]}).status_code == 403


def test_the_page_of_a_holder_of_two_funders_says_that_files_stay(client, world, of_two_funders):
    client.force_login(world.staff)
    assert "L&#x27;association seule les ouvre." in _read(client, of_two_funders)


def test_a_project_that_changes_scheme_keeps_what_the_first_officers_brought(world, project):
    theirs = store(project, "avis.pdf", world.officer)
    ours = store(project, "fiche.pdf", world.staff)
    assert opens(project, theirs, world.officer)
    assert opens(project, ours, world.officer)
    project.scheme = factories.FundingSchemeFactory(funder=world.other_funder)
    project.save()
    assert not opens(project, theirs, world.other_officer)
    assert opens(project, ours, world.other_officer)
    assert opens(project, theirs, world.staff)
    assert files.visible_file(theirs.uid, world.officer) is None


def test_what_is_kept_from_somebody_may_be_brought_by_them_too(world, project):
    store(project, "avis.pdf", world.officer)
    project.scheme = factories.FundingSchemeFactory(funder=world.other_funder)
    project.save()
    for _ in range(2):
        actions.attach(subject=project, brought=[sent("a.pdf", PDF)], by=world.other_officer)
    kept = StoredFile.objects.filter(subject_uid=project.uid).order_by("pk")
    assert [one.added_by for one in kept] == [world.officer, world.other_officer]


def _read(client, row) -> str:
    return client.get(row.get_absolute_url()).content.decode()
