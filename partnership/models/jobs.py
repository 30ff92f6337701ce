from django.db import models

from partnership.enums import JobState
from partnership.models.base import DomainRow
from partnership.querysets import JobQuerySet


class Job(DomainRow):
    """Work done away from the request: its state, its progress and its error, as the page shows."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("travail", max_length=40)
    title = models.CharField("titre", max_length=200)
    arguments = models.JSONField("arguments", default=dict)
    asked_by = models.ForeignKey(
        "partnership.User",
        verbose_name="demandé par",
        on_delete=models.PROTECT,
        related_name="jobs",
    )
    state = models.CharField("état", max_length=10, choices=JobState, default=JobState.QUEUED)
    percent = models.PositiveSmallIntegerField("avancement", default=0)
    message = models.CharField("message", max_length=500, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    attempt = models.PositiveSmallIntegerField("essai", default=0)
    result_file = models.ForeignKey(
        "partnership.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "travail de fond"
        verbose_name_plural = "travaux de fond"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "heartbeat_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100),
                name="job_percent_at_most_100",
                violation_error_message="L'avancement va de 0 à 100.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING)
                | models.Q(heartbeat_at__isnull=False, attempt__gte=1),
                name="job_running_has_heartbeat",
                violation_error_message="Un travail en cours donne signe de vie.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def waits_for_the_worker(self) -> bool:
        """Kept, but not handed over yet: the queue did not answer when it was asked for."""
        return self.state == JobState.QUEUED and self.sent_at is None
