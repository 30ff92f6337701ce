"""A survey of two questions, open, and what people send to it."""

from __future__ import annotations

import uuid

from accompaniment.enums import QuestionKind
from accompaniment.models import Gathering, Survey, SurveyChoice, SurveyQuestion


def make_survey(gathering: Gathering, **fields) -> Survey:
    """« Était-ce utile ? » (oui, non), « Que garderez-vous ? » (several), and a free one."""
    survey = Survey.objects.create(gathering=gathering, **{"is_open": True} | fields)
    for position, (kind, text, choices) in enumerate(
        (
            (QuestionKind.ONE, "Était-ce utile ?", ("Oui", "Non")),
            (QuestionKind.SEVERAL, "Que garderez-vous ?", ("Les outils", "Les contacts")),
            (QuestionKind.FREE, "Une remarque ?", ()),
        ),
        1,
    ):
        question = SurveyQuestion.objects.create(
            survey=survey, position=position, kind=kind, text=text
        )
        for rank, words in enumerate(choices, 1):
            SurveyChoice.objects.create(question=question, position=rank, text=words)
    return survey


def reply_of(survey: Survey, *answers, uid: uuid.UUID | None = None) -> dict:
    """What the browser sends: one answer (or several, or words) per question, in order."""
    sent: dict = {"uid": str(uid or uuid.uuid4())}
    questions = survey.questions.prefetch_related("choices").order_by("position")
    for question, answer in zip(questions, answers, strict=False):
        if question.kind == QuestionKind.FREE:
            sent[f"question-{question.uid}"] = answer
            continue
        wanted = answer if isinstance(answer, list) else [answer]
        sent[f"question-{question.uid}"] = [
            str(choice.uid) for choice in question.choices.all() if choice.text in wanted
        ]
    return sent


def lines(*questions, **given) -> dict:
    """What the browser sends from the page where the questions are written."""
    sent = {
        "introduction": "",
        "closes_on": "",
        "questions-TOTAL_FORMS": str(len(questions)),
        "questions-INITIAL_FORMS": "0",
    }
    for rank, (text, kind, choices) in enumerate(questions):
        sent |= {
            f"questions-{rank}-uid": str(uuid.uuid4()),
            f"questions-{rank}-text": text,
            f"questions-{rank}-kind": kind,
            f"questions-{rank}-choices": choices,
        }
    return sent | given
