from django.db import models
from django.urls import reverse

from partnership.models import DomainRow
from reporting.enums import Section
from reporting.querysets import ActivityReportQuerySet, ReportVersionQuerySet


class FrozenError(Exception):
    """Somebody tried to change a version that was frozen."""


class ActivityReport(DomainRow):
    """The bilan of a convention: what people write in it, and the versions that were frozen."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    convention = models.OneToOneField(
        "partnership.Convention", on_delete=models.PROTECT, related_name="activity_report"
    )

    objects = ActivityReportQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan"
        verbose_name_plural = "bilans"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"Bilan {self.convention.reference}"

    def get_absolute_url(self):
        return reverse("reporting:report", args=[self.convention.reference])


class Narrative(models.Model):
    """The text of one section, in Markdown."""

    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="narratives")
    section = models.CharField("partie", max_length=20, choices=Section)
    text = models.TextField("texte", blank=True)

    class Meta:
        verbose_name = "texte du bilan"
        verbose_name_plural = "textes du bilan"
        ordering = ["report", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"],
                name="narrative_once_per_section",
                violation_error_message="Cette partie du bilan a déjà un texte.",
            )
        ]

    def __str__(self):
        return self.get_section_display()


class ReportVersion(DomainRow):
    """A frozen bilan: its snapshot, as canonical JSON, and the fingerprint printed on each page.

    `people` keeps the names of natural persons apart, by uid, outside the fingerprint."""

    report = models.ForeignKey(ActivityReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    snapshot = models.TextField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    people = models.JSONField("personnes", default=dict)
    frozen_at = models.DateTimeField("arrêtée le")
    frozen_by = models.ForeignKey(
        "partnership.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pdf = models.ForeignKey(
        "partnership.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version arrêtée du bilan"
        verbose_name_plural = "versions arrêtées des bilans"
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="report_version_number_unique",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1) & ~models.Q(snapshot=""),
                name="report_version_has_a_snapshot",
                violation_error_message="Une version arrêtée a un contenu.",
            ),
        ]

    def __str__(self):
        return f"Version {self.number}"

    def save(self, *args, **kwargs):
        """Raises FrozenError for any change but the PDF made of it."""
        if self.pk and set(kwargs.get("update_fields") or ["everything"]) != {"pdf"}:
            raise FrozenError("Une version arrêtée ne change plus : arrêtez-en une nouvelle.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise FrozenError("Une version arrêtée ne se supprime pas.")

    def get_absolute_url(self):
        return reverse("reporting:version", args=[self.report.convention.reference, self.number])

    @property
    def owner_id(self) -> int:
        return self.report.owner_id
