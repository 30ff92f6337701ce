"""The page of one entry: read, corrected, taken back, by those who may."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import AccompanimentSession, WorkEntry
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def session(world, holder):
    return factories.SessionFactory(
        follow_up=holder.accompaniments.get().years.get(),
        channels=["visio"],
        staff=[world.staff],
        line="Choix du pays",
        internal_note="Trésorerie fragile",
    )


@pytest.fixture
def work(world):
    commitment = factories.CommitmentFactory(convention=world.convention)
    return factories.WorkEntryFactory(
        convention=world.convention, commitment=commitment, internal_note="Trésorerie fragile"
    )


@pytest.fixture(params=["session", "work"])
def entry(request):
    return request.getfixturevalue(request.param)


def corrected(row, **given):
    """What the correction form sends, as its page filled it."""
    sent = {
        "date": row.date.isoformat(),
        "kind": row.kind,
        "duration": str(row.minutes),
        "line": row.line,
        "internal_note": row.internal_note,
        "convention": row.convention.reference,
        "staff": [str(person.uid) for person in row.staff.order_by("pk")],
    }
    if row.is_session:
        sent["channels"] = list(row.channel_codes)
    else:
        sent["commitment"] = str(row.commitment.uid) if row.commitment else ""
        sent["organisation"] = str(row.organisation.uid) if row.organisation else ""
        sent["promotion"] = row.promotion
    return sent | given


def removal(row):
    name = "session-remove" if row.is_session else "work-remove"
    return reverse(f"accompaniment:{name}", args=[row.uid])


def make_old(row):
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    type(row).objects.filter(pk=row.pk).update(created_at=hour_ago)
    row.refresh_from_db()


def test_the_correction_form_holds_what_is_noted(world, as_staff, session):
    fields = Page(as_staff.get(session.get_absolute_url())).fields
    for name, value in corrected(session, duration="1h").items():
        assert fields[name] == (value if isinstance(value, list) else [value])


def test_an_exchange_is_corrected(world, as_staff, session):
    sent = corrected(
        session,
        date="2026-03-04",
        kind="relecture",
        duration="1h15",
        channels=["mail"],
        line="Dossier",
        staff=[str(world.admin.uid)],
    )
    assert as_staff.post(session.get_absolute_url(), sent).url == session.get_absolute_url()
    session = AccompanimentSession.objects.get()
    assert (str(session.date), session.kind, session.minutes) == ("2026-03-04", "relecture", 75)
    assert (session.channel_codes, session.line) == (("mail",), "Dossier")
    assert session.staff.get() == world.admin


def test_work_is_corrected_and_keeps_its_action(world, as_staff, work):
    as_staff.post(work.get_absolute_url(), corrected(work, duration="", kind="deplacement"))
    corrected_work = WorkEntry.objects.get()
    assert (corrected_work.minutes, corrected_work.kind) == (None, "deplacement")
    assert corrected_work.commitment == work.commitment


def test_work_moved_to_another_convention_asks_for_its_action_again(world, as_staff, work):
    answer = as_staff.post(work.get_absolute_url(), corrected(work, convention="AUTRE-2026"))
    assert answer.status_code == 422
    assert "est pas celle de la convention : choisissez-en une" in answer.content.decode()
    other = factories.CommitmentFactory(convention=world.other_convention)
    moved = {"convention": "AUTRE-2026", "commitment": str(other.uid)}
    as_staff.post(work.get_absolute_url(), corrected(work, **moved))
    work.refresh_from_db()
    assert (work.convention, work.commitment) == (world.other_convention, other)


def test_the_action_the_structure_and_the_form_of_work_are_corrected(world, as_staff, work):
    action = factories.CommitmentFactory(convention=world.convention)
    met = factories.OrganisationFactory(owner=world.network)
    given = {"kind": "valorisation", "promotion": "stand"}
    given |= {"commitment": str(action.uid), "organisation": str(met.uid)}
    as_staff.post(work.get_absolute_url(), corrected(work, **given))
    work.refresh_from_db()
    assert (work.commitment, work.organisation, work.promotion) == (action, met, "stand")
    as_staff.post(work.get_absolute_url(), corrected(work, commitment="", organisation=""))
    work.refresh_from_db()
    assert (work.commitment, work.organisation) == (None, None)


def test_the_form_of_a_promotion_is_refused_for_other_work(as_staff, work):
    answer = as_staff.post(work.get_absolute_url(), corrected(work, promotion="stand"))
    assert answer.status_code == 422
    assert "Seule une valorisation a une forme (stand, relais…)." in answer.content.decode()


def test_an_exchange_moved_to_another_convention_moves_to_that_year(world, as_staff, session):
    as_staff.post(session.get_absolute_url(), corrected(session, convention="AUTRE-2026"))
    session.refresh_from_db()
    assert session.convention == session.follow_up.convention == world.other_convention


def test_a_refused_correction_keeps_what_was_typed_and_changes_nothing(as_staff, entry):
    sent = corrected(entry, duration="1h75", line="Autre chose", date="2026-03-09")
    answer = as_staff.post(entry.get_absolute_url(), sent)
    assert answer.status_code == 422
    page = Page(answer)
    assert "La durée « 1h75 » n'existe pas" in page.error("duration")
    kept = {name: page.fields[name][0] for name in ("duration", "line", "date")}
    assert kept == {"duration": "1h75", "line": "Autre chose", "date": "2026-03-09"}
    entry.refresh_from_db()
    assert entry.line != "Autre chose"


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("date", {"date": "2026-06-16"}, "n'est pas encore passé"),
        ("convention", {"date": "2025-03-02"}, "n'est pas dans la période de DEP-2026"),
        ("convention", {"convention": "CD62-1999"}, "n'existe pas"),
        ("kind", {"kind": "sieste"}, "sieste"),
    ],
)
def test_a_correction_says_what_is_wrong_beside_the_field(as_staff, entry, field, given, message):
    page = Page(as_staff.post(entry.get_absolute_url(), corrected(entry, **given)))
    assert message in page.error(field)


def test_an_exchange_cannot_lose_its_duration_but_becomes_a_mail(as_staff, session):
    address = session.get_absolute_url()
    page = Page(as_staff.post(address, corrected(session, duration="")))
    assert "Donnez la durée" in page.error("duration")
    assert as_staff.post(address, corrected(session, duration="", kind="mail")).status_code == 302
    assert AccompanimentSession.objects.get().minutes is None


def test_a_line_taken_over_without_duration_can_be_corrected(as_staff, session):
    session.minutes, session.taken_over, session.source = None, True, "Bilan 2025"
    session.save()
    sent = corrected(session, duration="", line="Précisé")
    assert as_staff.post(session.get_absolute_url(), sent).status_code == 302
    session.refresh_from_db()
    assert (session.line, session.minutes) == ("Précisé", None)


def test_a_total_taken_over_above_a_day_can_be_corrected(as_staff, session):
    session.minutes, session.taken_over, session.source = 49 * 60 + 30, True, "Bilan 2025"
    session.save()
    fields = Page(as_staff.get(session.get_absolute_url())).fields
    assert fields["duration"] == ["49h30"]
    sent = corrected(session, duration="49h30", line="Précisé")
    assert as_staff.post(session.get_absolute_url(), sent).status_code == 302
    session.refresh_from_db()
    assert (session.line, session.minutes) == ("Précisé", 49 * 60 + 30)


@pytest.mark.parametrize(("date", "text"), [("2026-03-09", "9 mars 2026"), ("2026-03-01", "2026")])
def test_a_date_corrected_to_the_day_is_known_to_the_day(as_staff, entry, date, text):
    entry.date, entry.date_precision = datetime.date(2026, 3, 1), "year"
    entry.save()
    as_staff.post(entry.get_absolute_url(), corrected(entry, date=date))
    entry.refresh_from_db()
    assert entry.date_text == text


def test_a_fresh_entry_is_deleted_from_its_page(as_staff, entry):
    assert "elle disparaîtra" in as_staff.get(entry.get_absolute_url()).content.decode()
    answer = as_staff.post(removal(entry), follow=True)
    assert "La ligne est retirée." in answer.content.decode()
    assert not type(entry).objects.exists()


def test_an_older_entry_is_cancelled_with_its_reason_and_says_so(as_staff, entry):
    make_old(entry)
    as_staff.post(removal(entry), {"reason": "en double"})
    entry.refresh_from_db()
    html = as_staff.get(entry.get_absolute_url()).content.decode()
    assert "Cette ligne est annulée (en double)" in html
    assert "Corriger cette ligne" not in html


@pytest.mark.parametrize("reason", ["", "x" * 301])
def test_an_older_entry_is_not_cancelled_without_a_fair_reason(as_staff, entry, reason):
    make_old(entry)
    answer = as_staff.post(removal(entry), {"reason": reason})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.error("reason")
    assert ("Dites pourquoi" in page.html) is (reason == "")
    entry.refresh_from_db()
    assert not entry.is_cancelled


def test_a_cancelled_entry_is_not_corrected(as_staff, entry):
    make_old(entry)
    as_staff.post(removal(entry), {"reason": "en double"})
    as_staff.post(entry.get_absolute_url(), corrected(entry, line="Autre chose"))
    entry.refresh_from_db()
    assert entry.line != "Autre chose"


def test_an_officer_reads_an_entry_of_their_convention_without_its_note(as_officer, entry):
    html = as_officer.get(entry.get_absolute_url()).content.decode()
    assert entry.convention.reference in html
    assert "Trésorerie" not in html
    assert "Note interne" not in html
    assert '<form method="post" novalidate' not in html


def test_an_officer_neither_corrects_nor_takes_back(as_officer, entry):
    assert as_officer.post(entry.get_absolute_url(), corrected(entry)).status_code == 403
    assert as_officer.post(removal(entry), {"reason": "non"}).status_code == 403
    entry.refresh_from_db()
    assert not entry.is_cancelled


def test_an_officer_of_another_funder_gets_404(client, world, entry):
    client.force_login(world.other_officer)
    assert client.get(entry.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("make", [factories.SessionFactory, factories.WorkEntryFactory])
def test_another_network_s_entry_is_404(as_staff, make):
    row = make()
    assert as_staff.get(row.get_absolute_url()).status_code == 404
    assert as_staff.post(row.get_absolute_url(), corrected(row)).status_code == 404
    assert as_staff.post(removal(row)).status_code == 404


@pytest.mark.parametrize("make", [factories.SessionFactory, factories.WorkEntryFactory])
def test_who_is_only_officer_in_another_network_reads_there_and_writes_nothing(
    as_staff, world, make
):
    row = make(internal_note="Trésorerie")
    factories.MembershipFactory(
        user=world.staff, organisation=row.convention.funder, role="officer"
    )
    html = as_staff.get(row.get_absolute_url()).content.decode()
    assert "Trésorerie" not in html
    assert "Corriger cette ligne" not in html
    assert as_staff.post(row.get_absolute_url(), corrected(row)).status_code == 403
    assert as_staff.post(removal(row)).status_code == 403
    assert type(row).objects.standing().filter(pk=row.pk).exists()


def test_an_exchange_noted_under_the_wrong_structure_moves_to_the_right_one(as_staff, world):
    wrong = factories.SessionFactory(follow_up__convention=world.convention, channels=["visio"])
    right = factories.OrganisationFactory(owner=world.network, name="Foyer rural")
    page = as_staff.get(wrong.get_absolute_url())
    assert wrong.organisation.name in page.content.decode()
    sent = {
        "organisation": str(right.uid),
        "date": "2026-03-02",
        "kind": "echange",
        "channels": ["visio"],
        "duration": "1h",
        "convention": "DEP-2026",
    }
    assert as_staff.post(wrong.get_absolute_url(), sent).status_code == 302
    wrong.refresh_from_db()
    assert wrong.organisation == right
    assert wrong.follow_up.accompaniment.organisation == right
    assert wrong.follow_up.convention == world.convention


def test_a_structure_of_elsewhere_is_refused_with_words_and_the_row_stays(as_staff, world):
    row = factories.SessionFactory(follow_up__convention=world.convention, channels=["visio"])
    stranger = factories.OrganisationFactory(name="Structure d'un autre réseau")
    for value in (str(stranger.uid), "n'importe quoi"):
        page = as_staff.post(
            row.get_absolute_url(),
            {"organisation": value, "date": "2026-03-02", "kind": "echange", "duration": "1h"},
        )
        html = page.content.decode()
        assert page.status_code == 422
        assert "choisissez-la dans la liste" in html
        assert stranger.name not in html
    before = row.organisation
    row.refresh_from_db()
    assert row.organisation == before
