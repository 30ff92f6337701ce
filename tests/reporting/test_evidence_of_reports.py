"""A frozen bilan files itself as evidence of communication, once."""

from __future__ import annotations

import pytest

from partnership import files, jobs
from partnership.enums import Duty, Support
from partnership.models import CommunicationEvidence, Job
from reporting import actions, financial, financial_account, production, requests
from tests.partnership.communication.builders import ask
from tests.pdf_text import alternative_texts

pytestmark = pytest.mark.one_database


class Silent:
    def say(self, percent, message):
        pass


@pytest.fixture
def make(world, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)

    def make(version: int | None = None):
        job = actions.request_pdf(convention=world.convention, by=world.admin, version=version)
        stored = production.make_pdf(job, Silent())
        Job.objects.all().delete()
        return stored

    return make


def give_a_logo(world) -> None:
    world.funder.logo = files.store(
        world.funder,
        name="logo.svg",
        content=b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        content_type="image/svg+xml",
    )
    world.funder.save()
    world.convention.refresh_from_db()


def test_a_version_files_itself_once_and_a_draft_never(world, make):
    ask(world.convention)
    give_a_logo(world)
    make()
    assert not CommunicationEvidence.objects.exists()
    version = actions.freeze(convention=world.convention, by=world.admin)
    stored = make(version.number)
    make(version.number)
    [row] = CommunicationEvidence.objects.all()
    assert (row.document, row.support, row.added_by) == (stored, Support.DOCUMENTS, world.admin)
    assert row.title == "Bilan DEP-2026, version 1"
    assert [one.duty for one in row.duties.all()] == [Duty.LOGO]


def test_a_bilan_without_the_funders_logo_does_not_say_that_it_shows_it(world, make):
    ask(world.convention)
    make(actions.freeze(convention=world.convention, by=world.admin).number)
    assert list(CommunicationEvidence.objects.get().duties.all()) == []


def test_the_officer_sees_the_line_and_not_the_bilan(world, make):
    stored = make(actions.freeze(convention=world.convention, by=world.admin).number)
    seen = CommunicationEvidence.objects.visible_to(world.officer)
    assert [one.document for one in seen] == [stored]
    assert files.visible_file(stored.uid, world.officer) is None
    assert files.visible_file(stored.uid, world.staff) == stored


@pytest.mark.parametrize(
    ("ask_for", "make_it", "title"),
    [
        (
            lambda world: actions.request_financial_report(
                convention=world.convention,
                attestation={"name": "", "quality": "", "place": ""},
                by=world.admin,
            ),
            financial.make_pdf,
            "Compte rendu financier 2026",
        ),
        (
            lambda world: requests.request_financial_account(
                convention=world.convention, by=world.admin
            ),
            financial_account.make_pdf,
            "Compte rendu financier de subvention",
        ),
    ],
    ids=["financial report", "by accounts"],
)
def test_a_document_of_money_bears_the_logos_and_files_itself(
    world, monkeypatch, ask_for, make_it, title
):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    ask(world.convention)
    give_a_logo(world)
    job = ask_for(world)
    stored = make_it(job, Silent())
    assert "Logo de Département" in alternative_texts(files.read(stored))
    make_it(job, Silent())
    [row] = CommunicationEvidence.objects.all()
    assert row.title == title
    assert [one.duty for one in row.duties.all()] == [Duty.LOGO]
