"""One holder over the years, and the page where a year's mode is set."""

import pytest
from django.urls import reverse

from accompaniment.enums import Mode
from partnership.models import JournalEntry
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def year(holder):
    return holder.accompaniments.get().years.get()


@pytest.fixture
def address(year):
    return reverse("accompaniment:follow-up", args=[year.uid])


def test_the_page_shows_what_is_set(as_staff, year, address):
    year.kinds.create(kind="mobilite")
    fields = Page(as_staff.get(address)).fields
    assert (fields["mode"], fields["kinds"]) == (["reinforced"], ["mobilite"])


def test_a_mistaken_mode_and_the_kinds_are_corrected(as_staff, year, address):
    answer = as_staff.post(address, {"mode": "advice", "kinds": ["mobilite", "jumelage"]})
    assert answer.url == year.get_absolute_url()
    year.refresh_from_db()
    assert (year.mode, year.mode_from_on) == (Mode.ADVICE, None)
    html = as_staff.get(answer.url).content.decode()
    assert "Appui-conseil" in html
    assert "Mobilité, Jumelage" in html
    assert JournalEntry.objects.get(subject_uid=year.uid).changes["mode"] == [
        "reinforced",
        "advice",
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kinds": ["mobilite"]}, "mode"),
        ({"mode": "unknown"}, "mode"),
        ({"mode": "advice", "kinds": ["voyage"]}, "kinds"),
    ],
)
def test_a_refused_follow_up_keeps_what_was_chosen(as_staff, year, address, sent, field):
    answer = as_staff.post(address, sent)
    assert answer.status_code == 422
    page = Page(answer)
    assert answer.context["form"].errors.keys() == {field}
    assert page.fields["kinds"] == [kind for kind in sent.get("kinds", []) if kind == "mobilite"]
    year.refresh_from_db()
    assert (year.mode, year.kinds.count()) == (Mode.REINFORCED, 0)


def test_a_year_to_attach_is_set_too(as_staff, holder):
    year = factories.FollowUpYearFactory(accompaniment=holder.accompaniments.get(), convention=None)
    address = reverse("accompaniment:follow-up", args=[year.uid])
    assert "Suivi à rattacher" in as_staff.get(address).content.decode()
    assert as_staff.post(address, {"mode": "contact"}).status_code == 302


def test_an_officer_reads_a_follow_up_of_theirs_and_does_not_set_it(as_officer, year, address):
    factories.SessionFactory(follow_up=year)
    year.internal_note, year.involvement = "Trésorerie fragile", "Très présents"
    year.save()
    html = as_officer.get(address).content.decode()
    assert "Très présents" in html
    for secret in ("Trésorerie fragile", "Note interne", 'name="needs"'):
        assert secret not in html
    assert as_officer.post(address, {"mode": "advice"}).status_code == 403
    year.refresh_from_db()
    assert year.mode == Mode.REINFORCED


def test_another_network_s_follow_up_is_404(as_staff):
    year = factories.FollowUpYearFactory()
    assert as_staff.get(reverse("accompaniment:follow-up", args=[year.uid])).status_code == 404
    assert as_staff.get(year.accompaniment.get_absolute_url()).status_code == 404


def test_who_is_only_officer_in_another_network_sets_no_follow_up_there(as_staff, world):
    year = factories.SessionFactory().follow_up
    factories.MembershipFactory(
        user=world.staff, organisation=year.convention.funder, role="officer"
    )
    html = as_staff.get(year.accompaniment.get_absolute_url()).content.decode()
    assert "Préciser le suivi" not in html
    address = reverse("accompaniment:follow-up", args=[year.uid])
    assert as_staff.post(address, {"mode": "advice"}).status_code == 403
    year.refresh_from_db()
    assert year.mode == Mode.REINFORCED


def test_a_holder_s_page_shows_its_years_and_exchanges_to_the_association(
    as_staff, world, holder, year
):
    later = factories.FollowUpYearFactory(
        accompaniment=year.accompaniment, convention=world.other_convention, mode=Mode.ADVICE
    )
    for one in (year, later):
        factories.SessionFactory(follow_up=one, line=f"Sous {one.convention}")
    html = as_staff.get(year.accompaniment.get_absolute_url()).content.decode()
    for text in ("Lycée de Béthune", "Sous DEP-2026", "Sous AUTRE-2026", "Appui-conseil"):
        assert text in html
    assert f"?structure={holder.uid}" in html


def test_an_officer_sees_of_a_holder_only_what_hangs_on_their_conventions(as_officer, world, year):
    later = factories.FollowUpYearFactory(
        accompaniment=year.accompaniment, convention=world.other_convention, mode=Mode.ADVICE
    )
    for one in (year, later):
        factories.SessionFactory(
            follow_up=one, line=f"Sous {one.convention}", internal_note="Trésorerie"
        )
    html = as_officer.get(year.accompaniment.get_absolute_url()).content.decode()
    assert "Sous DEP-2026" in html
    for secret in ("AUTRE-2026", "Appui-conseil", "Trésorerie", "Préciser le suivi"):
        assert secret not in html


def test_a_holder_only_of_another_funder_is_404_for_an_officer(as_officer, world):
    year = factories.FollowUpYearFactory(convention=world.other_convention)
    assert as_officer.get(year.accompaniment.get_absolute_url()).status_code == 404
