"""What comes back right after noting, and what the next form already knows."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import AccompanimentSession, WorkEntry
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")
LOG = "/noter/"


def only_session() -> AccompanimentSession:
    return AccompanimentSession.objects.get()


@pytest.fixture
def log_page(as_staff):
    """The log opened with these parameters."""
    return lambda **asked: Page(as_staff.get(reverse("accompaniment:log"), asked))


@pytest.fixture
def session(world, holder):
    """An exchange of last March."""
    return factories.SessionFactory(
        follow_up=holder.accompaniments.get().years.get(),
        channels=["visio", "mail"],
        minutes=75,
        line="Choix du pays",
        internal_note="Fragile",
        staff=[world.admin],
    )


def test_the_answer_shows_the_row_with_its_undo_and_the_bars_it_moved(send):
    answer = send(htmx=True, line="Choix du pays", date="2026-06-02")
    assert answer.status_code == 200
    page, uid = Page(answer), only_session().uid
    new_rows = page.html.split('<ul hx-swap-oob="afterbegin:#recent-rows">')[1]
    assert f'id="row-{uid}"' in new_rows
    assert "Choix du pays" in new_rows
    assert "2 juin 2026 · Entretien · Téléphone · 45\u00a0min" in new_rows
    assert f'hx-post="{reverse("accompaniment:session-remove", args=[uid])}"' in new_rows
    assert ">Annuler<" in new_rows
    assert f'hx-get="{reverse("reporting:moved", args=["echange", uid])}"' in new_rows
    assert "C'est noté : Lycée de Béthune, 45\u00a0min. Voir la ligne" in page.texts["log-status"]
    assert f'href="#row-{uid}"' in page.html


def test_the_answer_gives_the_hours_of_the_month_out_of_band(send):
    send(htmx=True, date="2026-06-02", duration="1h")
    html = send(htmx=True, date="2026-06-03", duration="30").content.decode()
    assert '<span id="month-total" hx-swap-oob="true">1h30 en juin 2026</span>' in html


def test_work_has_its_own_undo_and_bars(send):
    html = send(htmx=True, kind="preparation", organisation="", channels=[]).content.decode()
    uid = WorkEntry.objects.get().uid
    assert reverse("accompaniment:work-remove", args=[uid]) in html
    assert reverse("reporting:moved", args=["travail", uid]) in html


def test_the_answer_s_form_is_a_new_one_for_today(send):
    page = Page(send(htmx=True, internal_note="À rappeler"))
    assert page.fields["date"] == ["2026-06-15"]
    assert page.fields["uid"] != [str(only_session().uid)]
    for name in ("organisation", "duration", "preset", "internal_note"):
        assert page.fields[name] == []
    assert "À rappeler" not in page.html


def test_a_created_structure_is_said_with_the_way_to_its_follow_up(send):
    html = send(htmx=True, organisation="+Foyer rural").content.decode()
    assert "La structure est créée, en premier contact" in html
    assert reverse("accompaniment:follow-up", args=[only_session().follow_up.uid]) in html


def test_a_known_structure_in_first_contact_is_said_too(send):
    send(organisation="+Foyer rural")
    html = send(htmx=True, organisation="Foyer rural").content.decode()
    assert "Cette structure est en premier contact" in html


def test_an_entry_to_attach_says_so_and_moves_no_bar(send):
    html = send(htmx=True, convention="", date="2024-05-06").content.decode()
    assert "la ligne est à rattacher" in html
    assert "hx-get" not in html


def test_the_next_form_remembers_channels_and_people_but_no_duration(world, send, log_page):
    send(channels=["visio", "mail"], duration="", preset="90", staff=[str(world.admin.uid)])
    page = log_page()
    assert page.fields["channels"] == ["mail", "visio"]
    assert page.fields["staff"] == [str(world.admin.uid)]
    assert f'<span class="hint">({world.admin})</span>' in page.html
    for name in ("duration", "preset", "organisation", "line"):
        assert page.fields[name] == []


def test_work_without_channels_does_not_forget_them(send, log_page):
    send(channels=["visio"])
    send(kind="preparation", organisation="", channels=[])
    assert log_page().fields["channels"] == ["visio"]


def test_the_first_form_proposes_only_oneself(world, log_page):
    page = log_page()
    assert page.fields["staff"] == [str(world.staff.uid)]
    assert f"({world.staff})" not in page.html
    assert page.fields["channels"] == []


def test_going_on_keeps_the_structure_in_the_page(send, holder):
    page = Page(send(htmx=True, **{"continue": "1"}))
    assert page.fields["organisation"] == [str(holder.uid)]
    assert page.fields["date"] == ["2026-03-02"]
    assert page.fields["convention"] == ["DEP-2026"]
    assert page.fields["line"] == page.fields["duration"] == []


def test_going_on_without_scripts_opens_the_log_on_the_structure(as_staff, send, holder):
    address = send(**{"continue": "1"}).url
    assert address == f"{LOG}?structure={holder.uid}"
    assert Page(as_staff.get(address)).fields["organisation"] == [str(holder.uid)]


def test_going_on_after_work_without_a_structure_stays_on_the_log(send):
    answer = send(kind="preparation", organisation="", channels=[], **{"continue": "1"})
    assert answer.url == LOG


def test_an_entry_taken_up_again_is_copied_but_for_its_date(world, holder, session, log_page):
    fields = log_page(reprendre=session.uid).fields
    assert fields["organisation"] == [str(holder.uid)]
    assert sorted(fields["channels"]) == ["mail", "visio"]
    assert fields["duration"] == ["1h15"]
    assert fields["line"] == ["Choix du pays"]
    assert fields["staff"] == [str(world.admin.uid)]
    assert fields["date"] == ["2026-06-15"]
    assert fields["internal_note"] == []
    assert fields["uid"] != [str(session.uid)]


def test_work_taken_up_again_keeps_its_action(world, log_page):
    commitment = factories.CommitmentFactory(convention=world.convention)
    work = factories.WorkEntryFactory(
        convention=world.convention, commitment=commitment, minutes=45
    )
    fields = log_page(reprendre=work.uid).fields
    assert fields["kind"] == ["rdv_departement"]
    assert fields["commitment"] == [str(commitment.uid)]
    assert fields["duration"] == ["45 min"]


@pytest.mark.parametrize("asked", ["pas-un-uid", "8b0d9dd6-6f4d-4f6c-9d0b-0a4dd9c4c9aa"])
def test_taking_up_what_does_not_exist_opens_an_empty_form(log_page, asked):
    assert log_page(reprendre=asked).fields["line"] == []


def test_another_network_s_entry_is_not_copied(log_page):
    stranger = factories.SessionFactory(line="Secret")
    page = log_page(reprendre=stranger.uid)
    assert page.fields["line"] == page.fields["organisation"] == []
    assert "Secret" not in page.html


def test_what_one_sees_as_another_network_s_officer_is_not_copied(world, log_page):
    stranger = factories.SessionFactory(line="Secret")
    funder = stranger.convention.funder
    factories.MembershipFactory(user=world.staff, organisation=funder, role="officer")
    assert log_page(reprendre=stranger.uid).fields["line"] == []


def test_taking_up_an_entry_for_a_named_structure_opens(session, log_page, holder):
    other = factories.OrganisationFactory(owner=holder.owner)
    fields = log_page(reprendre=session.uid, structure=other.uid).fields
    assert fields["organisation"] == [str(other.uid)]
    assert fields["line"] == ["Choix du pays"]


def test_undoing_in_the_page_removes_the_row_and_its_hours(as_staff, send):
    send(htmx=True, date="2026-06-02")
    answer = as_staff.post(
        reverse("accompaniment:session-remove", args=[only_session().uid]),
        headers={"HX-Request": "true"},
    )
    page = Page(answer)
    assert '<span id="month-total" hx-swap-oob="true">0\u00a0min en juin 2026</span>' in page.html
    assert page.texts["recent-status"] == (
        "C'est annulé : Lycée de Béthune, entretien, 2 juin 2026, n'est plus noté."
    )
    assert page.texts["log-status"] == ""
    assert "<li" not in page.html
    assert not AccompanimentSession.objects.exists()


def test_undoing_too_late_leads_to_the_page_that_asks_for_a_reason(as_staff, send):
    send()
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    AccompanimentSession.objects.update(created_at=hour_ago)
    session = only_session()
    answer = as_staff.post(
        reverse("accompaniment:session-remove", args=[session.uid]),
        headers={"HX-Request": "true"},
    )
    assert answer["HX-Redirect"] == session.get_absolute_url()
    assert AccompanimentSession.objects.standing().get() == session


def test_my_hours_are_those_of_the_exchanges_i_was_in(world, as_admin, as_staff, send, client):
    send(date="2026-06-02", duration="2h", staff=[str(world.admin.uid)])
    page = Page(client.get(LOG))
    assert page.texts["month-total"] == "0\u00a0min en juin 2026"
    assert f"row-{only_session().uid}" in page.ids
    client.force_login(world.admin)
    assert Page(client.get(LOG)).texts["month-total"] == "2h en juin 2026"


def test_hours_of_another_month_and_cancelled_ones_are_not_counted(world, session, as_admin):
    for date in ("2026-05-31", "2026-07-01"):
        factories.SessionFactory(follow_up=session.follow_up, date=date, staff=[world.admin])
    factories.SessionFactory(
        follow_up=session.follow_up,
        date="2026-06-03",
        staff=[world.admin],
        cancelled_at=timezone.now(),
        cancelled_reason="en double",
    )
    factories.WorkEntryFactory(
        convention=world.convention, date="2026-06-30", minutes=50, staff=[world.admin]
    )
    assert Page(as_admin.get(LOG)).texts["month-total"] == "50\u00a0min en juin 2026"
