from django.db import models

from partnership.models.base import DomainRow
from partnership.querysets import ImportQuerySet


class Import(DomainRow):
    """One run of an import. Every row it created names it."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("contenu", max_length=30)
    file_name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte", max_length=64)
    asked_by = models.ForeignKey(
        "partnership.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    counts = models.JSONField("résultat", default=dict)
    undone_at = models.DateTimeField("défait le", null=True, blank=True)
    undone_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name


class ImportChange(models.Model):
    """A row that an import corrected, as it was before: what undoing gives back. `before` and
    `after` hold plain values by field name."""

    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    subject_type = models.CharField("type", max_length=40)
    subject_uid = models.UUIDField("référence")
    before = models.JSONField("avant", default=dict)
    after = models.JSONField("après", default=dict)

    class Meta:
        verbose_name = "correction d'un import"
        verbose_name_plural = "corrections d'un import"
        ordering = ["import_run", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["import_run", "subject_type", "subject_uid"],
                name="import_change_once",
                violation_error_message="Cette correction est déjà notée.",
            )
        ]

    def __str__(self):
        return f"{self.subject_type} {self.subject_uid}"
