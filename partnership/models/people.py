from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from partnership.access import Access
from partnership.enums import Role
from partnership.models.base import DomainRow
from partnership.querysets import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def _create(self, email, password, **fields):
        if not email:
            raise ValueError("An e-mail address is needed.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **fields):
        return self._create(email, password, **fields)

    def create_superuser(self, email, password=None, **fields):
        return self._create(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser, DomainRow):
    """A person who logs in, by e-mail address. What they may see comes from their memberships."""

    username = None
    email = models.EmailField("adresse électronique", unique=True)
    wants_notices = models.BooleanField(
        "recevoir par courriel les questions et les réponses", default=True
    )
    calendar_key = models.CharField("clé du calendrier", max_length=64, blank=True, editable=False)
    wants_reminders = models.BooleanField("recevoir par courriel les rappels", default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = "utilisateur"
        verbose_name_plural = "utilisateurs"
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            ),
            models.UniqueConstraint(
                fields=["calendar_key"],
                condition=~models.Q(calendar_key=""),
                name="user_calendar_key_unique",
                violation_error_message="Cette adresse de calendrier est déjà prise.",
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @cached_property
    def access(self) -> Access:
        """What the person's memberships open today; read once per request."""
        return Access.of(self)


class Membership(DomainRow):
    """A role of a person in an organisation, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "partnership.Organisation", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    from_on = models.DateField("à partir du", null=True, blank=True)
    until_on = models.DateField("jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        ordering = ["user", "organisation", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="membership_unique",
                violation_error_message="Cette personne a déjà ce rôle dans cette structure.",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="membership_dates_in_order",
                violation_error_message="La fin du rattachement précède son début.",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"
