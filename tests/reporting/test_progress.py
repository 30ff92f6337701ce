"""What the convention's page says of each action of the programme."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.actions import change_session
from accompaniment.enums import Mode
from partnership.enums import ConventionState
from partnership.models import Commitment, Convention
from reporting.progress import CommitmentProgress, moved_by, progress_of
from tests import factories


@pytest.fixture
def reading(world):
    return factories.ReadingFactory(
        commitment__convention=world.convention, beside=["accompaniment.organisations"]
    )


def _log(world, **fields):
    return factories.SessionFactory(follow_up__convention=world.convention, **fields)


def test_a_commitment_reads_planned_and_done_in_the_conventions_words(world, reading):
    _log(world)
    _log(world)
    [one] = progress_of(world.convention)
    assert one.target_text == "30\u00a0accompagnements prévus"
    assert one.done_text == "2\u00a0sessions, 2\u00a0structures"
    assert one.bar_text == "2 pour 30 prévus"
    assert one.last_on == datetime.date(2026, 3, 2)


def test_above_the_target_the_bar_is_full_and_the_words_say_how_much(world, reading):
    reading.commitment.target = 1
    reading.commitment.unit = "accompagnement"
    reading.commitment.save()
    _log(world)
    _log(world)
    [one] = progress_of(world.convention)
    assert (one.percent, one.bar_width, one.bar_text) == (200, 100, "2 pour 1 prévu")


@pytest.mark.parametrize(
    ("done", "target", "percent"),
    [(4, 6, 67), (1, 3, 33), (1, 8, 13), (199, 200, 99), (200, 200, 100), (201, 200, 101)],
)
def test_the_percentage_is_rounded_half_up_and_never_100_before_the_target(done, target, percent):
    commitment = Commitment(number=1, text="Action", target=target, unit="sessions")
    reading = SimpleNamespace(figure=SimpleNamespace(value=done), is_accepted=True)
    one = CommitmentProgress(commitment, (reading,), None)
    assert one.percent == percent


def test_where_nothing_at_all_is_noted_no_zero_is_read(as_officer, world, reading):
    [one] = progress_of(world.convention)
    assert (one.done_text, one.bar_text) == ("rien n'est encore noté dans Trame", "")
    assert (one.value, one.percent) == (None, None)
    page = as_officer.get(reverse("reporting:convention", args=["DEP-2026"])).content.decode()
    assert "rien n&#x27;est encore noté dans Trame" in page
    assert "pour 30" not in page


def test_a_commitment_without_a_reading_is_not_followed_yet_and_never_zero(world):
    factories.CommitmentFactory(convention=world.convention)
    _log(world)
    [one] = progress_of(world.convention)
    assert one.done_text == "pas encore suivi dans Trame"
    assert one.value is None


def test_a_reading_filters_what_it_counts(world):
    factories.ReadingFactory(
        commitment__convention=world.convention, filters={"channel": ["visio"]}
    )
    _log(world, channels=["visio"])
    _log(world, channels=["telephone"])
    [one] = progress_of(world.convention)
    assert one.value == 1


def test_what_was_cancelled_planned_missed_or_outside_the_period_does_not_count(world, reading):
    _log(world, state="planned")
    _log(world, state="missed")
    _log(world, date=datetime.date(2025, 12, 31))
    _log(world, follow_up__mode=Mode.CONTACT)
    _log(world, kind="mail", minutes=None)
    _log(world, kind="relecture")
    [one] = progress_of(world.convention)
    assert one.value == 0


def test_work_is_followed_before_the_vote(as_officer, world, reading):
    Convention.objects.filter(pk=world.convention.pk).update(state=ConventionState.PROPOSED)
    _log(world)
    text = as_officer.get(reverse("reporting:convention", args=["DEP-2026"])).content.decode()
    assert "subvention proposée, non votée" in text
    assert "1\u00a0session" in text


def test_an_entry_names_the_commitments_that_it_moved(world, reading):
    first = _log(world)
    [moved] = moved_by(world.convention, str(first.uid))
    assert moved.progress.commitment == reading.commitment
    assert moved.before == 0


def test_each_figure_of_the_page_leads_to_its_rows(as_officer, world, reading):
    session = _log(world, line="Budget du forage", internal_note="entre nous")
    page = as_officer.get(reverse("reporting:convention", args=["DEP-2026"])).content.decode()
    address = reverse("reporting:figure", args=["DEP-2026", "accompaniment.sessions"])
    assert f'href="{address}"' in page
    rows = as_officer.get(address).content.decode()
    assert session.get_absolute_url() in rows
    assert "Budget du forage" in rows
    assert "entre nous" not in rows


def test_a_figure_that_does_not_exist_is_a_404(as_officer, world):
    address = reverse("reporting:figure", args=["DEP-2026", "accompaniment.unknown"])
    assert as_officer.get(address).status_code == 404


def test_a_published_value_stands_in_where_no_row_gives_the_figure(client, demonstration):
    from partnership.demonstration import LOGINS
    from partnership.models import User

    client.force_login(User.objects.get(email=LOGINS[2].email))
    page = client.get(reverse("reporting:convention", args=["CD62-2023"])).content.decode()
    assert "repris du bilan publié" in page
    assert "18h" in page
    address = reverse("reporting:figure", args=["CD62-2023", "accompaniment.proofreading_minutes"])
    assert "on comptabilise à ce jour 18h de relecture" in client.get(address).content.decode()


def test_a_reading_proposed_after_the_accepted_one_shows_both_values(as_officer, world):
    commitment = factories.CommitmentFactory(convention=world.convention)
    factories.ReadingFactory(
        commitment=commitment,
        proposed_by=world.association,
        accepted_by=world.funder,
        accepted_at=timezone.now(),
    )
    factories.ReadingFactory(
        commitment=commitment,
        figure_id="accompaniment.minutes",
        valid_from=datetime.date(2026, 6, 1),
    )
    _log(world)
    page = as_officer.get(reverse("reporting:convention", args=["DEP-2026"])).content.decode()
    assert "1\u00a0session<" in page
    assert "autre lecture proposée" in page
    assert "</span> 1h." in page


def test_an_officer_reads_the_names_behind_a_number_of_structures(as_officer, world, reading):
    session = _log(world, staff=[world.staff])
    for figure_id, name in (
        ("accompaniment.organisations", session.organisation.name),
        ("accompaniment.staff", str(world.staff)),
    ):
        address = reverse("reporting:figure", args=["DEP-2026", figure_id])
        html = as_officer.get(address).content.decode()
        assert name in html
        assert "non visible" not in html


def test_an_officer_no_longer_sees_a_holder_whose_exchange_was_moved_away(as_officer, world):
    session = _log(world)
    change_session(
        session=session,
        by=world.staff,
        channels=[],
        staff=[],
        convention=world.other_convention,
    )
    page = as_officer.get(reverse("accompaniment:follow-ups")).content.decode()
    assert session.organisation.name not in page
    address = session.follow_up.accompaniment.get_absolute_url()
    assert as_officer.get(address).status_code == 404
