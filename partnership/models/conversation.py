"""What the two sides say to each other about one item, and the mails that follow."""

import uuid

from django.db import models

from partnership.enums import RemarkKind, ThreadState
from partnership.models.base import DomainRow
from partnership.models.conventions import Convention
from partnership.models.papers import OnConvention


class Thread(OnConvention):
    """The conversation about one item of a convention (a registered subject): one per item."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="threads")
    subject_type = models.CharField("type", max_length=40)
    subject_uid = models.UUIDField("référence du sujet", default=uuid.uuid4)
    state = models.CharField("état", max_length=10, choices=ThreadState)
    moved_at = models.DateTimeField("dernier échange le")

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "subject_type", "subject_uid"],
                name="thread_one_per_item",
                violation_error_message="Une conversation existe déjà sur ce point.",
            )
        ]

    def __str__(self):
        return f"{self.get_state_display()} · {self.subject_type}"


class Remark(DomainRow):
    """What somebody said in a thread. `reading` is how the item stood at that moment, so that an
    answer after a correction shows both."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField("geste", max_length=10, choices=RemarkKind)
    text = models.TextField("texte", blank=True)
    reading = models.CharField("ce qu'on lisait alors", max_length=500, blank=True)
    by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_funder = models.BooleanField("du côté du financeur")

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["thread", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="acceptance") | ~models.Q(text=""),
                name="remark_says_something",
                violation_error_message="Écrivez votre message.",
            )
        ]

    def __str__(self):
        return self.text or self.get_kind_display()


class Mail(DomainRow):
    """A message to one person: `to` an account, or to the `address` of somebody who has none. Rows
    are sent by a job, and stay readable here."""

    owner = models.ForeignKey("partnership.Network", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="mails"
    )
    address = models.EmailField("adresse", blank=True)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    claimed_at = models.DateTimeField("dernier essai le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    error = models.CharField("erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "message électronique"
        verbose_name_plural = "messages électroniques"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sent_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to__isnull=False, address="")
                | (models.Q(to__isnull=True) & ~models.Q(address="")),
                name="mail_has_one_recipient",
                violation_error_message="Un message a un destinataire, et un seul.",
            )
        ]

    def __str__(self):
        return self.subject

    @property
    def recipient(self) -> str:
        """The address that it goes to."""
        return self.to.email if self.to else self.address


class Notice(DomainRow):
    """Something that one person should know. Notices of a while are grouped into one mail."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("partnership.User", on_delete=models.CASCADE, related_name="notices")
    text = models.CharField("texte", max_length=500)
    address = models.CharField("page", max_length=300, blank=True)
    mail = models.ForeignKey(
        Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text
