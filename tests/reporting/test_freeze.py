"""A frozen version keeps what the bilan said, whatever the rows become."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accompaniment.actions import remove_entry
from partnership.enums import Verb
from partnership.models import JournalEntry
from reporting import actions, production, snapshot
from reporting.models import ReportVersion
from reporting.models.reports import FrozenError
from reporting.report import Report
from tests import factories

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def followed(world):
    session = factories.SessionFactory(
        follow_up__convention=world.convention, channels=["telephone"], staff=[world.staff]
    )
    factories.ReadingFactory(commitment__convention=world.convention)
    return session


@pytest.fixture
def version(world, followed) -> ReportVersion:
    return actions.freeze(convention=world.convention, by=world.admin, today=TODAY)


def test_a_version_keeps_its_figures_when_the_rows_change(world, version):
    factories.SessionFactory(follow_up__convention=world.convention)
    frozen = production.frozen(ReportVersion.objects.get(pk=version.pk))
    assert frozen.figure("accompaniment.sessions")["value"] == 1
    assert production.draft(world.convention).figure("accompaniment.sessions")["value"] == 2


def test_a_version_names_the_rows_behind_each_figure(followed, version):
    figure = production.frozen(version).figure("accompaniment.sessions")
    assert figure["rows"] == [{"type": "session", "uid": str(followed.uid)}]
    assert json.loads(version.snapshot)["entries"][str(followed.uid)]["minutes"] == 60


def test_its_fingerprint_is_that_of_its_content(version):
    assert version.sha256 == snapshot.fingerprint(version.snapshot)
    assert snapshot.canonical(json.loads(version.snapshot)) == version.snapshot


def test_the_names_of_people_stand_apart_from_the_fingerprint(world, version):
    assert str(world.staff) not in version.snapshot
    assert version.people == {str(world.staff.uid): str(world.staff)}


def test_an_internal_note_never_enters_a_version(world):
    factories.SessionFactory(follow_up__convention=world.convention, internal_note="entre nous")
    version = actions.freeze(convention=world.convention, by=world.admin, today=TODAY)
    assert "entre nous" not in version.snapshot


def test_a_version_renders_the_same_bytes_again(version):
    first, second = (
        production.render(production.frozen(version), production.any_file).content for _ in range(2)
    )
    assert first == second


def test_a_correction_makes_the_next_version(world, version):
    assert version.number == 1
    assert actions.freeze(convention=world.convention, by=world.admin).number == 2


def test_a_version_refuses_to_change(version):
    version.snapshot = "{}"
    with pytest.raises(FrozenError):
        version.save()


def test_a_version_refuses_to_be_deleted(version):
    with pytest.raises(FrozenError):
        version.delete()


def test_staff_do_not_freeze(world, followed):
    with pytest.raises(PermissionDenied):
        actions.freeze(convention=world.convention, by=world.staff)
    assert not ReportVersion.objects.exists()


def test_freezing_is_journaled(world, version):
    entry = JournalEntry.objects.get(verb=Verb.FROZEN)
    assert entry.by == world.admin
    assert entry.changes == {"number": 1, "sha256": version.sha256}


def test_a_snapshot_refuses_floats():
    with pytest.raises(TypeError):
        snapshot.canonical({"rate": 0.5})


def test_a_snapshot_of_a_later_release_is_said_to_be_unreadable():
    with pytest.raises(snapshot.UnreadableSnapshotError):
        snapshot.read('{"format": 99}')


def test_the_page_freezes_and_shows_the_version(as_admin, world, followed):
    page = as_admin.post(reverse("reporting:freeze", args=["DEP-2026"]), follow=True)
    text = page.content.decode()
    assert "La version 1 est arrêtée" in text
    assert ReportVersion.objects.get().sha256 in text


def test_a_version_keeps_its_first_pdf(world, version):
    class Silent:
        def say(self, percent, message):
            pass

    job = actions.request_pdf(convention=world.convention, by=world.admin, version=1)
    first = production.make_pdf(job, Silent())
    assert production.make_pdf(job, Silent()) == first
    version.refresh_from_db()
    assert version.pdf == first


def test_a_row_that_a_version_counts_is_cancelled_and_never_deleted(world, followed, version):
    with pytest.raises(ValidationError):
        remove_entry(row=followed, by=world.staff)
    assert remove_entry(row=followed, by=world.staff, reason="Doublon") is False
    followed.refresh_from_db()
    assert followed.is_cancelled


def test_every_part_of_a_snapshot_is_made_of_the_same_rows(world, followed, monkeypatch):
    """Somebody notes an exchange while the bilan is being frozen."""
    read = snapshot.collecting.figures_of

    def note_meanwhile(*args):
        factories.SessionFactory(follow_up__convention=world.convention)
        return read(*args)

    monkeypatch.setattr(snapshot.collecting, "figures_of", note_meanwhile)
    report = Report(snapshot.take(world.convention, today=TODAY))
    assert report.figure("accompaniment.sessions")["value"] == 1
    assert report.accompaniments_total.sessions == "1"
    assert len(report.snapshot["entries"]) == 1


def test_two_requests_of_a_versions_pdf_keep_the_first_one(world, version):
    report = production.frozen(version)
    rendered = production.render(report, production.any_file)
    stale = ReportVersion.objects.get(pk=version.pk)
    first = production._keep(version, report, rendered)
    assert production._keep(stale, report, rendered) == first
