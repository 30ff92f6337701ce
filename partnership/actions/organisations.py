"""Writes about structures: atomic, journaled, by somebody."""

from __future__ import annotations

import uuid

from django.db import transaction

from partnership import journal
from partnership.enums import OrganisationKind, Verb
from partnership.models import Network, Organisation, User


@transaction.atomic
def create_organisation(
    *,
    owner: Network,
    name: str,
    by: User | None,
    kind: OrganisationKind = OrganisationKind.UNKNOWN,
    uid: uuid.UUID | None = None,
    **fields,
) -> Organisation:
    """Raises ValidationError for a name left empty, or a SIRET that is wrong or taken."""
    organisation = Organisation(
        owner=owner, name=" ".join(name.split()), kind=kind, uid=uid or uuid.uuid4(), **fields
    )
    organisation.full_clean()
    organisation.save()
    journal.record(Verb.CREATED, organisation, by=by, changes={"name": organisation.name})
    return organisation
