"""Private files: opened only for those who see what they are attached to."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

import pytest

from partnership import files
from partnership.models import Job, StoredFile
from tests import factories

CONTENT = b"%PDF-1.7 essai"


@pytest.fixture
def store(world):
    def store(subject=None, name="bilan.pdf", **fields) -> StoredFile:
        given = {"content": CONTENT, "content_type": "application/pdf"}
        return files.store(subject or world.convention, name=name, **given | fields)

    return store


def test_a_file_keeps_its_content_its_size_and_its_fingerprint(store, world):
    stored = store()
    assert files.read(StoredFile.objects.get(uid=stored.uid)) == CONTENT
    assert stored.size == len(CONTENT)
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert stored.owner == world.network


@pytest.mark.parametrize(
    "name",
    ["bilan.pdf", "../../etc/passwd", "/etc/passwd", "page.html", "é" * 150, "con.aspx;.exe"],
)
def test_what_a_person_called_the_file_never_decides_where_it_lies(store, settings, name):
    stored = store(name=name)
    assert stored.file.name == f"{stored.uid.hex[:2]}/{stored.uid.hex}"
    assert Path(stored.file.path).is_relative_to(settings.PRIVATE_ROOT)
    assert stored.name == name


def test_two_files_of_one_name_are_two_files(store):
    first, second = store(content=b"un"), store(content=b"deux")
    assert (files.read(first), files.read(second)) == (b"un", b"deux")


def test_a_file_of_a_type_that_nobody_registered_is_refused(world):
    membership = world.staff.memberships.get()
    with pytest.raises((KeyError, AttributeError)):
        files.store(membership, name="a", content=b"a", content_type="text/plain")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("staff", True), ("admin", True), ("officer", True), ("other_officer", False)],
)
def test_the_file_of_a_convention_is_opened_by_those_who_see_it(world, store, who, sees):
    found = files.visible_file(store().uid, getattr(world, who))
    assert (found is not None) is sees


def test_another_conventions_file_stays_closed(world, store):
    planted = store(world.other_convention)
    assert files.visible_file(planted.uid, world.officer) is None
    assert files.visible_file(planted.uid, world.other_officer) == planted


def test_the_file_of_a_job_is_opened_by_who_asked_for_it(world, store):
    job = Job.objects.create(
        kind="report_pdf", title="Bilan", owner=world.network, asked_by=world.staff
    )
    stored = store(job)
    assert files.visible_file(stored.uid, world.staff) == stored
    assert files.visible_file(stored.uid, world.admin) is None


def test_the_file_of_a_commitment_goes_with_its_convention(world, store):
    stored = store(factories.CommitmentFactory(convention=world.convention))
    assert files.visible_file(stored.uid, world.officer) == stored
    assert files.visible_file(stored.uid, world.other_officer) is None


def test_a_file_whose_subject_is_gone_or_unknown_is_closed(world, store):
    stored = store()
    StoredFile.objects.filter(pk=stored.pk).update(subject_uid=uuid.uuid4())
    assert files.visible_file(stored.uid, world.admin) is None
    StoredFile.objects.filter(pk=stored.pk).update(
        subject_uid=world.convention.uid, subject_type="unknown"
    )
    assert files.visible_file(stored.uid, world.admin) is None


def test_a_file_that_does_not_exist_is_closed(world):
    assert files.visible_file(uuid.uuid4(), world.admin) is None
