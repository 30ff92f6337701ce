"""Advice (« appui-conseil ») and its three meetings: what a meeting is, and what to say past the
third. No database, no clock."""

from __future__ import annotations

from accompaniment.enums import Channel

PLANNED = 3
FACE_TO_FACE = (Channel.VIDEO, Channel.IN_PERSON)


def flag_words(rank: int) -> str:
    """« 4e rendez-vous d'appui-conseil (3 prévus) »; nothing up to the third."""
    return f"{rank}e rendez-vous d'appui-conseil ({PLANNED} prévus)" if rank > PLANNED else ""
