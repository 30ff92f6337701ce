"""An import is undone while nothing was built on it, and its file can be imported again."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from accompaniment.actions import change_session, convert, log_session
from accompaniment.enums import HelpPoint, Mode, SessionKind
from accompaniment.importing.attendance import import_attendance
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.importing.sessions import import_sessions
from accompaniment.models import (
    Accompaniment,
    AccompanimentSession,
    Attendance,
    FollowUpYear,
    Gathering,
    GatheringDate,
    MonthClosing,
)
from partnership import citations, files
from partnership.actions.imports import UndoRefusedError, undo_import
from partnership.actions.project_steps import add_step
from partnership.enums import ProjectStage, Side, Verb
from partnership.importing.expenses import import_expenses
from partnership.importing.organisations import import_organisations
from partnership.importing.projects import import_projects
from partnership.models import (
    Contact,
    Expense,
    Import,
    JournalEntry,
    Network,
    Organisation,
    Project,
    ProjectStep,
)
from tests import factories

pytestmark = pytest.mark.django_db
SESSIONS = "Structure;Date;Durée (min);Type de projet;Canaux\nACAM;2/3/2026;45;Jumelage;visio\n"


@pytest.fixture
def run(tmp_path, world):
    def do(text, kind=import_sessions, **fields):
        path = tmp_path / "fichier.csv"
        path.write_text(text, encoding="utf-8")
        result = kind(path=path, convention=world.convention, by=world.admin, **fields)
        assert result.written, result.refused
        return Import.objects.order_by("created_at", "pk").last()

    return do


def undo(done, world):
    return undo_import(import_run=done, by=world.admin)


def why_not(done, world):
    before = JournalEntry.objects.count()
    with pytest.raises(UndoRefusedError) as refused:
        undo(done, world)
    done.refresh_from_db()
    assert done.undone_at is None
    assert JournalEntry.objects.count() == before
    return " ".join(refused.value.reasons)


def test_what_an_import_created_goes_and_comes_back_with_the_same_file(run, world):
    known = Organisation.objects.count()
    done = run(SESSIONS + "AHPA;3/3/2026;60;;\n;4/3/2026;30;;\n")
    undo(done, world)
    assert not AccompanimentSession.objects.exists()
    assert not FollowUpYear.objects.exists()
    assert not Accompaniment.objects.exists()
    assert Organisation.objects.count() == known
    done.refresh_from_db()
    assert (done.undone_by, done.undone_at is None) == (world.admin, False)
    line = JournalEntry.objects.get(verb=Verb.CANCELLED)
    assert (line.subject_uid, line.by) == (done.uid, world.admin)
    run(SESSIONS)
    assert AccompanimentSession.objects.count() == 1


def test_an_import_is_undone_once(run, world):
    done = run(SESSIONS)
    undo(done, world)
    with pytest.raises(ValidationError, match="déjà défait"):
        undo(done, world)


def test_what_was_there_before_stays(run, world):
    first = run(SESSIONS)
    second = run("Structure;Date;Durée (min)\nACAM;5/3/2026;20\n")
    undo(second, world)
    assert AccompanimentSession.objects.get().minutes == 45
    assert {row.import_run for row in FollowUpYear.objects.all()} == {first}


def test_a_corrected_exchange_says_again_what_it_said(run, world):
    run(SESSIONS)
    row = AccompanimentSession.objects.get()
    text = "Référence;Structure;Date;Durée (min);Canaux;Type de projet;Objet\n"
    done = run(f"{text}{row.uid};;6/3/2026;75;tél;Mobilité;Budget\n")
    row.refresh_from_db()
    assert (row.minutes, row.follow_up.kind_codes) == (75, ("mobilite", "jumelage"))
    undo(done, world)
    row = AccompanimentSession.objects.get()
    assert (row.minutes, row.date, row.line) == (45, datetime.date(2026, 3, 2), "")
    assert row.channel_codes == ("visio",)
    assert row.follow_up.kind_codes == ("jumelage",)


def test_points_of_help_are_written_corrected_and_given_back(run, world):
    head = "Structure;Date;Durée (min);Points d'aide"
    first = run(f"{head}\nACAM;2/3/2026;45;{HelpPoint.REPORT.label}\n")
    row = AccompanimentSession.objects.get()
    assert row.help_codes == (HelpPoint.REPORT,)
    done = run(f"Référence;{head}\n{row.uid};;;;{HelpPoint.PARTNERS.label}\n")
    assert AccompanimentSession.objects.get().help_codes == (HelpPoint.PARTNERS,)
    undo(done, world)
    assert AccompanimentSession.objects.get().help_codes == (HelpPoint.REPORT,)
    assert first.undone_at is None


def test_a_dated_change_of_mode_that_a_line_took_away_comes_back_whole(run, world):
    run("Structure;Date;Durée (min);Mode\nACAM;2/3/2026;45;Premier contact\n")
    year = FollowUpYear.objects.get()
    change = convert(
        follow_up=year, from_on=datetime.date(2026, 4, 1), reason="Le projet prend", by=world.admin
    )
    done = run("Structure;Date;Durée (min);Mode\nACAM;3/3/2026;20;Accompagnement renforcé\n")
    year.refresh_from_db()
    assert (year.mode, year.mode_changes.count()) == (Mode.REINFORCED, 0)
    undo(done, world)
    year.refresh_from_db()
    back = year.mode_changes.get()
    for name in ("uid", "before", "mode", "from_on", "reason", "by"):
        assert getattr(back, name) == getattr(change, name), name
    assert (year.mode, year.mode_from_on) == (Mode.REINFORCED, datetime.date(2026, 4, 1))
    assert year.mode_on(datetime.date(2026, 3, 3)) == Mode.CONTACT


def test_a_change_of_mode_since_the_import_stands_in_the_way(run, world):
    run(SESSIONS)
    done = run("Structure;Date;Durée (min);Mode\nACAM;3/3/2026;20;Premier contact\n")
    day = datetime.date(2026, 4, 1)
    convert(follow_up=FollowUpYear.objects.get(), from_on=day, reason="Il revient", by=world.admin)
    assert "corrigée depuis" in why_not(done, world)


def test_modes_kept_without_their_dates_are_not_given_back_by_halves(run, world):
    run(SESSIONS)
    year = FollowUpYear.objects.get()
    day = datetime.date(2026, 4, 1)
    done = run("Structure;Date;Durée (min);Mode\nACAM;3/3/2026;20;Premier contact\n")
    convert(follow_up=year, from_on=day, reason="Il revient", by=world.admin)
    kept = done.changes.get()
    kept.before = {"mode": "reinforced", "mode_from_on": None, "kinds": ["jumelage"]}
    kept.after = {"mode": "reinforced", "mode_from_on": "2026-04-01", "kinds": ["jumelage"]}
    kept.save()
    assert "changé à une date" in why_not(done, world)


def test_a_corrected_structure_says_again_what_it_said(run, world):
    kept = factories.OrganisationFactory(owner=world.network, name="Amis du Mali", town="")
    done = run("Nom;Commune;Thématiques;Adhérent depuis\nAmis du Mali;Arras;Eau;2025\n",
               import_organisations)  # fmt: skip
    kept.refresh_from_db()
    assert (kept.town, kept.themes.count()) == ("Arras", 1)
    undo(done, world)
    kept.refresh_from_db()
    assert (kept.town, kept.themes.count(), kept.yearly_memberships.count()) == ("", 0, 0)


def test_new_structures_go_with_their_years_and_themes(run, world):
    done = run("Nom;Thématiques;Adhérent depuis\nAmis du Mali;Eau;2025\n", import_organisations)
    assert undo(done, world) == {"structure": 1}
    assert not Organisation.objects.filter(name="Amis du Mali").exists()


def test_expenses_go_and_corrected_ones_are_given_back(run, world):
    head = "Libellé;Montant;Date de paiement"
    first = run(f"{head}\nTrain;12;2/3/2026\n", import_expenses)
    row = Expense.objects.get()
    done = run(f"Référence;{head};Part imputée\n{row.uid};Train;15;3/3/2026;50\n", import_expenses)
    undo(done, world)
    row = Expense.objects.get()
    assert (row.amount, row.paid_on) == (12, datetime.date(2026, 3, 2))
    assert row.shares.get().percent == 100
    assert "corrigé depuis" in why_not(first, world)


def test_a_row_corrected_since_stands_in_the_way(run, world):
    done = run(SESSIONS)
    row = AccompanimentSession.objects.get()
    change_session(
        session=row, by=world.admin, channels=[], staff=[], convention=row.convention, minutes=50
    )
    assert "corrigé depuis" in why_not(done, world)
    assert AccompanimentSession.objects.get().minutes == 50


def test_a_correction_corrected_since_stands_in_the_way(run, world):
    run(SESSIONS)
    row = AccompanimentSession.objects.get()
    done = run(f"Référence;Structure;Durée (min)\n{row.uid};;75\n")
    row.refresh_from_db()
    row.minutes = 80
    row.save()
    assert "corrigée depuis" in why_not(done, world)
    assert AccompanimentSession.objects.get().minutes == 80


def test_an_exchange_noted_since_on_its_follow_up_stands_in_the_way(run, world):
    done = run(SESSIONS)
    page = FollowUpYear.objects.get()
    log_session(
        owner=world.network, follow_up=page, kind=SessionKind.MEETING,
        date=datetime.date(2026, 4, 1), minutes=30, by=world.admin,
    )  # fmt: skip
    assert "échanges" in why_not(done, world)
    assert AccompanimentSession.objects.count() == 2


def test_a_contact_given_since_to_its_structure_stands_in_the_way(run, world):
    done = run("Nom\nAmis du Mali\n", import_organisations)
    Contact.objects.create(
        organisation=Organisation.objects.get(name="Amis du Mali"), last_name="Durand"
    )
    assert "contacts" in why_not(done, world)


def test_a_file_brought_since_stands_in_the_way(run, world):
    done = run(SESSIONS)
    files.store(AccompanimentSession.objects.get(), name="a.pdf", content=b"%PDF", content_type="x")
    assert "fichier" in why_not(done, world)


def test_a_row_that_a_frozen_bilan_cites_stands_in_the_way(run, world, monkeypatch):
    done = run(SESSIONS)
    cited = AccompanimentSession.objects.get().uid
    monkeypatch.setattr(citations, "_listers", [lambda owner: {cited}])
    assert "bilan arrêté" in why_not(done, world)


def test_a_month_closed_since_stands_in_the_way(run, world):
    world.network.closes_months = True
    world.network.save()
    name = world.staff.email
    done = run(f"Structure;Date;Durée (min);Salarié·e\nACAM;2/3/2026;45;{name}\n")
    Network.objects.filter(pk=world.network.pk).update(closes_months=True)
    MonthClosing.objects.create(
        owner=world.network,
        person=world.staff,
        month=datetime.date(2026, 3, 1),
        closed_by=world.staff,
    )
    assert "mars 2026 est arrêté" in why_not(done, world)


def test_an_import_of_before_corrections_were_kept_is_not_undone(run, world):
    done = run(SESSIONS)
    done.counts = {"created": 1, "updated": 1, "unchanged": 0}
    done.save()
    assert "sans garder" in why_not(done, world)


def test_an_import_of_a_kind_that_is_no_more_is_not_undone(world):
    done = Import.objects.create(
        owner=world.network, kind="annuaire", file_name="b.csv", sha256="0", counts={"created": 1}
    )
    assert "ne se défait pas" in why_not(done, world)


@pytest.mark.parametrize("who", ["staff", "officer", "other_officer"])
def test_only_the_administration_undoes(run, world, who):
    done = run(SESSIONS)
    with pytest.raises(PermissionDenied):
        undo_import(import_run=done, by=getattr(world, who))
    assert AccompanimentSession.objects.exists()


def command(uid):
    out, err = StringIO(), StringIO()
    try:
        call_command("undo_import", str(uid), stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, err.getvalue()
    return 0, out.getvalue()


def test_the_command_undoes_and_says_why_when_it_does_not(run, world):
    done = run(SESSIONS)
    status, out = command(done.uid)
    assert (status, "1\xa0échange" in out) == (0, True)
    status, out = command(done.uid)
    assert (status, "déjà défait" in out) == (1, True)
    assert command("abc")[0] == 2


GATHERINGS = "Sujet;Type de réunion;Date;Durée (h)\nAtelier budget;Ateliers;2/3/2026;3\n"
ATTENDANCE = "Sujet;Date;Structure;Nombre de participants\nAtelier budget;2/3/2026;Campus 62;4\n"
ATTENDED = "Référence;Sujet;Date;Structure;Nombre de participants\n{};;10/3/2026;;5\n"
PROJECTS = "Structure;Intitulé;Étape\nTantely Soa;Un forage;Réalisé\n"


def test_collective_times_who_came_and_projects_are_undone_too(run, world):
    gatherings = run(GATHERINGS, import_gatherings)
    attendance = run(ATTENDANCE, import_attendance)
    projects = run(PROJECTS, import_projects)
    with pytest.raises(UndoRefusedError, match="s'y rattache"):
        undo(gatherings, world)
    for done in (attendance, gatherings, projects):
        undo(done, world)
    for model in (Attendance, Gathering, GatheringDate, Project, ProjectStep):
        assert not model.objects.exists(), model
    assert not Organisation.objects.filter(name__in=["Campus 62", "Tantely Soa"]).exists()


def test_what_an_import_corrected_of_a_collective_time_is_given_back(run, world):
    row = factories.GatheringFactory(owner=world.network, title="Atelier")
    people = factories.AttendanceFactory(gathering=row, people=3, organisation=None)
    lines = f"Référence;Sujet;Date;Durée (h)\n{row.uid};Atelier budget;10/03/2026;3\n"
    corrected = run(lines, import_gatherings)
    counted = run(ATTENDED.format(people.uid), import_attendance)
    row.refresh_from_db()
    assert (row.title, row.dates.get().minutes) == ("Atelier budget", 180)
    for done in (counted, corrected):
        undo(done, world)
    row.refresh_from_db()
    people.refresh_from_db()
    assert (row.title, row.dates.get().minutes, people.people) == ("Atelier", 120, 3)


def test_a_project_that_its_funder_spoke_of_or_that_a_follow_up_names_stays(run, world):
    done = run(PROJECTS, import_projects)
    project = Project.objects.get()
    year = factories.FollowUpYearFactory(convention=world.convention)
    year.projects.add(project)
    with pytest.raises(UndoRefusedError, match="s'y rattache"):
        undo(done, world)
    assert list(year.projects.all()) == [project]
    year.projects.clear()
    add_step(
        project=project,
        stage=ProjectStage.SELECTED,
        on=datetime.date(2026, 4, 1),
        side=Side.FUNDER,
        by=world.officer,
    )
    with pytest.raises(UndoRefusedError, match="depuis l'import"):
        undo(done, world)
