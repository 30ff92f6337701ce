"""Networks and structures."""

from __future__ import annotations

from partnership.models import Network, Organisation
from tests import factories

SIRET = "43853522100024"


def network(**fields):
    return Network(**{"name": "Réseau d'essai"} | fields)


def organisation(**fields):
    return Organisation(**{"owner": factories.NetworkFactory(), "name": "Structure"} | fields)


def second_siret():
    first = factories.OrganisationFactory(siret=SIRET)
    return organisation(owner=first.owner, siret=SIRET)


def second_runner():
    first = factories.OrganisationFactory(runner=True)
    return organisation(owner=first.owner, runs_its_network=True)


def merged_into_itself():
    row = factories.OrganisationFactory()
    row.merged_into = row
    return row


SOUND = (network, organisation)
BROKEN = {
    "organisation_siret_unique_per_owner": (second_siret, "Une structure porte déjà ce SIRET."),
    "organisation_one_runs_the_network": (
        second_runner,
        "Une autre structure anime déjà ce réseau.",
    ),
    "organisation_has_a_name": (lambda: organisation(name=""), "Donnez un nom à la structure."),
    "organisation_not_merged_into_itself": (
        merged_into_itself,
        "Une structure ne se fusionne pas avec elle-même.",
    ),
}
