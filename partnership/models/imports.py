from django.db import models

from partnership.models.base import DomainRow


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

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name
