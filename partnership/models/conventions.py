from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial, reduce
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from partnership import catalogue, standing
from partnership.enums import AdjustmentRule, ConventionState, DeadlineKind
from partnership.models.base import DomainRow
from partnership.querysets import ConventionQuerySet
from partnership.terms import (
    Terms,
    amended,
    as_amended,
    commitments_in_force,
    written_commitments,
)
from partnership.text import normalise

if TYPE_CHECKING:
    from partnership.models import Amendment, Commitment, Deadline, Deliberation


class Convention(DomainRow):
    """The yearly agreement between a funder and a beneficiary.

    The `original_…` columns hold what was signed first. Everybody else reads `terms(on=…)`, which
    takes the amendments into account; a test refuses any other reader.
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
    proposal_sent_on = models.DateField("proposition envoyée le", null=True, blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)
    terminated_on = models.DateField("résiliée le", null=True, blank=True)
    notice_given_on = models.DateField("préavis notifié le", null=True, blank=True)
    heard = models.CharField("qui a été entendu", max_length=300, blank=True)
    territory = models.CharField("territoire", max_length=120, blank=True)
    shares_staff_time = models.BooleanField(
        "montrer au financeur le temps de travail valorisé", default=False
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
            models.CheckConstraint(
                condition=models.Q(signed_on__isnull=True)
                | models.Q(state__in=["signed", "settled", "terminated"]),
                name="convention_signed_once_voted",
                violation_error_message="Une convention est signée une fois votée.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="terminated")
                | (models.Q(terminated_on__isnull=False) & ~models.Q(heard="")),
                name="convention_terminated_whole",
                violation_error_message=(
                    "Une résiliation a sa date d'effet, et dit qui a été entendu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(terminated_on__isnull=True) | models.Q(state="terminated"),
                name="convention_end_of_a_terminated_one",
                violation_error_message="Seule une convention résiliée a une date de résiliation.",
            ),
            models.CheckConstraint(
                condition=models.Q(notice_given_on__isnull=True)
                | models.Q(terminated_on__isnull=True)
                | models.Q(terminated_on__gte=models.F("notice_given_on")),
                name="convention_notice_before_the_end",
                violation_error_message="La résiliation prend effet après sa notification.",
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

        The terms signed first, changed by each amendment in force on that day, in their order.
        The amendments are read once for each convention, or for a whole list (`for_list`).
        """
        amendments = self.amendments_in_force(on)
        original = self._signed_first(lambda: commitments_in_force(self, amendments))
        return reduce(amended, amendments, original)

    def chain(self) -> list[tuple[Amendment | None, Terms]]:
        """The terms signed first (beside None), then those that each amendment leaves, in the
        order in which they come into force. The actions of the programme are read once for all."""
        amendments = self.amendments_in_force(datetime.date.max)
        written = cache(lambda: written_commitments(self))
        terms = self._signed_first(lambda: as_amended(written(), []))
        links: list[tuple[Amendment | None, Terms]] = [(None, terms)]
        for rank, amendment in enumerate(amendments, 1):
            commitments = partial(lambda count: as_amended(written(), amendments[:count]), rank)
            terms = replace(amended(terms, amendment), load_commitments=commitments)
            links.append((amendment, terms))
        return links

    def _signed_first(self, load_commitments: Callable[[], tuple[Commitment, ...]]) -> Terms:
        return Terms(
            amount=self.original_amount,
            projected_cost=self.original_projected_cost,
            rule=AdjustmentRule(self.original_rule),
            starts_on=self.original_starts_on,
            ends_on=self.original_ends_on,
            report_due_on=self.original_report_due_on,
            load_commitments=load_commitments,
        )

    def amendments_in_force(self, on: datetime.date | None = None) -> list[Amendment]:
        """The amendments in force on a day (today when not given), the earliest first."""
        if self.pk is None:
            return []
        models.prefetch_related_objects([self], "amendments__commitment_changes")
        day = on or timezone.localdate()
        return [one for one in self.amendments.all() if one.in_force_on <= day]

    @property
    def report_due_on(self) -> datetime.date | None:
        """The day by which the bilan is awaited: as extended since, else as the terms say."""
        deadline = self.report_deadline
        return deadline.due_on if deadline else self.terms().report_due_on

    @property
    def report_deadline(self) -> Deadline | None:
        """The stored deadline of the bilan, which a side may have extended."""
        if self.pk is None:
            return None
        models.prefetch_related_objects([self], "deadlines")
        kept = (one for one in self.deadlines.all() if one.kind == DeadlineKind.REPORT)
        return next(kept, None)

    @property
    def vote(self) -> Deliberation | None:
        """The deliberation that decided of the convention itself, the latest; None before it."""
        if self.pk is None:
            return None
        models.prefetch_related_objects([self], "deliberations")
        kept = [one for one in self.deliberations.all() if one.amendment_id is None]
        return kept[-1] if kept else None

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
            replace(self.terms(), report_due_on=self.report_due_on),
            submitted_on=self.report_submitted_on,
            publication=self.report_publication,
            today=today,
        )

    def report_is_late(self, today: datetime.date) -> bool:
        return standing.report_is_late(
            ConventionState(self.state),
            replace(self.terms(), report_due_on=self.report_due_on),
            submitted_on=self.report_submitted_on,
            publication=self.report_publication,
            today=today,
        )


class TakenOverValue(DomainRow):
    """A total that a published document gives without the rows behind it."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="taken_over_values"
    )
    figure_id = models.CharField("chiffre", max_length=80)
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    source = models.CharField(
        "document",
        max_length=200,
        error_messages={"blank": "Dites de quel document vient cette valeur."},
    )
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
