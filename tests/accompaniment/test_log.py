"""The quick log: all that staff live is noted by one form, once."""

import re
import uuid

import pytest
from django.urls import reverse

from accompaniment.enums import Mode
from accompaniment.log.noting import note_session
from accompaniment.models import Accompaniment, AccompanimentSession, WorkEntry
from partnership.enums import Origin
from partnership.models import JournalEntry, Organisation
from tests import factories
from tests.accompaniment.conftest import TODAY

pytestmark = pytest.mark.usefixtures("in_june")


def only_session() -> AccompanimentSession:
    assert not WorkEntry.objects.exists()
    return AccompanimentSession.objects.get()


def only_work() -> WorkEntry:
    assert not AccompanimentSession.objects.exists()
    return WorkEntry.objects.get()


def test_an_ordinary_session_is_noted_as_it_was_typed(world, holder, send):
    answer = send(
        channels=["telephone", "visio"],
        duration="1h30",
        line="  Choix   du pays ",
        internal_note="À rappeler",
        staff=[str(world.staff.uid), str(world.admin.uid)],
    )
    assert answer.url == reverse("reporting:today")
    session = only_session()
    assert (session.organisation, session.convention) == (holder, world.convention)
    assert (session.minutes, session.line) == (90, "Choix du pays")
    assert (session.internal_note, str(session.date)) == ("À rappeler", "2026-03-02")
    assert session.channel_codes == ("telephone", "visio")
    assert session.staff.count() == 2
    assert session.follow_up.mode == Mode.REINFORCED
    assert (session.owner, session.noted_by) == (world.network, world.staff)
    assert JournalEntry.objects.get(subject_uid=session.uid).origin == Origin.PAGE


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("90", 90), ("1h30", 90), ("1 h 30", 90), ("1:30", 90), ("1,5 h", 90), ("24h", 1440)],
)
def test_a_duration_is_read_as_people_write_it(send, written, minutes):
    send(duration=written)
    assert only_session().minutes == minutes


def test_a_duration_chosen_on_a_button_is_enough(send):
    send(duration="", preset="120")
    assert only_session().minutes == 120


def test_a_written_duration_says_more_than_a_button(send):
    send(duration="1h05", preset="60")
    assert only_session().minutes == 65


def test_a_mail_alone_without_duration_is_an_untimed_mail(send):
    send(channels=["mail"], duration="")
    assert (only_session().kind, only_session().minutes) == ("mail", None)


def test_a_mail_with_a_duration_is_a_timed_session(send):
    send(channels=["mail"], duration="20")
    assert (only_session().kind, only_session().minutes) == ("echange", 20)


def test_a_proofreading_is_timed_and_needs_no_channel(send):
    send(kind="relecture", channels=[], duration="1h")
    assert (only_session().kind, only_session().minutes) == ("relecture", 60)


def test_work_without_a_holder_needs_no_structure_and_no_duration(world, send):
    send(kind="rdv_departement", organisation="", channels=[], duration="")
    work = only_work()
    assert (work.kind, work.organisation, work.minutes) == ("rdv_departement", None, None)
    assert (work.convention, work.noted_by) == (world.convention, world.staff)


def test_work_names_the_structure_met_without_following_it(world, send):
    partner = factories.OrganisationFactory(owner=world.network)
    send(kind="rdv_partenaire", organisation=str(partner.uid), channels=[])
    assert only_work().organisation == partner
    assert not Accompaniment.objects.filter(organisation=partner).exists()


def test_work_serves_the_action_of_the_programme_that_was_chosen(world, send):
    commitment = factories.CommitmentFactory(convention=world.convention)
    send(kind="preparation", organisation="", channels=[], commitment=str(commitment.uid))
    assert only_work().commitment == commitment


def test_an_unknown_structure_is_created_in_first_contact(world, send):
    send(organisation="+  Foyer   rural ")
    session = only_session()
    assert session.organisation.name == "Foyer rural"
    assert session.organisation.owner == world.network
    assert session.follow_up.mode == Mode.CONTACT


@pytest.mark.parametrize("written", ["lycee de bethune", "+LYCÉE  DE BÉTHUNE"])
def test_a_name_equal_but_for_accents_and_case_is_the_structure_known(holder, send, written):
    before = Organisation.objects.count()
    send(organisation=written)
    assert only_session().organisation == holder
    assert Organisation.objects.count() == before


def test_the_only_convention_of_the_day_needs_no_choice(world, send):
    world.other_convention.delete()
    send(convention="")
    assert only_session().convention == world.convention


def test_the_funder_of_the_holder_s_last_entry_decides_between_two(world, holder, send):
    send(convention="AUTRE-2026", date="2026-03-03")
    send(convention="", date="2026-03-04")
    assert AccompanimentSession.objects.newest_first().first().convention == world.other_convention


def test_a_cancelled_entry_decides_nothing(world, holder, send):
    send(convention="AUTRE-2026")
    AccompanimentSession.objects.update(
        cancelled_at="2026-03-05T10:00Z", cancelled_reason="mauvaise convention"
    )
    assert send(convention="").status_code == 422


def test_a_date_that_no_convention_covers_is_noted_to_attach(send):
    send(convention="", date="2024-05-06")
    assert only_session().convention is None
    assert only_session().follow_up.convention is None


def test_an_entry_may_be_left_to_attach_on_purpose(send):
    send(convention="aucune")
    assert only_session().convention is None


def test_the_same_form_sent_twice_is_noted_once(send):
    uid = str(uuid.uuid4())
    assert send(uid=uid).status_code == 302
    assert send(uid=uid).status_code == 302
    assert only_session().minutes == 45


def test_a_form_that_served_already_says_so_and_can_be_sent_again(send):
    """A page that the browser kept sends the same uid for another exchange."""
    uid = str(uuid.uuid4())
    send(uid=uid)
    page = send(uid=uid, duration="50")
    assert page.status_code == 422
    html = page.content.decode()
    assert "rien n&#x27;est encore noté" in html
    assert 'value="50"' in html
    assert f'name="uid" value="{uid}"' not in html
    assert only_session().minutes == 45
    [fresh] = re.findall(r'name="uid" value="([0-9a-f-]+)"', html)
    assert send(uid=fresh, duration="50").status_code == 302
    assert sorted(AccompanimentSession.objects.values_list("minutes", flat=True)) == [45, 50]


def test_the_pages_that_hold_the_form_are_never_kept_by_the_browser(as_staff):
    for name in ("accompaniment:log", "reporting:today"):
        assert "no-store" in as_staff.get(reverse(name))["Cache-Control"]


def test_the_same_new_structure_sent_twice_is_created_once(send):
    uid = str(uuid.uuid4())
    send(uid=uid, organisation="+Foyer rural")
    send(uid=uid, organisation="+Foyer rural")
    assert Organisation.objects.filter(name="Foyer rural").count() == 1
    assert only_session().organisation.name == "Foyer rural"


def test_a_form_checked_before_its_twin_was_written_creates_nothing_more(world):
    """Both were valid, the structure being still unknown to each."""
    sent = {
        "owner": world.network,
        "organisation": None,
        "new_name": "Foyer rural",
        "convention": world.convention,
        "kind": "echange",
        "date": TODAY,
        "minutes": 45,
        "channels": ["visio"],
        "line": "",
        "internal_note": "",
        "staff": [world.staff],
        "uid": uuid.uuid4(),
        "by": world.staff,
    }
    first, twin = note_session(**sent), note_session(**sent)
    assert twin.row == first.row == only_session()
    assert (first.created.name, twin.created) == ("Foyer rural", None)
    assert Organisation.objects.filter(name="Foyer rural").count() == 1


def test_an_officer_neither_opens_nor_sends_the_log(as_officer, typed):
    address = reverse("accompaniment:log")
    assert as_officer.get(address).status_code == 403
    assert as_officer.post(address, typed()).status_code == 403
    assert not AccompanimentSession.objects.exists()
