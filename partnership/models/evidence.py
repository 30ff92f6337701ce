"""What shows that the funder's help was shown, and the dates that must not be missed."""

from django.db import models
from django.urls import reverse

from partnership.enums import DeadlineKind, Duty, Support
from partnership.models.base import DomainRow
from partnership.models.conventions import Convention
from partnership.models.papers import OnConvention


class CommunicationDuty(OnConvention):
    """One thing to show on one kind of support, as the convention asks."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="communication_duties"
    )
    duty = models.CharField("à montrer", max_length=16, choices=Duty)
    support = models.CharField("support", max_length=12, choices=Support, default=Support.EVERY)
    wording = models.CharField("dans les mots de la convention", max_length=300, blank=True)

    class Meta:
        verbose_name = "obligation de communication"
        verbose_name_plural = "obligations de communication"
        ordering = ["convention", "support", "duty"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "support", "duty"],
                name="communication_duty_once",
                violation_error_message="Cette obligation est déjà notée pour ce support.",
            )
        ]

    def __str__(self):
        return f"{self.get_duty_display()} · {self.get_support_display().lower()}"


class CommunicationEvidence(OnConvention):
    """A support that shows the help: a link or files, its date, what it shows.

    `filed_for` is the key of a document that Trame made and filed here itself, and `document` its
    file, which stays under its own subject: it opens for those who see that subject only."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="communication_evidence"
    )
    support = models.CharField("support", max_length=12, choices=Support)
    shown_on = models.DateField("date")
    title = models.CharField(
        "ce que c'est", max_length=200, error_messages={"blank": "Dites ce que c'est."}
    )
    address = models.URLField("adresse", max_length=500, blank=True)
    duties = models.ManyToManyField(
        CommunicationDuty, verbose_name="ce qu'on y voit", related_name="evidence", blank=True
    )
    filed_for = models.CharField(max_length=120, blank=True, editable=False)
    document = models.ForeignKey(
        "partnership.StoredFile",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancel_reason = models.CharField("motif de l'annulation", max_length=200, blank=True)

    class Meta:
        verbose_name = "preuve de communication"
        verbose_name_plural = "preuves de communication"
        ordering = ["convention", "-shown_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "filed_for"],
                condition=~models.Q(filed_for=""),
                name="evidence_filed_once",
                violation_error_message="Ce document est déjà rangé ici.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="evidence_has_a_title",
                violation_error_message="Dites ce que c'est.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("partnership:evidence-item", args=[self.convention.reference, self.uid])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class Deadline(OnConvention):
    """A date that somebody must keep. It moves with a reason, and its history stays.

    The bilan's own stands in the terms until somebody moves it or a reminder needs it."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField("nature", max_length=14, choices=DeadlineKind)
    label = models.CharField(
        "échéance", max_length=200, error_messages={"blank": "Dites ce qui est attendu."}
    )
    due_on = models.DateField("date")
    done_on = models.DateField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["convention"],
                condition=models.Q(kind="report"),
                name="deadline_one_report",
                violation_error_message="Le bilan de cette convention a déjà son échéance.",
            ),
            models.CheckConstraint(
                condition=~models.Q(label=""),
                name="deadline_has_a_label",
                violation_error_message="Dites ce qui est attendu.",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("partnership:deadline", args=[self.uid])


class DeadlineChange(DomainRow):
    """Who moved a deadline, from when to when, and why."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="changes")
    before = models.DateField("avant")
    after = models.DateField("après")
    reason = models.CharField(
        "motif", max_length=300, error_messages={"blank": "Dites pourquoi l'échéance change."}
    )
    by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "changement d'échéance"
        verbose_name_plural = "changements d'échéances"
        ordering = ["deadline", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="deadline_change_has_a_reason",
                violation_error_message="Dites pourquoi l'échéance change.",
            )
        ]

    def __str__(self):
        return f"{self.before} → {self.after}"


class Reminder(DomainRow):
    """That a reminder of a deadline went out: once for each date and distance in days."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField("échéance rappelée")
    days = models.SmallIntegerField("jours avant", help_text="-1 : le lendemain.")

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        ordering = ["deadline", "-days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on", "days"],
                name="reminder_once",
                violation_error_message="Ce rappel est déjà parti.",
            )
        ]

    def __str__(self):
        return f"{self.deadline} · {self.days}"
