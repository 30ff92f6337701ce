"""The lists of exchanges, of work and of follow-ups, and what is exported from them."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accompaniment.models import FollowUpKind
from tests import factories

LISTS = ["entries", "work-entries"]


@pytest.fixture
def exchanges(world):
    """Four exchanges, of two structures, under two conventions."""

    def exchange(name, convention, **given):
        organisation = factories.OrganisationFactory(owner=world.network, name=name)
        return factories.SessionFactory(
            follow_up__convention=convention,
            follow_up__accompaniment__organisation=organisation,
            internal_note="Trésorerie fragile",
            **given,
        )

    return {
        "phone": exchange(
            "Comité d'Étaples", world.convention, channels=["telephone"], date="2026-01-10",
            line="Réunion préparatoire",
        ),
        "video": exchange(
            "Lycée de Lens", world.convention, channels=["visio", "mail"], date="2026-02-10",
        ),
        "mail": exchange(
            "Ville d'Arras", world.convention, kind="mail", minutes=None, channels=["mail"],
            date="2026-03-10",
        ),
        "other": exchange(
            "Foyer rural", world.other_convention, date="2026-04-10", line="Autre financeur",
        ),
    }  # fmt: skip


@pytest.fixture
def found(as_staff, exchanges):
    """The names of the exchanges that the list shows for an address."""
    names = {row.pk: name for name, row in exchanges.items()}

    def found(**asked):
        page = as_staff.get(reverse("accompaniment:entries"), asked).context["page"]
        return [names[row.pk] for row in page.object_list]

    return found


def test_exchanges_stand_the_newest_first(found):
    assert found() == ["other", "mail", "video", "phone"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "etaples"}, ["phone"]),
        ({"q": "ÉTAPLES reunion"}, ["phone"]),
        ({"q": "etaples lens"}, []),
        ({"q": "tresorerie"}, []),
        ({"convention": "AUTRE-2026"}, ["other"]),
        ({"kind": "mail"}, ["mail"]),
        ({"channel": "mail"}, ["mail", "video"]),
        ({"start": "2026-02-10"}, ["other", "mail", "video"]),
        ({"end": "2026-02-10"}, ["video", "phone"]),
        ({"start": "2026-02-01", "end": "2026-03-31", "channel": "visio"}, ["video"]),
    ],
)
def test_the_address_filters_the_list(found, asked, names):
    assert found(**asked) == names


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "asked",
    [
        {"convention": "CD62-1999"},
        {"kind": "sieste"},
        {"channel": "pigeon"},
        {"start": "hier"},
        {"end": "2026-99-99"},
        {"start": "2026-12-31", "end": "2026-01-01"},
        {"page": "abc"},
        {"page": "999"},
        {"page": "-1"},
        {"q": "\u0000 % _ ' \""},
        {"export": "pdf"},
        {"export": "csv", "kind": "sieste"},
    ],
)
def test_a_wrong_address_opens_a_page_all_the_same(as_staff, exchanges, name, asked):
    answer = as_staff.get(reverse(f"accompaniment:{name}"), asked)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")


def test_a_filter_that_finds_nothing_says_so_and_offers_everything(as_staff, exchanges):
    html = as_staff.get(reverse("accompaniment:entries"), {"q": "zanzibar"}).content.decode()
    assert "Aucune ligne ne répond à ces filtres." in html
    assert "Tout montrer" in html


def test_an_empty_list_offers_to_note_an_exchange(as_staff):
    html = as_staff.get(reverse("accompaniment:entries")).content.decode()
    assert "Rien n'est encore noté ici." in html
    assert reverse("accompaniment:log") in html


def test_a_long_list_is_paged_and_keeps_its_filter(as_staff, world):
    year = factories.FollowUpYearFactory(convention=world.convention)
    factories.SessionFactory.create_batch(51, follow_up=year)
    address = reverse("accompaniment:entries")
    first = as_staff.get(address, {"kind": "echange"})
    assert len(first.context["page"].object_list) == 50
    assert "?kind=echange&amp;page=2" in first.content.decode()
    second = as_staff.get(address, {"kind": "echange", "page": 2})
    assert len(second.context["page"].object_list) == 1


@pytest.mark.parametrize(
    ("name", "asked", "count"),
    [
        ("work-entries", {"kind": "preparation"}, 1),
        ("work-entries", {"q": "depart"}, 1),
        ("work-entries", {"convention": "DEP-2026"}, 2),
    ],
)
def test_work_is_filtered_too(as_staff, world, name, asked, count):
    factories.WorkEntryFactory(convention=world.convention, line="Départ")
    factories.WorkEntryFactory(convention=world.convention, kind="preparation")
    page = as_staff.get(reverse(f"accompaniment:{name}"), asked).context["page"]
    assert page.paginator.count == count


def read_csv(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def read_xlsx(answer):
    return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.values]


READERS = [("csv", read_csv), ("xlsx", read_xlsx)]


@pytest.mark.parametrize(("kind", "read"), READERS)
def test_an_export_holds_what_the_filter_shows_its_reference_first(as_staff, exchanges, kind, read):
    answer = as_staff.get(
        reverse("accompaniment:entries"), {"channel": "mail", "export": kind, "page": "9"}
    )
    head, *rows = read(answer)
    assert head[0] == "Référence"
    assert [row[0] for row in rows] == [
        str(exchanges["mail"].uid),
        str(exchanges["video"].uid),
    ]
    assert f'filename="echanges.{kind}"' in answer["Content-Disposition"]
    line = dict(zip(head, rows[1], strict=True))
    assert (line["Convention"], line["Structure"]) == ("DEP-2026", "Lycée de Lens")
    assert line["Canaux"] == "Mail, Visio"
    assert str(line["Durée (min)"]) == "60"
    assert line["Mode"] == "Accompagnement renforcé"


@pytest.mark.parametrize(("kind", "read"), READERS)
def test_work_is_exported_with_its_action_and_its_reference_first(as_staff, world, kind, read):
    commitment = factories.CommitmentFactory(convention=world.convention, number=4)
    work = factories.WorkEntryFactory(convention=world.convention, commitment=commitment)
    head, row = read(as_staff.get(reverse("accompaniment:work-entries"), {"export": kind}))
    line = dict(zip(head, row, strict=True))
    assert (head[0], row[0]) == ("Référence", str(work.uid))
    assert str(line["Action du programme"]) == "4"


def test_an_exported_date_is_as_precise_as_it_is_known(as_staff, world):
    year = factories.FollowUpYearFactory(convention=world.convention)
    for day, precision in ((3, "day"), (2, "month"), (1, "year")):
        factories.SessionFactory(follow_up=year, date=f"2026-03-0{day}", date_precision=precision)
    head, *rows = read_csv(as_staff.get(reverse("accompaniment:entries"), {"export": "csv"}))
    assert [row[head.index("Date")] for row in rows] == ["2026-03-03", "03/2026", "2026"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("export", ["", "csv"])
def test_cancelled_rows_are_in_no_list_and_no_export(as_staff, world, name, export):
    cancelled = {"cancelled_at": timezone.now(), "cancelled_reason": "en double"}
    factories.SessionFactory(
        follow_up__convention=world.convention, line="Ligne annulée", **cancelled
    )
    factories.WorkEntryFactory(convention=world.convention, line="Ligne annulée", **cancelled)
    answer = as_staff.get(reverse(f"accompaniment:{name}"), {"export": export})
    assert "Ligne annulée" not in answer.getvalue().decode()


@pytest.mark.parametrize("name", [*LISTS, "follow-ups"])
def test_another_network_s_rows_are_in_no_list(as_staff, name):
    factories.SessionFactory()
    factories.WorkEntryFactory()
    page = as_staff.get(reverse(f"accompaniment:{name}")).context["page"]
    assert page.paginator.count == 0


@pytest.mark.parametrize("kind", ["", "csv", "xlsx"])
def test_an_officer_finds_only_their_conventions_and_never_the_internal_note(
    as_officer, world, exchanges, kind
):
    answer = as_officer.get(reverse("accompaniment:entries"), {"export": kind})
    text = str(read_xlsx(answer)) if kind == "xlsx" else answer.getvalue().decode()
    assert "Lycée de Lens" in text
    for secret in ("AUTRE-2026", "Foyer rural", "Autre financeur", "Trésorerie"):
        assert secret not in text


@pytest.mark.parametrize("export", ["", "csv"])
def test_an_officer_finds_only_the_work_of_their_conventions(as_officer, world, export):
    for convention in (world.convention, world.other_convention):
        factories.WorkEntryFactory(
            convention=convention, line=f"Travail {convention}", internal_note="Trésorerie"
        )
    text = as_officer.get(
        reverse("accompaniment:work-entries"), {"export": export}
    ).getvalue().decode()  # fmt: skip
    assert "Travail DEP-2026" in text
    assert "AUTRE-2026" not in text
    assert "Trésorerie" not in text


def test_an_officer_cannot_filter_by_another_funder_s_convention(as_officer, exchanges):
    answer = as_officer.get(reverse("accompaniment:entries"), {"convention": "AUTRE-2026"})
    assert "convention" in answer.context["filter"].form.errors
    names = {row.organisation.name for row in answer.context["page"].object_list}
    assert "Foyer rural" not in names


def test_follow_ups_are_filtered_by_name_convention_and_mode(as_staff, world, exchanges):
    FollowUpKind.objects.create(follow_up=exchanges["video"].follow_up, kind="mobilite")
    factories.FollowUpYearFactory(convention=world.convention, mode="advice")

    def count(**asked):
        answer = as_staff.get(reverse("accompaniment:follow-ups"), asked)
        return answer.context["page"].paginator.count

    assert count() == 5
    assert count(q="etaples") == 1
    assert count(convention="AUTRE-2026") == 1
    assert count(mode="advice") == 1
    assert count(page="x") == 5


def test_a_wrong_filter_lists_nothing_and_says_so(as_staff, exchanges):
    for name, asked in (
        ("follow-ups", {"mode": "sieste", "convention": "CD62-1999"}),
        ("entries", {"start": "hier"}),
        ("entries", {"start": "2026-06-02", "end": "2026-06-01"}),
    ):
        answer = as_staff.get(reverse(f"accompaniment:{name}"), asked)
        assert answer.context["page"].paginator.count == 0
        assert "Un filtre est à corriger ci-dessus" in answer.content.decode()
    assert "La fin vient avant le début" in answer.content.decode()


def test_an_officer_finds_only_the_follow_ups_of_their_conventions(as_officer, exchanges):
    page = as_officer.get(reverse("accompaniment:follow-ups")).context["page"]
    assert {row.convention.reference for row in page.object_list} == {"DEP-2026"}


def test_an_exchange_of_a_nameless_structure_is_listed_as_unknown(as_staff, world):
    factories.SessionFactory(
        follow_up__convention=world.convention, follow_up__accompaniment__organisation=None
    )
    for name in ("entries", "follow-ups"):
        html = as_staff.get(reverse(f"accompaniment:{name}")).content.decode()
        assert '<span class="unknown">non renseigné</span></a>' in html


def test_follow_ups_are_exported_as_filtered_for_those_who_see_them(as_officer, exchanges):
    address = reverse("accompaniment:follow-ups")
    head, *rows = read_csv(as_officer.get(address, {"export": "csv", "q": "lens"}))
    assert head[:3] == ["Référence", "Structure", "Ville"]
    assert [row[1] for row in rows] == ["Lycée de Lens"]
