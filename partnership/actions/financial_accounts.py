"""Writes of the compte rendu financier: its texts, and whether the funder reads staff time."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from partnership import account_parts, journal
from partnership.enums import PaperKind, Verb
from partnership.models import Convention, PaperText, User
from partnership.permissions import check_can_keep_money

KIND = PaperKind.FINANCIAL_ACCOUNT


def written_texts(convention: Convention) -> dict[str, str]:
    """What a person wrote, by part."""
    return dict(
        convention.paper_texts.filter(paper=KIND).order_by("key").values_list("key", "text")
    )


@transaction.atomic
def write_financial_account(
    *, convention: Convention, texts: Mapping[str, str | None], by: User
) -> dict[str, str]:
    """Keep the texts given, by part; an empty one gives the part back to the data. Returns what is
    written now.

    Raises PermissionDenied for anybody but the association's administration, and KeyError for a
    part that the document does not have."""
    if unknown := set(texts) - set(account_parts.KEYS):
        raise KeyError(*unknown)
    held = Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
    check_can_keep_money(by, held)
    before = written_texts(held)
    wanted = {key: (text or "").strip() for key, text in texts.items()}
    after = {key: text for key, text in (before | wanted).items() if text}
    held.paper_texts.filter(paper=KIND, key__in=set(before) - set(after)).delete()
    for key, text in after.items():
        if before.get(key) != text:
            PaperText.objects.update_or_create(
                convention=held, paper=KIND, key=key, defaults={"text": text}
            )
    changed = {
        key: [before.get(key, ""), after.get(key, "")]
        for key in account_parts.KEYS
        if before.get(key) != after.get(key)
    }
    if changed:
        journal.record(Verb.CHANGED, held, by=by, changes={"financial_account": changed})
    return after


@transaction.atomic
def share_staff_time(*, convention: Convention, shared: bool, by: User) -> Convention:
    """Show the funder the hours by kind and their value, or keep them in the association.

    Raises PermissionDenied for anybody but the association's administration."""
    held = Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
    check_can_keep_money(by, held)
    if held.shares_staff_time != shared:
        held.shares_staff_time = shared
        held.save(update_fields=["shares_staff_time"])
        changes = {"shares_staff_time": [not shared, shared]}
        journal.record(Verb.CHANGED, held, by=by, changes=changes)
    return held
