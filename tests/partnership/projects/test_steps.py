"""The steps of a project: each side says its own, and the latest says where the project is."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from partnership.actions.project_steps import add_step, change_step, remove_step
from partnership.enums import Side
from partnership.models import ProjectStep
from tests.partnership.projects.builders import APRIL, MARCH, MAY, make_project, make_scheme, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(world):
    return make_project(world, scheme=make_scheme(world))


def stage_of(project) -> str:
    project.refresh_from_db()
    return project.stage


def refused(call, field):
    with pytest.raises(ValidationError) as error:
        call()
    assert list(error.value.error_dict) == [field]


def test_the_project_is_where_its_latest_step_says(world, project):
    say(project, "construction", world.staff, MARCH)
    say(project, "retenu", world.officer, MAY)
    assert stage_of(project) == "retenu"


def test_a_step_before_the_others_takes_its_place_among_them(world, project):
    say(project, "retenu", world.officer, MAY)
    say(project, "depose", world.officer, APRIL)
    assert stage_of(project) == "retenu"


def test_of_one_day_the_last_said_is_the_latest(world, project):
    say(project, "depose", world.officer, MAY)
    say(project, "retenu", world.officer, MAY)
    assert stage_of(project) == "retenu"


def test_going_back_is_a_fact_like_another(world, project):
    say(project, "retenu", world.officer, APRIL)
    say(project, "construction", world.staff, MAY)
    assert stage_of(project) == "construction"


def test_a_step_says_who_set_it_and_for_which_side(world, project):
    step = say(project, "retenu", world.officer, details_asked="Le budget", comment="Vu")
    assert (step.by, step.side) == (world.officer, Side.FUNDER)
    assert step.details_asked == "Le budget"
    assert say(project, "realise", world.staff, MAY).side == Side.ASSOCIATION


def test_the_same_form_sent_twice_makes_one_step(world, project):
    uid = uuid.uuid4()
    first = say(project, "depose", world.officer, uid=uid)
    assert say(project, "depose", world.officer, uid=uid) == first
    assert project.steps.count() == 1
    with pytest.raises(ValidationError, match="a déjà servi"):
        say(project, "retenu", world.officer, uid=uid)


@pytest.mark.parametrize("stage", ["idee", "construction", "realise", "bilan_rendu"])
def test_the_funder_says_deposits_and_outcomes_only(world, project, stage):
    refused(lambda: say(project, stage, world.officer), "stage")


def test_another_funder_says_nothing(world, project):
    with pytest.raises(PermissionDenied):
        say(project, "depose", world.other_officer)


def test_a_day_to_come_is_refused(world, project):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    refused(lambda: say(project, "depose", world.staff, tomorrow), "on")


def test_an_amount_granted_goes_with_a_project_selected(world, project):
    refused(lambda: say(project, "depose", world.officer, granted=Decimal(500)), "granted")
    say(project, "retenu", world.officer, granted=Decimal(500))
    project.refresh_from_db()
    assert project.granted == 500


def test_each_side_corrects_its_own_steps_and_no_other(world, project):
    step = say(project, "depose", world.officer, MAY)
    with pytest.raises(PermissionDenied):
        change_step(step=step, stage="retenu", on=MAY, by=world.staff)
    with pytest.raises(PermissionDenied):
        remove_step(step=step, by=world.staff)
    change_step(step=step, stage="retenu", on=APRIL, by=world.officer)
    assert stage_of(project) == "retenu"
    remove_step(step=step, by=world.officer)
    assert stage_of(project) == "idee"


def test_a_step_known_to_its_year_keeps_it_until_a_day_is_given(world, project):
    day = datetime.date(2024, 1, 1)
    step = add_step(
        project=project, stage="retenu", on=day, year_only=True, side=Side.ASSOCIATION, by=None
    )
    change_step(step=step, stage="non_retenu", on=None, by=world.staff)
    step = ProjectStep.objects.get(pk=step.pk)
    assert (step.year_only, step.when) == (True, "en 2024")
    change_step(step=step, stage="non_retenu", on=datetime.date(2024, 6, 3), by=world.staff)
    step = ProjectStep.objects.get(pk=step.pk)
    assert step.when == "le 3 juin 2024"
    refused(lambda: change_step(step=step, stage="retenu", on=None, by=world.staff), "on")
