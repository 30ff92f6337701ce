"""Schemes and calls are kept by the association and by the funder that they are of."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership.actions import schemes as actions
from partnership.models import Call, FundingScheme
from tests import factories
from tests.partnership.projects.builders import line, make_project, make_scheme

pytestmark = pytest.mark.django_db


def test_a_scheme_is_made_once_with_what_it_excludes(world):
    uid = uuid.uuid4()
    for _ in range(2):
        row = actions.create_scheme(
            owner=world.network,
            values={"funder": world.funder, "name": "62MEI"},
            exclusions=[line(text="Voyages de classe")],
            by=world.staff,
            uid=uid,
        )
    assert FundingScheme.objects.get() == row
    assert [one.text for one in row.exclusions.order_by("pk")] == ["Voyages de classe"]


def test_a_funder_of_another_network_is_refused(world):
    with pytest.raises(ValidationError, match="autre réseau"):
        actions.create_scheme(
            owner=world.network,
            values={"funder": factories.OrganisationFactory(), "name": "62MEI"},
            by=world.staff,
        )


def test_the_funder_keeps_its_own_schemes_and_calls(world):
    row = make_scheme(world)
    actions.change_scheme(scheme=row, values={"description": "Jeunes"}, by=world.officer)
    actions.create_call(scheme=row, values={"year": 2026}, by=world.officer)
    for write in (
        lambda: actions.change_scheme(scheme=row, values={}, by=world.other_officer),
        lambda: actions.create_call(scheme=row, values={"year": 2027}, by=world.other_officer),
        lambda: actions.change_call(call=row.calls.get(), values={}, by=world.other_officer),
        lambda: actions.remove_call(call=row.calls.get(), by=world.other_officer),
        lambda: actions.create_scheme(owner=world.network, values={}, by=world.officer),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_a_scheme_with_projects_keeps_its_funder(world):
    row = make_scheme(world)
    make_project(world, scheme=row)
    with pytest.raises(ValidationError, match="son financeur ne change plus"):
        actions.change_scheme(scheme=row, values={"funder": world.other_funder}, by=world.staff)


def test_an_officer_gives_a_scheme_to_nobody_else(world):
    row = make_scheme(world)
    with pytest.raises(ValidationError):
        actions.change_scheme(scheme=row, values={"funder": world.other_funder}, by=world.officer)


def test_a_purpose_that_a_project_cites_stays(world):
    row = make_scheme(world)
    purpose = row.exclusions.create(text="Voyages")
    make_project(world, scheme=row, excluded_purpose=purpose)
    with pytest.raises(ValidationError, match="Un projet cite « Voyages »"):
        actions.change_scheme(scheme=row, values={}, removed=[str(purpose.uid)], by=world.staff)


def test_a_call_is_made_once_and_its_projects_follow_its_year(world):
    row, uid = make_scheme(world), uuid.uuid4()
    for _ in range(2):
        call = actions.create_call(scheme=row, values={"year": 2025}, by=world.staff, uid=uid)
    assert Call.objects.get() == call
    project = make_project(world, scheme=row, call=call)
    values = {"year": 2026, "closes_on": datetime.date(2026, 4, 1)}
    assert actions.change_call(call=call, values=values, by=world.officer)
    project.refresh_from_db()
    assert project.year == 2026


def test_a_call_that_projects_answer_is_not_removed(world):
    call = factories.CallFactory(scheme=make_scheme(world))
    project = make_project(world, scheme=call.scheme, call=call)
    with pytest.raises(ValidationError, match="répondent à cet appel"):
        actions.remove_call(call=call, by=world.staff)
    project.delete()
    actions.remove_call(call=call, by=world.staff)
    assert not Call.objects.exists()
