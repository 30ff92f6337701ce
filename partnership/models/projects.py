"""Projects of holders, and what they are: kinds, countries, goals."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django_countries.fields import CountryField

from partnership.enums import PriorityPublic, ProjectKind, ProjectStage
from partnership.models.base import DomainRow, OfSeveralKinds, Waived
from partnership.models.organisations import Network, Organisation
from partnership.models.schemes import Call, FundingScheme, SchemeExclusion
from partnership.project_querysets import (
    ProjectQuerySet,
)
from partnership.text import normalise

GOALS = (
    "Pas de pauvreté",
    "Faim « zéro »",
    "Bonne santé et bien-être",
    "Éducation de qualité",
    "Égalité entre les sexes",
    "Eau propre et assainissement",
    "Énergie propre et d'un coût abordable",
    "Travail décent et croissance économique",
    "Industrie, innovation et infrastructure",
    "Inégalités réduites",
    "Villes et communautés durables",
    "Consommation et production responsables",
    "Mesures relatives à la lutte contre les changements climatiques",
    "Vie aquatique",
    "Vie terrestre",
    "Paix, justice et institutions efficaces",
    "Partenariats pour la réalisation des objectifs",
)
GOAL_CHOICES = [(number, f"{number}. {title}") for number, title in enumerate(GOALS, 1)]


class Project(OfSeveralKinds, Waived, DomainRow):
    """What a holder wants to do. `stage` is that of its latest step; who set it is on the step."""

    owner = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="projects")
    organisation = models.ForeignKey(
        Organisation, verbose_name="porteur", on_delete=models.PROTECT, related_name="projects"
    )
    title = models.CharField(
        "intitulé", max_length=200, error_messages={"blank": "Donnez un intitulé au projet."}
    )
    summary = models.TextField("résumé", blank=True)
    scheme = models.ForeignKey(
        FundingScheme,
        verbose_name="dispositif",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    call = models.ForeignKey(
        Call,
        verbose_name="appel à projets",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    year = models.PositiveSmallIntegerField(
        "année",
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
    )
    stage = models.CharField(
        "étape", max_length=20, choices=ProjectStage, default=ProjectStage.IDEA
    )
    priority_public = models.CharField(
        "public prioritaire", max_length=15, choices=PriorityPublic, default=PriorityPublic.UNKNOWN
    )
    young_people = models.PositiveIntegerField("nombre de jeunes", null=True, blank=True)
    youngest = models.PositiveSmallIntegerField("âge du plus jeune", null=True, blank=True)
    oldest = models.PositiveSmallIntegerField("âge du plus âgé", null=True, blank=True)
    requested = models.DecimalField(
        "montant demandé au dispositif", max_digits=12, decimal_places=2, null=True, blank=True
    )
    granted = models.DecimalField(
        "montant accordé", max_digits=12, decimal_places=2, null=True, blank=True
    )
    excluded_purpose = models.ForeignKey(
        SchemeExclusion,
        verbose_name="objet exclu par le dispositif",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    internal_note = models.TextField("note interne", blank=True, help_text="Jamais transmise")
    taken_over = models.BooleanField("repris d'un document", default=False)
    source = models.CharField("document", max_length=200, blank=True)
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    cancelled_at = models.DateTimeField("retiré le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_reason = models.CharField("motif", max_length=300, blank=True)
    search_text = models.CharField(max_length=640, editable=False, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet"
        verbose_name_plural = "projets"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "stage"]),
            models.Index(fields=["call", "stage"]),
        ]
        constraints = [
            *Waived.Meta.constraints,
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                name="project_import_key_unique",
                violation_error_message="Ce projet a déjà été importé.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="project_has_a_title",
                violation_error_message="Donnez un intitulé au projet.",
            ),
            models.CheckConstraint(
                condition=models.Q(youngest__isnull=True)
                | models.Q(oldest__isnull=True)
                | models.Q(oldest__gte=models.F("youngest")),
                name="project_ages_in_order",
                violation_error_message="Le plus âgé est plus jeune que le plus jeune.",
            ),
            models.CheckConstraint(
                condition=(models.Q(requested__isnull=True) | models.Q(requested__gte=0))
                & (models.Q(granted__isnull=True) | models.Q(granted__gte=0)),
                name="project_amounts_not_negative",
                violation_error_message="Un montant n'est pas négatif.",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True, cancelled_reason="")
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(cancelled_reason="")),
                name="project_cancelled_with_reason",
                violation_error_message="Un retrait a une date et un motif.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = self.searched_by()
        super().save(*args, **kwargs)

    def searched_by(self) -> str:
        return normalise(f"{self.title} {self.organisation.search_text}")[:640]

    def get_absolute_url(self):
        return reverse("partnership:project", args=[self.uid])


class ProjectKindChoice(models.Model):
    """One of the kinds of a project; it may have several."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField("type de projet", max_length=30, choices=ProjectKind)

    class Meta:
        verbose_name = "type du projet"
        verbose_name_plural = "types du projet"
        ordering = ["project", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"],
                name="project_kind_once",
                violation_error_message="Ce type est déjà choisi.",
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class ProjectCountry(models.Model):
    """One of the countries of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="countries")
    country = CountryField("pays")

    class Meta:
        verbose_name = "pays du projet"
        verbose_name_plural = "pays du projet"
        ordering = ["project", "country"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "country"],
                name="project_country_once",
                violation_error_message="Ce pays est déjà choisi.",
            )
        ]

    def __str__(self):
        return self.country.name


class ProjectGoal(models.Model):
    """One of the sustainable development goals that a project serves."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="goals")
    goal = models.PositiveSmallIntegerField(
        "ODD",
        choices=GOAL_CHOICES,
        error_messages={"invalid_choice": "Les ODD vont de 1 à 17."},
    )

    class Meta:
        verbose_name = "ODD du projet"
        verbose_name_plural = "ODD du projet"
        ordering = ["project", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "goal"],
                name="project_goal_once",
                violation_error_message="Cet ODD est déjà choisi.",
            ),
            models.CheckConstraint(
                condition=models.Q(goal__gte=1, goal__lte=len(GOALS)),
                name="project_goal_exists",
                violation_error_message="Les ODD vont de 1 à 17.",
            ),
        ]

    def __str__(self):
        return self.get_goal_display()
