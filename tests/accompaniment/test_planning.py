"""A session is planned, then held, cancelled, missed or put off; it counts once held."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment.enums import EntryState
from accompaniment.importing.sessions import import_sessions
from accompaniment.log import planning
from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear
from partnership.models import JournalEntry, Organisation
from reporting.collecting import figures_of
from tests import factories
from tests.accompaniment.builders import write_csv
from tests.accompaniment.conftest import TODAY
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def planned(world, holder):
    """Planned for yesterday, under the convention of the year."""
    return factories.SessionFactory(
        follow_up=FollowUpYear.objects.get(accompaniment__organisation=holder),
        state="planned",
        date=TODAY - DAY,
        minutes=60,
        channels=["visio"],
        staff=[world.staff],
        line="Choix du pays",
    )


@pytest.fixture
def plan(as_staff, world, holder):
    def plan(**given):
        sent = {
            "uid": str(uuid.uuid4()),
            "organisation": str(holder.uid),
            "date": (TODAY + DAY).isoformat(),
            "starts_at": "14:30",
            "duration": "1h",
            "channels": ["presentiel"],
            "kind": "echange",
            "line": "Premier rendez-vous",
            "staff": [str(world.staff.uid)],
            "convention": "DEP-2026",
            "internal_note": "",
        }
        return as_staff.post(reverse("accompaniment:plan"), sent | given)

    return plan


def say(client, row, outcome, **given):
    address = reverse("accompaniment:session-outcome", args=[row.uid, outcome])
    return client.post(address, given)


def sessions_of(world) -> int:
    return figures_of(world.convention)["accompaniment.sessions"].value


def test_a_planned_session_counts_for_nothing(plan, world):
    answer = plan()
    row = AccompanimentSession.objects.get()
    assert (row.state, row.date, row.minutes) == ("planned", TODAY + DAY, 60)
    assert row.starts_at == datetime.time(14, 30)
    assert row.convention == world.convention
    assert answer.url.endswith("?semaine=2026-W25")
    assert sessions_of(world) == 0
    assert figures_of(world.convention)["time.minutes"].value == 0


def test_planning_names_a_new_structure_and_twice_the_same_form_plans_once(plan):
    given = {"organisation": "+Foyer rural", "uid": str(uuid.uuid4())}
    for _ in range(2):
        assert plan(**given).status_code == 302
    assert AccompanimentSession.objects.get().organisation.name == "Foyer rural"
    assert Organisation.objects.filter(name="Foyer rural").count() == 1


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("date", {"date": "2026-06-14"}, "est passé"),
        ("date", {"date": ""}, "Donnez le jour prévu."),
        ("organisation", {"organisation": ""}, "Choisissez la structure"),
        ("starts_at", {"starts_at": "midi"}, "Cette heure n'est pas comprise"),
        ("duration", {"duration": "1h75"}, "1h75"),
        ("convention", {"date": "2027-02-01", "convention": "DEP-2026"}, "n'est pas dans"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(plan, field, given, message):
    answer = plan(**given)
    assert answer.status_code == 422
    page = Page(answer)
    assert message in " ".join(answer.context["form"].errors[field])
    assert page.fields["line"] == ["Premier rendez-vous"]
    assert not AccompanimentSession.objects.exists()


def test_all_that_is_wrong_is_said_at_once(plan):
    errors = plan(date="2026-06-14", organisation="", duration="1h75").context["form"].errors
    assert set(errors) == {"date", "organisation", "duration"}


def test_today_may_be_planned(plan):
    assert plan(date=TODAY.isoformat()).status_code == 302


def test_held_is_confirmed_with_what_really_took_place(as_staff, planned, world):
    page = Page(as_staff.get(reverse("accompaniment:session-outcome", args=[planned.uid, "tenu"])))
    assert (page.fields["duration"], page.fields["line"]) == (["1h"], ["Choix du pays"])
    given = {"duration": "45", "line": "Choix du Togo", "channels": ["telephone"]}
    people = [str(world.staff.uid), str(world.admin.uid)]
    say(as_staff, planned, "tenu", **given, staff=people)
    row = AccompanimentSession.objects.get()
    assert (row.state, row.minutes, row.line) == ("held", 45, "Choix du Togo")
    assert (row.channel_codes, row.people_count) == (("telephone",), 2)
    assert row.date == TODAY - DAY
    assert sessions_of(world) == 1
    changes = JournalEntry.objects.filter(subject_uid=row.uid).first().changes
    assert changes["state"] == ["planned", "held"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"channels": []}, "channels"), ({"duration": ""}, "duration")],
)
def test_a_meeting_held_needs_its_channel_and_its_duration(as_staff, planned, given, field):
    sent = {"duration": "45", "channels": ["visio"]} | given
    answer = say(as_staff, planned, "tenu", **sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_what_is_to_come_is_not_held_yet(as_staff, planned):
    AccompanimentSession.objects.update(date=TODAY + DAY)
    answer = say(as_staff, planned, "tenu", duration="45", channels=["visio"])
    assert answer.status_code == 422
    assert "n&#x27;a pas encore eu lieu" in answer.content.decode()


def test_held_twice_is_held_once(planned, world):
    given = {"minutes": 45, "line": "", "channels": ["visio"], "staff": [world.staff]}
    for _ in range(2):
        planning.hold_session(session=planned, by=world.staff, today=TODAY, **given)
    assert JournalEntry.objects.filter(subject_uid=planned.uid).count() == 1


@pytest.mark.parametrize(("outcome", "state"), [("annule", "cancelled"), ("manque", "missed")])
def test_cancelled_or_missed_is_kept_with_its_reason_and_never_counts(
    as_staff, planned, world, outcome, state
):
    say(as_staff, planned, outcome, reason="Malade")
    planned.refresh_from_db()
    assert (planned.state, planned.state_reason) == (state, "Malade")
    assert not planned.is_cancelled
    assert sessions_of(world) == 0
    html = as_staff.get(planned.get_absolute_url()).content.decode()
    assert "Malade" in html
    assert "ne compte pas" in html


def test_a_reason_is_not_asked_for(as_staff, planned):
    assert say(as_staff, planned, "manque").status_code == 302


def test_what_was_held_is_neither_missed_nor_put_off(world, planned):
    AccompanimentSession.objects.update(state="held")
    with pytest.raises(ValidationError, match="déjà noté comme tenu"):
        planning.drop_session(session=planned, state=EntryState.MISSED, reason="", by=world.staff)
    with pytest.raises(ValidationError, match="déjà noté comme tenu"):
        planning.put_off_session(
            session=planned,
            date=TODAY,
            starts_at=None,
            reason="",
            by=world.staff,
            today=TODAY,
        )


def test_put_off_it_is_planned_again_for_another_day(as_staff, planned):
    AccompanimentSession.objects.update(state="missed")
    answer = say(as_staff, planned, "reporte", date="2026-07-01", starts_at="09:00", reason="Grève")
    assert answer.url.endswith("?semaine=2026-W27")
    planned.refresh_from_db()
    assert (planned.state, str(planned.date)) == ("planned", "2026-07-01")
    assert planned.starts_at == datetime.time(9)


def test_it_is_not_put_off_to_a_day_that_is_over(as_staff, planned):
    answer = say(as_staff, planned, "reporte", date="2026-06-01")
    assert answer.status_code == 422
    assert "est passé" in " ".join(answer.context["form"].errors["date"])


def test_put_off_to_another_period_it_joins_that_convention(as_staff, planned, world):
    following = factories.ConventionFactory(
        owner=world.network,
        funder=world.funder,
        reference="DEP-2027",
        original_starts_on="2027-01-01",
        original_ends_on="2027-12-31",
        original_report_due_on="2028-04-01",
    )
    say(as_staff, planned, "reporte", date="2027-01-10")
    planned.refresh_from_db()
    assert planned.convention == planned.follow_up.convention == following


def test_what_waits_for_an_answer_is_listed_on_today_and_on_my_week(as_staff, planned):
    for name in ("reporting:today", "accompaniment:week"):
        html = as_staff.get(reverse(name)).content.decode()
        assert "À confirmer" in html
        assert reverse("accompaniment:session-outcome", args=[planned.uid, "tenu"]) in html
    say(as_staff, planned, "manque")
    assert "À confirmer" not in as_staff.get(reverse("reporting:today")).content.decode()


def test_what_is_planned_for_today_or_by_a_colleague_is_not_asked_about(as_staff, planned, world):
    planned.staff.set([world.admin])
    assert "À confirmer" not in as_staff.get(reverse("reporting:today")).content.decode()
    planned.staff.set([world.staff])
    AccompanimentSession.objects.update(date=TODAY)
    assert "À confirmer" not in as_staff.get(reverse("reporting:today")).content.decode()


def test_the_list_is_filtered_by_state_and_says_it(as_staff, planned, world):
    held = factories.SessionFactory(follow_up__convention=world.convention)
    address = reverse("accompaniment:entries")
    assert [*as_staff.get(address, {"state": "planned"}).context["page"]] == [planned]
    assert [*as_staff.get(address, {"state": "held"}).context["page"]] == [held]
    assert "Prévu" in as_staff.get(address).content.decode()


@pytest.mark.parametrize("state", ["planned", "cancelled", "missed"])
def test_an_officer_sees_what_was_held_only(client, planned, world, state):
    AccompanimentSession.objects.update(state=state)
    client.force_login(world.officer)
    assert client.get(planned.get_absolute_url()).status_code == 404
    assert [*client.get(reverse("accompaniment:entries")).context["page"]] == []
    for model in (Accompaniment, FollowUpYear):
        assert not model.objects.visible_to(world.officer).exists()
    AccompanimentSession.objects.update(state="held")
    assert client.get(planned.get_absolute_url()).status_code == 200
    assert Accompaniment.objects.visible_to(world.officer).exists()


def test_a_planned_session_is_corrected_also_to_a_day_to_come(as_staff, planned, world):
    sent = {
        "organisation": str(planned.organisation.uid),
        "date": "2026-06-20",
        "kind": "echange",
        "duration": "",
        "line": "Autre sujet",
        "internal_note": "",
        "convention": "DEP-2026",
        "channels": ["visio"],
        "staff": [str(world.staff.uid)],
    }
    refused = as_staff.post(planned.get_absolute_url(), sent)
    assert "duration" in refused.context["form"].errors
    as_staff.post(planned.get_absolute_url(), sent | {"duration": "30"})
    planned.refresh_from_db()
    assert (str(planned.date), planned.line, planned.state) == (
        "2026-06-20",
        "Autre sujet",
        "planned",
    )


@pytest.mark.parametrize("reference", [True, False])
def test_an_import_never_changes_the_state_of_a_session(tmp_path, planned, world, reference):
    uid, state = (planned.uid, "Tenu") if reference else ("", "Prévu")
    text = f"Référence;Structure;Durée (min);État\n{uid};Lycée de Béthune;60;{state}\n"
    result = import_sessions(path=write_csv(tmp_path, text), convention=world.convention)
    assert [one.column for one in result.refused] == ["État"]
    assert AccompanimentSession.objects.get().state == "planned"


def test_an_export_with_planned_sessions_goes_back_in_unchanged(tmp_path, planned, world):
    text = f"Référence;Structure;Durée (min);État\n{planned.uid};Lycée de Béthune;60;Prévu\n"
    result = import_sessions(path=write_csv(tmp_path, text), convention=world.convention)
    assert (result.unchanged, result.refused) == (1, [])
