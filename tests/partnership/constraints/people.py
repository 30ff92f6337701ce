"""People who log in, and where they belong."""

from __future__ import annotations

import datetime

from partnership.enums import Role
from partnership.models import Membership, User
from tests import factories
from tests.partnership.constraints.twice import again


def user(**fields):
    return User(**{"email": "camille@exemple.test", "password": "x"} | fields)


def same_address_in_capitals():
    factories.UserFactory(email="camille@exemple.test")
    return user(email="Camille@exemple.test")


def membership(**fields):
    given = {"user": factories.UserFactory(), "organisation": factories.OrganisationFactory()}
    return Membership(**given | {"role": Role.STAFF} | fields)


def same_calendar():
    factories.UserFactory(calendar_key="cle-du-calendrier")
    row = user()
    row.calendar_key = "cle-du-calendrier"
    return row


SOUND = (user, membership)
BROKEN = {
    "user_email_unique": (
        same_address_in_capitals,
        "Un compte existe déjà avec cette adresse.",
    ),
    "user_calendar_key_unique": (
        same_calendar,
        "Cette adresse de calendrier est déjà prise.",
    ),
    "membership_unique": (
        lambda: again(membership, "user", "organisation"),
        "Cette personne a déjà ce rôle dans cette structure.",
    ),
    "membership_dates_in_order": (
        lambda: membership(from_on=datetime.date(2026, 1, 1), until_on=datetime.date(2025, 12, 31)),
        "La fin du rattachement précède son début.",
    ),
}
