"""What the directory knows of a structure beside its identity."""

from __future__ import annotations

import datetime

from partnership.models import Contact, Sharing, Theme, YearlyMembership
from tests import factories
from tests.partnership.constraints.twice import again

NEW_YEAR = datetime.date(2026, 1, 1)


def theme(**fields):
    return Theme(**{"owner": factories.NetworkFactory(), "name": "Éducation"} | fields)


def same_theme_in_capitals():
    first = theme()
    first.save()
    return theme(owner=first.owner, name="EDUCATION")


def contact(**fields):
    return Contact(
        **{"organisation": factories.OrganisationFactory(), "last_name": "Test"} | fields
    )


def yearly_membership(**fields):
    return YearlyMembership(
        **{"organisation": factories.OrganisationFactory(), "year": 2026} | fields
    )


def sharing(**fields):
    funder = factories.OrganisationFactory()
    given = {"owner": funder.owner, "funder": funder, "territory": "62", "from_on": NEW_YEAR}
    return Sharing(**given | fields)


SOUND = (theme, contact, yearly_membership, sharing)
BROKEN = {
    "theme_once": (same_theme_in_capitals, "Cette thématique existe déjà."),
    "yearly_membership_once": (
        lambda: again(yearly_membership, "organisation"),
        "Cette adhésion est déjà notée.",
    ),
    "sharing_dates_in_order": (
        lambda: sharing(until_on=datetime.date(2025, 12, 31)),
        "La fin du partage précède son début.",
    ),
}
