"""Is the site alive?"""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.urls import reverse

ADDRESS = reverse("partnership:health")


@pytest.mark.django_db
def test_a_living_site_says_ok_to_anybody_and_is_never_cached(client):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_an_error_page(client):
    def refuse(*args):
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        answer = client.get(ADDRESS)
    assert answer.status_code == 500
    assert "connection refused" not in answer.content.decode()


@pytest.mark.django_db
def test_the_health_page_is_only_read(client):
    assert client.head(ADDRESS).status_code == 200
    assert client.post(ADDRESS).status_code == 405
