"""What a convention costs and who pays: lines of the budget, expenses, payments."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.urls import reverse

from partnership.enums import AccountSide, BudgetSide, PaymentKind
from partnership.models.base import DomainRow
from partnership.models.commitments import Commitment
from partnership.models.conventions import Convention
from partnership.models.papers import OnConvention
from partnership.querysets import BudgetLineQuerySet, ExpenseQuerySet
from partnership.text import normalise


class AccountHeading(models.Model):
    """A line of the compte rendu financier (Cerfa 15059), kept as data so that it can be corrected
    without code. The most recent `valid_from` not in the future is the one in use."""

    side = models.CharField("sens", max_length=10, choices=AccountSide)
    code = models.CharField("compte", max_length=10)
    group = models.CharField("rubrique", max_length=120)
    label = models.CharField("intitulé", max_length=200)
    position = models.PositiveSmallIntegerField("rang")
    in_kind = models.BooleanField("contribution volontaire en nature", default=False)
    valid_from = models.DateField("en vigueur depuis")

    class Meta:
        verbose_name = "ligne du compte rendu financier"
        verbose_name_plural = "lignes du compte rendu financier"
        ordering = ["side", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["side", "code", "label", "valid_from"],
                name="account_heading_once",
                violation_error_message="Cette ligne existe déjà.",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.label}"


class BudgetLine(OnConvention):
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
    account = models.ForeignKey(
        AccountHeading,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    funder = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="financeur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="D'où vient une recette.",
    )
    received = models.DecimalField(
        "montant obtenu",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Ce qui est venu d'une recette, hors la subvention de cette convention.",
    )
    gap_explanation = models.TextField("explication de l'écart", blank=True)
    commitments = models.ManyToManyField(
        Commitment,
        verbose_name="actions du programme",
        through="partnership.FundedCommitment",
        related_name="budget_lines",
        blank=True,
    )

    objects = BudgetLineQuerySet.as_manager()

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


class FundedCommitment(DomainRow):
    """An action of the programme that a budget line pays for. `quantity` is what the line says of
    it, when it says a number: compared with the convention's own."""

    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.CASCADE, related_name="funded_commitments"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="funded_commitments"
    )
    quantity = models.PositiveIntegerField("quantité selon le budget", null=True, blank=True)

    class Meta:
        verbose_name = "action financée"
        verbose_name_plural = "actions financées"
        ordering = ["budget_line", "commitment"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget_line", "commitment"],
                name="funded_commitment_once",
                violation_error_message="Cette ligne finance déjà cette action.",
            )
        ]

    def __str__(self):
        return f"{self.budget_line} · {self.commitment.label}"


class Expense(DomainRow):
    """An expense of the association, charged by shares to conventions. Amount in euros, tax
    included. Counted where it was paid inside the convention's period.

    A computed one values working time: minutes × an hourly rate."""

    owner = models.ForeignKey(
        "partnership.Network", on_delete=models.PROTECT, related_name="expenses"
    )
    label = models.CharField(
        "libellé", max_length=200, error_messages={"blank": "Dites ce qui a été payé."}
    )
    supplier = models.CharField("fournisseur", max_length=200, blank=True)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    invoiced_on = models.DateField("date de la facture", null=True, blank=True)
    paid_on = models.DateField("payée le", null=True, blank=True)
    voucher = models.CharField("n° de pièce", max_length=60, blank=True)
    account = models.ForeignKey(
        AccountHeading,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Sinon celui du poste du budget.",
    )
    minutes = models.PositiveIntegerField("temps valorisé (min)", null=True, blank=True)
    hourly_rate = models.DecimalField(
        "coût horaire chargé", max_digits=8, decimal_places=2, null=True, blank=True
    )
    person = models.ForeignKey(
        "partnership.User",
        verbose_name="personne",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    time_sheet = models.JSONField("feuille de temps", default=list, blank=True)
    imported_by = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(max_length=64, blank=True, editable=False)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancel_reason = models.CharField("motif de l'annulation", max_length=200, blank=True)
    search_text = models.CharField(max_length=600, editable=False)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = "dépense"
        verbose_name_plural = "dépenses"
        ordering = ["-paid_on", "-pk"]
        indexes = [models.Index(fields=["owner", "-paid_on", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                condition=~models.Q(import_key=""),
                name="expense_imported_once",
                violation_error_message="Cette ligne est déjà importée.",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="expense_amount_positive",
                violation_error_message="Le montant d'une dépense est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=~models.Q(label=""),
                name="expense_has_a_label",
                violation_error_message="Dites ce qui a été payé.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True, hourly_rate__isnull=True)
                | models.Q(
                    minutes__isnull=False,
                    hourly_rate__isnull=False,
                    minutes__gt=0,
                    hourly_rate__gt=0,
                ),
                name="expense_time_has_a_rate",
                violation_error_message="Un temps valorisé a une durée et un coût horaire.",
            ),
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.search_text = normalise(f"{self.label} {self.supplier} {self.voucher}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("partnership:expense", args=[self.uid])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_computed(self) -> bool:
        """Working time: its amount is minutes × a rate, never typed."""
        return self.minutes is not None


class ExpenseShare(DomainRow):
    """The part of an expense charged to a convention, or to another funder; never above 100 % in
    all, which the action holds under the expense's lock."""

    expense = models.ForeignKey(Expense, on_delete=models.CASCADE, related_name="shares")
    convention = models.ForeignKey(
        Convention, null=True, blank=True, on_delete=models.PROTECT, related_name="expense_shares"
    )
    funder_name = models.CharField("autre financeur", max_length=200, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine,
        verbose_name="poste du budget",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expense_shares",
    )
    percent = models.DecimalField(
        "part imputée (%)", max_digits=5, decimal_places=2, default=Decimal(100)
    )

    class Meta:
        verbose_name = "part d'une dépense"
        verbose_name_plural = "parts des dépenses"
        ordering = ["expense", "pk"]
        indexes = [models.Index(fields=["convention", "expense"])]
        constraints = [
            models.UniqueConstraint(
                fields=["expense", "convention", "budget_line"],
                name="expense_share_once",
                violation_error_message="Cette dépense est déjà imputée à ce poste.",
            ),
            models.UniqueConstraint(
                fields=["expense", "convention"],
                condition=models.Q(convention__isnull=False, budget_line__isnull=True),
                name="expense_share_once_without_a_line",
                violation_error_message=(
                    "Cette dépense est déjà imputée à cette convention, sans poste du budget."
                ),
            ),
            models.UniqueConstraint(
                fields=["expense", "funder_name"],
                condition=models.Q(convention__isnull=True),
                name="expense_share_once_per_funder",
                violation_error_message="Cette dépense a déjà une part pour ce financeur.",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100),
                name="expense_share_percent",
                violation_error_message="Une part va de 0,01 à 100 %%.",
            ),
            models.CheckConstraint(
                condition=models.Q(convention__isnull=False, funder_name="")
                | (models.Q(convention__isnull=True) & ~models.Q(funder_name="")),
                name="expense_share_has_a_payer",
                violation_error_message="Une part est celle d'une convention ou d'un financeur.",
            ),
            models.CheckConstraint(
                condition=models.Q(budget_line__isnull=True) | models.Q(convention__isnull=False),
                name="expense_share_line_in_a_convention",
                violation_error_message="Un poste du budget appartient à une convention.",
            ),
        ]

    def __str__(self):
        return f"{self.expense} · {self.percent} %"


class Payment(OnConvention):
    """Money that went from one side to the other, in euros: the subsidy, or a repayment."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(
        "nature", max_length=12, choices=PaymentKind, default=PaymentKind.SINGLE
    )
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    received_on = models.DateField("versé le")
    reference = models.CharField("référence", max_length=120, blank=True)

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        ordering = ["convention", "received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="payment_amount_positive",
                violation_error_message="Le montant d'un versement est supérieur à zéro.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} du {self.received_on}"


class StaffRate(DomainRow):
    """What an hour of a person costs, charges included, in euros, for a time."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "partnership.User",
        verbose_name="personne",
        on_delete=models.PROTECT,
        related_name="staff_rates",
    )
    from_on = models.DateField("à partir du")
    until_on = models.DateField("jusqu'au", null=True, blank=True)
    hourly_rate = models.DecimalField("coût horaire chargé", max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = "coût horaire"
        verbose_name_plural = "coûts horaires"
        ordering = ["person", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "person", "from_on"],
                name="staff_rate_once",
                violation_error_message="Un coût horaire commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="staff_rate_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=models.Q(hourly_rate__gt=0),
                name="staff_rate_positive",
                violation_error_message="Le coût horaire est supérieur à zéro.",
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.hourly_rate}"
