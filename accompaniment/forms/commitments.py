"""The action of the programme that an entry serves, in a form: those of the day first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django import forms

from partnership.forms.structures import is_uuid
from partnership.models import Commitment, Convention, Network, User

NOT_OF_THE_CONVENTION = (
    "Cette action n'est pas celle de la convention : choisissez-en une, ou laissez vide."
)


def commitment_select(
    owner: Network, conventions: Sequence[Convention], day: datetime.date | None
) -> forms.Select:
    """The actions under the reference of their convention: the conventions whose period holds the
    day stand first, then the latest."""
    of_day = set()
    if day is not None:
        covering = Convention.objects.filter(owner=owner).covering(day)
        of_day = set(covering.order_by("pk").values_list("pk", flat=True))
    actions: dict[int, list[tuple[str, str]]] = {one.pk: [] for one in conventions}
    rows = Commitment.objects.filter(convention__in=conventions).select_related("convention")
    for one in rows.order_by("-convention__pk", "number", "part"):
        words = f"{one.convention.reference} · {one.label} · {one.text[:70]}"
        actions[one.convention_id].append((str(one.uid), words))
    ordered = sorted(conventions, key=lambda one: one.pk not in of_day)
    return forms.Select(
        choices=[
            ("", "Aucune en particulier"),
            *(
                (f"{one.reference}, à cette date" if one.pk in of_day else one.reference, offered)
                for one in ordered
                if (offered := actions[one.pk])
            ),
        ],
        attrs={"class": "form-select"},
    )


def find_commitment(user: User, convention: Convention | None, chosen: str) -> Commitment | None:
    """The action chosen, when it is the convention's; None otherwise."""
    if convention is None or not is_uuid(chosen):
        return None
    return Commitment.objects.visible_to(user).filter(convention=convention, uid=chosen).first()
