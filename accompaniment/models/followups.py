import datetime

from django.db import models
from django.urls import reverse

from accompaniment.dates import date_text
from accompaniment.enums import Mode
from accompaniment.following.advice import flag_words
from accompaniment.querysets import AccompanimentQuerySet, FollowUpYearQuerySet
from partnership.enums import ProjectKind
from partnership.models import DomainRow
from partnership.models.base import OfSeveralKinds, Waived
from partnership.wording import long_date


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


class FollowUpYear(OfSeveralKinds, Waived, DomainRow):
    """What differs from one convention to the next in one accompaniment: mode, kinds of project,
    who leads, what is written of it. `mode` is today's; `mode_changes` say what it was before.

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
    lead = models.ForeignKey(
        "partnership.User",
        verbose_name="suivi par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_follow_ups",
    )
    projects = models.ManyToManyField(
        "partnership.Project", verbose_name="projets", blank=True, related_name="follow_ups"
    )
    needs = models.TextField("besoins", blank=True)
    involvement = models.TextField(
        "implication du porteur", blank=True, help_text="Imprimée dans le bilan"
    )
    internal_note = models.TextField("note interne", blank=True, help_text="Jamais transmise")
    outcome = models.TextField("état du projet", blank=True, help_text="Imprimé dans le bilan")
    next_steps = models.TextField("et ensuite", blank=True)
    stated_town = models.CharField(
        "ville indiquée par le document",
        max_length=120,
        blank=True,
        help_text="Quand une année est reprise : l'annuaire peut en dire une autre.",
    )
    reminded_on = models.DateField("relancé le", null=True, blank=True)
    review_on = models.DateField("à revoir le", null=True, blank=True)
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FollowUpYearQuerySet.as_manager()

    class Meta:
        verbose_name = "année de suivi"
        verbose_name_plural = "années de suivi"
        ordering = ["accompaniment", "pk"]
        indexes = [models.Index(fields=["lead", "review_on"])]
        constraints = [
            *Waived.Meta.constraints,
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

    def get_absolute_url(self):
        return reverse("accompaniment:follow-up", args=[self.uid])

    @property
    def changes_in_order(self) -> list["FollowUpModeChange"]:
        """The dated changes of mode, the first one first. Reads the prefetched `mode_changes`."""
        return sorted(self.mode_changes.all(), key=lambda one: one.from_on)

    def mode_on(self, day: datetime.date) -> str:
        """The mode under which an exchange of that day counts."""
        mode = None
        for change in self.changes_in_order:
            if change.from_on > day:
                return mode or change.before
            mode = change.mode
        return mode or self.mode

    @property
    def last_text(self) -> str:
        """The day of the latest exchange, as precisely as it is known; nothing without one. Reads
        what `FollowUpYear.objects.with_last_exchange()` gives."""
        return date_text(self.last_on, self.last_precision) if self.last_on else ""

    @property
    def review_text(self) -> str:
        return long_date(self.review_on) if self.review_on else ""

    @property
    def is_convertible(self) -> bool:
        """Advice or first contact: a click makes it a reinforced follow-up."""
        return self.mode in (Mode.ADVICE, Mode.CONTACT)

    @property
    def advice_flag(self) -> str:
        """What to say while advice goes past its meetings. Reads `advice_meetings`, counted by
        `FollowUpYear.objects.with_advice()`."""
        return flag_words(self.advice_meetings) if self.mode == Mode.ADVICE else ""


class FollowUpModeChange(DomainRow):
    """From one mode to another, from a day on, with its reason: an exchange is counted under the
    mode of its own day."""

    follow_up = models.ForeignKey(
        FollowUpYear, on_delete=models.CASCADE, related_name="mode_changes"
    )
    before = models.CharField("avant", max_length=12, choices=Mode)
    mode = models.CharField("mode", max_length=12, choices=Mode)
    from_on = models.DateField("à partir du")
    reason = models.CharField("pourquoi", max_length=300)
    by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "changement de mode"
        verbose_name_plural = "changements de mode"
        ordering = ["follow_up", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "from_on"],
                name="mode_change_once_a_day",
                violation_error_message="Ce suivi change déjà de mode ce jour-là.",
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("mode")),
                name="mode_change_changes_something",
                violation_error_message="Ce suivi est déjà dans ce mode.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="mode_change_has_a_reason",
                violation_error_message="Dites pourquoi le mode change.",
            ),
        ]

    def __str__(self):
        return f"{self.get_before_display()} → {self.get_mode_display()}"

    @property
    def owner_id(self) -> int:
        return self.follow_up.owner_id


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
