"""The pages of schemes and their calls, for both sides."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tests.partnership.projects.builders import make_scheme, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme(world):
    return make_scheme(world)


class TestSchemes:
    def test_a_scheme_is_added_with_what_it_excludes(self, as_staff, world):
        given = {
            "uid": uuid.uuid4(),
            "name": "Jumelages",
            "funder": world.funder.uid,
            "exclusions-TOTAL_FORMS": "1",
            "exclusions-INITIAL_FORMS": "0",
            "exclusions-0-uid": uuid.uuid4(),
            "exclusions-0-text": "Voyages d'agrément",
        }
        answer = as_staff.post(reverse("partnership:scheme-new"), given)
        assert "Voyages d'agrément" in page(as_staff, answer.url).replace("&#x27;", "'")

    def test_the_funder_notes_its_call_and_its_end_comes_after_its_start(self, as_officer, scheme):
        address = reverse("partnership:call-new", args=[scheme.uid])
        given = {"uid": uuid.uuid4(), "year": 2026, "opens_on": "2026-04-01"}
        answer = as_officer.post(address, given | {"closes_on": "2026-03-01"})
        assert answer.status_code == 422
        assert "ferme avant d'ouvrir" in text(answer).replace("&#x27;", "'")
        assert as_officer.post(address, given).url == scheme.get_absolute_url()
        assert scheme.calls.get().year == 2026

    def test_a_name_that_is_taken_is_refused_with_words(self, as_staff, world, scheme):
        given = {
            "uid": uuid.uuid4(),
            "name": scheme.name,
            "funder": world.funder.uid,
            "exclusions-TOTAL_FORMS": "0",
            "exclusions-INITIAL_FORMS": "0",
        }
        answer = as_staff.post(reverse("partnership:scheme-new"), given)
        assert answer.status_code == 422
        assert "Ce financeur a déjà un dispositif de ce nom." in text(answer)
