"""Schemes, their calls, the projects that answer them and what hangs on those."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from partnership.enums import FactorSense, ProjectKind, ProjectStage, Side
from partnership.models import (
    Call,
    Factor,
    FundingScheme,
    Project,
    ProjectCountry,
    ProjectFactor,
    ProjectFunding,
    ProjectGoal,
    ProjectKindChoice,
    ProjectPartner,
    ProjectStep,
    SchemeExclusion,
)
from tests import factories
from tests.partnership.constraints.twice import again

MARCH = datetime.date(2026, 3, 1)
APRIL = datetime.date(2026, 4, 1)


def scheme(**fields):
    funder = factories.OrganisationFactory()
    given = {"owner": funder.owner, "funder": funder, "name": "62MEI"}
    return FundingScheme(**given | fields)


def scheme_exclusion(**fields):
    given = {"scheme": factories.FundingSchemeFactory(), "text": "Voyages de classe"}
    return SchemeExclusion(**given | fields)


def call(**fields):
    given = {"scheme": factories.FundingSchemeFactory(), "year": 2026}
    return Call(**given | {"opens_on": MARCH, "closes_on": APRIL} | fields)


def project(**fields):
    holder = factories.OrganisationFactory()
    given = {"owner": holder.owner, "organisation": holder, "title": "Chantier au Sénégal"}
    return Project(**given | fields)


def project_kind(**fields):
    given = {"project": factories.ProjectFactory(), "kind": ProjectKind.MOBILITY}
    return ProjectKindChoice(**given | fields)


def project_country(**fields):
    return ProjectCountry(**{"project": factories.ProjectFactory(), "country": "SN"} | fields)


def project_goal(**fields):
    return ProjectGoal(**{"project": factories.ProjectFactory(), "goal": 4} | fields)


def project_step(**fields):
    given = {"project": factories.ProjectFactory(), "stage": ProjectStage.SUBMITTED}
    return ProjectStep(**given | {"on": MARCH, "side": Side.FUNDER} | fields)


def project_partner(**fields):
    given = {"project": factories.ProjectFactory(), "name": "Lycée de Dakar", "country": "SN"}
    return ProjectPartner(**given | fields)


def project_funding(**fields):
    given = {"project": factories.ProjectFactory(), "source": "Erasmus+", "sought": Decimal(500)}
    return ProjectFunding(**given | fields)


def factor(**fields):
    given = {"owner": factories.NetworkFactory(), "sense": FactorSense.BRAKE}
    return Factor(**given | {"name": "Manque de temps"} | fields)


def saved_factor():
    row = factor()
    row.save()
    return row


def project_factor(**fields):
    given = {"project": factories.ProjectFactory(), "factor": saved_factor()}
    return ProjectFactor(**given | {"line": "Un seul bénévole"} | fields)


SOUND = (
    scheme,
    scheme_exclusion,
    call,
    project,
    project_kind,
    project_country,
    project_goal,
    project_step,
    project_partner,
    project_funding,
    factor,
    project_factor,
)
BROKEN = {
    "scheme_once_per_funder": (
        lambda: again(scheme, "owner", "funder"),
        "Ce financeur a déjà un dispositif de ce nom.",
    ),
    "scheme_exclusion_once": (
        lambda: again(scheme_exclusion, "scheme"),
        "Cet objet est déjà exclu.",
    ),
    "call_once_a_year": (
        lambda: again(call, "scheme"),
        "Cet appel à projets existe déjà pour cette année.",
    ),
    "call_dates_in_order": (
        lambda: call(opens_on=APRIL, closes_on=MARCH),
        "L'appel à projets ferme avant d'ouvrir.",
    ),
    "project_waived_with_reason": (
        lambda: project(waived_reason="Le camp se tient dans le territoire"),
        "Passer outre demande un motif et une date.",
    ),
    "project_import_key_unique": (
        lambda: again(project, "owner", import_key="1"),
        "Ce projet a déjà été importé.",
    ),
    "project_has_a_title": (lambda: project(title=""), "Donnez un intitulé au projet."),
    "project_ages_in_order": (
        lambda: project(youngest=17, oldest=12),
        "Le plus âgé est plus jeune que le plus jeune.",
    ),
    "project_amounts_not_negative": (
        lambda: project(granted=Decimal(-1)),
        "Un montant n'est pas négatif.",
    ),
    "project_cancelled_with_reason": (
        lambda: project(cancelled_at=timezone.now()),
        "Un retrait a une date et un motif.",
    ),
    "project_kind_once": (lambda: again(project_kind, "project"), "Ce type est déjà choisi."),
    "project_country_once": (
        lambda: again(project_country, "project"),
        "Ce pays est déjà choisi.",
    ),
    "project_goal_once": (lambda: again(project_goal, "project"), "Cet ODD est déjà choisi."),
    "project_goal_exists": (lambda: project_goal(goal=18), "Les ODD vont de 1 à 17."),
    "project_funding_not_negative": (
        lambda: project_funding(sought=Decimal(-1)),
        "Un montant n'est pas négatif.",
    ),
    "factor_once": (lambda: again(factor, "owner"), "Ce frein ou levier existe déjà."),
    "project_factor_once": (
        lambda: again(project_factor, "project", "factor"),
        "Ce frein ou levier est déjà noté pour ce projet.",
    ),
}
