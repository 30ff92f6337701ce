import uuid

from django.db import models


class DomainRow(models.Model):
    """A row with the identity that URLs, exports, snapshots and scripts show."""

    uid = models.UUIDField("référence", default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        abstract = True
