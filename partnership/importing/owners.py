"""Into which network a spreadsheet goes."""

from __future__ import annotations

from partnership.models import Convention, Network, User
from partnership.sheets import SheetError


def network_of(convention: Convention | None, by: User | None) -> Network:
    """That of the convention; without one, the only network that the person administers (`by`
    None: the only one there is). Raises SheetError where several are possible."""
    if convention is not None:
        return convention.owner
    networks = Network.objects.order_by("pk")
    if by is not None:
        networks = networks.filter(pk__in=by.access.administered)
    found = list(networks[:2])
    if len(found) != 1:
        raise SheetError(
            "Trame ne sait pas dans quel réseau importer : relancez avec la référence d'une "
            "convention de ce réseau."
        )
    return found[0]
