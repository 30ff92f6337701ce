"""What a mail or a calendar proposes to note, and the months that are closed."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.enums import Channel, ProposalSource, ProposalState, SessionKind
from accompaniment.querysets import MonthClosingQuerySet, OwnRowsQuerySet, ProposedEntryQuerySet
from partnership.models import DomainRow


class CalendarAddress(DomainRow):
    """The address of a person's own calendar, read from time to time. It is a secret."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(
        "partnership.User", on_delete=models.CASCADE, related_name="calendar_address"
    )
    address = models.URLField("adresse de l'agenda", max_length=1000)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    error = models.CharField("ce qui n'a pas marché", max_length=300, blank=True)

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        verbose_name = "agenda"
        verbose_name_plural = "agendas"
        ordering = ["person"]

    def __str__(self):
        return f"Agenda de {self.person}"

    @property
    def host(self) -> str:
        """All that is ever shown of the address."""
        return urlsplit(self.address).hostname or ""


class ProposedEntry(DomainRow):
    """An entry that a mail or an event proposes to one person, until they confirm or ignore it.

    `key` names the message or the occurrence: it is proposed once. `correspondents` are the other
    people's e-mail addresses. Nothing of it counts."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "partnership.User", on_delete=models.CASCADE, related_name="proposed_entries"
    )
    source = models.CharField("vient de", max_length=10, choices=ProposalSource)
    key = models.CharField("identifiant", max_length=300)
    state = models.CharField(
        "état", max_length=10, choices=ProposalState, default=ProposalState.PROPOSED
    )
    date = models.DateField("date")
    starts_at = models.TimeField("heure de début", null=True, blank=True)
    minutes = models.PositiveIntegerField("durée (min)", null=True, blank=True)
    title = models.CharField("objet", max_length=300, blank=True)
    excerpt = models.TextField("extrait", blank=True)
    correspondents = models.JSONField("avec", default=list, blank=True)
    kind = models.CharField(
        "nature", max_length=20, choices=SessionKind, default=SessionKind.MEETING
    )
    channel = models.CharField("canal", max_length=12, choices=Channel, blank=True)
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    session = models.ForeignKey(
        "accompaniment.AccompanimentSession",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    work = models.ForeignKey(
        "accompaniment.WorkEntry",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = ProposedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne proposée"
        verbose_name_plural = "lignes proposées"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["person", "state", "-date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source", "key"],
                name="proposed_entry_once",
                violation_error_message="Cet échange a déjà été proposé.",
            )
        ]

    def __str__(self):
        return self.title or self.get_source_display()

    def get_absolute_url(self):
        return reverse("accompaniment:proposal", args=[self.uid])

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.PROPOSED

    @property
    def entry(self):
        """The entry that it became; None where it was deleted since."""
        return self.session or self.work

    @property
    def can_wait_again(self) -> bool:
        """It was left aside, or the entry that it became was taken back."""
        if self.state == ProposalState.IGNORED:
            return True
        return not self.is_waiting and (self.entry is None or self.entry.is_cancelled)

    @property
    def entry_uid(self) -> uuid.UUID:
        """The uid of the entry that it would become: the same each time it is confirmed, another
        one once it waits again."""
        return uuid.uuid5(self.uid, str(self.answered_at or ""))


class MonthClosing(DomainRow):
    """That a person declared the hours of a month complete; reopened with a reason, it is history.

    `month` is the first day of the month."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "partnership.User", on_delete=models.PROTECT, related_name="closed_months"
    )
    month = models.DateField("mois")
    closed_at = models.DateTimeField("arrêté le", auto_now_add=True)
    closed_by = models.ForeignKey("partnership.User", on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField("rouvert le", null=True, blank=True)
    reopened_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_reason = models.CharField("pourquoi", max_length=300, blank=True)

    objects = MonthClosingQuerySet.as_manager()

    class Meta:
        verbose_name = "mois arrêté"
        verbose_name_plural = "mois arrêtés"
        ordering = ["-month", "person", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "person", "month"],
                condition=Q(reopened_at__isnull=True),
                name="month_closed_once",
                violation_error_message="Ce mois est déjà arrêté.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="month_closing_names_a_month",
                violation_error_message="Un mois est nommé par son premier jour.",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_reason="")
                | (Q(reopened_at__isnull=False) & ~Q(reopened_reason="")),
                name="month_reopened_with_reason",
                violation_error_message="Rouvrir un mois demande un motif.",
            ),
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}"
