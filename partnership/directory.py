"""The directory as it goes out, and the doubles that it may hold."""

from __future__ import annotations

from django.db.models import QuerySet

from partnership.models import Organisation
from partnership.rendering.tables import Column
from partnership.searching import forgiving, likeness
from partnership.text import normalise

LIKELY = 82
SHOWN = 8

ORGANISATIONS = [
    Column("Référence", lambda row: str(row.uid)),
    Column("Nom", lambda row: row.name),
    Column("Sigle", lambda row: row.short_name),
    Column("Type", lambda row: row.get_kind_display()),
    Column("SIRET", lambda row: row.siret),
    Column("RNA", lambda row: row.rna),
    Column("Commune", lambda row: row.town),
    Column("Code INSEE", lambda row: row.insee_code),
    Column("Département", lambda row: row.department),
    Column("Adresse", lambda row: row.address),
    Column("Courriel", lambda row: row.email),
    Column("Téléphone", lambda row: row.phone),
    Column("Site", lambda row: row.website),
    Column("Thématiques", lambda row: ", ".join(one.name for one in row.themes.all())),
    Column(
        "Années d'adhésion",
        lambda row: ", ".join(str(one.year) for one in row.yearly_memberships.all()),
    ),
]


def likely_doubles(kept: Organisation, others: QuerySet) -> list[Organisation]:
    """The structures whose names are nearest, at most eight; a query or two."""
    found = forgiving(others, kept.name).rows[: SHOWN * 4]
    name = normalise(kept.name)
    scored = [
        (min(likeness(name, normalise(one.name)), likeness(normalise(one.name), name)), one)
        for one in found
    ]
    near = [(score, one) for score, one in scored if score >= LIKELY]
    return [one for _, one in sorted(near, key=lambda pair: (-pair[0], pair[1].pk))][:SHOWN]
