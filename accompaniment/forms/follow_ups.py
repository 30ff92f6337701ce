"""The forms of a follow-up: what a year of it says, its conversion, a call back, handing over."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.db.models import Q
from django.utils import timezone

from accompaniment.actions.followups import EDITED, state_of
from accompaniment.enums import Mode
from accompaniment.following.advice import PLANNED
from accompaniment.models import FollowUpYear
from partnership.cell_texts import without_controls
from partnership.enums import ProjectKind
from partnership.forms.fields import DayField, LineField
from partnership.models import Project, User

UNCHOSEN = "Ce choix n'existe plus : prenez-en un de la liste."


class TextField(forms.CharField):
    """A text of several lines, without the characters that nobody sees."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=5000, **kwargs)

    def clean(self, value):
        return super().clean(without_controls(value or "")).replace("\r\n", "\n")


class FollowUpForm(forms.Form):
    """What one year of a follow-up says. `seen` is how the page was when it was opened."""

    mode = forms.ChoiceField(
        label="Mode",
        choices=[choice for choice in Mode.choices if choice[0] != Mode.UNKNOWN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le mode."},
        help_text="À changer ici seulement s'il était faux : tous ses échanges sont recomptés.",
    )
    kinds = forms.MultipleChoiceField(
        label="Types de projet",
        choices=ProjectKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs à la fois s'il le faut.",
    )
    lead = forms.ModelChoiceField(
        label="Suivi par",
        queryset=User.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label="Personne pour l'instant",
        error_messages={"invalid_choice": UNCHOSEN},
    )
    projects = forms.ModelMultipleChoiceField(
        label="Projets suivis",
        queryset=Project.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNCHOSEN},
    )
    needs = TextField(label="Besoins")
    involvement = TextField(
        label="Implication du porteur", help_text="Imprimée dans le bilan, lue par le Département."
    )
    outcome = TextField(
        label="État du projet", help_text="Imprimé dans le bilan, lu par le Département."
    )
    next_steps = TextField(label="Et ensuite")
    internal_note = TextField(label="Note interne", help_text="Jamais transmise.")
    reminded_on = DayField(label="Relancé le", required=False, past=True)
    review_on = DayField(label="À revoir le", required=False)
    waived_reason = LineField(
        label="Passer outre, pourquoi",
        required=False,
        max_length=300,
        help_text="Quand on accompagne bien que ce ne soit pas éligible. Laissez vide sinon.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, follow_up: FollowUpYear, **kwargs):
        initial = {name: getattr(follow_up, name) for name in EDITED}
        initial |= {
            "mode": follow_up.mode,
            "kinds": list(follow_up.kind_codes),
            "lead": follow_up.lead.uid if follow_up.lead else None,
            "projects": [one.uid for one in follow_up.projects.all()],
            "seen": state_of(follow_up),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["lead"].queryset = people_for(follow_up)
        self.fields["projects"].queryset = _projects_for(follow_up)
        if not self.fields["projects"].queryset.exists():
            del self.fields["projects"]

    def seen_again(self, follow_up: FollowUpYear) -> None:
        """The page shows how the follow-up stands now: sent again, it is kept."""
        self.data = self.data.copy()
        self.data["seen"] = state_of(follow_up)


def people_for(follow_up: FollowUpYear):
    """The team of today, and whoever leads it already."""
    owner = follow_up.accompaniment.owner
    team = User.objects.in_the_team_of(owner, timezone.localdate())
    return User.objects.filter(
        Q(pk__in=team.values("pk")) | Q(pk=follow_up.lead_id or 0)
    ).for_choice()


def _projects_for(follow_up: FollowUpYear):
    """Those of the holder, not withdrawn."""
    return Project.objects.standing().filter(
        owner=follow_up.accompaniment.owner_id,
        organisation=follow_up.accompaniment.organisation_id,
    )


class ConversionForm(forms.Form):
    """From advice or first contact to a reinforced follow-up, from a day, with a reason."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    from_on = DayField(label="À partir du", past=True)
    reason = LineField(
        label="Pourquoi",
        max_length=300,
        error_messages={"required": "Dites pourquoi : le Département lit ce motif."},
        help_text="Lu par le financeur.",
    )

    def __init__(self, *args, follow_up: FollowUpYear, today: datetime.date, **kwargs):
        initial = {
            "uid": uuid.uuid4(),
            "from_on": _day_within(follow_up, today),
            "reason": _proposed_reason(follow_up),
        }
        super().__init__(*args, initial=initial, **kwargs)


def _day_within(follow_up: FollowUpYear, today: datetime.date) -> datetime.date:
    """Today; the last day of a convention that is over."""
    if follow_up.convention is None:
        return today
    return min(today, follow_up.convention.terms().ends_on)


def _proposed_reason(follow_up: FollowUpYear) -> str:
    if follow_up.advice_meetings > PLANNED:
        return (
            f"{follow_up.advice_meetings} rendez-vous d'appui-conseil déjà tenus "
            f"({PLANNED} prévus) : le projet demande un suivi plus poussé."
        )
    return "Le projet demande un suivi plus poussé."


class ReminderForm(forms.Form):
    """Called back today; when to look at it again."""

    review_on = DayField(label="À revoir le", required=False)


class HandOverForm(forms.Form):
    """Which follow-ups go from whom to whom. `uid` names the handing-over."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ModelChoiceField(
        label="À qui",
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label="Choisir",
        error_messages={"required": "Choisissez à qui.", "invalid_choice": UNCHOSEN},
    )
    follow_ups = forms.ModelMultipleChoiceField(
        label="Suivis à passer",
        queryset=FollowUpYear.objects.none(),
        to_field_name="uid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins un suivi.",
            "invalid_choice": "Un des suivis n'est plus à cette personne : relisez la liste.",
        },
    )

    def __init__(self, *args, giver: User, team, follow_ups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = team.exclude(pk=giver.pk)
        self.fields["follow_ups"].queryset = follow_ups
