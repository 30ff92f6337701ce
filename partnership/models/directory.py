"""What the directory knows of a structure beside its identity."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from partnership.models.base import DomainRow
from partnership.models.organisations import Network, Organisation
from partnership.querysets import OfOrganisationQuerySet
from partnership.text import normalise
from partnership.validators import validate_department


class Theme(DomainRow):
    """A theme that structures work on, in the network's own words."""

    owner = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField("thématique", max_length=120)
    organisations = models.ManyToManyField(Organisation, related_name="themes", blank=True)
    search_text = models.CharField(max_length=130, editable=False)

    class Meta:
        verbose_name = "thématique"
        verbose_name_plural = "thématiques"
        ordering = ["search_text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "search_text"],
                name="theme_once",
                violation_error_message="Cette thématique existe déjà.",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """What is searched tells one theme from another: it is compared before saving too."""
        self.search_text = normalise(self.name)

    def save(self, *args, **kwargs):
        self.search_text = normalise(self.name)
        super().save(*args, **kwargs)


class Contact(DomainRow):
    """A person to reach in a structure."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts"
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80)
    function = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    left_on = models.DateField("n'y est plus depuis le", null=True, blank=True)

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        ordering = ["organisation", "last_name", "first_name", "pk"]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def owner_id(self) -> int:
        return self.organisation.owner_id


class YearlyMembership(DomainRow):
    """That a structure was a member of the association in a year."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="yearly_memberships"
    )
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )

    class Meta:
        verbose_name = "adhésion"
        verbose_name_plural = "adhésions"
        ordering = ["organisation", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="yearly_membership_once",
                violation_error_message="Cette adhésion est déjà notée.",
            )
        ]

    def __str__(self):
        return str(self.year)


class Sharing(DomainRow):
    """That the association opens its directory to a funder, for a territory and a time."""

    owner = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sharings")
    funder = models.ForeignKey(
        Organisation, verbose_name="financeur", on_delete=models.PROTECT, related_name="sharings"
    )
    territory = models.CharField(
        "département",
        max_length=3,
        validators=[validate_department],
    )
    from_on = models.DateField("à partir du")
    until_on = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "partage de l'annuaire"
        verbose_name_plural = "partages de l'annuaire"
        ordering = ["owner", "funder", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="sharing_dates_in_order",
                violation_error_message="La fin du partage précède son début.",
            )
        ]

    def __str__(self):
        return f"{self.funder} · {self.territory}"
