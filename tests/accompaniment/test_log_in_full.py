"""Work without a holder, points of help, several people: what the quick log takes in full."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import actions
from accompaniment.models import AccompanimentSession, WorkEntry
from partnership.models import JournalEntry, Organisation
from reporting.collecting import figures_of
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")
WORK = {"organisation": "", "channels": [], "kind": "valorisation"}


def test_a_promotion_is_noted_with_its_form(send):
    send(**WORK, promotion="relais")
    assert WorkEntry.objects.get().promotion == "relais"


def test_a_form_of_promotion_is_never_kept_on_other_work(world):
    with pytest.raises(ValidationError) as refused:
        actions.log_work(
            owner=world.network,
            kind="preparation",
            date="2026-03-02",
            by=world.staff,
            promotion="stand",
        )
    assert "Seule une valorisation a une forme (stand, relais…)." in refused.value.messages


def test_work_may_name_a_structure_that_is_new(send, world, holder):
    given = WORK | {"kind": "rdv_partenaire", "organisation": "+Foyer rural"}
    answer = send(**given, htmx=True)
    assert "La structure est ajoutée à l'annuaire." in answer.content.decode()
    work = WorkEntry.objects.get()
    assert work.organisation == Organisation.objects.get(name="Foyer rural")
    assert not AccompanimentSession.objects.exists()
    assert not work.organisation.accompaniments.exists()


def test_the_same_work_with_a_new_structure_sent_twice_is_noted_once(send, typed):
    given = typed(**WORK | {"organisation": "+Foyer rural"})
    for _ in range(2):
        send(**given)
    assert WorkEntry.objects.count() == Organisation.objects.filter(name="Foyer rural").count() == 1


def test_the_actions_of_the_conventions_of_the_day_come_first(world, as_staff):
    past = factories.ConventionFactory(past=True, owner=world.network, reference="DEP-2023")
    newer = factories.ConventionFactory(
        owner=world.network,
        reference="DEP-2027",
        original_starts_on="2027-01-01",
        original_ends_on="2027-12-31",
        original_report_due_on="2028-04-01",
    )
    for convention in (past, newer, world.convention):
        factories.CommitmentFactory(convention=convention)
    html = as_staff.get(reverse("accompaniment:log")).content.decode()
    places = [html.index(f'label="{one}') for one in ("DEP-2026, à cette date", "DEP-2027")]
    assert places == sorted(places)
    assert 'label="DEP-2023"' in html


def test_what_is_taken_again_brings_its_form_and_its_points_of_help(as_staff, world):
    work = factories.WorkEntryFactory(
        convention=world.convention, kind="valorisation", promotion="stand"
    )
    session = factories.SessionFactory(follow_up__convention=world.convention)
    session.helps.create(point="bilan")
    address = reverse("accompaniment:log")
    assert Page(as_staff.get(f"{address}?reprendre={work.uid}")).fields["promotion"] == ["stand"]
    assert Page(as_staff.get(f"{address}?reprendre={session.uid}")).fields["helps"] == ["bilan"]


def test_the_points_of_help_are_noted_shown_corrected_and_journaled(send, as_staff, typed):
    send(helps=["coherence", "bilan"])
    session = AccompanimentSession.objects.get()
    assert session.help_codes == ("coherence", "bilan")
    page = as_staff.get(session.get_absolute_url())
    assert "Cohérence du projet, Bilan de fin de projet" in page.content.decode()
    given = typed(helps=["partenaires"])
    as_staff.post(session.get_absolute_url(), given)
    session = AccompanimentSession.objects.get()
    assert session.help_codes == ("partenaires",)
    changes = JournalEntry.objects.filter(subject_uid=session.uid).first().changes
    assert changes["helps"] == [["bilan", "coherence"], ["partenaires"]]


def test_the_help_given_cuts_the_meetings_of_advice(world):
    year = factories.FollowUpYearFactory(convention=world.convention, mode="advice")
    for points in (["coherence", "bilan"], ["coherence"], []):
        session = factories.SessionFactory(follow_up=year, channels=["visio"])
        for point in points:
            session.helps.create(point=point)
    breakdown = figures_of(world.convention)["advice.meetings"].breakdown("help")
    assert breakdown.overlapping
    found = {one.code: one.value for one in breakdown.categories}
    assert found == {"coherence": 2, "bilan": 1, "non_renseigne": 1}


def test_the_forms_of_promotion_cut_its_actions(world):
    for form in ("stand", "stand", ""):
        factories.WorkEntryFactory(
            convention=world.convention, kind="valorisation", promotion=form, minutes=30
        )
    factories.WorkEntryFactory(convention=world.convention, kind="coordination", minutes=45)
    figures = figures_of(world.convention)
    forms = figures["work.promotion_actions"].breakdown("promotion").categories
    assert {one.code: one.value for one in forms} == {"stand": 2, "non_renseigne": 1}
    kinds = figures["work.minutes"].breakdown("kind").categories
    assert {one.code: one.value for one in kinds} == {"valorisation": 90, "coordination": 45}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"promotion": "stand"}, 1),
        ({"commitment": "theirs"}, 1),
        ({"person": "staff"}, 1),
        ({"person": "admin"}, 0),
    ],
)
def test_work_is_filtered_by_form_action_and_person(as_staff, world, asked, count):
    action = factories.CommitmentFactory(convention=world.convention)
    factories.WorkEntryFactory(
        convention=world.convention,
        kind="valorisation",
        promotion="stand",
        commitment=action,
        staff=[world.staff],
    )
    factories.WorkEntryFactory(convention=world.convention)
    factories.WorkEntryFactory(convention=world.other_convention, staff=[world.officer])
    codes = {"theirs": action.uid, "staff": world.staff.uid, "admin": world.admin.uid}
    address = reverse("accompaniment:work-entries")
    asked = {name: codes.get(value, value) for name, value in asked.items()}
    assert as_staff.get(address, asked).context["page"].paginator.count == count


def test_an_officer_is_offered_only_the_people_of_their_own_rows(as_officer, world):
    factories.WorkEntryFactory(convention=world.convention, staff=[world.staff])
    factories.WorkEntryFactory(convention=world.other_convention, staff=[world.admin])
    html = as_officer.get(reverse("accompaniment:work-entries")).content.decode()
    assert str(world.staff.uid) in html
    assert str(world.admin.uid) not in html


def test_exchanges_are_filtered_by_point_of_help_and_person(as_staff, world):
    session = factories.SessionFactory(follow_up__convention=world.convention, staff=[world.staff])
    session.helps.create(point="bilan")
    factories.SessionFactory(follow_up__convention=world.convention, staff=[world.admin])
    address = reverse("accompaniment:entries")
    for asked in ({"help": "bilan"}, {"person": world.staff.uid}):
        assert [*as_staff.get(address, asked).context["page"]] == [session]


def exported(client, name):
    answer = client.get(reverse(f"accompaniment:{name}"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_exports_say_the_form_of_a_promotion_and_the_points_of_help(as_staff, world):
    factories.WorkEntryFactory(
        convention=world.convention, kind="valorisation", promotion="publipostage"
    )
    session = factories.SessionFactory(follow_up__convention=world.convention)
    session.helps.create(point="coherence")
    session.helps.create(point="partenaires")
    assert exported(as_staff, "work-entries")["Forme de la valorisation"] == "Publipostage"
    line = exported(as_staff, "entries")
    assert line["Points d'aide"] == "Cohérence du projet, Recherche de partenaires"
    assert line["État"] == "Tenu"


def test_session_hours_and_staff_hours_stand_side_by_side(as_staff, world):
    session = factories.SessionFactory(
        follow_up__convention=world.convention, minutes=90, staff=[world.staff, world.admin]
    )
    for address in (session.get_absolute_url(), reverse("accompaniment:entries")):
        page = as_staff.get(address).content.decode()
        assert re.search(r"1h30(?: ·)? (?:<span[^>]*>)?2\xa0personnes · 3h de travail", page)
    figures = figures_of(world.convention)
    assert figures["accompaniment.minutes"].value == 90
    assert figures["accompaniment.staff_minutes"].value == 180


def test_one_person_alone_has_one_duration(as_staff, world):
    session = factories.SessionFactory(
        follow_up__convention=world.convention, minutes=90, staff=[world.staff]
    )
    html = as_staff.get(session.get_absolute_url()).content.decode()
    assert "1h30" in html
    assert "de travail" not in html


def test_a_proofreading_has_its_own_hours_from_the_log_to_the_convention(send, as_staff, world):
    send(kind="relecture", channels=[], duration="2h")
    send(duration="1h")
    address = reverse("accompaniment:entries")
    [row] = as_staff.get(address, {"kind": "relecture"}).context["page"]
    assert row.minutes == 120
    figures = figures_of(world.convention)
    assert figures["accompaniment.proofreading_minutes"].value == 120
    assert figures["accompaniment.minutes"].value == 60
    assert figures["accompaniment.sessions"].value == 1
    page = reverse("reporting:figure", args=["DEP-2026", "accompaniment.proofreading_minutes"])
    assert "Temps de relecture : 2h" in as_staff.get(page).content.decode()
