"""Importing from a page: verified first, then written from the very file that was verified."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accompaniment.models import AccompanimentSession
from partnership import import_kinds, jobs
from partnership.actions.imports import request_import
from partnership.enums import JobState
from partnership.importing import refused, uploads
from partnership.models import Expense, Job, StoredFile
from tests import factories
from tests.downloads import content_of

HEAD = "Libellé;Montant;Date de paiement"
GOOD = f"{HEAD};Humeur\nTrain;12;2/3/2026;bonne\nRepas;30;20/12/2025;\n"
BAD = f"{HEAD}\nTrain;12;2/3/2026\nRepas;trente;3/3/2026\n"


@pytest.fixture(autouse=True)
def sent_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)


def send(client, text, kind="expenses", name="dépenses.csv", **fields):
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(name, content)
    given = {"convention": "DEP-2026", "file": file}
    return client.post(reverse("partnership:import", args=[kind]), given | fields)


def verified(client, text, **fields):
    """The page of a file, once it is read."""
    answer = send(client, text, **fields)
    jobs.run(Job.objects.latest("pk").uid)
    return answer.url


def confirm(client, page):
    answer = client.post(f"{page}ecrire/")
    jobs.run(Job.objects.latest("pk").uid)
    return answer.url


def html(client, address):
    return client.get(address).content.decode()


def test_the_page_says_what_columns_it_understands(as_admin):
    page = html(as_admin, reverse("partnership:import", args=["expenses"]) + "?convention=DEP-2026")
    for column in ("Date de paiement", "Part imputée", "N° de pièce"):
        assert column in page
    assert '<option value="DEP-2026" selected>' in page


def test_a_file_is_verified_then_written(as_admin):
    page = verified(as_admin, GOOD)
    assert not Expense.objects.exists()
    told = html(as_admin, page)
    for words in ("Importer ces 2 lignes", "Humeur", "hors de la période", "Rien n'est encore"):
        assert words in told
    done = confirm(as_admin, page)
    assert sorted(Expense.objects.values_list("label", flat=True)) == ["Repas", "Train"]
    told = html(as_admin, done)
    assert "C'est importé" in told
    assert reverse("partnership:expenses", args=["DEP-2026"]) in told
    assert "Voir où il en est" in html(as_admin, page)
    names = Expense.objects.values_list("imported_by__file_name", flat=True)
    assert set(names) == {"dépenses.csv"}


def test_refused_lines_are_listed_and_nothing_can_be_written(as_admin):
    page = verified(as_admin, BAD)
    told = html(as_admin, page)
    for words in (
        "1\u00a0valeur refusée : rien n'est écrit",
        "trente",
        "n&#x27;est pas un montant",
    ):
        assert words in told
    assert "Importer ces" not in told
    assert as_admin.post(f"{page}ecrire/").url == page
    assert Job.objects.count() == 1
    assert "Des lignes sont refusées" in html(as_admin, page)


def test_too_many_refused_lines_for_a_workbook_are_given_as_a_csv_alone(as_admin, monkeypatch):
    page = verified(as_admin, BAD)
    job = Job.objects.latest("pk")
    book, text = (
        reverse("partnership:import-refused", args=["expenses", job.uid, kind])
        for kind in ("xlsx", "csv")
    )
    assert book in html(as_admin, page)
    assert content_of(as_admin.get(book)).startswith(b"PK")
    monkeypatch.setattr(refused, "MOST_IN_A_WORKBOOK", 0)
    told = html(as_admin, page)
    assert book not in told
    assert text in told
    assert "seul le CSV est proposé" in told
    assert as_admin.get(book).status_code == 404
    assert b"trente" in content_of(as_admin.get(text))


def test_an_import_asked_twice_is_made_once(as_admin):
    page = verified(as_admin, GOOD)
    assert confirm(as_admin, page) == as_admin.post(f"{page}ecrire/").url
    assert Job.objects.count() == 2
    assert Expense.objects.count() == 2


def test_a_file_that_changes_nothing_says_so(as_admin):
    confirm(as_admin, verified(as_admin, GOOD))
    page = verified(as_admin, GOOD)
    assert "Tout ce que dit ce fichier est déjà dans Trame" in html(as_admin, page)
    as_admin.post(f"{page}ecrire/")
    assert "il n&#x27;y a rien à importer" in html(as_admin, page)


def test_a_file_without_a_line_says_so(as_admin):
    told = html(as_admin, verified(as_admin, f"{HEAD}\n"))
    assert "Ce fichier n&#x27;a aucune ligne sous ses titres" in told.replace("'", "&#x27;")
    assert "déjà dans Trame" not in told


def test_the_same_file_sent_twice_at_once_is_read_once(as_admin):
    assert send(as_admin, GOOD).url == send(as_admin, GOOD).url
    assert StoredFile.objects.filter(subject_type="job").count() == 1


def test_a_file_that_is_no_spreadsheet_says_what_to_do(as_admin):
    for content in (b"\x89PNG\r\n\x00\x00", b"PK\x03\x04 casse", "Libellé;Montant\nTrain;3\n"):
        told = html(as_admin, verified(as_admin, content))
        assert "Rien n'est écrit" in told
        assert "Envoyer un autre fichier" in told
    assert Job.objects.filter(state=JobState.FAILED).count() == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Ce fichier est vide"),
        ({"convention": ""}, "Choisissez la convention."),
        ({"convention": "AILLEURS"}, "Cette convention n&#x27;est pas dans la liste"),
        ({"file": ""}, "Choisissez un fichier."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(as_admin, fields, words):
    answer = send(as_admin, fields.pop("text", GOOD), **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Job.objects.exists()


def test_a_file_too_large_is_refused(as_admin, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)
    assert send(as_admin, GOOD).status_code == 422


def test_a_convention_that_one_does_not_administer_is_refused(as_admin, db):
    factories.ConventionFactory(reference="LOIN-2026")
    assert send(as_admin, GOOD, convention="LOIN-2026").status_code == 422
    address = reverse("partnership:import", args=["expenses"])
    assert as_admin.get(f"{address}?convention=LOIN-2026").status_code == 404


@pytest.mark.parametrize("who", ["staff", "officer", "other_officer"])
def test_only_the_administration_imports(client, world, who):
    client.force_login(getattr(world, who))
    assert send(client, GOOD).status_code == 403
    assert not Job.objects.exists()


def test_the_file_and_its_page_are_for_who_sent_it(client, world):
    client.force_login(world.admin)
    page = verified(client, GOOD)
    stored = StoredFile.objects.exclude(name=uploads.RESULT).get()
    other = factories.MembershipFactory(organisation=world.association, role="admin").user
    for somebody in (other, world.staff, world.officer):
        client.force_login(somebody)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}ecrire/").status_code == 404
        assert client.get(reverse("partnership:file", args=[stored.uid])).status_code == 404


def test_a_right_lost_meanwhile_stops_the_import(client, world):
    client.force_login(world.admin)
    send(client, GOOD)
    world.admin.memberships.all().delete()
    job = Job.objects.get()
    jobs.run(job.uid)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "administration de l'association" in job.message


def test_an_import_that_failed_can_be_asked_again(as_admin):
    page = verified(as_admin, GOOD)
    as_admin.post(f"{page}ecrire/")
    Job.objects.filter(pk=Job.objects.latest("pk").pk).update(state=JobState.FAILED)
    confirm(as_admin, page)
    assert Expense.objects.count() == 2


def test_the_sheet_named_is_the_one_read(as_admin):
    told = html(as_admin, verified(as_admin, GOOD, sheet="Dépenses"))
    assert "Un fichier CSV n&#x27;a qu&#x27;une feuille" in told


def test_a_job_that_is_read_on_its_page_opens_it(as_admin):
    page = verified(as_admin, GOOD)
    job = Job.objects.get()
    answer = as_admin.get(reverse("partnership:job-state", args=[job.uid]))
    assert answer["HX-Redirect"] == page
    assert page in html(as_admin, reverse("partnership:job", args=[job.uid]))


def test_a_page_of_another_kind_does_not_exist(as_admin):
    page = verified(as_admin, GOOD)
    assert as_admin.get(page.replace("expenses", "sessions")).status_code == 404
    assert as_admin.get(reverse("partnership:import", args=["romans"])).status_code == 404


def test_exchanges_are_imported_from_the_same_page(as_admin, world):
    page = verified(as_admin, "Structure;Durée (min);Date\nACAM;45;2/3/2026\n", kind="sessions")
    assert "Importer cette ligne" in html(as_admin, page)
    told = html(as_admin, confirm(as_admin, page))
    assert f"{reverse('accompaniment:entries')}?convention=DEP-2026" in told
    assert AccompanimentSession.objects.get().noted_by == world.admin


def test_a_kind_has_its_own_rights_and_may_need_no_convention(as_admin, monkeypatch):
    asked = []

    def run(**given):
        asked.append(given)
        return import_kinds.ImportResult(created=1)

    def check(user, convention):
        assert convention is None

    kind = import_kinds.ImportKind("villes", "Villes", run, needs_convention=False, check=check)
    monkeypatch.setitem(import_kinds._kinds, "villes", kind)
    page = verified(as_admin, "Nom\nArras\n", kind="villes")
    assert "Importer cette ligne" in html(as_admin, page)
    confirm(as_admin, page)
    assert [one["dry_run"] for one in asked] == [True, False]
    assert {one["convention"] for one in asked} == {None}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Mes documents\\dépenses 2026.xlsx", "dépenses 2026.xlsx"),
        ("..", "tableau"),
        ("a\x00b?.csv", "ab .csv"),
        ("x" * 300 + ".xlsx", "x" * 120 + ".xlsx"),
        ("é" * 300, "é" * 120),
    ],
)
def test_the_name_that_a_person_gave_is_only_a_name(sent, kept):
    assert uploads.plain_name(sent) == kept


@pytest.mark.parametrize("letter", ["é", "漢", "🌍"])
def test_a_long_name_in_any_alphabet_is_read(as_admin, letter):
    page = verified(as_admin, GOOD, name=f"{letter * 200}.csv")
    assert "Importer ces 2 lignes" in html(as_admin, page)


def test_a_verification_is_written_by_the_person_who_asked_it(as_admin, world):
    verified(as_admin, GOOD)
    colleague = factories.MembershipFactory(organisation=world.association, role="admin").user
    with pytest.raises(PermissionDenied, match="autre personne"):
        request_import(rehearsal=Job.objects.get(), by=colleague)
