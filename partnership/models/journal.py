import uuid

from django.db import models

from partnership.enums import Origin, Verb


class JournalEntry(models.Model):
    """Who did what to which row, when and from where. Written by every action; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        "partnership.User",
        verbose_name="par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField("geste", max_length=20, choices=Verb)
    subject_type = models.CharField("sur", max_length=40)
    subject_uid = models.UUIDField("référence")
    changes = models.JSONField("détail", default=dict)
    origin = models.CharField("depuis", max_length=10, choices=Origin)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_uid"])]

    def __str__(self):
        return f"{self.by or 'Trame'} {self.get_verb_display()} {self.subject_type}"
