from django.db import models
from django.urls import reverse

from accompaniment.enums import Mode, ProjectKind
from accompaniment.querysets import AccompanimentQuerySet, FollowUpYearQuerySet
from partnership.models import DomainRow


class Accompaniment(DomainRow):
    """The follow-up of one holder in time. It belongs to the holder and may last years."""

    owner = models.ForeignKey(
        "partnership.Network", on_delete=models.PROTECT, related_name="accompaniments"
    )
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accompaniments",
    )
    source = models.CharField(
        "origine",
        max_length=200,
        blank=True,
        help_text="Le document, quand il est repris d'un bilan.",
    )
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001

    objects = AccompanimentQuerySet.as_manager()

    class Meta:
        verbose_name = "accompagnement"
        verbose_name_plural = "accompagnements"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                name="accompaniment_import_key_unique",
                violation_error_message="Cet accompagnement a déjà été importé.",
            )
        ]

    def get_absolute_url(self):
        return reverse("accompaniment:accompaniment", args=[self.uid])

    def __str__(self):
        return self.organisation.name if self.organisation else "Structure non renseignée"


class FollowUpYear(DomainRow):
    """What differs from one convention to the next in one accompaniment: mode, kinds of project.

    Without a convention, the year is still to be attached (« à rattacher »)."""

    accompaniment = models.ForeignKey(Accompaniment, on_delete=models.PROTECT, related_name="years")
    convention = models.ForeignKey(
        "partnership.Convention",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    mode = models.CharField("mode", max_length=12, choices=Mode, default=Mode.CONTACT)
    mode_from_on = models.DateField("depuis le", null=True, blank=True)

    objects = FollowUpYearQuerySet.as_manager()

    class Meta:
        verbose_name = "année de suivi"
        verbose_name_plural = "années de suivi"
        ordering = ["accompaniment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["accompaniment", "convention"],
                name="follow_up_year_once_per_convention",
                violation_error_message="Ce suivi a déjà une page pour cette convention.",
            ),
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=models.Q(convention__isnull=True),
                name="follow_up_year_once_without_convention",
                violation_error_message="Ce suivi a déjà une page à rattacher.",
            ),
        ]

    def __str__(self):
        return f"{self.accompaniment} · {self.get_mode_display()}"

    @property
    def owner_id(self) -> int:
        return self.accompaniment.owner_id

    @property
    def kind_codes(self) -> tuple[str, ...]:
        """The kinds of project, in the order of the list. Reads the prefetched `kinds`."""
        chosen = {row.kind for row in self.kinds.all()}
        return tuple(kind for kind in ProjectKind.values if kind in chosen)

    @property
    def kind_labels(self) -> list[str]:
        return [ProjectKind(code).label for code in self.kind_codes]


class FollowUpKind(models.Model):
    """One kind of project of a follow-up; it may have several."""

    follow_up = models.ForeignKey(FollowUpYear, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField("type de projet", max_length=30, choices=ProjectKind)

    class Meta:
        verbose_name = "type de projet"
        verbose_name_plural = "types de projet"
        ordering = ["follow_up", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "kind"],
                name="follow_up_kind_once",
                violation_error_message="Ce type de projet est déjà choisi.",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
