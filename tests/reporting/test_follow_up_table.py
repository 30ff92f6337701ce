"""The table of a year's accompaniments, and the published one of 2024 word for word."""

import csv
import io

import pytest
from django.urls import reverse

from accompaniment.models import AccompanimentSession, FollowUpYear
from partnership import files, jobs
from partnership.demonstration import LOGINS
from partnership.models import Convention, Job, StoredFile, User
from reporting import follow_up_table
from reporting.collecting import figures_of
from reporting.demo.published import rows
from reporting.follow_up_table import table_of
from reporting.progress import progress_of
from tests import factories
from tests.pdf_text import text_of


@pytest.fixture
def published(demonstration):
    return Convention.objects.for_list().get(reference="CD62-2024")


@pytest.fixture(params=[1, 2], ids=["association", "officer"])
def reader(published, request):
    """Each side reads the same table."""
    return User.objects.get(email=LOGINS[request.param].email)


def stated():
    """The published table: structure, town, scheme, its lines, involvement, what became of it."""
    columns = ("structure", "ville", "dispositif", "type_accompagnement")
    columns += ("implication_porteur", "etat_texte")
    return {tuple(line[name] for name in columns) for line in rows("accompagnements_2024.csv")}


def test_the_table_of_2024_is_printed_word_for_word(published, reader):
    table = table_of(published, reader)
    printed = {
        (
            row.name,
            row.town,
            row.schemes,
            " | ".join(str(line) for line in row.actions),
            row.involvement,
            row.outcome,
        )
        for group in table.groups
        for row in group.rows
    }
    assert printed == stated()
    assert [(group.title, len(group.rows)) for group in table.groups] == [
        ("Mobilité", 4),
        ("Jumelage", 2),
        ("Appui-conseil", 2),
        ("Premiers contacts", 2),
    ]


def test_the_page_and_the_exports_of_2024_say_the_same(client, published, reader):
    client.force_login(reader)
    address = reverse("reporting:follow-up-table", args=["CD62-2024"])
    text = client.get(f"{address}?export=csv").getvalue().decode("utf-8-sig")
    exported = {
        tuple("" if cell == "non renseigné" else cell for cell in line[1:])
        for line in list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    }
    assert exported == stated()
    shown = " ".join(client.get(address).content.decode().split())
    for line in rows("accompagnements_2024_actions.csv"):
        assert f"<li>{line['action'].replace(chr(39), '&#x27;')}" in shown


def test_the_pdf_of_2024_prints_every_structure_and_line(published):
    rendered = follow_up_table.render(table_of(published, User.objects.get(email=LOGINS[1].email)))
    assert rendered.refused == ()
    text = "".join(text_of(rendered.content).split())
    for line in rows("accompagnements_2024_actions.csv"):
        assert "".join(line["structure"].split()) in text
        assert "".join(line["action"].split()) in text


def test_every_line_of_2024_is_one_taken_over_row_with_its_source(published):
    entries = AccompanimentSession.objects.filter(convention=published)
    assert entries.count() == len(rows("accompagnements_2024_actions.csv")) == 33
    assert set(entries.values_list("taken_over", "date_precision")) == {(True, "year")}
    found = {(one.line, one.minutes, one.source.rpartition(" ")[2]) for one in entries}
    assert found == {
        (line["action"], int(line["minutes"]) if line["minutes"] else None, line["ligne"])
        for line in rows("accompagnements_2024_actions.csv")
    }


def test_each_structure_of_2024_has_as_many_lines_as_its_table_states(published):
    for line in rows("accompagnements_2024.csv"):
        year = FollowUpYear.objects.get(
            convention=published, accompaniment__organisation__name=line["structure"]
        )
        assert year.sessions.count() == int(line["nb_actions"])


def test_the_figures_of_2024_are_those_that_its_text_states(published):
    """4 mobility holders and 2 of twinning accompanied, 2 in advice, 1 met beside them."""
    figures = figures_of(published)
    followed = figures["accompaniment.followups"]
    by_kind = {one.code: one.value for one in followed.breakdown("project_kind").categories}
    assert (followed.value, by_kind) == (6, {"mobilite": 4, "jumelage": 2})
    assert figures["advice.organisations"].value == 2
    assert figures["contact.organisations"].value == 2
    sessions = figures["accompaniment.sessions"]
    assert sessions.value == 10  # the one lived in 2023 is not of this year
    assert figures["accompaniment.minutes"].value == 45 + 120 + 120 + 90
    assert figures["accompaniment.minutes"].remark == "6\u00a0lignes sans durée"
    assert figures["advice.meetings"].value == 0  # none says that it was in video or in person


def test_the_actions_of_2024_that_the_table_tells_have_a_reading_to_confirm(published):
    read = {one.commitment.text: one for one in progress_of(published) if one.main}
    assert sorted(one.done_text for one in read.values()) == [
        "2\u00a0accompagnements",
        "2\u00a0structures",
        "4\u00a0accompagnements",
    ]
    assert not any(one.main.is_accepted for one in read.values())


def test_a_town_that_two_documents_tell_differently_is_said_to_the_team_alone(client, published):
    address = reverse("reporting:follow-up-table", args=["CD62-2024"])
    seen = {}
    for rank in (1, 2):
        client.force_login(User.objects.get(email=LOGINS[rank].email))
        seen[rank] = client.get(address).content.decode()
    assert "autre ville dans l'annuaire" in seen[1]
    assert "autre ville dans l'annuaire" not in seen[2]
    assert all("Saint Etienne au Mont" in html for html in seen.values())


@pytest.fixture
def followed(world):
    """One told in full, one of which nothing is written, one of another funder."""
    full = factories.FollowUpYearFactory(
        convention=world.convention,
        involvement="Très présents",
        outcome="Retenu",
        internal_note="Fragile",
    )
    full.kinds.create(kind="mobilite")
    factories.SessionFactory(follow_up=full, line="Budget", minutes=90)
    factories.SessionFactory(follow_up=full, line="Point d'1h30", minutes=90)
    factories.SessionFactory(follow_up=full, kind="mail", minutes=None, channels=["mail"])
    factories.SessionFactory(follow_up=full, line="Annulé", state="cancelled")
    empty = factories.FollowUpYearFactory(convention=world.convention)
    factories.SessionFactory(follow_up=empty, line="Premier échange", channels=["visio"])
    other = factories.FollowUpYearFactory(convention=world.other_convention)
    factories.SessionFactory(follow_up=other, line="Chez un autre")
    return full


def test_a_line_says_its_duration_once_and_its_kind_where_it_has_no_words(world, followed):
    [mobility, unknown] = table_of(world.convention, world.staff).groups
    [row] = mobility.rows
    assert [str(line) for line in row.actions] == ["Budget (1h30)", "Point d'1h30", "Mail"]
    assert unknown.title == "Type de projet non renseigné"


def test_what_is_missing_is_said_to_the_team_and_not_to_the_officer(client, world, followed):
    address = reverse("reporting:follow-up-table", args=["DEP-2026"])
    seen = {}
    for who in ("staff", "officer"):
        client.force_login(getattr(world, who))
        seen[who] = client.get(address).content.decode()
    assert "Il manque l&#x27;implication du porteur et l&#x27;état du projet." in seen["staff"]
    assert "1 avec un texte manquant" in seen["staff"]
    assert "Il manque" not in seen["officer"]
    for html in seen.values():
        assert "Très présents" in html
        assert "Fragile" not in html
        assert "Chez un autre" not in html


def test_the_pdf_is_made_in_the_background_for_who_asked(client, world, followed, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    client.force_login(world.officer)
    answer = client.post(reverse("reporting:follow-up-table-pdf", args=["DEP-2026"]))
    job = Job.objects.get()
    assert answer.url == reverse("partnership:job", args=[job.uid])
    jobs.run(job.uid)
    job.refresh_from_db()
    assert job.state == "done", job.message
    stored = StoredFile.objects.get(subject_uid=job.uid)
    assert "Très présents" in text_of(files.read(stored))
    client.force_login(world.staff)
    assert client.get(reverse("partnership:file", args=[stored.uid])).status_code == 404


def test_a_convention_without_accompaniment_says_so(as_staff, world):
    html = as_staff.get(reverse("reporting:follow-up-table", args=["DEP-2026"])).content.decode()
    assert "Aucun accompagnement n'est noté sous cette convention" in html


def test_the_convention_flags_advice_past_its_meetings_to_both_sides(client, world):
    year = factories.FollowUpYearFactory(convention=world.convention, mode="advice")
    for _ in range(4):
        factories.SessionFactory(follow_up=year, channels=["presentiel"])
    for who in ("staff", "officer"):
        client.force_login(getattr(world, who))
        html = client.get(world.convention.get_absolute_url()).content.decode()
        assert "4e rendez-vous d&#x27;appui-conseil (3 prévus)" in html


def test_today_says_whom_to_call_back(as_staff, world):
    from django.utils import timezone

    factories.FollowUpYearFactory(
        convention=world.convention,
        accompaniment__organisation__name="Lycée attendu",
        lead=world.staff,
        review_on=timezone.localdate(),
    )
    html = as_staff.get(reverse("reporting:today")).content.decode()
    assert "Lycée attendu" in html
    assert "1\u00a0suivi à rappeler" in html
