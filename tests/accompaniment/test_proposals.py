"""What is proposed once, confirmed by the quick log's own call, left aside for good."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import actions
from accompaniment.actions import proposals as proposing
from accompaniment.enums import ProposalState
from accompaniment.models import AccompanimentSession, CalendarAddress, ProposedEntry, WorkEntry
from accompaniment.proposals import calendar_reading
from accompaniment.proposals.calendars import Event
from accompaniment.proposals.mails import Letter
from accompaniment.proposals.proposing import of_event, of_letter
from partnership import jobs, public_addresses
from partnership.enums import JobState
from partnership.models import Contact, Job, JournalEntry
from partnership.wording import long_date
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")

MAIL = Letter(
    key="<un@tantely.test>",
    date=datetime.date(2026, 6, 2),
    subject="Budget du forage",
    excerpt="Bonjour",
    correspondents=("soa@tantely.test",),
    is_sent=False,
    has_attachments=False,
)
CHIPS = ("date", "convention")
EVENT = Event(
    key="un@agenda 20260610T080000Z",
    event="un@agenda",
    date=datetime.date(2026, 6, 10),
    starts_at=datetime.time(10),
    minutes=90,
    title="Point avec Tantely Soa",
    channel="visio",
)


@pytest.fixture
def soa(world):
    """A structure followed under the convention, and one of its people."""
    row = factories.OrganisationFactory(owner=world.network, name="Tantely Soa")
    factories.SessionFactory(
        follow_up__convention=world.convention,
        follow_up__accompaniment__owner=world.network,
        follow_up__accompaniment__organisation=row,
    )
    Contact.objects.create(organisation=row, last_name="Rabe", email="Soa@Tantely.test")
    return row


@pytest.fixture
def propose(world):
    def propose(*found, person=None):
        suggestions = [
            of_letter(one) if isinstance(one, Letter) else of_event(one) for one in found
        ]
        person = person or world.staff
        return proposing.propose(
            owner=world.network, person=person, suggestions=suggestions, by=person
        )

    return propose


def only() -> ProposedEntry:
    return ProposedEntry.objects.get()


def confirm(client, row, **given):
    page = Page(client.get(row.get_absolute_url()))
    return client.post(row.get_absolute_url(), page.fields | given)


def noted() -> AccompanimentSession:
    return AccompanimentSession.objects.get(noted_by__isnull=False)


def test_the_structure_is_that_of_the_address(soa, propose):
    propose(MAIL)
    assert only().organisation == soa


def test_the_structure_is_that_which_the_title_names(soa, propose):
    propose(EVENT)
    assert only().organisation == soa


def test_an_address_of_two_structures_is_a_choice(world, soa, propose, as_staff):
    other = factories.OrganisationFactory(
        owner=world.network, name="Zoa", email=MAIL.correspondents[0]
    )
    propose(MAIL)
    assert only().organisation is None
    html = Page(as_staff.get(only().get_absolute_url())).html
    assert str(other.uid) in html
    assert str(soa.uid) in html


def test_what_is_proposed_twice_is_proposed_once(soa, propose):
    assert propose(MAIL, EVENT).text == "2\u00a0lignes proposées"
    again = propose(MAIL, EVENT)
    assert (again.new, again.known) == (0, 2)
    assert ProposedEntry.objects.count() == 2


def test_each_person_has_their_own(world, soa, propose):
    propose(MAIL)
    propose(MAIL, person=world.admin)
    assert ProposedEntry.objects.count() == 2
    assert ProposedEntry.objects.visible_to(world.staff).get().person == world.staff
    assert not ProposedEntry.objects.visible_to(world.officer).exists()


def test_the_database_keeps_a_proposal_from_being_made_twice(world, soa, propose):
    propose(MAIL)
    with pytest.raises(ValidationError, match="déjà été proposé"):
        ProposedEntry(
            owner=world.network, person=world.staff, source="mail", key=MAIL.key, date=MAIL.date
        ).full_clean()


def test_an_event_changed_since_is_brought_up_to_date(soa, propose):
    propose(EVENT)
    assert propose(replace(EVENT, minutes=60)).updated == 1
    assert only().minutes == 60


def test_an_event_moved_since_is_still_one(soa, propose):
    propose(EVENT)
    moved = replace(EVENT, key="un@agenda 20260611T080000Z", date=datetime.date(2026, 6, 11))
    assert propose(moved).updated == 1
    assert (only().date.day, only().key) == (11, moved.key)
    assert propose(moved).known == 1


def test_what_was_left_aside_stays_so(world, soa, propose):
    propose(EVENT)
    proposing.ignore(proposal=only(), by=world.staff)
    propose(replace(EVENT, minutes=60))
    assert (only().state, only().minutes) == (ProposalState.IGNORED, 90)


def test_an_event_is_confirmed_as_it_is_proposed(world, soa, propose, as_staff):
    propose(EVENT)
    answer = confirm(as_staff, only())
    assert answer.url == reverse("accompaniment:proposals")
    session = noted()
    assert (session.organisation, session.convention) == (soa, world.convention)
    assert (session.minutes, session.starts_at) == (90, datetime.time(10))
    assert (session.line, session.channel_codes) == ("Point avec Tantely Soa", ("visio",))
    assert list(session.staff.all()) == [world.staff]
    assert (only().state, only().session) == (ProposalState.CONFIRMED, session)
    verbs = JournalEntry.objects.filter(subject_uid=only().uid).order_by("pk")
    assert [line.verb for line in verbs] == ["proposed", "accepted"]


def test_a_mail_is_an_untimed_entry(soa, propose, as_staff):
    propose(MAIL)
    confirm(as_staff, only())
    session = noted()
    assert (session.kind, session.minutes, session.channel_codes) == ("mail", None, ("mail",))
    assert session.line == "Mail reçu : Budget du forage"


def test_documents_keep_their_nature(soa, propose, as_staff):
    propose(replace(MAIL, has_attachments=True))
    confirm(as_staff, only())
    assert noted().kind == "documents"


def test_what_is_corrected_is_what_is_noted(soa, propose, as_staff):
    propose(EVENT)
    confirm(as_staff, only(), duration="45", line="Autre", date="2026-06-09")
    session = noted()
    assert (session.minutes, session.line, session.starts_at) == (45, "Autre", None)


def test_an_event_may_be_work_without_a_holder(soa, propose, as_staff):
    propose(EVENT)
    confirm(
        as_staff, only(), organisation="", kind="rdv_partenaire", convention="DEP-2026", channels=[]
    )
    assert only().work == WorkEntry.objects.get()


def test_confirmed_twice_it_is_noted_once(soa, propose, as_staff):
    propose(EVENT)
    fields = Page(as_staff.get(only().get_absolute_url())).fields
    first = as_staff.post(only().get_absolute_url(), fields)
    again = as_staff.post(only().get_absolute_url(), fields)
    assert (first.status_code, again.status_code) == (302, 422)
    assert "déjà notée" in again.content.decode()
    assert noted()


def test_a_correction_that_is_refused_is_kept_and_nothing_is_noted(soa, propose, as_staff):
    propose(EVENT)
    answer = confirm(as_staff, only(), duration="beaucoup", line="Gardé")
    assert answer.status_code == 422
    page = Page(answer)
    assert page.fields["line"] == ["Gardé"]
    [date, convention] = [one for one in answer.context["form"].chips if one.name in CHIPS]
    assert (date.value, convention.value) == (long_date(only().date), "DEP-2026")
    assert "n'est pas comprise" in page.texts["ligne_duration_error"]
    assert only().is_waiting
    assert not AccompanimentSession.objects.filter(noted_by__isnull=False).exists()


def test_going_through_them_all_leads_to_the_next(soa, propose, as_staff):
    propose(EVENT, MAIL)
    row = ProposedEntry.objects.get(source="calendar")
    answer = confirm(as_staff, row, **{"continue": "1"})
    assert answer.url == ProposedEntry.objects.get(source="mail").get_absolute_url()


def test_left_aside_it_leaves_the_list_and_can_come_back(soa, propose, as_staff):
    propose(EVENT)
    answer = as_staff.post(reverse("accompaniment:proposal-ignore", args=[only().uid]), follow=True)
    assert "est laissée de côté" in answer.content.decode()
    assert answer.context["rows"] == []
    as_staff.post(reverse("accompaniment:proposal-take-back", args=[only().uid]))
    assert only().is_waiting


def test_an_entry_taken_back_lets_its_proposal_wait_again(world, soa, propose, as_staff):
    propose(EVENT)
    confirm(as_staff, only())
    held = reverse("accompaniment:proposal-take-back", args=[only().uid])
    as_staff.post(held)
    assert only().state == ProposalState.CONFIRMED
    actions.remove_entry(row=noted(), by=world.staff)
    as_staff.post(held)
    assert only().is_waiting
    confirm(as_staff, only())
    assert only().session == noted()


def test_an_event_noted_already_is_said(world, soa, propose, as_staff):
    propose(EVENT)
    year = AccompanimentSession.objects.get(organisation=soa).follow_up
    factories.SessionFactory(follow_up=year, date=EVENT.date, starts_at=EVENT.starts_at)
    for address in (reverse("accompaniment:proposals"), only().get_absolute_url()):
        assert "déjà noté" in as_staff.get(address).content.decode()


def test_the_list_shows_what_waits_and_its_filters_the_rest(world, soa, propose, as_staff):
    propose(EVENT, MAIL)
    proposing.ignore(proposal=ProposedEntry.objects.get(source="mail"), by=world.staff)
    address = reverse("accompaniment:proposals")

    def shown(query=""):
        return [row.source for row, _ in as_staff.get(address + query).context["rows"]]

    assert shown() == ["calendar"]
    assert shown("?state=ignored") == ["mail"]
    assert shown("?state=") == ["calendar", "mail"]
    assert shown("?state=&source=mail") == ["mail"]
    export = b"".join(as_staff.get(f"{address}?export=csv").streaming_content).decode()
    assert "Point avec Tantely Soa" in export
    assert "Budget du forage" not in export


def test_how_many_wait_is_said_where_one_notes(soa, propose, as_staff):
    propose(EVENT, MAIL)
    for name in ("accompaniment:log", "reporting:today"):
        assert "2\u00a0lignes à confirmer" in as_staff.get(reverse(name)).content.decode()


def test_somebody_elses_proposal_does_not_exist(world, soa, propose, as_staff):
    propose(EVENT, person=world.admin)
    assert as_staff.get(only().get_absolute_url()).status_code == 404
    for name in ("proposal-ignore", "proposal-take-back"):
        address = reverse(f"accompaniment:{name}", args=[only().uid])
        assert as_staff.post(address).status_code == 404


SECRET = "https://agenda.test/secret-1234/basic.ics"
FILE = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:un@agenda\r\n"
    b"DTSTAMP:20260601T000000Z\r\nSUMMARY:Point Tantely Soa\r\nDTSTART:20260610T080000Z\r\n"
    b"DTEND:20260610T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def kept(world, as_staff, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    monkeypatch.setattr(
        calendar_reading.timezone,
        "now",
        lambda: datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC),
    )
    as_staff.post(reverse("accompaniment:calendar-address"), {"address": SECRET})
    return CalendarAddress.objects.get()


def test_an_address_is_kept_read_and_never_shown_again(world, soa, kept, as_staff, monkeypatch):
    monkeypatch.setattr(public_addresses, "read", lambda address, **given: FILE)
    jobs.run(Job.objects.get().uid)
    assert Job.objects.get().state == JobState.DONE
    assert only().organisation == soa
    kept.refresh_from_db()
    assert kept.read_at is not None
    html = as_staff.get(reverse("accompaniment:proposals")).content.decode()
    assert "agenda.test" in html
    assert "secret-1234" not in html
    assert "secret-1234" not in str(list(JournalEntry.objects.values_list("changes", flat=True)))


def test_what_went_wrong_is_said_until_it_is_read(kept, as_staff, monkeypatch):
    def fail(address, **given):
        raise public_addresses.AddressError("L'adresse ne répond pas.")

    monkeypatch.setattr(public_addresses, "read", fail)
    jobs.run(Job.objects.get().uid)
    assert Job.objects.get().state == JobState.FAILED
    html = as_staff.get(reverse("accompaniment:proposals")).content.decode()
    assert "adresse ne répond pas." in html


def test_a_forgotten_address_is_erased_and_read_no_more(kept, as_staff, monkeypatch):
    as_staff.post(reverse("accompaniment:calendar-address-forget"))
    assert not CalendarAddress.objects.exists()
    monkeypatch.setattr(public_addresses, "read", lambda *args, **given: pytest.fail("read"))
    jobs.run(Job.objects.get().uid)
    assert Job.objects.get().state == JobState.FAILED


def test_every_day_each_calendar_is_asked_but_those_of_who_left(world, kept):
    Job.objects.all().delete()
    CalendarAddress.objects.create(owner=world.network, person=world.officer, address=SECRET)
    assert calendar_reading.ask_for_all() == 1
    assert Job.objects.get().asked_by == world.staff


@pytest.mark.parametrize(
    "address", ["", "http://agenda.test/a.ics", "https://moi:mdp@agenda.test/"]
)
def test_an_address_that_is_not_safe_is_refused(world, as_staff, address):
    answer = as_staff.post(reverse("accompaniment:calendar-address"), {"address": address})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not CalendarAddress.objects.exists()


def test_a_mail_that_a_colleague_noted_already_is_said(world, soa, propose, as_staff):
    propose(MAIL)
    propose(MAIL, person=world.admin)
    mine = ProposedEntry.objects.get(person=world.staff)
    theirs = ProposedEntry.objects.get(person=world.admin)
    addresses = (reverse("accompaniment:proposals"), mine.get_absolute_url())
    for address in addresses:
        assert "déjà noté" not in as_staff.get(address).content.decode()
    theirs.session = AccompanimentSession.objects.get()
    theirs.state = ProposalState.CONFIRMED
    theirs.save()
    for address in addresses:
        assert "déjà noté" in as_staff.get(address).content.decode()
