"""A day in June 2026, and the quick log as a person of the association fills it."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def in_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY)


@pytest.fixture
def holder(world):
    """A structure that the association already follows under its convention."""
    organisation = factories.OrganisationFactory(
        owner=world.network, name="Lycée de Béthune", town="Béthune"
    )
    factories.FollowUpYearFactory(
        accompaniment__owner=world.network,
        accompaniment__organisation=organisation,
        convention=world.convention,
    )
    return organisation


@pytest.fixture
def typed(world, holder):
    """What the browser sends for an ordinary session; say only what is different."""

    def typed(**given):
        return {
            "uid": str(uuid.uuid4()),
            "organisation": str(holder.uid),
            "channels": ["telephone"],
            "duration": "45",
            "line": "Choix du pays",
            "internal_note": "",
            "date": "2026-03-02",
            "kind": "echange",
            "convention": "DEP-2026",
            "commitment": "",
            "staff": [str(world.staff.uid)],
        } | given

    return typed


@pytest.fixture
def send(as_staff, typed):
    """Send the quick log by a person of the association; `htmx=True` as the page does."""

    def send(*, htmx=False, **given):
        headers = {"HX-Request": "true"} if htmx else {}
        return as_staff.post(reverse("accompaniment:log"), typed(**given), headers=headers)

    return send
