"""Private files, as they are handed out."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from partnership import files

SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def stored(world):
    return files.store(
        world.convention, name="Bilan été.html", content=SCRIPT, content_type="text/html"
    )


def address(uid) -> str:
    return reverse("partnership:file", args=[uid])


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 200), ("officer", 200), ("other_officer", 404)]
)
def test_a_file_is_handed_to_those_who_see_its_convention(client, world, stored, who, status):
    client.force_login(getattr(world, who))
    answer = client.get(address(stored.uid))
    assert answer.status_code == status
    content = b"".join(answer)
    assert (content == SCRIPT) is (status == 200)


def test_a_file_is_downloaded_never_shown(as_officer, stored):
    answer = as_officer.get(address(stored.uid))
    disposition = answer["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''Bilan%20%C3%A9t%C3%A9.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer) == SCRIPT


def test_a_file_that_does_not_exist_is_a_404(as_staff):
    assert as_staff.get(address(uuid.uuid4())).status_code == 404


def test_a_visitor_is_asked_to_log_in(client, stored):
    answer = client.get(address(stored.uid))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))
