"""What the convention's rule of adjustment gives, proposed, discussed, decided."""

from django.db import models

from partnership.enums import AdjustmentRule, SettlementState
from partnership.models.base import DomainRow
from partnership.models.conventions import Convention
from partnership.models.papers import OnConvention
from partnership.querysets import OnSettlementQuerySet


class Settlement(OnConvention):
    """A proposal of balance or repayment, with the figures it was made from; then a decision.

    Amounts in euros. `steps` keeps the calculation as it was shown (sentences and numbers)."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="settlements")
    state = models.CharField(
        "état", max_length=10, choices=SettlementState, default=SettlementState.PROPOSED
    )
    rule = models.CharField("règle", max_length=20, choices=AdjustmentRule)
    granted = models.DecimalField("subvention accordée", max_digits=12, decimal_places=2)
    projected_cost = models.DecimalField(
        "coût prévisionnel", max_digits=12, decimal_places=2, null=True, blank=True
    )
    realised = models.DecimalField("dépenses réalisées", max_digits=12, decimal_places=2)
    paid = models.DecimalField("déjà versé", max_digits=12, decimal_places=2)
    due = models.DecimalField("subvention due", max_digits=12, decimal_places=2)
    steps = models.JSONField("calcul", default=list)
    proposed_on = models.DateField("proposé le")
    proposed_by = models.ForeignKey(
        "partnership.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    observations_until = models.DateField("observations jusqu'au")
    no_observation = models.BooleanField("sans observation", default=False)
    decided_due = models.DecimalField(
        "subvention retenue", max_digits=12, decimal_places=2, null=True, blank=True
    )
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.TextField("motif de la décision", blank=True)

    class Meta:
        verbose_name = "solde"
        verbose_name_plural = "soldes"
        ordering = ["convention", "-proposed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention"],
                condition=~models.Q(state="withdrawn"),
                name="settlement_one_at_a_time",
                violation_error_message="Un solde est déjà proposé pour cette convention.",
            ),
            models.CheckConstraint(
                condition=models.Q(due__gte=0, due__lte=models.F("granted")),
                name="settlement_due_within_granted",
                violation_error_message="La subvention due va de zéro à la subvention accordée.",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_due__isnull=True)
                | models.Q(decided_due__gte=0, decided_due__lte=models.F("granted")),
                name="settlement_decided_within_granted",
                violation_error_message=(
                    "La subvention retenue va de zéro à la subvention accordée."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(observations_until__gte=models.F("proposed_on")),
                name="settlement_observations_after_proposal",
                violation_error_message="La période d'observations suit la proposition.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="decided")
                | models.Q(decided_on__isnull=False, decided_due__isnull=False),
                name="settlement_decided_whole",
                violation_error_message="Une décision a un montant et une date.",
            ),
        ]

    def __str__(self):
        return f"solde de {self.convention}"


class Observation(DomainRow):
    """What one side says of a proposed settlement."""

    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, related_name="observations"
    )
    by = models.ForeignKey(
        "partnership.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("observation", error_messages={"blank": "Écrivez votre observation."})

    objects = OnSettlementQuerySet.as_manager()

    class Meta:
        verbose_name = "observation"
        verbose_name_plural = "observations"
        ordering = ["settlement", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="observation_says_something",
                violation_error_message="Écrivez votre observation.",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def owner_id(self) -> int:
        return self.settlement.convention.owner_id
