"""Collective times: when, where, with whom, for which conventions, and how they went."""

from __future__ import annotations

import datetime
import secrets
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accompaniment.dates import date_text
from accompaniment.enums import (
    DatePrecision,
    GatheringKind,
    GatheringState,
    PlaceKind,
)
from accompaniment.gathering_querysets import (
    GatheringQuerySet,
    OfGatheringQuerySet,
    ShareQuerySet,
)
from partnership.models import DomainRow
from partnership.text import normalise
from partnership.validators import validate_insee_code
from partnership.wording import listed

STATE_KINDS = {
    GatheringState.PLANNED: "running",
    GatheringState.HELD: "ok",
    GatheringState.POSTPONED: "waiting",
    GatheringState.CANCELLED: "late",
}


def new_key() -> str:
    """An address that nobody guesses."""
    return secrets.token_urlsafe(24)


class Gathering(DomainRow):
    """Anything collective. It may have several dates, serve several conventions, and counts once.

    `stated_participants` and `stated_organisations` are what a document says: shown beside what the
    rows give, and standing in for them only where there are none."""

    owner = models.ForeignKey(
        "partnership.Network", on_delete=models.PROTECT, related_name="gatherings"
    )
    kind = models.CharField(
        "type", max_length=25, choices=GatheringKind, default=GatheringKind.WORKSHOP
    )
    kind_words = models.CharField(
        "type, tel qu'un document l'écrit", max_length=120, blank=True, editable=False
    )
    title = models.CharField(
        "intitulé", max_length=300, error_messages={"blank": "Donnez un intitulé."}
    )
    aim = models.TextField("objectif", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=GatheringState, default=GatheringState.PLANNED
    )
    state_reason = models.CharField("pourquoi", max_length=300, blank=True)
    place_kind = models.CharField("où", max_length=15, choices=PlaceKind, default=PlaceKind.UNKNOWN)
    place = models.CharField("lieu", max_length=200, blank=True)
    town = models.CharField("commune", max_length=120, blank=True)
    insee_code = models.CharField(
        "code INSEE", max_length=5, blank=True, validators=[validate_insee_code]
    )
    link = models.URLField("lien de la visio", max_length=500, blank=True)
    capacity = models.PositiveIntegerField("nombre de places", null=True, blank=True)
    preparation_minutes = models.PositiveIntegerField(
        "préparation en tout (min)", null=True, blank=True
    )
    cost = models.DecimalField("coût", max_digits=12, decimal_places=2, null=True, blank=True)
    staff = models.ManyToManyField(
        "partnership.User",
        verbose_name="salarié·es",
        through="accompaniment.GatheringWorker",
        related_name="gatherings",
    )
    projects = models.ManyToManyField(
        "partnership.Project", verbose_name="projets", blank=True, related_name="gatherings"
    )
    sign_up_key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    sign_up_opens = models.BooleanField("inscription en ligne ouverte", default=False)
    sign_up_until_on = models.DateField("inscriptions jusqu'au", null=True, blank=True)
    sign_up_words = models.TextField("présentation sur la page d'inscription", blank=True)
    asked_file = models.CharField(
        "fichier demandé aux inscrits",
        max_length=120,
        blank=True,
        help_text="Par exemple : la fiche projet.",
    )
    asked_file_by_on = models.DateField("à remettre avant le", null=True, blank=True)
    stated_participants = models.PositiveIntegerField(
        "participants annoncés", null=True, blank=True
    )
    stated_organisations = models.PositiveIntegerField(
        "structures annoncées", null=True, blank=True
    )
    internal_note = models.TextField("note interne", blank=True, help_text="Jamais transmise")
    noted_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_over = models.BooleanField("repris d'un document", default=False)
    source = models.CharField("document", max_length=200, blank=True)
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    cancelled_at = models.DateTimeField("retiré le", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_reason = models.CharField("motif", max_length=300, blank=True)
    search_text = models.CharField(max_length=760, editable=False, blank=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "temps collectif"
        verbose_name_plural = "temps collectifs"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["owner", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                name="gathering_import_key_unique",
                violation_error_message="Ce temps collectif a déjà été importé.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="gathering_has_a_title",
                violation_error_message="Donnez un intitulé.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[GatheringState.POSTPONED, GatheringState.CANCELLED])
                | ~Q(state_reason=""),
                name="gathering_not_held_with_reason",
                violation_error_message="Un report ou une annulation a un motif.",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="gathering_cost_not_negative",
                violation_error_message="Un coût n'est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                name="gathering_capacity_positive",
                violation_error_message="Il faut au moins une place.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_reason="")),
                name="gathering_cancelled_with_reason",
                violation_error_message="Un retrait a une date et un motif.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = self.searched_by()
        super().save(*args, **kwargs)

    def searched_by(self) -> str:
        return normalise(f"{self.title} {self.place} {self.town}")[:760]

    def get_absolute_url(self):
        return reverse("accompaniment:gathering", args=[self.uid])

    @property
    def kind_label(self) -> str:
        """Its kind; the document's own word for one that is none of the list."""
        if self.kind == GatheringKind.OTHER and self.kind_words:
            return self.kind_words
        return self.get_kind_display()

    @property
    def is_cancelled(self) -> bool:
        """Taken back as a mistake: it is in no list. A gathering that people cancelled is not."""
        return self.cancelled_at is not None

    @property
    def state_kind(self) -> str:
        """The look of its state."""
        return STATE_KINDS[GatheringState(self.state)]

    @property
    def participants(self) -> int | None:
        """People present, or the number noted. Reads `present_heads` (`with_heads`)."""
        return self.present_heads if self.present_heads is not None else self.stated_participants

    @property
    def place_text(self) -> str:
        """« En ligne », « Dans nos locaux », « Maison des associations, Arras »; nothing when
        nobody said."""
        named = ", ".join(filter(None, [self.place, self.town]))
        if self.place_kind in (PlaceKind.ONLINE, PlaceKind.OWN_OFFICES):
            return self.get_place_kind_display()
        if self.place_kind == PlaceKind.ELSEWHERE:
            return named or self.get_place_kind_display()
        return named

    @property
    def minutes(self) -> int | None:
        """How long its dates last, in all; None where nobody said it of any."""
        known = [one.minutes for one in self.standing_dates if one.minutes is not None]
        return sum(known) if known else None

    @property
    def is_held(self) -> bool:
        return self.state == GatheringState.HELD

    @property
    def is_called_off(self) -> bool:
        """Cancelled by people: it was to take place."""
        return self.state == GatheringState.CANCELLED

    @property
    def standing_dates(self) -> list[GatheringDate]:
        """Those that no other replaces, the first first. Reads the prefetched `dates`."""
        kept = [one for one in self.dates.all() if not one.is_postponed]
        return sorted(kept, key=lambda one: (one.date, one.starts_at or datetime.time.min, one.pk))

    @property
    def dates_text(self) -> str:
        """« 2 mars 2023 », « 2 mars 2023 et 9 mars 2023 »; nothing without a date."""
        return listed([one.date_text for one in self.standing_dates])


class GatheringDate(DomainRow):
    """One of the dates of a gathering. Postponed, a date stays, with the one that replaces it.

    `date` is in Europe/Paris, `starts_at` and `ends_at` local; `minutes` empty where unknown. A
    document may give the hours of a day that it does not name. Postponed without a new date yet,
    it has a reason and nothing that replaces it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="dates")
    date = models.DateField("date")
    date_precision = models.CharField(
        "précision", max_length=8, choices=DatePrecision, default=DatePrecision.DAY
    )
    starts_at = models.TimeField("de", null=True, blank=True)
    ends_at = models.TimeField("à", null=True, blank=True)
    minutes = models.PositiveIntegerField("durée (min)", null=True, blank=True)
    postponed_to = models.ForeignKey(
        "self",
        verbose_name="reportée au",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
    )
    postponed_reason = models.CharField("pourquoi", max_length=300, blank=True)

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "date"
        verbose_name_plural = "dates"
        ordering = ["gathering", "date", "starts_at", "pk"]
        indexes = [models.Index(fields=["-date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "date", "starts_at"],
                name="gathering_date_once",
                violation_error_message="Cette date est déjà là.",
            ),
            models.UniqueConstraint(
                fields=["gathering", "date"],
                condition=Q(starts_at__isnull=True),
                name="gathering_date_once_without_hours",
                violation_error_message="Cette date est déjà là, sans heure.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=models.F("starts_at")),
                name="gathering_date_hours_in_order",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0),
                name="gathering_date_minutes_positive",
                violation_error_message="Une durée est d'au moins 1 minute.",
            ),
            models.CheckConstraint(
                condition=Q(postponed_to__isnull=True) | ~Q(postponed_reason=""),
                name="gathering_date_postponed_with_reason",
                violation_error_message="Dites pourquoi cette date est reportée.",
            ),
        ]

    def __str__(self):
        return self.date_text

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id

    @property
    def is_postponed(self) -> bool:
        return bool(self.postponed_reason)

    @property
    def date_text(self) -> str:
        """« 2 mars 2023 », « mars 2023 » or « 2023 », as precisely as it is known."""
        return date_text(self.date, self.date_precision)

    @property
    def hours_text(self) -> str:
        """« 13h30-17h00 », « 13h30 », or nothing."""
        known = [one for one in (self.starts_at, self.ends_at) if one is not None]
        return "-".join(f"{one.hour}h{one.minute:02d}" for one in known) if self.starts_at else ""


class GatheringShare(DomainRow):
    """A convention that a gathering serves, for a share of its minutes and of its cost. Shares are
    never above 100 % in all, which the action holds under the gathering's lock."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="shares")
    convention = models.ForeignKey(
        "partnership.Convention", on_delete=models.PROTECT, related_name="gathering_shares"
    )
    commitment = models.ForeignKey(
        "partnership.Commitment",
        verbose_name="action du programme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gathering_shares",
    )
    percent = models.DecimalField("part (%)", max_digits=5, decimal_places=2, default=Decimal(100))

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = "convention servie"
        verbose_name_plural = "conventions servies"
        ordering = ["gathering", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "convention"],
                name="gathering_share_once",
                violation_error_message="Cette convention est déjà servie.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="gathering_share_percent",
                violation_error_message="Une part va de 0,01 à 100 %.",
            ),
        ]

    def __str__(self):
        return f"{self.convention} · {self.percent} %"

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id


class GatheringWorker(DomainRow):
    """A member of the team who runs a gathering, and what they prepared, in minutes."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="workers")
    person = models.ForeignKey(
        "partnership.User", on_delete=models.PROTECT, related_name="gathering_rows"
    )
    preparation_minutes = models.PositiveIntegerField("préparation (min)", null=True, blank=True)

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "salarié·e du temps collectif"
        verbose_name_plural = "salarié·es du temps collectif"
        ordering = ["gathering", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"],
                name="gathering_worker_once",
                violation_error_message="Cette personne anime déjà.",
            )
        ]

    def __str__(self):
        return str(self.person)

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id
