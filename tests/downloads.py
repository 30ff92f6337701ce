"""Reading what a page sends as a file."""

from __future__ import annotations

from django.core.signals import request_finished
from django.db import close_old_connections


def end(response) -> None:
    """Close an answer and its file, and leave the test's database connection open."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def content_of(response) -> bytes:
    """All that was sent."""
    content = b"".join(response) if response.streaming else response.content
    end(response)
    return content
