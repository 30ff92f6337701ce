"""What the funder's body deliberated."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from partnership.enums import Opinion, Vote
from partnership.forms.fields import DayField
from partnership.forms.lines import RowForm, Rows, lines_of
from partnership.models import Deliberation
from partnership.text import normalise


class DeliberationForm(forms.ModelForm):
    """A deliberation as its paper says it; what the paper leaves out stays empty."""

    voted_on = DayField(
        label="Votée le", past=True, error_messages={"required": "Donnez la date du vote."}
    )
    opinion_on = DayField(label="Avis rendu le", past=True, required=False)
    published_on = DayField(label="Publiée le", past=True, required=False)

    class Meta:
        model = Deliberation
        fields = [
            "number",
            "voted_on",
            "body",
            "report_number",
            "commission",
            "opinion",
            "opinion_on",
            "votes_for",
            "votes_against",
            "abstentions",
            "present",
            "excused",
            "president",
            "secretary",
            "articles",
            "signatory",
            "published_on",
        ]
        labels = {
            "votes_for": "Voix pour",
            "votes_against": "Voix contre",
            "body": "Instance qui a voté",
        }
        help_texts = {
            "number": "Par exemple 2025-344.",
            "body": "Par exemple « commission permanente du Conseil départemental ».",
            "signatory": "Nom et qualité.",
        }
        error_messages = {"number": {"required": "Donnez le numéro de la délibération."}}
        widgets = {"articles": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].required = False

    def clean_opinion(self):
        return self.cleaned_data["opinion"] or Opinion.UNKNOWN.value

    def clean(self):
        data = super().clean()
        voted, given, published = (
            data.get(name) for name in ("voted_on", "opinion_on", "published_on")
        )
        if voted and given and given > voted:
            self.add_error(
                "opinion_on", "L'avis de la commission précède le vote : vérifiez les deux dates."
            )
        if voted and published and published < voted:
            self.add_error(
                "published_on",
                "Une délibération est publiée après son vote : vérifiez les deux dates.",
            )
        return data


class RefusalDeliberationForm(DeliberationForm):
    """The deliberation that refuses, where there is one: empty, it is left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.fields["number"].required = self.fields["voted_on"].required = False

    def has_changed(self):
        """Something is written; an opinion that nobody chose is nothing."""
        return any(self[name].value() for name in self.changed_data)

    def clean(self):
        data = super().clean()
        for name in ("number", "voted_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return data


class GroupVoteForm(RowForm):
    needed: ClassVar = {
        "group": "Donnez le nom du groupe.",
        "vote": "Dites comment ce groupe a voté.",
    }

    group = forms.CharField(label="Groupe", max_length=120, required=False)
    vote = forms.ChoiceField(label="Vote", choices=[("", "Choisir"), *Vote.choices], required=False)


class GroupVotes(Rows):
    """Each group and each of its votes once: a group may be divided."""

    def clean(self):
        seen = set()
        for form in self.forms:
            data = form.cleaned_data if form.is_valid() else {}
            if not data.get("group"):
                continue
            key = (normalise(data["group"]), data["vote"])
            if key in seen:
                form.add_error("group", "Ce vote est déjà noté plus haut : videz cette ligne.")
            seen.add(key)

    @property
    def groups(self) -> list[tuple[str, str]]:
        return [(data["group"], data["vote"]) for data in self.filled()]


GroupVoteRows = lines_of(GroupVoteForm, GroupVotes, extra=3)
