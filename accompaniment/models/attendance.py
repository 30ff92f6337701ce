"""Who was invited to a gathering, signed up, came; and what they say of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accompaniment.enums import Presence, QuestionKind
from accompaniment.gathering_querysets import AttendanceQuerySet, OfGatheringQuerySet
from accompaniment.models.gatherings import Gathering, GatheringDate, new_key
from partnership.enums import ProjectKind, Side
from partnership.models import DomainRow
from partnership.text import normalise


class Attendance(DomainRow):
    """A person, or several of one structure without their names, at a gathering.

    `people` are adults or undifferentiated, `young_people` are counted apart; together at least
    one. `organisation_name` is what was typed while no structure of the directory is recognised.
    `role` says who is excused where no name is wanted. `key` opens the person's own links. Who
    signed up on the public page has `consented_at`, and one row; colleagues may share a mailbox."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    organisation_name = models.CharField("structure indiquée", max_length=200, blank=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    role = models.CharField("fonction", max_length=120, blank=True)
    town = models.CharField("commune indiquée", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    project_kind = models.CharField(
        "type de projet", max_length=30, choices=ProjectKind, blank=True
    )
    project = models.ForeignKey(
        "partnership.Project",
        verbose_name="projet",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    state = models.CharField(
        "présence", max_length=10, choices=Presence, default=Presence.REGISTERED
    )
    is_walk_in = models.BooleanField("venu sans inscription", default=False)
    people = models.PositiveIntegerField("nombre de personnes", default=1)
    young_people = models.PositiveIntegerField("dont jeunes, comptés à part", default=0)
    reason = models.CharField("motif", max_length=200, blank=True)
    side = models.CharField("noté par", max_length=12, choices=Side, default=Side.ASSOCIATION)
    noted_by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    consented_at = models.DateTimeField("accord donné le", null=True, blank=True)
    registered_at = models.DateTimeField("inscrit le", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    signed_at = models.DateTimeField("signé le", null=True, blank=True)
    signature = models.ForeignKey(
        "partnership.StoredFile",
        verbose_name="signature",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    handed_in = models.ForeignKey(
        "partnership.StoredFile",
        verbose_name="fichier remis",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    import_run = models.ForeignKey(
        "partnership.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    search_text = models.CharField(max_length=500, editable=False, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "participation"
        verbose_name_plural = "participations"
        ordering = ["gathering", "pk"]
        indexes = [models.Index(fields=["gathering", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "import_key"],
                name="attendance_import_key_unique",
                violation_error_message="Cette participation a déjà été importée.",
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0) | Q(young_people__gt=0),
                name="attendance_is_somebody",
                violation_error_message="Il faut au moins une personne.",
            ),
            models.CheckConstraint(
                condition=Q(is_walk_in=False) | Q(state=Presence.PRESENT),
                name="attendance_walk_in_is_present",
                violation_error_message="Qui vient sans inscription est présent.",
            ),
            models.UniqueConstraint(
                "gathering",
                Lower("email"),
                Lower("last_name"),
                Lower("first_name"),
                condition=Q(consented_at__isnull=False) & ~Q(email=""),
                name="attendance_signs_up_once",
                violation_error_message="Cette personne est déjà inscrite avec cette adresse.",
            ),
        ]

    def __str__(self):
        return self.full_name or self.role or str(self.organisation or self.organisation_name)

    def save(self, *args, **kwargs):
        self.search_text = self.searched_by()
        super().save(*args, **kwargs)

    def searched_by(self) -> str:
        named = self.organisation.name if self.organisation else self.organisation_name
        return normalise(f"{self.last_name} {self.first_name} {named} {self.role}")[:500]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_unrecognised(self) -> bool:
        """A structure was typed, and none of the directory is known to be it."""
        return self.organisation_id is None and bool(self.organisation_name)

    @property
    def structure(self) -> str:
        """The structure as the directory calls it, else as it was typed; empty when nobody said."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def heads(self) -> int:
        """How many people the row is, the young included."""
        return self.people + self.young_people

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id


class Signature(models.Model):
    """What somebody drew on a screen for one of the dates; without it where it was taken away. The
    last of them is `Attendance.signature` too."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="signatures")
    date = models.ForeignKey(
        GatheringDate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file = models.ForeignKey("partnership.StoredFile", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        ordering = ["attendance", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "date"],
                name="signature_once_a_date",
                violation_error_message="Cette personne a déjà signé pour cette date.",
            )
        ]

    def __str__(self):
        return f"Signature de {self.attendance}"


class Survey(DomainRow):
    """What is asked of the participants afterwards, by one unguessable link."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="survey")
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    introduction = models.TextField("introduction", blank=True)
    is_open = models.BooleanField("ouvert", default=False)
    closes_on = models.DateField("jusqu'au", null=True, blank=True)

    objects = OfGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "questionnaire"
        verbose_name_plural = "questionnaires"
        ordering = ["gathering"]

    def __str__(self):
        return f"Questionnaire · {self.gathering}"

    @property
    def owner_id(self) -> int:
        return self.gathering.owner_id


class SurveyQuestion(DomainRow):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("réponse", max_length=10, choices=QuestionKind)
    text = models.CharField(
        "question", max_length=300, error_messages={"blank": "Écrivez la question."}
    )

    class Meta:
        verbose_name = "question du questionnaire"
        verbose_name_plural = "questions du questionnaire"
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="survey_question_has_words",
                violation_error_message="Écrivez la question.",
            )
        ]

    def __str__(self):
        return self.text


class SurveyChoice(DomainRow):
    """A possible answer. `stated_count` is how many a document says chose it."""

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField("rang")
    text = models.CharField("réponse possible", max_length=200)
    stated_count = models.PositiveIntegerField("effectif annoncé", null=True, blank=True)

    class Meta:
        verbose_name = "réponse possible"
        verbose_name_plural = "réponses possibles"
        ordering = ["question", "position", "pk"]

    def __str__(self):
        return self.text


class SurveyReply(DomainRow):
    """One person's answers, without their name. Its uid comes from the page: sent once."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="replies")

    class Meta:
        verbose_name = "réponse au questionnaire"
        verbose_name_plural = "réponses au questionnaire"
        ordering = ["survey", "pk"]

    def __str__(self):
        return f"Réponse du {self.created_at:%d/%m/%Y}"


class SurveyAnswer(models.Model):
    """One choice made, or one free text."""

    reply = models.ForeignKey(SurveyReply, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="answers")
    choice = models.ForeignKey(
        SurveyChoice, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    text = models.TextField("réponse", blank=True)

    class Meta:
        verbose_name = "réponse à une question"
        verbose_name_plural = "réponses à une question"
        ordering = ["reply", "question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "question", "choice"],
                name="survey_answer_once",
                violation_error_message="Cette réponse est déjà donnée.",
            ),
            models.UniqueConstraint(
                fields=["reply", "question"],
                condition=Q(choice__isnull=True),
                name="survey_text_once",
                violation_error_message="Cette question a déjà sa réponse.",
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=False) | ~Q(text=""),
                name="survey_answer_says_something",
                violation_error_message="Une réponse dit quelque chose.",
            ),
        ]

    def __str__(self):
        return self.text or str(self.choice)
