"""What heads the papers of a gathering: the logos and the bodies that its reader may know of."""

from __future__ import annotations

from dataclasses import dataclass, field

from accompaniment.attendance.sign_up_mails import host_of
from accompaniment.models import Gathering
from partnership import files
from partnership.models import Convention, Organisation, StoredFile, User
from partnership.rendering.pdf import GivenFile


@dataclass
class Head:
    """`host` is the association, `funders` those that the reader may know of. `logos` are (uid,
    words), whose bytes are in `given`."""

    host: Organisation | None
    funders: list[Organisation]
    is_fictitious: bool = False
    logos: list[tuple[str, str]] = field(default_factory=list)
    given: dict[str, GivenFile] = field(default_factory=dict)

    def show(self, stored: StoredFile) -> str:
        """Let the paper show this file; its address there."""
        uid = str(stored.uid)
        if uid not in self.given:
            self.given[uid] = GivenFile(files.read(stored), stored.content_type)
        return uid


def head_of(gathering: Gathering, reader: User) -> Head:
    """The association's logo, then those of the funders served: all of them for the association,
    their own for an officer."""
    served = (
        Convention.objects.filter(gathering_shares__gathering=gathering)
        .visible_to(reader)
        .select_related("funder__logo", "beneficiary__logo")
        .order_by("reference")
    )
    conventions = list(served)
    host = host_of(gathering)
    funders = list(dict.fromkeys(one.funder for one in conventions))
    bodies = [*([host] if host else []), *(one.beneficiary for one in conventions), *funders]
    head = Head(host, funders, is_fictitious=any(one.is_fictitious for one in bodies + conventions))
    for body in dict.fromkeys(bodies):
        if body.logo is not None and body.logo.cancelled_at is None:
            head.logos.append((head.show(body.logo), f"Logo de {body.name}"))
    return head
