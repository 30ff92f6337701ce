"""The pages of collective times, for the team and for officers."""

from __future__ import annotations

import csv
import datetime
import io
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.enums import GatheringState, Presence
from accompaniment.models import CoFacilitator, Gathering, GatheringShare, GatheringWorker
from tests import factories
from tests.downloads import end

pytestmark = pytest.mark.usefixtures("in_june")
NEW = "accompaniment:gathering-new"


def management(**counts):
    return {
        f"{prefix}-{name}": str(number)
        for prefix, count in counts.items()
        for name, number in (("TOTAL_FORMS", count), ("INITIAL_FORMS", 0))
    }


@pytest.fixture
def typed(world):
    """What the browser sends for a workshop of two dates; say only what is different."""

    def typed(**given):
        return (
            management(dates=2, parts=1, salaries=1, partenaires=1)
            | {
                "uid": str(uuid.uuid4()),
                "kind": "atelier",
                "title": "Atelier budget",
                "place_kind": "ailleurs",
                "town": "Arras",
                "dates-0-uid": str(uuid.uuid4()),
                "dates-0-date": "2026-03-10",
                "dates-0-starts_at": "13:30",
                "dates-0-ends_at": "17:00",
                "dates-1-uid": str(uuid.uuid4()),
                "dates-1-date": "2026-03-17",
                "dates-1-duration": "1h30",
                "parts-0-uid": str(uuid.uuid4()),
                "parts-0-serves": f"convention:{world.convention.uid}",
                "salaries-0-uid": str(uuid.uuid4()),
                "salaries-0-person": str(world.staff.uid),
                "salaries-0-preparation": "2h",
                "partenaires-0-uid": str(uuid.uuid4()),
                "partenaires-0-name": "Alix Agent",
                "partenaires-0-organisation": str(world.funder.uid),
            }
            | given
        )

    return typed


@pytest.fixture
def shared(world):
    """A gathering held for both conventions, with people of two territories."""
    world.funder.territory, world.other_funder.territory = "62", "59"
    world.funder.save(), world.other_funder.save()
    gathering = factories.GatheringFactory(
        owner=world.network, title="Rencontre", stated_participants=13, internal_note="SECRET"
    )
    for convention, percent in ((world.convention, 60), (world.other_convention, 40)):
        GatheringShare.objects.create(
            gathering=gathering, convention=convention, percent=Decimal(percent)
        )
    for code, people in (("62041", 5), ("59350", 7)):
        structure = factories.OrganisationFactory(owner=world.network, insee_code=code)
        factories.AttendanceFactory(gathering=gathering, organisation=structure, people=people)
    CoFacilitator.objects.create(gathering=gathering, organisation=world.other_funder, name="Zoé")
    return gathering


def text_of(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_two_dates_a_convention_and_people_make_one_gathering(as_staff, typed, world):
    answer = as_staff.post(reverse(NEW), typed())
    row = Gathering.objects.get()
    assert answer.url == row.get_absolute_url()
    assert [one.minutes for one in row.standing_dates] == [210, 90]
    assert row.shares.get().percent == 100
    assert row.workers.get().preparation_minutes == 120
    assert row.co_facilitators.get().organisation == world.funder
    page = text_of(as_staff.get(answer.url))
    for words in ("10 mars 2026 et 17 mars 2026", "13h30-17h00", "5h", "Alix Agent (Département)"):
        assert words in page


def test_the_same_page_sent_twice_makes_one(as_staff, typed):
    sent = typed()
    as_staff.post(reverse(NEW), sent)
    assert as_staff.post(reverse(NEW), sent).status_code == 302
    assert Gathering.objects.get().dates.count() == 2


def test_a_page_used_again_for_another_one_is_refused_then_goes_through(as_staff, typed):
    sent = typed()
    as_staff.post(reverse(NEW), sent)
    answer = as_staff.post(reverse(NEW), sent | {"title": "Un autre"})
    assert answer.status_code == 422
    renewed = answer.context["forms"].form["uid"].value()
    answer = as_staff.post(reverse(NEW), sent | {"title": "Un autre", "uid": renewed})
    assert answer.status_code == 302
    assert Gathering.objects.count() == 2


def test_without_a_choice_it_serves_the_convention_of_its_date(as_staff, typed, world):
    world.other_convention.delete()
    as_staff.post(reverse(NEW), typed(**{"parts-0-serves": ""}))
    assert Gathering.objects.get().shares.get().convention == world.convention


def test_several_conventions_possible_are_asked_about(as_staff, typed):
    answer = as_staff.post(reverse(NEW), typed(**{"parts-0-serves": ""}))
    assert answer.status_code == 422
    assert "Plusieurs conventions couvrent cette date" in text_of(answer)
    answer = as_staff.post(reverse(NEW), typed(**{"parts-0-serves": "", "serves_none": "on"}))
    assert answer.status_code == 302
    assert not Gathering.objects.get().shares.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Donnez un intitulé."),
        ({"dates-0-date": ""}, "Donnez le jour."),
        ({"dates-0-ends_at": "13:00"}, "La fin précède le début"),
        ({"dates-0-date": "2025-03-10", "dates-1-date": "2025-03-17"}, "n'est pas dans la période"),
        ({"parts-0-percent": "120"}, "100"),
        ({"salaries-0-person": str(uuid.uuid4())}, "n'est pas de l'équipe"),
        ({"link": "visio"}, "commence par https://"),
        ({"is_held": "on", "dates-1-date": "2026-07-01"}, "n'est pas encore passé"),
        ({"preparation": "1h"}, "plus courte que celle des salarié"),
    ],
)
def test_what_does_not_hold_is_refused_with_words_and_kept(as_staff, typed, given, words):
    answer = as_staff.post(reverse(NEW), typed(**given))
    assert answer.status_code == 422
    assert words in text_of(answer).replace("&#x27;", "'")
    assert "Arras" in text_of(answer)
    assert not Gathering.objects.exists()


def test_two_conventions_above_a_hundred_are_refused_in_the_form(as_staff, typed, world):
    given = management(parts=2) | {
        "parts-0-percent": "60",
        "parts-1-serves": f"convention:{world.other_convention.uid}",
        "parts-1-percent": "50",
    }
    answer = as_staff.post(reverse(NEW), typed(**given))
    assert "dépassent 100 % en tout" in text_of(answer)
    assert not Gathering.objects.exists()


def test_a_correction_keeps_an_imprecise_date_as_it_was(as_staff, world, typed):
    row = factories.GatheringFactory(owner=world.network, convention=world.convention)
    date = row.dates.get()
    date.date, date.date_precision = datetime.date(2026, 1, 1), "year"
    date.save()
    share = row.shares.get()
    sent = management(dates=1, parts=1, salaries=0, partenaires=0) | {
        "kind": "atelier",
        "title": "Corrigé",
        "place_kind": "en_ligne",
        "dates-0-uid": str(date.uid),
        "dates-0-date": "2026-01-01",
        "dates-0-duration": "3h",
        "parts-0-uid": str(share.uid),
        "parts-0-serves": f"convention:{world.convention.uid}",
        "parts-0-percent": "50",
    }
    assert as_staff.post(reverse("accompaniment:gathering-edit", args=[row.uid]), sent).url
    date.refresh_from_db(), share.refresh_from_db()
    assert (date.date_precision, date.minutes, share.percent) == ("year", 180, 50)


def test_a_number_announced_that_the_rows_contradict_is_said(as_staff, shared):
    page = text_of(as_staff.get(shared.get_absolute_url())).replace("&#x27;", "'")
    assert "13 participants annoncés, 12 d'après les lignes" in page
    assert "Du territoire : Département</dt><dd>5<" in page
    assert "Du territoire : Autre financeur</dt><dd>7<" in page


def test_an_officer_reads_their_own_convention_and_no_other_name(as_officer, shared):
    page = text_of(as_officer.get(shared.get_absolute_url()))
    assert "DEP-2026" in page
    assert "Autres financeurs" in page
    assert ">40 %<" in page
    assert "Un autre financeur" in page
    for hidden in ("AUTRE-2026", "Autre financeur<", "Zoé", "SECRET", "Corriger"):
        assert hidden not in page
    listed = text_of(as_officer.get(reverse("accompaniment:gatherings")))
    assert "DEP-2026" in listed
    assert "AUTRE-2026" not in listed


def test_an_officer_sees_only_what_serves_their_conventions(as_officer, world):
    theirs = factories.GatheringFactory(owner=world.network, convention=world.other_convention)
    nobodys = factories.GatheringFactory(owner=world.network)
    page = text_of(as_officer.get(reverse("accompaniment:gatherings")))
    for row in (theirs, nobodys):
        assert row.title not in page
        assert as_officer.get(row.get_absolute_url()).status_code == 404


def test_an_officer_and_the_team_talk_about_it(as_officer, shared, world):
    address = reverse("partnership:remark", args=["DEP-2026", "gathering", shared.uid])
    sent = {"uid": str(uuid.uuid4()), "text": "Qui est venu ?", "kind": "question", "back": "item"}
    assert as_officer.post(address, sent).status_code == 302
    assert "Qui est venu ?" in text_of(as_officer.get(shared.get_absolute_url()))
    other = reverse("partnership:remark", args=["AUTRE-2026", "gathering", shared.uid])
    assert as_officer.post(other, sent).status_code == 404


def test_the_states_are_said_from_the_page(as_staff, world):
    row = factories.GatheringFactory(
        owner=world.network, convention=world.convention, state=GatheringState.PLANNED
    )

    def send(name, **data):
        return as_staff.post(reverse(f"accompaniment:gathering-{name}", args=[row.uid]), data)

    date = row.dates.get()
    answer = send("postpone", **{"report-date": str(date.uid), "report-to": "2026-04-02"})
    assert answer.status_code == 422
    assert "Dites pourquoi." in text_of(answer)
    send(
        "postpone",
        **{"report-date": str(date.uid), "report-to": "2026-04-02", "report-reason": "Grève"},
    )
    page = text_of(as_staff.get(row.get_absolute_url()))
    assert "reportée au 2 avril 2026 : Grève" in page
    send("hold")
    row.refresh_from_db()
    assert row.state == GatheringState.HELD
    assert "a eu lieu" in text_of(send("call-off", **{"annulation-reason": "x"}))
    send("plan")
    send("call-off", **{"annulation-reason": "Trois inscrits"})
    row.refresh_from_db()
    assert (row.state, row.state_reason) == (GatheringState.CANCELLED, "Trois inscrits")
    assert send("remove").url == reverse("accompaniment:gatherings")
    assert as_staff.get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=budget", {"Atelier budget"}),
        ("kind=jury", {"Jury"}),
        ("state=planned", {"À venir", "Oublié"}),
        ("convention=DEP-2026", {"Atelier budget"}),
        ("year=2025", {"Jury"}),
        ("place=en_ligne", {"Atelier budget"}),
        ("missing=oui", {"Oublié", "Jury"}),
    ],
)
def test_the_list_is_filtered_by_its_address(as_staff, world, query, found):
    make = factories.GatheringFactory
    whole = make(
        owner=world.network, title="Atelier budget", place_kind="en_ligne",
        convention=world.convention, stated_participants=4,
    )  # fmt: skip
    make(owner=world.network, title="Jury", kind="jury", date=datetime.date(2025, 5, 1))
    coming = datetime.date(2026, 9, 1)
    make(owner=world.network, title="À venir", state="planned", date=coming)
    make(owner=world.network, title="Oublié", state="planned")
    factories.GatheringFactory(title="D'un autre réseau")
    answer = as_staff.get(f"{reverse('accompaniment:gatherings')}?{query}")
    assert {row.title for row in answer.context["page"]} == found
    assert whole.title == "Atelier budget"


def test_the_export_has_the_columns_that_an_import_reads(as_staff, shared):
    answer = as_staff.get(reverse("accompaniment:gatherings") + "?export=csv")
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";")
    assert row["Référence"] == str(shared.uid)
    assert (row["Sujet"], row["Date"], row["Durée (min)"]) == ("Rencontre", "2026-03-10", "120")
    assert (row["Type de réunion"], row["Nombre de participants"]) == ("Atelier", "12")
    assert row["Convention"] == "DEP-2026 ; AUTRE-2026"


def test_an_officers_export_names_no_other_convention(as_officer, shared):
    for kind in ("csv", "xlsx"):
        answer = as_officer.get(reverse("accompaniment:gatherings") + f"?export={kind}")
        assert answer.status_code == 200
        content = answer.getvalue()
        if kind == "csv":
            assert "AUTRE" not in content.decode("utf-8-sig")
        end(answer)


OPENED = [
    (who, address)
    for who in ("staff", "officer")
    for address in ("list", "csv", "page", "agenda", "today")
    if (who, address) != ("officer", "today")
]


@pytest.mark.parametrize(("who", "address"), OPENED)
def test_the_queries_do_not_grow_with_the_rows(client, world, shared, who, address):
    client.force_login(getattr(world, who))
    listed = reverse("accompaniment:gatherings")
    addresses = {
        "list": listed,
        "csv": f"{listed}?export=csv",
        "page": shared.get_absolute_url(),
        "agenda": reverse("accompaniment:gathering-agenda", args=[shared.uid]),
        "today": reverse("reporting:today"),
    }

    def fill(count):
        for _ in range(count):
            row = factories.GatheringFactory(owner=world.network, convention=world.convention)
            factories.AttendanceFactory(gathering=row)
            factories.AttendanceFactory(gathering=shared, state=Presence.EXCUSED)
            user = factories.UserFactory()
            GatheringWorker.objects.create(gathering=shared, person=user)
            CoFacilitator.objects.create(gathering=shared, name="Zoé")
            shared.agenda.create(position=1, activity="Atelier", minutes=10)
            coming = datetime.date(2026, 9, 1)
            factories.GatheringFactory(owner=world.network, state="planned", date=coming)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(addresses[address])
            assert answer.status_code == 200
            assert answer.getvalue()
        return len(captured)

    fill(2)
    few = queries()
    fill(8)
    assert queries() == few
