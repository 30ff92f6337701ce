"""What the database refuses, and in which words."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accompaniment.enums import DatePrecision, SessionKind
from accompaniment.models import (
    Accompaniment,
    AccompanimentSession,
    FollowUpKind,
    FollowUpYear,
    SessionChannel,
)
from tests import factories

pytestmark = pytest.mark.django_db


def assert_refused(row, message):
    """In words by full_clean, and by the database itself when nobody asked for words."""
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert message in refused.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.fixture(params=[factories.SessionFactory, factories.WorkEntryFactory])
def entry(request):
    return request.param()


@pytest.mark.parametrize("minutes", [0, 24 * 60 + 1])
def test_a_duration_is_between_a_minute_and_a_day(entry, minutes):
    entry.minutes = minutes
    assert_refused(entry, "Une durée va de 1 minute à 24 heures.")


@pytest.mark.parametrize("minutes", [None, 1, 24 * 60])
def test_a_duration_within_a_day_or_unknown_is_accepted(entry, minutes):
    entry.minutes = minutes
    entry.full_clean()
    entry.save()


def test_a_total_taken_over_from_a_document_may_exceed_a_day_but_not_be_zero(entry):
    entry.taken_over, entry.minutes = True, 49 * 60
    entry.full_clean()
    entry.save()
    entry.minutes = 0
    assert_refused(entry, "Une durée va de 1 minute à 24 heures.")


def test_a_cancellation_needs_its_reason(entry):
    entry.cancelled_at = timezone.now()
    assert_refused(entry, "Une annulation a une date et un motif.")


def test_a_reason_alone_cancels_nothing(entry):
    entry.cancelled_reason = "en double"
    assert_refused(entry, "Une annulation a une date et un motif.")


@pytest.mark.parametrize("precision", ["month", "year", "period"])
def test_a_start_time_needs_a_date_known_to_the_day(entry, precision):
    entry.starts_at, entry.date_precision = datetime.time(9, 30), precision
    assert_refused(entry, "Une heure de début demande une date au jour.")


def test_a_line_is_imported_once_per_network(entry):
    entry.import_key = "clé"
    entry.save()
    again = type(entry).objects.get(pk=entry.pk)
    again.pk, again.uid, again._state.adding = None, uuid.uuid4(), True
    assert_refused(again, "Cette ligne a déjà été importée.")


@pytest.mark.parametrize("kind", ["mail", "documents", "mise_en_lien", "invitation", "relance"])
def test_an_untimed_kind_has_no_minutes(kind):
    session = factories.SessionFactory()
    session.kind = kind
    assert_refused(session, "Un mail, un envoi, une mise en lien n'ont pas de durée.")
    session.minutes = None
    session.full_clean()
    session.save()


def test_a_channel_is_chosen_once_per_session():
    session = factories.SessionFactory(channels=["visio"])
    assert_refused(SessionChannel(session=session, channel="visio"), "Ce canal est déjà choisi.")


def test_a_kind_of_project_is_chosen_once_per_year():
    year = factories.FollowUpYearFactory()
    FollowUpKind.objects.create(follow_up=year, kind="mobilite")
    assert_refused(
        FollowUpKind(follow_up=year, kind="mobilite"), "Ce type de projet est déjà choisi."
    )


def test_a_follow_up_has_one_page_per_convention():
    year = factories.FollowUpYearFactory()
    assert_refused(
        FollowUpYear(accompaniment=year.accompaniment, convention=year.convention),
        "Ce suivi a déjà une page pour cette convention.",
    )


def test_a_follow_up_has_one_page_to_attach():
    accompaniment = factories.AccompanimentFactory()
    FollowUpYear.objects.create(accompaniment=accompaniment)
    assert_refused(
        FollowUpYear(accompaniment=accompaniment), "Ce suivi a déjà une page à rattacher."
    )


def test_an_accompaniment_is_imported_once_per_network():
    first = factories.AccompanimentFactory(import_key="clé")
    assert_refused(
        Accompaniment(owner=first.owner, import_key="clé"),
        "Cet accompagnement a déjà été importé.",
    )
    factories.AccompanimentFactory(import_key="clé")


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        (DatePrecision.DAY, "1er mars 2023"),
        (DatePrecision.MONTH, "mars 2023"),
        (DatePrecision.YEAR, "2023"),
        (DatePrecision.PERIOD, "2023"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(precision, text):
    session = AccompanimentSession(date=datetime.date(2023, 3, 1), date_precision=precision)
    assert session.date_text == text


def test_channels_and_kinds_stand_in_the_order_of_their_lists():
    session = factories.SessionFactory(channels=["presentiel", "telephone"])
    assert session.channel_labels == ["Téléphone", "Présentiel"]
    for kind in ("jumelage", "mobilite"):
        FollowUpKind.objects.create(follow_up=session.follow_up, kind=kind)
    assert session.follow_up.kind_labels == ["Mobilité", "Jumelage"]


def test_an_entry_is_found_by_its_structure_and_its_line_without_accents():
    structure = factories.OrganisationFactory(name="Comité d'Étaples")
    session = factories.SessionFactory(
        follow_up__accompaniment__organisation=structure,
        organisation=structure,
        line="Réunion préparatoire",
        internal_note="Trésorerie fragile",
    )
    found = type(session).objects.matching
    assert found("ETAPLES reunion").get() == session
    assert not found("tresorerie").exists()


def test_what_is_not_held_or_was_cancelled_makes_no_figure():
    held = factories.SessionFactory()
    for state in ("planned", "missed", "cancelled"):
        factories.SessionFactory(follow_up=held.follow_up, state=state)
    factories.SessionFactory(
        follow_up=held.follow_up, cancelled_at=timezone.now(), cancelled_reason="en double"
    )
    assert type(held).objects.counted().get() == held


def test_a_proofreading_is_timed_and_a_mail_is_not():
    assert factories.SessionFactory(kind=SessionKind.PROOFREADING).is_timed
    assert not factories.SessionFactory(kind=SessionKind.MAIL, minutes=None).is_timed
