from django import forms

from partnership.models import Convention
from reporting.enums import Section
from reporting.models import Narrative


class NarrativeForm(forms.Form):
    """The texts of a bilan, one field per section."""

    def __init__(self, *args, convention: Convention, **kwargs):
        initial = dict(
            Narrative.objects.filter(report__convention=convention).values_list("section", "text")
        )
        super().__init__(*args, initial=initial, **kwargs)
        for section in Section:
            self.fields[section.value] = forms.CharField(
                label=section.label,
                required=False,
                max_length=50_000,
                widget=forms.Textarea(attrs={"rows": 10}),
            )
