"""An export of exchanges goes back in unchanged, whatever its names."""

from __future__ import annotations

import datetime

import pytest

from accompaniment import tables
from accompaniment.enums import DatePrecision
from accompaniment.importing.sessions import import_sessions
from accompaniment.models import AccompanimentSession
from partnership.models import JournalEntry, Membership, Organisation
from partnership.rendering.tables import csv_lines
from tests import factories
from tests.accompaniment.builders import make_convention, make_member, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    return make_convention()


def run(tmp_path, convention, text, **options):
    return import_sessions(path=write_csv(tmp_path, text), convention=convention, **options)


def held(convention, name="ACAM", **given):
    year = factories.FollowUpYearFactory(
        convention=convention,
        accompaniment__owner=convention.owner,
        accompaniment__organisation=Organisation.objects.create(owner=convention.owner, name=name),
    )
    given = {"date": datetime.date(2023, 3, 2)} | given
    return factories.SessionFactory(follow_up=year, owner=convention.owner, **given)


def export():
    rows = AccompanimentSession.objects.for_list().order_by("pk")
    return "".join(csv_lines(tables.sessions(), rows))


def goes_back(tmp_path, convention, lines=1):
    before = JournalEntry.objects.count()
    result = run(tmp_path, convention, export())
    assert (result.unchanged, result.updated, result.refused) == (lines, 0, [])
    assert result.ignored_columns == []
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize("name", ["Total", "Inconnu", "Non renseigné", "#N/A", "a\x0bb", "'=A1"])
def test_a_row_with_a_reference_keeps_its_structure(tmp_path, convention, name):
    row = held(convention, name)
    goes_back(tmp_path, convention)
    if name.isprintable() and not name.startswith("'"):
        text = f"Référence;Structure;Durée (min)\n{row.uid};{name};75\n"
        assert run(tmp_path, convention, text).updated == 1


@pytest.mark.parametrize("name", ["Total", "Inconnu", "Non renseigné", "#N/A"])
def test_a_structure_of_that_name_is_imported_between_quotation_marks(tmp_path, convention, name):
    text = f"Structure;Durée (h)\n« {name} »;1\n"
    assert run(tmp_path, convention, text).created == 1
    assert AccompanimentSession.objects.get().organisation.name == name
    assert run(tmp_path, convention, text).unchanged == 1


@pytest.mark.parametrize("name", ["Total", "#N/A"])
def test_without_a_reference_the_refusal_says_how_to_write_that_name(tmp_path, convention, name):
    [refused] = run(tmp_path, convention, f"Structure;Durée (h)\n{name};1\n").refused
    assert f"guillemets : « {name} »" in refused.reason


def test_a_row_without_structure_may_say_so(tmp_path, convention):
    year = factories.FollowUpYearFactory(
        convention=convention,
        accompaniment__owner=convention.owner,
        accompaniment__organisation=None,
    )
    row = factories.SessionFactory(follow_up=year, date=datetime.date(2023, 3, 2))
    text = f"Référence;Structure;Durée (min)\n{row.uid};Non renseigné;60\n"
    assert run(tmp_path, convention, text).unchanged == 1


def test_a_homonym_is_written_by_address_and_a_clear_name_by_name(tmp_path, convention):
    anne = make_member(convention.owner, "Anne", "Durand")
    same = make_member(convention.owner, "Autre", "Durand")
    same.first_name = "ANNE"
    same.save()
    comma = make_member(convention.owner, "Luc", "Petit")
    comma.last_name = "Petit, consultant"
    comma.save()
    clear = make_member(convention.owner, "Zoé", "Martin")
    row = held(convention, staff=[anne, comma, clear])
    text = export()
    assert "anne.durand@exemple.fr" in text
    assert comma.email in text
    assert "Zoé Martin" in text
    assert clear.email not in text
    goes_back(tmp_path, convention)
    changed = text.replace(anne.email, same.email.upper())
    assert run(tmp_path, convention, changed).updated == 1
    assert set(row.staff.all()) == {same, comma, clear}


def test_people_already_on_the_row_stay_after_they_left(tmp_path, convention):
    gone = make_member(convention.owner, "Anne", "Durand")
    row = held(convention, staff=[gone])
    Membership.objects.all().delete()
    goes_back(tmp_path, convention)
    other = held(convention, "AHPA")
    text = "Référence;Structure;Salarié·e\n"
    text += f"{row.uid};;{gone.email}\n{other.uid};;Anne Durand\n"
    result = run(tmp_path, convention, text)
    assert [(one.line, one.column) for one in result.refused] == [(3, "Salarié·e")]


def test_lines_of_another_convention_are_left_alone_and_listed(tmp_path, convention):
    later = make_convention("CD62-2024", year=2024, owner=convention.owner)
    held(convention)
    held(later, "AHPA", date=datetime.date(2024, 3, 2))
    result = run(tmp_path, convention, export())
    assert (result.unchanged, result.updated, result.refused) == (1, 0, [])
    assert result.questions == [
        "Ligne 3 : elle relève de la convention CD62-2024 ; elle est laissée de côté, "
        "importez-la sous celle-ci."
    ]
    text = "Structure;Durée (h);Convention\nA;1;cd62-2023\nB;1;\nC;mal écrit;CD62-2024\n"
    result = run(tmp_path, convention, text)
    assert (result.created, result.refused, result.ignored_columns) == (2, [], [])
    unnamed = text.replace(";Convention", "").replace(";cd62-2023", "").replace("1;\n", "1\n")
    assert run(tmp_path, convention, unnamed.partition("C;")[0]).unchanged == 2


def test_a_row_still_to_attach_stays_so_when_its_convention_is_empty(tmp_path, convention):
    year = factories.FollowUpYearFactory(
        convention=None, accompaniment=held(convention).follow_up.accompaniment
    )
    row = factories.SessionFactory(follow_up=year, date=datetime.date(2023, 3, 2))
    goes_back(tmp_path, convention, lines=2)
    text = f"Référence;Structure;Convention\n{row.uid};;CD62-2023\n"
    assert run(tmp_path, convention, text).updated == 1
    row.refresh_from_db()
    assert row.convention == convention


@pytest.mark.parametrize("precision", DatePrecision.values)
def test_a_date_keeps_its_precision(tmp_path, convention, precision):
    held(convention, date=datetime.date(2023, 3, 2), date_precision=precision)
    goes_back(tmp_path, convention)
