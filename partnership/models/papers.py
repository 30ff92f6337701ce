"""The papers around a convention: the vote, the money's place in the funder's budget, the
amendments, and the texts of the officer's file."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models

from partnership.enums import AdjustmentRule, Opinion, PaperKind, Vote
from partnership.models.base import DomainRow
from partnership.models.commitments import Commitment
from partnership.models.conventions import Convention
from partnership.querysets import LegalReferenceQuerySet, OnConventionQuerySet


class OnConvention(DomainRow):
    """A row of a convention, seen by both of its sides."""

    objects = OnConventionQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def owner_id(self) -> int:
        return self.convention.owner_id


class Amendment(OnConvention):
    """A signed change. What it leaves empty stays as it was; nothing is overwritten."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    signed_on = models.DateField("signé le")
    in_force_on = models.DateField("en vigueur le")
    purpose = models.CharField(
        "objet de l'avenant",
        max_length=300,
        error_messages={"blank": "Dites l'objet de l'avenant."},
    )
    amount = models.DecimalField(
        "nouvelle subvention", max_digits=12, decimal_places=2, null=True, blank=True
    )
    projected_cost = models.DecimalField(
        "nouveau coût prévisionnel", max_digits=12, decimal_places=2, null=True, blank=True
    )
    rule = models.CharField(
        "nouvelle règle d'ajustement", max_length=20, choices=AdjustmentRule, blank=True
    )
    starts_on = models.DateField("nouveau début de la période", null=True, blank=True)
    ends_on = models.DateField("nouvelle fin de la période", null=True, blank=True)
    report_due_on = models.DateField("bilan désormais attendu le", null=True, blank=True)

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ["convention", "in_force_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="amendment_number_unique",
                violation_error_message="Cette convention a déjà un avenant de ce numéro.",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="amendment_amount_not_negative",
                violation_error_message="La subvention ne peut pas être négative.",
            ),
            models.CheckConstraint(
                condition=models.Q(projected_cost__isnull=True) | models.Q(projected_cost__gt=0),
                name="amendment_cost_positive",
                violation_error_message="Le coût prévisionnel doit être supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="amendment_period_in_order",
                violation_error_message="La période se termine avant de commencer.",
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose=""),
                name="amendment_has_a_purpose",
                violation_error_message="Dites l'objet de l'avenant.",
            ),
        ]

    def __str__(self):
        return f"avenant n° {self.number}"


class CommitmentChange(DomainRow):
    """What an amendment does to an action of the programme: another text or quantity, or its end.

    An action that an amendment adds is a Commitment of its own (`added_by`)."""

    amendment = models.ForeignKey(
        Amendment, on_delete=models.CASCADE, related_name="commitment_changes"
    )
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="changes")
    withdrawn = models.BooleanField("retirée du programme", default=False)
    text = models.TextField("nouveau texte", blank=True)
    target = models.PositiveIntegerField("nouvelle quantité", null=True, blank=True)
    unit = models.CharField("nouvelle unité", max_length=120, blank=True)

    class Meta:
        verbose_name = "changement d'une action"
        verbose_name_plural = "changements d'actions"
        ordering = ["amendment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "commitment"],
                name="commitment_change_once",
                violation_error_message="Cet avenant change déjà cette action.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn=True)
                | ~models.Q(text="")
                | models.Q(target__isnull=False, target__gt=0)
                | ~models.Q(unit=""),
                name="commitment_change_changes",
                violation_error_message="Dites ce que l'avenant change à cette action.",
            ),
        ]

    def __str__(self):
        return f"{self.amendment} · {self.commitment.label}"


class Deliberation(OnConvention):
    """The funder's vote that allows the convention, or an amendment."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="deliberations"
    )
    amendment = models.OneToOneField(
        Amendment,
        verbose_name="avenant autorisé",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliberation",
    )
    number = models.CharField(
        "numéro", max_length=40, error_messages={"blank": "Donnez le numéro de la délibération."}
    )
    voted_on = models.DateField("votée le")
    body = models.CharField("instance", max_length=200, blank=True)
    report_number = models.CharField("numéro du rapport", max_length=40, blank=True)
    commission = models.CharField("commission saisie", max_length=120, blank=True)
    opinion = models.CharField(
        "avis de la commission", max_length=12, choices=Opinion, default=Opinion.UNKNOWN
    )
    opinion_on = models.DateField("avis rendu le", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    president = models.CharField("présidence", max_length=120, blank=True)
    secretary = models.CharField("secrétariat de séance", max_length=120, blank=True)
    present = models.PositiveSmallIntegerField("présents", null=True, blank=True)
    excused = models.PositiveSmallIntegerField("excusés", null=True, blank=True)
    articles = models.TextField(
        "articles", blank=True, help_text="Le texte voté, un article par paragraphe."
    )
    signatory = models.CharField("signée par", max_length=200, blank=True)
    published_on = models.DateField("publiée le", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True, verbose_name="document d'origine")

    class Meta:
        verbose_name = "délibération"
        verbose_name_plural = "délibérations"
        ordering = ["convention", "voted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="deliberation_number_unique",
                violation_error_message="Cette délibération est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(opinion_on__isnull=True)
                | models.Q(opinion_on__lte=models.F("voted_on")),
                name="deliberation_opinion_before_vote",
                violation_error_message=(
                    "L'avis de la commission précède le vote : vérifiez les deux dates."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=True)
                | models.Q(published_on__gte=models.F("voted_on")),
                name="deliberation_published_after_vote",
                violation_error_message=(
                    "Une délibération est publiée après son vote : vérifiez les deux dates."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(number=""),
                name="deliberation_has_a_number",
                violation_error_message="Donnez le numéro de la délibération.",
            ),
        ]

    def __str__(self):
        return f"délibération n° {self.number}"


class GroupVote(DomainRow):
    """How a political group voted."""

    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="group_votes"
    )
    group = models.CharField("groupe", max_length=120)
    vote = models.CharField("vote", max_length=12, choices=Vote)

    class Meta:
        verbose_name = "vote d'un groupe"
        verbose_name_plural = "votes des groupes"
        ordering = ["deliberation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliberation", "group", "vote"],
                name="group_vote_once",
                violation_error_message="Ce vote est déjà noté.",
            )
        ]

    def __str__(self):
        return f"{self.group} : {self.get_vote_display().lower()}"


class BudgetImputation(OnConvention):
    """Where the subsidy stands in the funder's budget. The balance is computed.

    `stated_in` names the published paper that says so; empty for the file's own imputation."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="imputations")
    position = models.PositiveSmallIntegerField("rang", default=1)
    operation_code = models.CharField(
        "code opération",
        max_length=40,
        error_messages={"blank": "Donnez le code de l'opération."},
    )
    imputation = models.CharField("imputation", max_length=60)
    label = models.CharField("libellé de l'opération", max_length=200)
    payment_credits = models.DecimalField(
        "crédits de paiement", max_digits=14, decimal_places=2, null=True, blank=True
    )
    available = models.DecimalField(
        "disponible", max_digits=14, decimal_places=2, null=True, blank=True
    )
    proposed = models.DecimalField(
        "proposition", max_digits=12, decimal_places=2, null=True, blank=True
    )
    stated_in = models.CharField("lue dans", max_length=200, blank=True)

    class Meta:
        verbose_name = "imputation budgétaire"
        verbose_name_plural = "imputations budgétaires"
        ordering = ["convention", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "position"],
                name="imputation_position_unique",
                violation_error_message="Une autre imputation a ce rang.",
            ),
            models.CheckConstraint(
                condition=~models.Q(operation_code=""),
                name="imputation_has_a_code",
                violation_error_message="Donnez le code de l'opération.",
            ),
        ]

    def __str__(self):
        return f"{self.operation_code} · {self.imputation}"

    @property
    def balance(self):
        """What is left once the proposal is made, in euros; None where a part is unknown."""
        if self.available is None or self.proposed is None:
            return None
        return self.available - self.proposed


class LegalReference(DomainRow):
    """A text that visas cite: kept once, used by every file."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    number = models.CharField("numéro", max_length=60, blank=True)
    adopted_on = models.DateField("date", null=True, blank=True)
    title = models.CharField("intitulé", max_length=300)

    objects = LegalReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "visa"
        verbose_name_plural = "visas"
        ordering = ["adopted_on", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "number", "title"],
                name="legal_reference_once",
                violation_error_message="Ce visa est déjà dans la bibliothèque.",
            )
        ]

    def __str__(self):
        return self.title


class Visa(OnConvention):
    """A text of the library, cited by a convention at a given rank."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="visas")
    reference = models.ForeignKey(
        LegalReference, verbose_name="texte", on_delete=models.PROTECT, related_name="visas"
    )
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "visa de la convention"
        verbose_name_plural = "visas de la convention"
        ordering = ["convention", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "reference"],
                name="visa_once",
                violation_error_message="Cette convention cite déjà ce texte.",
            )
        ]

    def __str__(self):
        return str(self.reference)


class Annex(OnConvention):
    """A numbered annex of the officer's file; texts cite it by its key and never by a number."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="annexes")
    position = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    key = models.SlugField("nom court", max_length=40)
    title = models.CharField("intitulé", max_length=200)

    class Meta:
        verbose_name = "annexe"
        verbose_name_plural = "annexes"
        ordering = ["convention", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "position"],
                name="annex_position_unique",
                violation_error_message="Une autre annexe a ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["convention", "key"],
                name="annex_key_unique",
                violation_error_message="Une autre annexe a ce nom court.",
            ),
        ]

    def __str__(self):
        return f"annexe {self.position} : {self.title}"


class PaperText(OnConvention):
    """A text that a person wrote in a paper of the file, in place of the one made from the data.

    `published` keeps a passage of a published paper, with its source: the check reads both."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="paper_texts")
    paper = models.CharField("document", max_length=20, choices=PaperKind)
    key = models.CharField("partie", max_length=60)
    text = models.TextField("texte")
    published = models.BooleanField("document publié", default=False)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        verbose_name = "texte du dossier"
        verbose_name_plural = "textes du dossier"
        ordering = ["convention", "paper", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "paper", "key"],
                name="paper_text_once",
                violation_error_message="Cette partie a déjà un texte.",
            )
        ]

    def __str__(self):
        return f"{self.get_paper_display()} · {self.key}"
