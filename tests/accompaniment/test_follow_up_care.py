"""Editing a follow-up, converting it, calling back, handing over: what people do on the pages."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import actions
from accompaniment.enums import Mode
from accompaniment.models import FollowUpYear, SessionHelp
from partnership.models import JournalEntry
from tests import factories
from tests.accompaniment.conftest import TODAY
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def year(world, holder):
    year = holder.accompaniments.get().years.get()
    actions.set_follow_up(follow_up=year, mode="advice", kinds=[], by=world.staff)
    year.refresh_from_db()
    return year


@pytest.fixture
def meet(year):
    def meet(count):
        for number in range(count):
            factories.SessionFactory(
                follow_up=year, date=datetime.date(2026, 2, 1 + number), channels=["visio"]
            )

    return meet


def as_shown(client, year):
    """What the edit form would send again."""
    fields = Page(client.get(year.get_absolute_url())).fields
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def test_what_is_written_of_a_follow_up_is_kept_and_journaled(as_staff, world, holder, year):
    project = factories.ProjectFactory(organisation=holder)
    given = {
        "lead": str(world.admin.uid),
        "projects": [str(project.uid)],
        "needs": "Un budget",
        "involvement": "Très présents",
        "outcome": "Déposé",
        "next_steps": "Préparer le départ",
        "internal_note": "Fragile",
        "reminded_on": "2026-06-01",
        "review_on": "2026-07-01",
    }
    answer = as_staff.post(year.get_absolute_url(), as_shown(as_staff, year) | given)
    assert answer.status_code == 302
    year.refresh_from_db()
    assert (year.lead, list(year.projects.all())) == (world.admin, [project])
    assert (year.involvement, year.outcome) == ("Très présents", "Déposé")
    assert (year.reminded_on, year.review_on) == (
        datetime.date(2026, 6, 1),
        datetime.date(2026, 7, 1),
    )
    changes = JournalEntry.objects.filter(subject_uid=year.uid).order_by("pk").last().changes
    assert changes["needs"] == ["", "Un budget"]
    html = as_staff.get(year.get_absolute_url()).content.decode()
    for words in ("Très présents", "Fragile", "1er juillet 2026", project.title):
        assert words in html


def test_what_a_colleague_wrote_meanwhile_is_not_lost(as_staff, world, year):
    shown = as_shown(as_staff, year)
    actions.set_follow_up(
        follow_up=year, mode="advice", kinds=[], by=world.admin, needs="Écrit entre-temps"
    )
    answer = as_staff.post(year.get_absolute_url(), shown | {"needs": "Mon texte"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Quelqu&#x27;un a modifié ce suivi" in html
    assert "Écrit entre-temps" in html
    assert Page(answer).fields["needs"] == ["Mon texte"]
    again = {name: values for name, values in Page(answer).fields.items()}
    assert as_staff.post(year.get_absolute_url(), again).status_code == 302
    year.refresh_from_db()
    assert year.needs == "Mon texte"


def test_a_person_of_another_team_or_another_s_project_is_no_choice(as_staff, world, year):
    stranger, project = factories.MembershipFactory().user, factories.ProjectFactory()
    factories.ProjectFactory(organisation=year.accompaniment.organisation)
    sent = as_shown(as_staff, year) | {"lead": str(stranger.uid), "projects": [str(project.uid)]}
    answer = as_staff.post(year.get_absolute_url(), sent)
    assert answer.context["form"].errors.keys() == {"lead", "projects"}


@pytest.mark.parametrize(
    ("insee", "verdict"),
    [("62119", "Éligible"), ("59350", "Non éligible"), ("", "À vérifier")],
)
def test_the_holder_s_place_is_judged_by_the_funder_s_territory(
    as_officer, world, holder, year, insee, verdict
):
    factories.SessionFactory(follow_up=year)
    holder.insee_code, world.funder.territory = insee, "62"
    holder.save()
    world.funder.save()
    assert f"</svg>{verdict}</span>" in as_officer.get(year.get_absolute_url()).content.decode()


def test_a_funder_without_a_territory_makes_nobody_eligible(as_staff, world, year):
    html = as_staff.get(year.get_absolute_url()).content.decode()
    assert "Aucun territoire n'est noté pour ce financeur" in html
    assert "Éligible</span>" not in html


def test_going_on_all_the_same_says_why_who_and_when_to_both_sides(client, world, holder, year):
    factories.SessionFactory(follow_up=year)
    holder.insee_code, world.funder.territory = "59350", "62"
    holder.save()
    world.funder.save()
    client.force_login(world.staff)
    sent = as_shown(client, year) | {"waived_reason": "Les jeunes sont du département"}
    client.post(year.get_absolute_url(), sent)
    year.refresh_from_db()
    assert (year.waived_on, year.waived_by) == (TODAY, world.staff)
    client.force_login(world.officer)
    html = " ".join(client.get(year.get_absolute_url()).content.decode().split())
    assert "Accompagné bien que non éligible" in html
    assert f"dit le 15 juin 2026 par {world.staff} : Les jeunes sont du département" in html
    actions.set_follow_up(follow_up=year, mode="advice", kinds=[], by=world.staff, waived_reason="")
    year.refresh_from_db()
    assert (year.waived_on, year.waived_by) == (None, None)


def test_points_of_help_are_summed_over_the_exchanges_held(as_staff, year, meet):
    meet(2)
    for session in year.sessions.all():
        SessionHelp.objects.create(session=session, point="partenaires")
    SessionHelp.objects.create(session=session, point="bilan")
    cancelled = factories.SessionFactory(follow_up=year, state="missed")
    SessionHelp.objects.create(session=cancelled, point="coherence")
    html = as_staff.get(year.get_absolute_url()).content.decode()
    assert "Recherche de partenaires (2), Bilan de fin de projet (1)</dd>" in html


@pytest.mark.parametrize("htmx", [True, False])
def test_logging_the_fourth_meeting_says_so_and_offers_the_conversion(
    as_staff, send, year, meet, htmx
):
    convert = reverse("accompaniment:convert", args=[year.uid])
    meet(2)
    send(htmx=True, channels=["visio"])
    answer = send(htmx=htmx, channels=["visio"])
    html = (answer if htmx else as_staff.get(answer.url)).content.decode()
    assert "4e rendez-vous d&#x27;appui-conseil (3 prévus)" in html
    assert convert in html


def test_a_call_after_three_meetings_is_no_fourth(send, meet):
    meet(3)
    assert "rendez-vous d&#x27;appui-conseil" not in send(htmx=True).content.decode()


@pytest.mark.parametrize("who", ["staff", "officer"])
@pytest.mark.parametrize("page", ["follow-ups", "entries"])
def test_both_sides_lists_flag_the_fourth_meeting(client, world, meet, page, who):
    client.force_login(getattr(world, who))
    meet(3)
    address = reverse(f"accompaniment:{page}")
    assert "appui-conseil (3 prévus)" not in client.get(address).content.decode()
    meet(1)
    assert "4e rendez-vous d&#x27;appui-conseil (3 prévus)" in client.get(address).content.decode()


def test_the_story_leads_from_the_flag_to_the_conversion(client, world, year, meet):
    story = year.accompaniment.get_absolute_url()
    conversion = reverse("accompaniment:convert", args=[year.uid])
    client.force_login(world.staff)
    meet(3)
    assert conversion not in client.get(story).content.decode()
    meet(1)
    assert conversion in client.get(story).content.decode()
    client.force_login(world.officer)
    assert conversion not in client.get(story).content.decode()


def test_the_conversion_proposes_a_reason_and_is_done_in_one_click(as_staff, year, meet):
    meet(4)
    address = reverse("accompaniment:convert", args=[year.uid])
    fields = Page(as_staff.get(address)).fields
    assert fields["from_on"] == ["2026-06-15"]
    assert "4 rendez-vous d'appui-conseil déjà tenus (3 prévus)" in fields["reason"][0]
    assert as_staff.post(address, fields).url == year.get_absolute_url()
    year.refresh_from_db()
    assert (year.mode, year.mode_from_on) == (Mode.REINFORCED, TODAY)
    html = as_staff.get(year.get_absolute_url()).content.decode()
    assert "Appui-conseil → Accompagnement renforcé" in html
    assert address not in html


def test_a_refused_conversion_keeps_what_was_typed(as_staff, year):
    address = reverse("accompaniment:convert", args=[year.uid])
    sent = {"uid": str(uuid.uuid4()), "from_on": "2026-06-16", "reason": "Mon motif"}
    answer = as_staff.post(address, sent)
    assert answer.status_code == 422
    assert "n&#x27;est pas encore passé" in answer.content.decode()
    assert Page(answer).fields["reason"] == ["Mon motif"]


@pytest.fixture
def awaited(world, year):
    """Mine late, mine in a week, mine later, a colleague's."""

    def led(name, lead, review_on):
        row = factories.FollowUpYearFactory(
            convention=world.convention,
            accompaniment__organisation__name=name,
            lead=lead,
            review_on=review_on,
        )
        factories.SessionFactory(follow_up=row, line=f"Échange {name}")
        return row

    days = datetime.timedelta
    return [
        led("En retard", world.staff, TODAY - days(1)),
        led("Bientôt", world.staff, TODAY + days(7)),
        led("Plus tard", world.staff, TODAY + days(8)),
        led("À Dominique", world.admin, TODAY),
    ]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["En retard", "Bientôt"]),
        ("?lead=equipe", ["En retard", "À Dominique", "Bientôt"]),
        ("?lead={admin}", ["À Dominique"]),
        ("?lead=inconnu", []),
    ],
)
def test_whom_to_call_back_is_mine_or_the_team_s(as_staff, world, awaited, asked, names):
    address = reverse("accompaniment:callbacks") + asked.format(admin=world.admin.uid)
    answer = as_staff.get(address)
    assert [str(row.accompaniment) for row in answer.context["page"].object_list] == names
    if names:
        assert f"Échange {names[0]}" in answer.content.decode()


def test_whom_to_call_back_goes_out_as_a_table(as_staff, awaited):
    answer = as_staff.get(reverse("accompaniment:callbacks") + "?export=csv")
    text = answer.getvalue().decode()
    assert "En retard" in text
    assert "Plus tard" not in text


def test_called_back_today_in_one_click_and_again_later(as_staff, awaited):
    late = awaited[0]
    address = reverse("accompaniment:reminded", args=[late.uid])
    assert as_staff.post(address, {"review_on": "2026-07-01"}).status_code == 302
    late.refresh_from_db()
    assert (late.reminded_on, late.review_on) == (TODAY, datetime.date(2026, 7, 1))
    as_staff.post(address, {"review_on": ""})
    late.refresh_from_db()
    assert late.review_on is None
    assert JournalEntry.objects.filter(subject_uid=late.uid).count() == 2


def test_a_wrong_day_to_call_back_is_said(as_staff, awaited):
    address = reverse("accompaniment:reminded", args=[awaited[0].uid])
    answer = as_staff.post(address, {"review_on": "31/02/2026"})
    assert answer.status_code == 422
    assert "n&#x27;est pas comprise" in answer.content.decode()


def test_one_s_follow_ups_go_to_a_colleague_in_one_go(as_staff, world, awaited):
    address = reverse("accompaniment:hand-over")
    fields = Page(as_staff.get(address)).fields
    mine = {str(row.uid) for row in awaited[:3]}
    assert set(fields["follow_ups"]) == mine
    kept = str(awaited[2].uid)
    sent = {"uid": fields["uid"], "to": str(world.admin.uid), "follow_ups": list(mine - {kept})}
    answer = as_staff.post(address, sent)
    for row in awaited:
        row.refresh_from_db()
    assert [row.lead for row in awaited[:3]] == [world.admin, world.admin, world.staff]
    html = as_staff.get(answer.url).content.decode()
    assert f"2\u00a0suivis passés à {world.admin}" in html
    assert "Échange En retard" in html
    assert "Échange Plus tard" not in html


def test_a_handing_over_still_says_to_whom_once_passed_on(as_staff, world, awaited):
    first = uuid.uuid4()
    for uid, to in ((first, world.admin), (uuid.uuid4(), world.staff)):
        read = FollowUpYear.objects.filter(pk=awaited[0].pk)
        actions.hand_over(follow_ups=read, to=to, by=world.staff, uid=uid)
    html = as_staff.get(reverse("accompaniment:handed-over", args=[first])).content.decode()
    assert f"1\u00a0suivi passé à {world.admin}" in html


@pytest.mark.parametrize("missing", ["to", "follow_ups"])
def test_handing_over_nothing_or_to_nobody_is_refused(as_staff, world, awaited, missing):
    sent = {
        "uid": str(uuid.uuid4()),
        "to": str(world.admin.uid),
        "follow_ups": [str(awaited[0].uid)],
    }
    del sent[missing]
    answer = as_staff.post(reverse("accompaniment:hand-over"), sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {missing})


def test_a_follow_up_that_somebody_passed_on_meanwhile_is_not_passed_again(world, awaited):
    read = [FollowUpYear.objects.get(pk=awaited[0].pk)]
    third = factories.MembershipFactory(organisation=world.association).user
    actions.hand_over(follow_ups=awaited[:1], to=third, by=world.staff, uid=uuid.uuid4())
    with pytest.raises(ValidationError, match="vient de passer"):
        actions.hand_over(follow_ups=read, to=world.admin, by=world.staff, uid=uuid.uuid4())
    assert FollowUpYear.objects.get(pk=read[0].pk).lead == third


def test_a_follow_up_of_another_network_is_not_handed_over(as_staff, world, awaited):
    stranger = factories.FollowUpYearFactory(lead=world.staff)
    sent = {
        "uid": str(uuid.uuid4()),
        "to": str(world.admin.uid),
        "follow_ups": [str(stranger.uid)],
    }
    assert as_staff.post(reverse("accompaniment:hand-over"), sent).status_code == 422


def test_a_story_handed_over_takes_ten_lines_at_most(as_staff, world, awaited):
    from accompaniment.following.handing_over import passed_in, short_stories

    row = awaited[0]
    for name in ("needs", "outcome", "next_steps", "involvement"):
        setattr(row, name, "Beaucoup de mots. " * 60)
    row.save()
    row.kinds.create(kind="mobilite")
    for number in range(9):
        factories.SessionFactory(follow_up=row, date=datetime.date(2026, 4, 1 + number))
    passing = uuid.uuid4()
    actions.hand_over(follow_ups=[row], to=world.admin, by=world.staff, uid=passing)
    [story] = short_stories(passed_in(passing, world.admin).rows, world.admin)
    assert len(story.lines) == 9
    assert max(len(words) for _, words in story.lines) <= 181
    assert [what for what, _ in story.lines[3:6]] == [
        "9 avril 2026",
        "8 avril 2026",
        "7 avril 2026",
    ]


def test_the_next_year_keeps_who_follows_and_the_needs(world, year):
    actions.set_follow_up(
        follow_up=year, mode="advice", kinds=[], by=world.staff, lead=world.admin, needs="Un budget"
    )
    following = actions.open_follow_up(
        owner=world.network,
        organisation=year.accompaniment.organisation,
        convention=world.other_convention,
        by=world.staff,
    )
    assert (following.lead, following.needs) == (world.admin, "Un budget")
