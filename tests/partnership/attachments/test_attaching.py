"""Files on rows: who attaches, who opens, who withdraws, what is said."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership import attachments, files, subjects
from partnership.actions import files as actions
from partnership.models import Deliberation, JournalEntry, Organisation, StoredFile
from tests import factories
from tests.partnership.attachments.builders import PDF, heic, picture, sent


@pytest.fixture
def session(world):
    return factories.SessionFactory(
        follow_up=factories.FollowUpYearFactory(convention=world.convention)
    )


@pytest.fixture
def deliberation(world):
    return Deliberation.objects.create(
        convention=world.convention, number="2026-12", voted_on="2026-09-14"
    )


def add(client, row, *brought, **data):
    address = reverse("partnership:file-add", args=[subjects.key_of(row), row.uid])
    return client.post(address, {"files": list(brought)} | data)


def attached(row) -> list[str]:
    found = StoredFile.objects.filter(subject_uid=row.uid, cancelled_at__isnull=True)
    return [one.name for one in found.order_by("pk")]


def test_several_files_are_attached_at_once_and_it_is_told(as_staff, session, world):
    answer = add(as_staff, session, sent("a.pdf", PDF), sent("b.jpg", picture("JPEG")))
    assert answer.status_code == 302
    assert answer.url == session.get_absolute_url()
    assert attached(session) == ["a.pdf", "b.jpg"]
    assert {one.added_by for one in StoredFile.objects.order_by("pk")} == {world.staff}
    line = JournalEntry.objects.get(subject_uid=session.uid)
    assert [one["name"] for one in line.changes["files added"]] == ["a.pdf", "b.jpg"]
    html = as_staff.get(answer.url).content.decode()
    assert "« a.pdf » et « b.jpg » sont joints." in html
    assert "ont été effacés des photos jointes" in html


def test_the_type_kept_is_the_contents_never_the_browsers(as_staff, session):
    add(as_staff, session, sent("a.pdf", PDF, content_type="text/html"))
    stored = StoredFile.objects.get()
    assert stored.content_type == "application/pdf"
    answer = as_staff.get(reverse("partnership:file", args=[stored.uid]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == PDF


def test_a_refused_file_keeps_the_others_and_says_which_and_why(as_staff, session):
    answer = add(as_staff, session, sent("a.pdf", PDF), sent("b.pdf", b"MZ"), sent("c.exe", b"MZ"))
    assert answer.status_code == 422
    assert attached(session) == ["a.pdf"]
    html = answer.content.decode()
    assert "2\u00a0fichiers refusés" in html
    assert "b.pdf" in html
    assert "se dit PDF mais n&#x27;en est pas un" in html
    assert "n&#x27;est pas accepté" in html
    assert f'href="{session.get_absolute_url()}"' in html


def test_an_empty_sending_says_to_choose_a_file(as_staff, session):
    answer = add(as_staff, session)
    assert answer.status_code == 422
    assert "Choisissez au moins un fichier." in answer.content.decode()


def test_a_file_above_the_limit_is_refused(as_staff, session, settings):
    settings.ATTACHMENT_LARGEST_MB = 1
    answer = add(as_staff, session, sent("gros.pdf", PDF[:-6] + b"0" * 1_100_000 + b"%%EOF"))
    assert answer.status_code == 422
    assert "la limite est de 1\u00a0Mo" in answer.content.decode()
    assert attached(session) == []


def test_a_name_with_a_path_lies_under_its_uid(world, session, settings):
    sending = actions.attach(subject=session, brought=[sent("x.pdf", PDF)], by=world.staff)
    [stored] = sending.kept
    assert stored.file.name == f"{stored.uid.hex[:2]}/{stored.uid.hex}"


def test_the_same_content_twice_is_one_file(as_staff, session):
    add(as_staff, session, sent("a.pdf", PDF))
    answer = add(as_staff, session, sent("autre nom.pdf", PDF))
    assert attached(session) == ["a.pdf"]
    html = as_staff.get(answer.url).content.decode()
    assert "« a.pdf » est déjà là" in html


def test_the_same_photo_twice_is_one_file_and_elsewhere_another(world, session):
    photo = picture("JPEG", gps=True)
    for _ in range(2):
        actions.attach(subject=session, brought=[sent("a.jpg", photo)], by=world.staff)
    actions.attach(subject=world.convention, brought=[sent("a.jpg", photo)], by=world.staff)
    assert StoredFile.objects.count() == 2


def test_a_heic_photo_is_kept_with_a_warning(as_staff, session):
    answer = add(as_staff, session, sent("a.heic", heic()))
    assert attached(session) == ["a.heic"]
    assert "Trame ne sait pas l&#x27;effacer" in as_staff.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("asked", "goes"),
    [("/aujourdhui/", "/aujourdhui/"), ("https://ailleurs.example/", None), ("//ailleurs", None)],
)
def test_the_way_back_stays_on_the_site(as_staff, session, asked, goes):
    answer = add(as_staff, session, sent("a.pdf", PDF), next=asked)
    assert answer.url == (goes or session.get_absolute_url())


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 302), ("admin", 302), ("officer", 403), ("other_officer", 404)]
)
def test_the_team_attaches_to_an_exchange(client, world, session, who, status):
    client.force_login(getattr(world, who))
    assert add(client, session, sent("a.pdf", PDF)).status_code == status
    assert attached(session) == (["a.pdf"] if status == 302 else [])


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 302), ("admin", 302), ("officer", 302), ("other_officer", 404)]
)
def test_both_sides_attach_to_a_deliberation(client, world, deliberation, who, status):
    client.force_login(getattr(world, who))
    assert add(client, deliberation, sent("vote.pdf", PDF)).status_code == status


def test_an_officer_attaches_to_no_commitment(client, world):
    commitment = factories.CommitmentFactory(convention=world.convention)
    client.force_login(world.officer)
    assert add(client, commitment, sent("a.pdf", PDF)).status_code == 403


def test_a_type_that_takes_no_file_refuses_them(world):
    body = Organisation.objects.get(pk=world.funder.pk)
    with pytest.raises(PermissionDenied):
        actions.attach(subject=body, brought=[sent("a.pdf", PDF)], by=world.admin)


def test_an_unknown_type_is_a_404(as_staff, session):
    assert as_staff.post(f"/fichiers/inconnu/{session.uid}/ajouter/").status_code == 404


def test_a_cancelled_row_takes_no_more_files(as_staff, session):
    session.cancelled_at, session.cancelled_reason = timezone.now(), "Erreur"
    session.save()
    assert add(as_staff, session, sent("a.pdf", PDF)).status_code == 403


@pytest.fixture
def brought(world, session):
    [stored] = actions.attach(subject=session, brought=[sent("a.pdf", PDF)], by=world.staff).kept
    return stored


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 200), ("officer", 200), ("other_officer", 404)]
)
def test_a_file_opens_for_those_who_see_its_row(client, world, brought, who, status):
    client.force_login(getattr(world, who))
    answer = client.get(reverse("partnership:file", args=[brought.uid]))
    assert answer.status_code == status
    b"".join(answer)


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 302), ("admin", 302), ("officer", 403), ("other_officer", 404)]
)
def test_a_file_is_withdrawn_by_those_who_brought_it(client, world, brought, who, status):
    client.force_login(getattr(world, who))
    answer = client.post(reverse("partnership:file-withdraw", args=[brought.uid]))
    assert answer.status_code == status
    brought.refresh_from_db()
    assert (brought.cancelled_at is not None) is (status == 302)


def test_a_file_withdrawn_is_a_404_for_everybody_and_its_line_stays(as_staff, world, brought):
    as_staff.post(reverse("partnership:file-withdraw", args=[brought.uid]))
    assert as_staff.get(reverse("partnership:file", args=[brought.uid])).status_code == 404
    again = as_staff.post(reverse("partnership:file-withdraw", args=[brought.uid]))
    assert again.status_code == 404
    brought.refresh_from_db()
    assert brought.cancelled_by == world.staff
    last = JournalEntry.objects.order_by("-pk").first()
    assert last.changes["file withdrawn"]["name"] == "a.pdf"
    assert files.visible_among([brought], world.staff) == set()


def test_what_was_withdrawn_may_be_attached_again(as_staff, session, brought):
    as_staff.post(reverse("partnership:file-withdraw", args=[brought.uid]))
    add(as_staff, session, sent("a.pdf", PDF))
    assert attached(session) == ["a.pdf"]


def test_each_side_withdraws_its_own_files_of_a_shared_row(world, deliberation):
    by_staff, by_officer = (
        actions.attach(subject=deliberation, brought=[sent(name, PDF + tail)], by=person).kept[0]
        for name, tail, person in (("a.pdf", b"\n", world.staff), ("b.pdf", b"\r", world.officer))
    )
    for person, theirs in ((world.admin, by_staff), (world.officer, by_officer)):
        lists = attachments.lists_for([deliberation], person)[deliberation.uid]
        assert [one.stored for one in lists if one.may_withdraw] == [theirs]
    with pytest.raises(PermissionDenied):
        actions.withdraw(stored=by_staff, by=world.officer)
    with pytest.raises(PermissionDenied):
        actions.withdraw(stored=by_officer, by=world.admin)


def test_a_logo_is_not_withdrawn_as_an_attachment(world):
    logo = files.store(world.association, name="l.svg", content=b"<svg/>", content_type="image/svg")
    with pytest.raises(PermissionDenied):
        actions.withdraw(stored=logo, by=world.admin)


def test_a_file_of_a_row_that_one_does_not_see_is_not_withdrawn(world, brought):
    with pytest.raises(ValidationError):
        actions.withdraw(stored=brought, by=world.other_officer)


def test_the_files_of_many_rows_are_read_in_one_query(world):
    rows = [
        factories.SessionFactory(
            follow_up=factories.FollowUpYearFactory(convention=world.convention)
        )
        for _ in range(3)
    ]
    rows.append(world.convention)
    for row in rows[1:]:
        actions.attach(subject=row, brought=[sent("a.pdf", PDF)], by=world.staff)
    world.staff.access  # noqa: B018  read before
    with CaptureQueriesContext(
        connection,
    ) as queries:
        lists = attachments.lists_for(rows, world.staff)
        counts = attachments.counts_for(rows)
    assert len(queries) == 2
    assert [len(lists[row.uid]) for row in rows] == [0, 1, 1, 1]
    assert [counts[row.uid] for row in rows] == [0, 1, 1, 1]
    assert attachments.counts_for([]) == {}


def test_the_page_of_an_exchange_costs_the_same_whatever_its_files(as_staff, world, session):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_staff.get(session.get_absolute_url())
        return len(queries)

    actions.attach(subject=session, brought=[sent("a.pdf", PDF)], by=world.staff)
    before = cost()
    for rank in range(4):
        tail = b"\n" * (rank + 1)
        actions.attach(subject=session, brought=[sent("b.pdf", PDF + tail)], by=world.admin)
    assert cost() == before


def test_an_officer_reads_the_files_and_is_offered_nothing_else(as_officer, session, brought):
    html = as_officer.get(session.get_absolute_url()).content.decode()
    assert reverse("partnership:file", args=[brought.uid]) in html
    assert reverse("partnership:file-withdraw", args=[brought.uid]) not in html
    assert "Ajouter des photos" not in html


def test_a_page_without_files_shows_nothing_to_those_who_add_none(as_officer, session):
    assert "Fichiers joints" not in as_officer.get(session.get_absolute_url()).content.decode()
