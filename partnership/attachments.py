"""Files attached to rows: who may attach and withdraw, and what lists show of them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from partnership import subjects
from partnership.enums import Role
from partnership.models import Convention, Membership, StoredFile, User
from partnership.permissions import allowed, can_show_evidence, can_write_papers
from partnership.subjects import Kept


def by_the_team(user: User, row: Model) -> bool:
    """For a row of the network's own: its association's team attaches."""
    return row.owner_id in user.access.networks


def by_the_association(user: User, row: Model) -> bool:
    """For a row of a convention: who shows the evidence attaches."""
    return can_show_evidence(user, _convention(row))


def by_both_sides(user: User, row: Model) -> bool:
    """For what the funder writes or votes: its officers attach too."""
    convention = _convention(row)
    return can_show_evidence(user, convention) or can_write_papers(user, convention)


def _convention(row: Model) -> Convention:
    if isinstance(row, Convention):
        return row
    if hasattr(row, "convention"):
        return row.convention
    above = row.commitment if hasattr(row, "commitment") else row.settlement
    return above.convention


def check_can_attach(user: User, row: Model) -> None:
    """Raises PermissionDenied where the type takes no file, where it is not the person's to give,
    and on a row that was cancelled."""
    if not subjects.get(subjects.key_of(row)).may_attach(user, row):
        raise PermissionDenied("Ces fichiers sont joints par l'équipe qui tient cette page.")
    if getattr(row, "cancelled_at", None) is not None:
        raise PermissionDenied("Cette ligne est annulée : elle ne reçoit plus de fichier.")


def can_attach(user: User, row: Model) -> bool:
    return allowed(check_can_attach, user, row)


def check_can_withdraw(user: User, row: Model, stored: StoredFile) -> None:
    """Each side withdraws what it brought: the other's files stay."""
    brought = with_side(StoredFile.objects.filter(pk=stored.pk), user).get().is_of_my_side
    if not (brought and subjects.get(subjects.key_of(row)).may_attach(user, row)):
        raise PermissionDenied("Un fichier est retiré par ceux qui l'ont joint.")


def with_side(found: QuerySet, user: User) -> QuerySet:
    """The same files, each with `is_of_my_side`: brought by the person or by somebody who works,
    or worked, for the same body; and with `is_of_the_association`. What nobody signed is the
    association's."""
    access = user.access
    mine = Q(organisation__in=access.funders, role=Role.OFFICER) | Q(
        organisation__owner__in=access.networks, organisation__runs_its_network=True
    )
    theirs = Membership.objects.filter(user=OuterRef("added_by"))
    of_the_team = theirs.filter(
        organisation__owner=OuterRef("owner"), organisation__runs_its_network=True
    )
    return found.annotate(
        is_of_my_side=Q(added_by=user)
        | Exists(theirs.filter(mine))
        | Q(added_by__isnull=True, owner__in=access.networks),
        is_of_the_association=Q(added_by__isnull=True) | Exists(of_the_team),
    )


def opened(kept: Kept) -> Q:
    """Among files read `with_side`, those open to somebody from whom this much is kept."""
    mine, the_association = Q(is_of_my_side=True), Q(is_of_the_association=True)
    return {
        Kept.NOTHING: Q(),
        Kept.OTHER_FUNDERS: mine | the_association,
        Kept.ALL_BUT_OWN: mine,
    }[kept]


@dataclass(frozen=True)
class Attached:
    """A file in a list, and whether the person who reads may withdraw it."""

    stored: StoredFile
    may_withdraw: bool


def lists_for(rows: Iterable[Model], user: User) -> dict[uuid.UUID, list[Attached]]:
    """The files of rows that the person was already given, by the row's uid, the oldest first: one
    query for all."""
    rows = list(rows)
    lists: dict[uuid.UUID, list[Attached]] = {row.uid: [] for row in rows}
    if not rows:
        return lists
    may = {row.uid: subjects.get(subjects.key_of(row)).may_attach(user, row) for row in rows}
    found = with_side(_standing(rows), user).filter(_open_to(rows, user))
    for stored in found.select_related("added_by").order_by("created_at", "pk"):
        uid = stored.subject_uid
        lists[uid].append(Attached(stored, may[uid] and bool(stored.is_of_my_side)))
    return lists


def counts_for(rows: Iterable[Model]) -> dict[uuid.UUID, int]:
    """How many files each row has, by its uid: one query for all."""
    rows = list(rows)
    counts = {row.uid: 0 for row in rows}
    if rows:
        found = _standing(rows).order_by("subject_uid").values("subject_uid")
        for line in found.annotate(files=Count("pk")):
            counts[line["subject_uid"]] = line["files"]
    return counts


def _standing(rows: list[Model]) -> QuerySet:
    by_type = defaultdict(list)
    for row in rows:
        by_type[subjects.key_of(row)].append(row.uid)
    theirs = Q()
    for key, uids in by_type.items():
        theirs |= Q(subject_type=key, subject_uid__in=uids)
    return StoredFile.objects.filter(theirs, cancelled_at__isnull=True)


def _open_to(rows: list[Model], user: User) -> Q:
    by_measure = defaultdict(list)
    for row in rows:
        kept = subjects.get(subjects.key_of(row)).kept_apart(user, row)
        by_measure[kept].append(row.uid)
    found = Q()
    for kept, uids in by_measure.items():
        found |= Q(subject_uid__in=uids) & opened(kept)
    return found
