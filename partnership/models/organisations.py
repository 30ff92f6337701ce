from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from partnership.enums import OrganisationKind
from partnership.models.base import DomainRow
from partnership.querysets import OrganisationQuerySet
from partnership.text import normalise
from partnership.validators import (
    validate_department,
    validate_insee_code,
    validate_siret,
)


class Network(DomainRow):
    """Who owns the rows: one association and all that it keeps here."""

    name = models.CharField("nom", max_length=200, unique=True)
    closes_months = models.BooleanField(
        "chacun arrête ses heures chaque mois",
        default=False,
        help_text="Un mois arrêté ne change plus, sauf à être rouvert avec un motif.",
    )

    class Meta:
        verbose_name = "réseau"
        verbose_name_plural = "réseaux"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def owner_id(self) -> int:
        """A network answers for itself: the journal speaks of it as of the rows that it owns."""
        return self.pk


class Organisation(DomainRow):
    """Any legal body: association, town, school, funder…"""

    owner = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="organisations")
    runs_its_network = models.BooleanField(
        "anime le réseau",
        default=False,
        help_text="C'est l'association à qui appartient ce réseau.",
    )
    name = models.CharField(
        "nom", max_length=200, error_messages={"blank": "Donnez un nom à la structure."}
    )
    short_name = models.CharField("sigle", max_length=40, blank=True)
    kind = models.CharField(
        "type", max_length=30, choices=OrganisationKind, default=OrganisationKind.UNKNOWN
    )
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[validate_siret])
    town = models.CharField("commune", max_length=120, blank=True)
    insee_code = models.CharField(
        "code INSEE", max_length=5, blank=True, validators=[validate_insee_code]
    )
    address = models.CharField("adresse", max_length=250, blank=True)
    representative = models.CharField(
        "représentant légal",
        max_length=200,
        blank=True,
        help_text="Nom et qualité, par exemple « Madame Dupont, présidente ».",
    )
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    website = models.URLField("site", max_length=300, blank=True)
    rna = models.CharField(
        "RNA",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^W[0-9A-Z]\d{8}$", "Un RNA s'écrit W suivi de 9 chiffres.")],
    )
    territory = models.CharField(
        "département financé",
        max_length=3,
        blank=True,
        validators=[validate_department],
        help_text="Pour un financeur : le numéro du département où il finance.",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name="fusionnée dans",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    logo = models.ForeignKey(
        "partnership.StoredFile",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_fictitious = models.BooleanField("fictive", default=False)
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.CharField(max_length=400, editable=False, db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["search_text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "siret"],
                condition=~models.Q(siret=""),
                name="organisation_siret_unique_per_owner",
                violation_error_message="Une structure porte déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(runs_its_network=True),
                name="organisation_one_runs_the_network",
                violation_error_message="Une autre structure anime déjà ce réseau.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="organisation_has_a_name",
                violation_error_message="Donnez un nom à la structure.",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("pk")),
                name="organisation_not_merged_into_itself",
                violation_error_message="Une structure ne se fusionne pas avec elle-même.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.search_text = self.searched_by()
        super().save(*args, **kwargs)

    def searched_by(self) -> str:
        """The text that it is found by."""
        return normalise(f"{self.name} {self.short_name} {self.town}")

    def get_absolute_url(self):
        return reverse("reporting:organisation", args=[self.uid])

    @property
    def department(self) -> str:
        """The département's number, as the INSEE code of the town begins; empty when unknown."""
        return self.insee_code[: 3 if self.insee_code.startswith("97") else 2]

    @property
    def name_and_town(self) -> str:
        return f"{self.name} ({self.town})" if self.town else self.name
