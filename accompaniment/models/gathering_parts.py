"""What hangs on a gathering: who runs it with the team, its agenda, what the team keeps of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accompaniment.enums import FeedbackSense
from accompaniment.gathering_querysets import OfGatheringQuerySet
from accompaniment.models.gatherings import Gathering
from partnership.models import DomainRow


class CoFacilitator(DomainRow):
    """Who runs a gathering with the team: an officer, a partner, a provider."""

    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="co_facilitators"
    )
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField("nom", max_length=200, blank=True)
    role = models.CharField("rôle", max_length=200, blank=True)

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "co-animation"
        verbose_name_plural = "co-animations"
        ordering = ["gathering", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""),
                name="co_facilitator_is_somebody",
                violation_error_message="Donnez une structure ou un nom.",
            )
        ]

    def __str__(self):
        return self.name or str(self.organisation)

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id


class AgendaItem(DomainRow):
    """A line of the déroulé. Its time follows from the lines before it: it begins when the one
    before ends, `gap_minutes` later; or, `is_parallel`, when the one before begins."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField("rang")
    activity = models.CharField("activité", max_length=500)
    minutes = models.PositiveIntegerField("durée (min)", null=True, blank=True)
    timing = models.CharField(
        "durée en clair", max_length=80, blank=True, help_text="Par exemple : 30 min par atelier."
    )
    gap_minutes = models.PositiveIntegerField("battement avant (min)", default=0)
    is_parallel = models.BooleanField("en parallèle de la ligne précédente", default=False)
    facilitator = models.CharField("animation", max_length=500, blank=True)

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du déroulé"
        verbose_name_plural = "lignes du déroulé"
        ordering = ["gathering", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(activity=""),
                name="agenda_item_has_an_activity",
                violation_error_message="Dites de quelle activité il s'agit.",
            )
        ]

    def __str__(self):
        return self.activity

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id


class Feedback(DomainRow):
    """What the team keeps of a gathering: points positifs, points négatifs, for the next time."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="feedback")
    sense = models.CharField("rubrique", max_length=10, choices=FeedbackSense)
    text = models.TextField("texte")

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "retour"
        verbose_name_plural = "retours"
        ordering = ["gathering", "pk"]

    def __str__(self):
        return self.text[:60]

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id


class Handout(DomainRow):
    """A document handed out; its file, if any, hangs on this row."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="handouts")
    title = models.CharField("support remis", max_length=200)
    link = models.URLField("lien", max_length=500, blank=True)

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "support remis"
        verbose_name_plural = "supports remis"
        ordering = ["gathering", "pk"]

    def __str__(self):
        return self.title

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id
