"""Communication on its pages: asked, shown, missing; added from a phone, corrected, cancelled."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import files
from partnership.actions import communication as actions
from partnership.enums import ConventionState, Duty, Support, Verb
from partnership.models import CommunicationEvidence, JournalEntry, StoredFile
from tests.partnership.attachments.builders import PDF, picture, sent
from tests.partnership.communication.builders import ask, evidence

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def asked(world):
    ask(world.convention)
    return {(one.duty, one.support): one for one in world.convention.communication_duties.all()}


def address(name: str, world, *more) -> str:
    return reverse(f"partnership:{name}", args=[world.convention.reference, *more])


def typed(**given) -> dict:
    """What a phone sends: a link, a support; the rest as the form came."""
    return {
        "uid": str(uuid.uuid4()),
        "address": "https://www.reseau.example/annonce",
        "support": "social",
        "shown_on": "2026-06-15",
        "title": "",
        "shows_all": "on",
    } | given


def add(client, world, **given):
    return client.post(address("evidence-add", world), typed(**given))


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_a_link_and_a_support_are_enough(as_staff, world, asked):
    answer = add(as_staff, world)
    assert answer.status_code == 302
    [row] = CommunicationEvidence.objects.all()
    assert row.title == "Réseaux sociaux, reseau.example, 15 juin 2026"
    assert row.shown_on == TODAY
    assert row.added_by == world.staff
    assert {one.duty for one in row.duties.all()} == {Duty.LOGO, Duty.AMOUNT, Duty.TAG}
    assert JournalEntry.objects.filter(subject_uid=row.uid, verb=Verb.CREATED).count() == 1
    assert "La preuve est notée" in text(as_staff.get(answer.url))


def test_a_picture_and_a_support_are_enough(as_staff, world, asked):
    add(as_staff, world, address="", support="promotion", files=sent("a.jpg", picture("JPEG")))
    [row] = CommunicationEvidence.objects.all()
    assert row.title == "Affiches, tracts, invitations, 15 juin 2026"
    assert {one.duty for one in row.duties.all()} == {Duty.LOGO, Duty.AMOUNT}
    assert StoredFile.objects.get().subject_uid == row.uid


def test_before_the_vote_the_amount_is_not_ticked(as_staff, world, asked):
    world.convention.state = ConventionState.PROPOSED
    world.convention.save()
    add(as_staff, world)
    [row] = CommunicationEvidence.objects.all()
    assert {one.duty for one in row.duties.all()} == {Duty.LOGO, Duty.TAG}


@pytest.mark.parametrize("unticked", [True, False])
def test_what_is_not_all_there_is_said_box_by_box(as_staff, world, asked, unticked):
    given = typed(duties=[str(asked["logo", "every"].uid)])
    if unticked:
        del given["shows_all"]
    as_staff.post(address("evidence-add", world), given)
    [row] = CommunicationEvidence.objects.all()
    assert [one.duty for one in row.duties.all()] == [Duty.LOGO]
    html = text(as_staff.get(address("evidence", world)))
    assert "Pas encore vu : montant de l&#x27;aide et Identification du compte" in html


def test_a_duty_of_another_convention_is_refused(as_staff, world, asked):
    ask(world.other_convention)
    foreign = world.other_convention.communication_duties.first()
    answer = add(as_staff, world, duties=[str(foreign.uid)])
    assert answer.status_code == 422
    assert not CommunicationEvidence.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"address": ""}, "Collez un lien, ou ajoutez une photo ou un fichier."),
        ({"support": ""}, "Choisissez le support."),
        ({"support": "every"}, "every"),
        ({"address": "pas une adresse"}, "Cette adresse n&#x27;en est pas une"),
        ({"address": "javascript:alert(1)"}, "Cette adresse n&#x27;en est pas une"),
        ({"shown_on": "2026-06-16"}, "Le 16 juin 2026 est à venir"),
        ({"shown_on": "2026-02-31"}, "Cette date n&#x27;est pas comprise"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_staff, world, asked, given, words):
    answer = add(as_staff, world, **{"title": "Mon annonce"} | given)
    assert answer.status_code == 422
    html = text(answer)
    assert words in html
    assert 'value="Mon annonce"' in html
    assert not CommunicationEvidence.objects.exists()


def test_an_address_without_its_beginning_is_completed(as_staff, world):
    add(as_staff, world, address="www.site.example/page")
    assert CommunicationEvidence.objects.get().address == "https://www.site.example/page"


def test_a_refused_picture_alone_keeps_nothing_and_says_why(as_staff, world):
    answer = add(as_staff, world, address="", files=sent("a.jpg", b"MZ" + b"\0" * 50))
    assert answer.status_code == 422
    html = text(answer)
    assert "se dit photo mais n&#x27;en est pas une" in html
    assert "choisissez à nouveau vos fichiers" in html
    assert not CommunicationEvidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_refused_picture_beside_a_link_keeps_the_evidence_and_says_why(as_staff, world):
    answer = add(as_staff, world, files=[sent("a.exe", b"MZ"), sent("b.pdf", PDF)])
    assert answer.status_code == 302
    assert StoredFile.objects.get().name == "b.pdf"
    assert "« a.exe » n&#x27;est pas joint." in text(as_staff.get(answer.url))


def test_the_same_form_twice_makes_one_evidence(as_staff, world):
    given = typed()
    for _ in range(2):
        assert as_staff.post(address("evidence-add", world), given).status_code == 302
    assert CommunicationEvidence.objects.count() == 1
    other = given | {"address": "https://autre.example/"}
    answer = as_staff.post(address("evidence-add", world), other)
    assert answer.status_code == 422
    assert given["uid"] not in answer.content.decode()


def test_the_page_says_what_is_missing_and_how_many_days_are_left(as_officer, world, asked):
    evidence(world.convention, world.staff, duties=[asked["logo", "every"]])
    html = text(as_officer.get(address("evidence", world)))
    assert "1 obligation montrée sur 3" in html
    assert "bilan attendu le 1er avril 2027, dans 290 jours" in html
    assert "Il manque une preuve pour 2 obligations." in html
    assert "« logo sur tous les supports »" in html
    assert "Ajouter une preuve" not in html
    assert "Modifier les obligations" not in html


def test_once_the_bilan_is_sent_no_day_is_counted(as_staff, world, asked):
    world.convention.report_submitted_on = TODAY
    world.convention.save()
    assert "bilan attendu" not in text(as_staff.get(address("evidence", world)))


def test_an_empty_page_says_what_to_do(as_admin, world):
    html = text(as_admin.get(address("evidence", world)))
    assert "Aucune obligation de communication n'est notée" in html
    assert "Noter les obligations" in html
    assert "un lien ou une photo suffit" in html


def test_another_funder_sees_neither_the_page_nor_the_evidence(client, world, asked):
    row = evidence(world.convention, world.staff)
    client.force_login(world.other_officer)
    assert client.get(address("evidence", world)).status_code == 404
    assert client.get(row.get_absolute_url()).status_code == 404


def test_an_evidence_is_found_under_its_own_convention_only(as_staff, world):
    row = evidence(world.other_convention, world.staff)
    assert as_staff.get(address("evidence-item", world, row.uid)).status_code == 404


def test_an_evidence_is_corrected(as_staff, world, asked):
    row = evidence(world.convention, world.staff)
    given = {
        "address": row.address,
        "support": "press",
        "shown_on": "2026-04-01",
        "title": "Article",
        "duties": [str(asked["logo", "every"].uid)],
    }
    assert as_staff.post(row.get_absolute_url(), given).status_code == 302
    row.refresh_from_db()
    assert (row.support, row.title) == ("press", "Article")
    line = JournalEntry.objects.get(subject_uid=row.uid, verb=Verb.CHANGED)
    assert line.changes["support"] == ["social", "press"]
    assert line.changes["duties"] == [[], ["logo on every"]]


def test_an_officer_corrects_nothing(as_officer, world):
    row = evidence(world.convention, world.staff)
    assert as_officer.post(row.get_absolute_url(), {}).status_code == 403
    html = text(as_officer.get(row.get_absolute_url()))
    assert "Corriger" not in html
    assert "Annuler cette preuve" not in html


def test_an_evidence_cancelled_shows_nothing_any_more(as_staff, world, asked):
    row = evidence(world.convention, world.staff, duties=asked.values())
    cancel = address("evidence-cancel", world, row.uid)
    refused = as_staff.post(cancel, {"reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi cette preuve est annulée." in text(refused)
    assert as_staff.post(cancel, {"reason": "Mauvaise année"}).status_code == 302
    row.refresh_from_db()
    assert row.cancelled_by == world.staff
    html = text(as_staff.get(address("evidence", world)))
    assert "0 obligation montrée sur 3" in html
    assert "Mauvaise année" in html
    assert as_staff.post(cancel, {"reason": "Encore"}).status_code == 422
    page = text(as_staff.get(row.get_absolute_url()))
    assert "Corriger cette preuve" not in page
    assert "elle ne compte plus" in page


def test_the_reason_of_a_cancelled_evidence_stays_with_the_association(as_officer, world):
    row = evidence(world.convention, world.staff)
    actions.cancel_evidence(evidence=row, reason="Doublon", by=world.staff)
    assert "Doublon" not in text(as_officer.get(address("evidence", world)))
    assert "Doublon" not in text(as_officer.get(row.get_absolute_url()))


def test_the_grid_of_duties_is_kept_with_the_words_of_the_convention(as_admin, world, asked):
    given = {
        "logo-every": "on",
        "tag-social": "on",
        "logo-wording": "logo sur tous les supports",
        "tag-wording": "identifier @pays",
        "amount-wording": "",
        "technical_aid-wording": "",
    }
    assert as_admin.post(address("duties", world), given).status_code == 302
    now = {
        (one.duty, one.support): one.wording for one in world.convention.communication_duties.all()
    }
    assert now == {
        ("logo", "every"): "logo sur tous les supports",
        ("tag", "social"): "identifier @pays",
    }
    line = JournalEntry.objects.order_by("-pk").first()
    assert line.changes["communication duties"] == {
        "tag on social": ["identifier le compte", "identifier @pays"],
        "amount on every": ["montant de l'aide", None],
    }
    assert "Rien n&#x27;a changé." in text(
        as_admin.post(address("duties", world), given, follow=True)
    )


def test_the_grid_offers_no_amount_on_documents(as_admin, world):
    html = as_admin.get(address("duties", world)).content.decode()
    assert 'name="amount-promotion"' in html
    assert 'name="amount-documents"' not in html


@pytest.fixture
def document(world):
    """A document whose own page opens to the person who asked for it only."""
    from partnership.models import Job

    job = Job.objects.create(kind="x", title="x", owner=world.network, asked_by=world.admin)
    return files.store(job, name="bilan.pdf", content=PDF, content_type="application/pdf")


def filed(world, stored, **given):
    return actions.file_document(
        convention=world.convention,
        key="bilan:1",
        title="Bilan, version 1",
        support=Support.DOCUMENTS,
        stored_file=stored,
        shows=[Duty.LOGO, Duty.TAG],
        **given,
    )


def test_a_document_files_itself_once_with_what_it_shows(world, asked, document):
    first, again = filed(world, document), filed(world, document)
    assert first == again
    assert [str(one) for one in first.duties.all()] == ["Logo du financeur · tous les supports"]
    other = files.store(world.convention, name="b.pdf", content=PDF, content_type="application/pdf")
    assert filed(world, other) == first
    first.refresh_from_db()
    assert first.document == other


def test_a_document_that_one_may_not_open_is_a_line_without_a_link(client, world, asked, document):
    filed(world, document)
    link = reverse("partnership:file", args=[document.uid])
    for who, opens in (("admin", True), ("officer", False)):
        client.force_login(getattr(world, who))
        html = client.get(address("evidence", world)).content.decode()
        assert "Bilan, version 1" in html
        assert (link in html) is opens


def test_the_page_costs_the_same_whatever_its_evidence(as_staff, world, asked, document):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_staff.get(address("evidence", world)).status_code == 200
        return len(queries)

    filed(world, document)
    row = evidence(world.convention, world.staff, brought=[sent("a.pdf", PDF)])
    before = cost()
    for rank in range(5):
        evidence(
            world.convention,
            world.staff,
            address=f"https://a.example/{rank}",
            brought=[sent(f"{rank}.pdf", PDF)],
            duties=asked.values(),
        )
    assert row.get_absolute_url() in as_staff.get(address("evidence", world)).content.decode()
    assert cost() == before
