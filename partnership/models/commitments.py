from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from partnership import catalogue
from partnership.enums import CarryOverState, CommitmentState
from partnership.models.base import DomainRow
from partnership.models.conventions import Convention
from partnership.querysets import (
    CarryOverQuerySet,
    CommitmentQuerySet,
    OnConventionQuerySet,
)


class Commitment(DomainRow):
    """One numbered action of the convention's programme, in the convention's own words."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="original_commitments"
    )
    number = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    part = models.CharField("partie", max_length=1, blank=True)
    text = models.TextField("texte de la convention")
    target = models.PositiveIntegerField("quantité prévue", null=True, blank=True)
    unit = models.CharField("unité de la convention", max_length=120, blank=True)
    state = models.CharField(
        "avancement", max_length=12, choices=CommitmentState, default=CommitmentState.RUNNING
    )
    in_charge = models.ForeignKey(
        "partnership.User",
        verbose_name="qui s'en occupe",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state_reason = models.CharField(
        "ce qui le montre",
        max_length=500,
        blank=True,
        help_text="Ce qui a été fait, pour une action sans quantité.",
    )
    continues = models.ManyToManyField(
        "self",
        verbose_name="poursuit",
        symmetrical=False,
        related_name="continued_by",
        blank=True,
        help_text="Les actions de la convention précédente, même si leur numéro a changé.",
    )
    added_by = models.ForeignKey(
        "partnership.Amendment",
        verbose_name="ajoutée par l'avenant",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="added_commitments",
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "action du programme"
        verbose_name_plural = "actions du programme"
        ordering = ["convention", "number", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number", "part"],
                name="commitment_number_unique",
                violation_error_message="Cette convention a déjà une action de ce numéro.",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target__gt=0),
                name="commitment_target_positive",
                violation_error_message="La quantité prévue est supérieure à zéro, ou absente.",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | ~models.Q(unit=""),
                name="commitment_target_has_unit",
                violation_error_message="Donnez l'unité de la quantité prévue.",
            ),
        ]

    def __str__(self):
        return f"{self.label} · {self.text}"

    @property
    def owner_id(self) -> int:
        return self.convention.owner_id

    @property
    def label(self) -> str:
        """« 1 », or « 1 a » where one action has several targets."""
        return f"{self.number} {self.part}".strip()

    @property
    def slug(self) -> str:
        """« 1 », or « 1-a »: the label as the address of its page writes it."""
        return self.label.replace(" ", "-")

    def get_absolute_url(self):
        return reverse("reporting:commitment", args=[self.convention.reference, self.slug])


class CommitmentReading(DomainRow):
    """How a commitment is counted: proposed by one side, accepted by the other."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="readings")
    figure_id = models.CharField("chiffre", max_length=80)
    rule_version = models.PositiveSmallIntegerField("version de la règle", default=1)
    filters = models.JSONField("filtres", default=dict, blank=True)
    beside = models.JSONField(
        "chiffres montrés à côté", default=list, blank=True, help_text="Identifiants de chiffres."
    )
    valid_from = models.DateField("à compter du")
    proposed_by = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_by = models.ForeignKey(
        "partnership.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)

    class Meta:
        verbose_name = "lecture d'un engagement"
        verbose_name_plural = "lectures des engagements"
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "figure_id", "rule_version", "valid_from"],
                name="reading_unique",
                violation_error_message="Cette lecture existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="reading_accepted_whole",
                violation_error_message="Une lecture acceptée l'est par quelqu'un et à une date.",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True)
                | ~models.Q(accepted_by=models.F("proposed_by")),
                name="reading_accepted_by_the_other_side",
                violation_error_message="Une lecture est acceptée par l'autre partie.",
            ),
        ]

    def __str__(self):
        return self.figure_id

    def clean(self):
        """Refuses a figure, a version or a filter that the catalogue does not know; the figures
        beside are filtered alike."""
        self.filters, self.beside = self.filters or {}, self.beside or []
        if not isinstance(self.beside, list):
            raise ValidationError(
                "Les chiffres montrés à côté forment une liste d'identifiants, "
                'par exemple ["accompaniment.minutes"].'
            )
        catalogue.check(self.figure_id, self.rule_version, self.filters)
        for figure_id in self.beside:
            catalogue.check(figure_id, filters=self.filters)

    def save(self, *args, **kwargs):
        self.clean()
        super().save(*args, **kwargs)

    @property
    def is_accepted(self) -> bool:
        return self.accepted_by_id is not None


class Chapter(DomainRow):
    """A chapter of the bilan. Actions of the programme are told in one or several of them."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField(
        "titre", max_length=200, error_messages={"blank": "Donnez un titre au chapitre."}
    )
    commitments = models.ManyToManyField(
        Commitment, verbose_name="actions du programme", related_name="chapters", blank=True
    )

    objects = OnConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "chapitre du bilan"
        verbose_name_plural = "chapitres du bilan"
        ordering = ["convention", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "position"],
                name="chapter_position_unique",
                violation_error_message="Un autre chapitre a ce rang.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="chapter_has_a_title",
                violation_error_message="Donnez un titre au chapitre.",
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.title}"

    @property
    def owner_id(self) -> int:
        return self.convention.owner_id


class CarryOver(DomainRow):
    """An unmet action that the association asks to carry into the next convention."""

    commitment = models.ForeignKey(
        Commitment,
        verbose_name="action non tenue",
        on_delete=models.PROTECT,
        related_name="carry_overs",
    )
    to_convention = models.ForeignKey(
        Convention,
        verbose_name="reportée dans",
        on_delete=models.PROTECT,
        related_name="carried_in",
    )
    quantity = models.PositiveIntegerField("quantité reportée", null=True, blank=True)
    what = models.CharField(
        "ce qui est reporté", max_length=300, help_text="Par exemple « deux temps collectifs »."
    )
    reason = models.TextField(
        "motif de la demande", error_messages={"blank": "Dites pourquoi ce report est demandé."}
    )
    state = models.CharField(
        "état", max_length=10, choices=CarryOverState, default=CarryOverState.ASKED
    )
    asked_on = models.DateField("demandé le", null=True, blank=True)
    asked_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.TextField("motif de la décision", blank=True)

    objects = CarryOverQuerySet.as_manager()

    class Meta:
        verbose_name = "report d'une action"
        verbose_name_plural = "reports d'actions"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "to_convention"],
                condition=models.Q(state__in=["asked", "accepted"]),
                name="carry_over_once",
                violation_error_message="Ce report est déjà demandé.",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__isnull=True) | models.Q(quantity__gt=0),
                name="carry_over_quantity_positive",
                violation_error_message="La quantité reportée est supérieure à zéro.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CarryOverState.ASKED, decided_on__isnull=True)
                | (~models.Q(state=CarryOverState.ASKED) & models.Q(decided_on__isnull=False)),
                name="carry_over_decided_whole",
                violation_error_message="Une décision sur un report a une date.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="carry_over_has_a_reason",
                violation_error_message="Dites pourquoi ce report est demandé.",
            ),
        ]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return reverse("partnership:carry-over", args=[self.uid])

    @property
    def owner_id(self) -> int:
        return self.commitment.convention.owner_id
