import uuid

from django.db import models

from partnership.models.base import DomainRow


def _place(stored, filename) -> str:
    """Under the uid: what a person called the file never decides where it lies."""
    return f"{stored.uid.hex[:2]}/{stored.uid.hex}"


class StoredFile(DomainRow):
    """A private file, served only to those who see its subject."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField("type", max_length=40)
    subject_uid = models.UUIDField("référence du sujet", default=uuid.uuid4)
    name = models.CharField("nom", max_length=200)
    content_type = models.CharField("nature", max_length=100)
    size = models.PositiveBigIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    file = models.FileField(upload_to=_place)
    caption = models.CharField("légende", max_length=200, blank=True)
    added_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField("retiré le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_uid"])]

    def __str__(self):
        return self.name
