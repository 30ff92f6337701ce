"""Schemes, calls and projects of the world's two funders."""

from __future__ import annotations

import datetime
import uuid

from partnership.actions import project_steps, projects
from partnership.models import Project
from tests import factories

MARCH = datetime.date(2026, 3, 2)
APRIL = datetime.date(2026, 4, 10)
MAY = datetime.date(2026, 5, 4)


def make_scheme(world, *, funder=None, name="62MEI"):
    return factories.FundingSchemeFactory(
        owner=world.network, funder=funder or world.funder, name=name
    )


def make_holder(world, **fields):
    return factories.OrganisationFactory(owner=world.network, **fields)


def make_project(world, *, scheme=None, holder=None, parts=None, uid=None, **values) -> Project:
    """A project as the team writes it; of the funder's 62MEI unless another scheme is given."""
    given = {
        "organisation": holder or make_holder(world),
        "title": "Chantier à Thiès",
        "scheme": scheme or make_scheme(world, name=f"Dispositif {uuid.uuid4()}"),
    }
    return projects.create_project(
        owner=world.network,
        values=given | values,
        parts=parts or projects.Parts(),
        by=world.staff,
        uid=uid,
    )


def say(project, stage, by, on=MARCH, **fields):
    return project_steps.say_step(project=project, stage=stage, on=on, by=by, **fields)


def line(**values) -> dict:
    return {"uid": uuid.uuid4()} | values


def text(answer) -> str:
    words = answer.getvalue().decode()
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def page(client, address, **asked) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return text(answer)
