from django.db import models
from django.urls import reverse

from accompaniment.dates import date_text
from accompaniment.enums import (
    TIMED_KINDS,
    UNTIMED_KINDS,
    Channel,
    DatePrecision,
    EntryState,
    HelpPoint,
    Mode,
    PromotionKind,
    SessionKind,
    WorkKind,
)
from accompaniment.querysets import SessionQuerySet, WorkEntryQuerySet
from partnership.models import DomainRow
from partnership.text import normalise

LONGEST = 24 * 60


class Entry(DomainRow):
    """What a person did on a day: a session with a holder, or work without one.

    `date` is a day in Europe/Paris; where only a month or a year is known, it is the first day of
    it that also lies in the convention's period. `minutes` is a whole number, empty where unknown.
    """

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    date = models.DateField("date")
    date_precision = models.CharField(
        "précision", max_length=8, choices=DatePrecision, default=DatePrecision.DAY
    )
    starts_at = models.TimeField("heure de début", null=True, blank=True)
    minutes = models.PositiveIntegerField("durée (min)", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=EntryState, default=EntryState.HELD)
    state_reason = models.CharField("pourquoi", max_length=300, blank=True)
    line = models.CharField(
        "de quoi il s'agissait", max_length=500, blank=True, help_text="Lu par le Département"
    )
    internal_note = models.TextField("note interne", blank=True, help_text="Jamais transmise")
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    convention = models.ForeignKey(
        "partnership.Convention",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_rows",
    )
    staff = models.ManyToManyField(
        "partnership.User", verbose_name="salarié·es", blank=True, related_name="+"
    )
    noted_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_over = models.BooleanField("repris d'un document", default=False)
    source = models.CharField("document", max_length=200, blank=True)
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_reason = models.CharField("motif", max_length=300, blank=True)
    search_text = models.CharField(max_length=760, editable=False, blank=True)

    advice_flag = ""  # said of advice past its meetings, where `flagging.flagged` found it

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                name="%(class)s_import_key_unique",
                violation_error_message="Cette ligne a déjà été importée.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True)
                | models.Q(minutes__gt=0, minutes__lte=LONGEST)
                | models.Q(taken_over=True, minutes__gt=0),
                name="%(class)s_minutes_in_a_day",
                violation_error_message="Une durée va de 1 minute à 24 heures.",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True, cancelled_reason="")
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(cancelled_reason="")),
                name="%(class)s_cancelled_with_reason",
                violation_error_message="Une annulation a une date et un motif.",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(date_precision=DatePrecision.DAY),
                name="%(class)s_start_needs_a_day",
                violation_error_message="Une heure de début demande une date au jour.",
            ),
        ]

    def save(self, *args, **kwargs):
        self.search_text = self.searched_by()
        super().save(*args, **kwargs)

    def searched_by(self) -> str:
        """The text that it is found by."""
        return normalise(f"{self.organisation or ''} {self.line}")[:760]

    @property
    def date_text(self) -> str:
        """« 2 mars 2023 », « mars 2023 » or « 2023 », as precisely as it is known."""
        return date_text(self.date, self.date_precision)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_held(self) -> bool:
        return self.state == EntryState.HELD

    @property
    def people_count(self) -> int:
        """How many of the team took part. Reads the prefetched `staff`."""
        return len(self.staff.all())

    @property
    def staff_minutes(self) -> int | None:
        """Minutes × people, where several took part; None otherwise."""
        return self.minutes * self.people_count if self.minutes and self.people_count > 1 else None


class AccompanimentSession(Entry):
    """An exchange with a holder. Its convention and organisation are copied from its follow-up
    year (see `actions.log_session`), so that a year is read through one index."""

    follow_up = models.ForeignKey(
        "accompaniment.FollowUpYear", on_delete=models.PROTECT, related_name="sessions"
    )
    kind = models.CharField(
        "nature", max_length=20, choices=SessionKind, default=SessionKind.MEETING
    )

    is_session = True

    objects = SessionQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "échange"
        verbose_name_plural = "échanges"
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["convention", "-date", "-id"]),
            models.Index(fields=["-date", "-id"]),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=TIMED_KINDS) | models.Q(minutes__isnull=True),
                name="session_untimed_has_no_minutes",
                violation_error_message="Un mail, un envoi, une mise en lien n'ont pas de durée.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.date_text}"

    def get_absolute_url(self):
        return reverse("accompaniment:session", args=[self.uid])

    @property
    def mode(self) -> str:
        """That of its own day. Reads the prefetched `follow_up__mode_changes`."""
        return self.follow_up.mode_on(self.date)

    @property
    def mode_label(self) -> str:
        return Mode(self.mode).label

    @property
    def is_timed(self) -> bool:
        return self.kind not in UNTIMED_KINDS

    @property
    def channel_codes(self) -> tuple[str, ...]:
        """In the order of the list. Reads the prefetched `channels`."""
        chosen = {row.channel for row in self.channels.all()}
        return tuple(code for code in Channel.values if code in chosen)

    @property
    def channel_labels(self) -> list[str]:
        return [Channel(code).label for code in self.channel_codes]

    @property
    def help_codes(self) -> tuple[str, ...]:
        """In the order of the list. Reads the prefetched `helps`."""
        chosen = {row.point for row in self.helps.all()}
        return tuple(code for code in HelpPoint.values if code in chosen)

    @property
    def help_labels(self) -> list[str]:
        return [HelpPoint(code).label for code in self.help_codes]


class SessionChannel(models.Model):
    """One of the ways in which a session took place; it may have several."""

    session = models.ForeignKey(
        AccompanimentSession, on_delete=models.CASCADE, related_name="channels"
    )
    channel = models.CharField("canal", max_length=12, choices=Channel)

    class Meta:
        verbose_name = "canal"
        verbose_name_plural = "canaux"
        ordering = ["session", "channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "channel"],
                name="session_channel_once",
                violation_error_message="Ce canal est déjà choisi.",
            )
        ]

    def __str__(self):
        return self.get_channel_display()


class SessionHelp(models.Model):
    """One of the points on which a session helped its holder."""

    session = models.ForeignKey(
        AccompanimentSession, on_delete=models.CASCADE, related_name="helps"
    )
    point = models.CharField("point d'aide", max_length=15, choices=HelpPoint)

    class Meta:
        verbose_name = "point d'aide"
        verbose_name_plural = "points d'aide"
        ordering = ["session", "point"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "point"],
                name="session_help_once",
                violation_error_message="Ce point d'aide est déjà choisi.",
            )
        ]

    def __str__(self):
        return self.get_point_display()


class WorkEntry(Entry):
    """Work without a holder, which serves an action of the programme."""

    kind = models.CharField("nature", max_length=20, choices=WorkKind)
    commitment = models.ForeignKey(
        "partnership.Commitment",
        verbose_name="action du programme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="work_entries",
    )

    promotion = models.CharField(
        "forme de la valorisation", max_length=15, choices=PromotionKind, blank=True
    )

    is_session = False

    objects = WorkEntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = "travail sans porteur"
        verbose_name_plural = "travaux sans porteur"
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["convention", "-date", "-id"]),
            models.Index(fields=["-date", "-id"]),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(promotion="") | models.Q(kind=WorkKind.PROMOTION),
                name="work_promotion_kind_of_promotion",
                violation_error_message="Seule une valorisation a une forme (stand, relais…).",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.date_text}"

    def get_absolute_url(self):
        return reverse("accompaniment:work", args=[self.uid])
