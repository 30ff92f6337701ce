"""The forms of what follows a gathering: what the team keeps, what was handed out, the survey."""

from __future__ import annotations

import uuid

from django import forms

from accompaniment.enums import FeedbackSense, QuestionKind
from accompaniment.gathering.surveying import Answered, Asked, written
from accompaniment.models import Survey, SurveyQuestion
from partnership.cell_texts import without_controls
from partnership.forms.communication import AddressField
from partnership.forms.fields import DayField
from partnership.forms.lines import LineForm, Lines, lines_of


class FeedbackForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput)
    sense = forms.ChoiceField(label="Rubrique", choices=FeedbackSense)
    text = forms.CharField(
        label="En quelques mots",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez ce que vous gardez de ce temps."},
    )

    def clean_text(self):
        return without_controls(self.cleaned_data["text"])


class HandoutForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Support remis",
        max_length=200,
        error_messages={"required": "Donnez le nom du document."},
    )
    link = AddressField(
        label="Lien",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="S'il est en ligne ; sinon, le fichier se joint juste après.",
    )


class SurveyForm(forms.Form):
    """What stands above the questions."""

    introduction = forms.CharField(
        label="Introduction",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    closes_on = DayField(
        label="Réponses jusqu'au", required=False, help_text="Vide : tant qu'il est ouvert."
    )


class QuestionForm(LineForm):
    typed = ("text",)

    text = forms.CharField(
        label="Question",
        max_length=300,
        error_messages={"required": "Écrivez la question, ou retirez la ligne."},
    )
    kind = forms.ChoiceField(label="Type de réponse", choices=QuestionKind)
    choices = forms.CharField(
        label="Réponses possibles",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une par ligne ; sans objet pour une réponse libre.",
    )

    def clean_choices(self):
        lines = [" ".join(line.split())[:200] for line in self.cleaned_data["choices"].splitlines()]
        return tuple(dict.fromkeys(filter(None, lines)))

    def clean(self):
        data = super().clean()
        needs = data.get("kind") in (QuestionKind.ONE, QuestionKind.SEVERAL)
        if needs and len(data.get("choices") or ()) < 2 and "text" in data:
            self.add_error("choices", "Donnez au moins deux réponses possibles, une par ligne.")
        return data


QuestionLines = lines_of(QuestionForm, Lines)


def question_lines(data, survey: Survey | None):
    """The lines of the questions, those of the survey first."""
    rows = [
        {
            "uid": uuid.uuid5(uuid.NAMESPACE_URL, f"{survey.uid}/{rank}"),
            "text": asked.text,
            "kind": asked.kind,
            "choices": "\n".join(asked.choices),
        }
        for rank, asked in enumerate(written(survey) if survey else [], 1)
    ]
    return QuestionLines(data, rows=rows, blank=1 if rows else 3, prefix="questions")


def asked_by(lines) -> list[Asked]:
    """What valid lines ask, in the order of the page."""
    asked = []
    for line in lines.lines:
        is_free = line["kind"] == QuestionKind.FREE
        asked.append(Asked(line["text"], line["kind"], () if is_free else line["choices"]))
    return asked


class ReplyForm(forms.Form):
    """The questions of a survey, as one person answers them. Nothing is required."""

    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(
            survey.questions.prefetch_related("choices").order_by("position", "pk")
        )
        for question in self.questions:
            self.fields[_name(question)] = _field(question)

    @property
    def answers(self) -> list[Answered]:
        """What valid answers say."""
        return [self._answer(question) for question in self.questions]

    def _answer(self, question: SurveyQuestion) -> Answered:
        given = self.cleaned_data[_name(question)]
        if question.kind == QuestionKind.FREE:
            return Answered(question, text=without_controls(given))
        wanted = given if isinstance(given, list) else [given]
        chosen = [choice for choice in question.choices.all() if str(choice.uid) in wanted]
        return Answered(question, choices=chosen)


def _name(question: SurveyQuestion) -> str:
    return f"question-{question.uid}"


def _field(question: SurveyQuestion) -> forms.Field:
    choices = [(str(choice.uid), choice.text) for choice in question.choices.all()]
    wrong = {"invalid_choice": "Cette réponse n'existe pas : choisissez-en une."}
    if question.kind == QuestionKind.FREE:
        return forms.CharField(
            label=question.text,
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(
            label=question.text,
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages=wrong,
        )
    return forms.ChoiceField(
        label=question.text,
        required=False,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages=wrong,
    )
