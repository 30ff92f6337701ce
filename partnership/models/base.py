import uuid

from django.db import models

from partnership.enums import ProjectKind
from partnership.text import normalise


class DomainRow(models.Model):
    """A row with the identity that URLs, exports, snapshots and scripts show."""

    uid = models.UUIDField("référence", default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        abstract = True


class Waived(models.Model):
    """What goes on although it is not eligible: why, who said so, when."""

    waived_reason = models.CharField("pourquoi on passe outre", max_length=300, blank=True)
    waived_on = models.DateField("le", null=True, blank=True)
    waived_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(waived_on__isnull=True, waived_reason="")
                | (models.Q(waived_on__isnull=False) & ~models.Q(waived_reason="")),
                name="%(class)s_waived_with_reason",
                violation_error_message="Passer outre demande un motif et une date.",
            )
        ]


class FoundByName:
    """A row whose `search_text`, its `name` as it is searched, tells it from others: it is compared
    before saving too."""

    def clean(self):
        super().clean()
        self.search_text = normalise(self.name)[:130]

    def save(self, *args, **kwargs):
        self.search_text = normalise(self.name)[:130]
        super().save(*args, **kwargs)


class OfSeveralKinds:
    """A row whose `kinds` are kinds of project."""

    @property
    def kind_codes(self) -> tuple[str, ...]:
        """The kinds of project, in the order of the list. Reads the prefetched `kinds`."""
        chosen = {row.kind for row in self.kinds.all()}
        return tuple(kind for kind in ProjectKind.values if kind in chosen)

    @property
    def kind_labels(self) -> list[str]:
        return [ProjectKind(code).label for code in self.kind_codes]
