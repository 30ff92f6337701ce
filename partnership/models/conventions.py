from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse

from partnership import catalogue, standing
from partnership.enums import AdjustmentRule, BudgetSide, ConventionState
from partnership.models.base import DomainRow
from partnership.querysets import CommitmentQuerySet, ConventionQuerySet
from partnership.terms import Terms
from partnership.text import normalise


class Convention(DomainRow):
    """The yearly agreement between a funder and a beneficiary.

    The `original_…` columns hold what was signed first. Everybody else reads `terms(on=…)`, which
    will take the amendments into account; a test refuses any other reader.
    """

    owner = models.ForeignKey(
        "partnership.Network", on_delete=models.PROTECT, related_name="conventions"
    )
    reference = models.CharField(
        "référence",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$",
                "Une référence s'écrit en lettres, chiffres et tirets, par exemple CD62-2026.",
            )
        ],
        error_messages={"unique": "Une convention porte déjà cette référence."},
    )
    purpose = models.CharField("objet", max_length=300)
    funder = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="financeur",
        on_delete=models.PROTECT,
        related_name="conventions_funded",
    )
    beneficiary = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="bénéficiaire",
        on_delete=models.PROTECT,
        related_name="conventions_received",
    )
    state = models.CharField(
        "état", max_length=20, choices=ConventionState, default=ConventionState.PROPOSED
    )
    original_starts_on = models.DateField("début de la période")
    original_ends_on = models.DateField("fin de la période")
    original_report_due_on = models.DateField("bilan attendu le", null=True, blank=True)
    original_amount = models.DecimalField(
        "subvention", max_digits=12, decimal_places=2, null=True, blank=True
    )
    original_projected_cost = models.DecimalField(
        "coût prévisionnel", max_digits=12, decimal_places=2, null=True, blank=True
    )
    original_rule = models.CharField(
        "règle d'ajustement", max_length=20, choices=AdjustmentRule, default=AdjustmentRule.UNKNOWN
    )
    report_submitted_on = models.DateField("bilan transmis le", null=True, blank=True)
    report_publication = models.CharField(
        "bilan publié",
        max_length=200,
        blank=True,
        help_text="Où le bilan a été publié, quand sa transmission n'est pas datée.",
    )
    is_fictitious = models.BooleanField("fictive", default=False)
    search_text = models.CharField(max_length=400, editable=False)

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering = ["-original_starts_on", "reference"]
        indexes = [models.Index(fields=["owner", "original_starts_on", "original_ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(original_ends_on__gte=models.F("original_starts_on")),
                name="convention_period_in_order",
                violation_error_message="La période se termine avant de commencer.",
            ),
            models.CheckConstraint(
                condition=models.Q(original_amount__isnull=True) | models.Q(original_amount__gte=0),
                name="convention_amount_not_negative",
                violation_error_message="La subvention ne peut pas être négative.",
            ),
            models.CheckConstraint(
                condition=models.Q(original_projected_cost__isnull=True)
                | models.Q(original_projected_cost__gt=0),
                name="convention_cost_positive",
                violation_error_message="Le coût prévisionnel doit être supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=models.Q(original_amount__isnull=True)
                | models.Q(original_projected_cost__isnull=True)
                | models.Q(original_amount__lte=models.F("original_projected_cost")),
                name="convention_amount_within_cost",
                violation_error_message="La subvention dépasse le coût prévisionnel.",
            ),
            models.CheckConstraint(
                condition=~models.Q(funder=models.F("beneficiary")),
                name="convention_two_parties",
                violation_error_message="Le financeur et le bénéficiaire sont la même structure.",
            ),
            models.CheckConstraint(
                condition=models.Q(original_report_due_on__isnull=True)
                | models.Q(original_report_due_on__gt=models.F("original_ends_on")),
                name="convention_report_after_period",
                violation_error_message="Le bilan est attendu après la fin de la période.",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        self.search_text = normalise(f"{self.reference} {self.purpose}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("reporting:convention", args=[self.reference])

    def terms(self, on: datetime.date | None = None) -> Terms:
        """What is in force on a day (today when not given): money, period, due date, commitments.

        Before amendments exist these are the terms signed first, whatever the day. The
        commitments are read from the database unless they were prefetched.
        """
        return Terms(
            amount=self.original_amount,
            projected_cost=self.original_projected_cost,
            rule=AdjustmentRule(self.original_rule),
            starts_on=self.original_starts_on,
            ends_on=self.original_ends_on,
            report_due_on=self.original_report_due_on,
            load_commitments=lambda: tuple(self.original_commitments.prefetch_related("readings")),
        )

    @property
    def year(self) -> str:
        """« 2023 », or « 2023-2024 » for a period over two years."""
        return self.terms().year_label

    @property
    def money_standing(self) -> str:
        return standing.money(ConventionState(self.state), self.terms())

    def report_standing(self, today: datetime.date) -> str:
        return standing.report(
            ConventionState(self.state),
            self.terms(),
            submitted_on=self.report_submitted_on,
            publication=self.report_publication,
            today=today,
        )

    def report_is_late(self, today: datetime.date) -> bool:
        return standing.report_is_late(
            ConventionState(self.state),
            self.terms(),
            submitted_on=self.report_submitted_on,
            publication=self.report_publication,
            today=today,
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


class BudgetLine(DomainRow):
    """A line of the plan de financement. An amount that no document gives stays empty."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="budget_lines"
    )
    side = models.CharField("sens", max_length=10, choices=BudgetSide)
    position = models.PositiveSmallIntegerField("rang")
    label = models.CharField("intitulé", max_length=200)
    description = models.CharField("description", max_length=300, blank=True)
    amount = models.DecimalField(
        "montant prévu", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ["convention", "side", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "side", "position"],
                name="budget_line_position_unique",
                violation_error_message="Une autre ligne a ce rang.",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="budget_line_not_negative",
                violation_error_message="Un montant prévu ne peut pas être négatif.",
            ),
        ]

    def __str__(self):
        return self.label


class TakenOverValue(DomainRow):
    """A total that a published document gives without the rows behind it."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="taken_over_values"
    )
    figure_id = models.CharField("chiffre", max_length=80)
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    source = models.CharField("document", max_length=200)
    page = models.CharField("page ou ligne", max_length=60)
    quotation = models.CharField("citation", max_length=300, blank=True)

    class Meta:
        verbose_name = "valeur reprise"
        verbose_name_plural = "valeurs reprises"
        ordering = ["convention", "figure_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "figure_id"],
                name="taken_over_value_unique",
                violation_error_message="Ce chiffre a déjà une valeur reprise.",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="taken_over_value_not_negative",
                violation_error_message="Une valeur reprise ne peut pas être négative.",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="taken_over_value_has_source",
                violation_error_message="Dites de quel document vient cette valeur.",
            ),
        ]

    def __str__(self):
        return f"« {self.quotation} » ({self.source}, {self.page})"

    @property
    def owner_id(self) -> int:
        return self.convention.owner_id

    def clean(self):
        """Refuses an unknown figure. The running year is refused by `actions.take_over_value`,
        which knows today's date."""
        catalogue.check(self.figure_id)
        if self.value is not None and self.value < 0:
            raise ValidationError({"value": "Une valeur reprise ne peut pas être négative."})
