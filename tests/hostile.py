"""A world that forgives nothing: what would go wrong in production goes wrong in a test first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet

OUR_APPS = {"partnership", "accompaniment", "pam", "twinning", "reporting"}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
MAY_BE_WRITTEN = ("django_session", "axes_")


class UndefinedVariable(str):
    """Django puts this in place of an undefined variable: asking for its name fails the test."""

    __slots__ = ()

    def __mod__(self, missing):
        raise AssertionError(f"The template uses « {missing} », which nobody defines.")

    def __contains__(self, text):
        return text == "%s"


class UnorderedRowsError(AssertionError):
    """Several rows were read in an order that the database is free to change."""


@contextmanager
def unordered_rows_refused() -> Iterator[None]:
    fetch = QuerySet._fetch_all

    def fetch_in_order(self):
        fetched_before = self._result_cache is not None
        fetch(self)
        ours = self.model._meta.app_label in OUR_APPS
        if not fetched_before and ours and len(self._result_cache) > 1 and not self.ordered:
            raise UnorderedRowsError(f"{self.model.__name__}: {self.query}")

    QuerySet._fetch_all = fetch_in_order
    try:
        yield
    finally:
        QuerySet._fetch_all = fetch


class ReadOnlyGetMiddleware:
    """A GET that writes fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with connection.execute_wrapper(self._refuse_writes):
            return self.get_response(request)

    @staticmethod
    def _refuse_writes(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES) and not any(
            table in sql for table in MAY_BE_WRITTEN
        ):
            raise AssertionError(f"A GET wrote: {sql}")
        return execute(sql, params, many, context)
