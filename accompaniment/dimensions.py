"""By what the figures of accompaniment can be cut and filtered."""

from accompaniment.enums import (
    UNCOUNTED_GATHERINGS,
    UNTIMED_KINDS,
    Channel,
    GatheringKind,
    HelpPoint,
    PlaceKind,
    PromotionKind,
    WorkKind,
)
from partnership.catalogue import Dimension
from partnership.enums import OrganisationKind, ProjectKind

UNKNOWN = "non_renseigne"
UNKNOWN_LABEL = "Non renseigné"

CHANNEL = Dimension(
    "channel", "Canal", dict(Channel.choices) | {UNKNOWN: UNKNOWN_LABEL}, overlapping=True
)
PROJECT_KIND = Dimension(
    "project_kind",
    "Type de projet",
    dict(ProjectKind.choices) | {UNKNOWN: UNKNOWN_LABEL},
    overlapping=True,
)
ORGANISATION_KIND = Dimension(
    "organisation_kind", "Type de structure", dict(OrganisationKind.choices)
)
MONTH = Dimension("month", "Mois")
KIND = Dimension("kind", "Nature", {kind.value: kind.label for kind in UNTIMED_KINDS})
SCHEME = Dimension("scheme", "Dispositif")
WORK_KIND = Dimension("kind", "Nature", dict(WorkKind.choices))
PROMOTION = Dimension(
    "promotion",
    "Forme de la valorisation",
    dict(PromotionKind.choices) | {UNKNOWN: UNKNOWN_LABEL},
)
HELP = Dimension(
    "help", "Point d'aide", dict(HelpPoint.choices) | {UNKNOWN: UNKNOWN_LABEL}, overlapping=True
)
GATHERING_KIND = Dimension(
    "kind",
    "Nature",
    {kind.value: kind.label for kind in GatheringKind if kind not in UNCOUNTED_GATHERINGS},
)
PLACE = Dimension("place", "Lieu", dict(PlaceKind.choices))
