"""Writes of surveys: their questions, their opening, and the replies that come by the link."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accompaniment.enums import QuestionKind
from accompaniment.models import (
    Attendance,
    Gathering,
    Survey,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    SurveyReply,
)
from partnership import journal, mailing
from partnership.enums import Verb
from partnership.models import Mail, Organisation, User

STARTED = (
    "Des réponses sont arrivées : les questions ne changent plus. Fermez le questionnaire si "
    "elles ne conviennent pas."
)
CLOSED = "Ce questionnaire est fermé : votre réponse n'est pas enregistrée."


@dataclass(frozen=True)
class Asked:
    """A question as it is written: its words, its kind, its possible answers in order."""

    text: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """What one person answers to one question."""

    question: SurveyQuestion
    choices: Sequence[SurveyChoice] = field(default_factory=tuple)
    text: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.choices or self.text.strip())


@transaction.atomic
def write_survey(
    *,
    gathering: Gathering,
    introduction: str,
    closes_on: datetime.date | None,
    questions: Sequence[Asked] | None,
    by: User,
) -> Survey:
    """The survey of a gathering; `questions` None leaves them as they are.

    Raises ValidationError when the questions change although replies have come."""
    survey, _ = Survey.objects.select_for_update().get_or_create(gathering=gathering)
    before = {"introduction": survey.introduction, "closes_on": survey.closes_on}
    after = {"introduction": introduction, "closes_on": closes_on}
    changes = journal.differences(before, after)
    survey.introduction, survey.closes_on = introduction, closes_on
    survey.full_clean()
    survey.save()
    if questions is not None and list(questions) != written(survey):
        if survey.replies.exists():
            raise ValidationError(STARTED)
        for question in survey.questions.order_by("pk"):
            question.delete()
        _write_questions(survey, questions)
        changes["questions"] = [one.text for one in questions]
    if changes:
        journal.record(Verb.CHANGED, survey, by=by, changes=changes)
    return survey


def written(survey: Survey) -> list[Asked]:
    """The questions as they stand."""
    return [
        Asked(one.text, one.kind, tuple(choice.text for choice in one.choices.all()))
        for one in survey.questions.prefetch_related("choices").order_by("position", "pk")
    ]


def _write_questions(survey: Survey, questions: Iterable[Asked]) -> None:
    for position, asked in enumerate(questions, 1):
        if asked.kind != QuestionKind.FREE and len(asked.choices) < 2:
            raise ValidationError(
                f"« {asked.text} » : donnez au moins deux réponses possibles, ou choisissez une "
                "réponse libre."
            )
        question = SurveyQuestion(
            survey=survey, position=position, kind=asked.kind, text=asked.text
        )
        question.full_clean()
        question.save()
        if asked.kind != QuestionKind.FREE:
            SurveyChoice.objects.bulk_create(
                SurveyChoice(question=question, position=rank, text=text)
                for rank, text in enumerate(asked.choices, 1)
            )


@transaction.atomic
def set_open(*, survey: Survey, is_open: bool, by: User) -> Survey:
    """Open or close the link. Raises ValidationError for a survey without a question."""
    if is_open and not survey.questions.exists():
        raise ValidationError("Écrivez au moins une question avant d'ouvrir le questionnaire.")
    if survey.is_open != is_open:
        survey.is_open = is_open
        survey.save(update_fields=["is_open"])
        journal.record(Verb.CHANGED, survey, by=by, changes={"is_open": is_open})
    return survey


def is_open(survey: Survey, today: datetime.date) -> bool:
    return survey.is_open and (survey.closes_on is None or today <= survey.closes_on)


@transaction.atomic
def reply(
    *, survey: Survey, uid: uuid.UUID, answers: Sequence[Answered], today: datetime.date
) -> SurveyReply:
    """Keep one person's answers, without a name. The same page sent again keeps nothing more.

    Raises ValidationError when the survey is closed, or nothing is answered."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    known = SurveyReply.objects.filter(uid=uid).first()
    if known is not None and known.survey_id != survey.pk:
        raise ValidationError("Cette page a déjà servi : rechargez-la, puis répondez à nouveau.")
    if known is not None:
        return known
    if not is_open(survey, today):
        raise ValidationError(CLOSED)
    said = [one for one in answers if one.says_something]
    if not said:
        raise ValidationError("Répondez à une question au moins.")
    kept = SurveyReply.objects.create(uid=uid, survey=survey)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(reply=kept, question=one.question, choice=choice, text=text)
        for one in said
        for choice, text in _parts(one)
    )
    return kept


def _parts(answered: Answered) -> list[tuple[SurveyChoice | None, str]]:
    if answered.question.kind == QuestionKind.FREE:
        return [(None, answered.text.strip())]
    return [(choice, "") for choice in answered.choices]


@transaction.atomic
def send_link(*, survey: Survey, by: User) -> int:
    """Write the link to those who were present and left an address, once each. Returns to how many.

    Raises ValidationError for a survey that is not open."""
    survey = Survey.objects.select_for_update().select_related("gathering__owner").get(pk=survey.pk)
    if not survey.is_open:
        raise ValidationError("Ouvrez le questionnaire avant d'en envoyer le lien.")
    gathering, address = survey.gathering, public_address(survey)
    told = set(
        Mail.objects.filter(owner=gathering.owner, body__contains=survey.key)
        .order_by()
        .values_list("address", flat=True)
    )
    host = Organisation.objects.filter(owner=gathering.owner, runs_its_network=True).first()
    present = Attendance.objects.filter(gathering=gathering).present().exclude(email="")
    new = sorted({row.email for row in present} - told)
    for email in new:
        mailing.write_to_address(
            owner=gathering.owner,
            address=email,
            subject=f"Votre avis : {gathering.title}",
            body=(
                f"Bonjour,\n\nVous avez participé à : {gathering.title}.\n"
                "Quelques questions nous aideraient à faire mieux la prochaine fois. "
                f"Les réponses sont sans nom.\n\n{address}\n\n{host.name if host else ''}"
            ),
        )
    if new:
        journal.record(Verb.SENT, survey, by=by, changes={"people": len(new)})
    return len(new)


def public_address(survey: Survey) -> str:
    """The address of the survey's page, for those who were there."""
    return mailing.absolute(reverse("accompaniment:survey", args=[survey.key]))
