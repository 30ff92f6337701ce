"""What the replies to a survey give, question by question."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from accompaniment.enums import QuestionKind
from accompaniment.models import Survey, SurveyAnswer, SurveyQuestion
from partnership.rendering.tables import Column


@dataclass(frozen=True)
class ChoiceResult:
    """How many chose it; `stated` is what a document says, None where it says nothing."""

    text: str
    count: int
    stated: int | None

    @property
    def differs(self) -> bool:
        return self.stated is not None and self.stated != self.count


@dataclass(frozen=True)
class QuestionResult:
    """`replies` people answered this question; its choices, or the free texts."""

    question: SurveyQuestion
    replies: int
    choices: tuple[ChoiceResult, ...]
    texts: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        return self.question.kind == QuestionKind.FREE

    @property
    def may_add_up_to_more(self) -> bool:
        return self.question.kind == QuestionKind.SEVERAL


def results_of(survey: Survey) -> list[QuestionResult]:
    """In the order of the questions, in three queries."""
    counts: Counter = Counter()
    texts = defaultdict(list)
    people = defaultdict(set)
    answers = SurveyAnswer.objects.filter(reply__survey=survey).order_by("reply", "pk")
    for answer in answers.values("question", "choice", "text", "reply"):
        people[answer["question"]].add(answer["reply"])
        if answer["choice"]:
            counts[answer["choice"]] += 1
        else:
            texts[answer["question"]].append(answer["text"])
    questions = survey.questions.prefetch_related("choices").order_by("position", "pk")
    return [
        QuestionResult(
            question=one,
            replies=len(people[one.pk]),
            choices=tuple(
                ChoiceResult(choice.text, counts[choice.pk], choice.stated_count)
                for choice in one.choices.all()
            ),
            texts=tuple(texts[one.pk]),
        )
        for one in questions
    ]


@dataclass(frozen=True)
class Line:
    """A line of the export: a possible answer and its count, or a free text."""

    question: str
    answer: str
    count: int | str
    replies: int


def lines_of(results: list[QuestionResult]) -> list[Line]:
    lines = []
    for one in results:
        words = one.question.text
        lines += [Line(words, choice.text, choice.count, one.replies) for choice in one.choices]
        lines += [Line(words, text, "", one.replies) for text in one.texts]
    return lines


COLUMNS = [
    Column("Question", lambda line: line.question),
    Column("Réponse", lambda line: line.answer),
    Column("Nombre", lambda line: line.count),
    Column("Personnes ayant répondu à la question", lambda line: line.replies),
]
