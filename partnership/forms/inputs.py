"""Fields as people fill them in: a day, an amount. What is wrong is said beside them."""

from __future__ import annotations

import datetime
import re

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from partnership.wording import long_date

OLDEST = datetime.date(2000, 1, 1)
LATEST = datetime.date(2100, 1, 1)


class DayField(forms.DateField):
    """A day of this century. With `past`, one that is not to come."""

    default_error_messages = {
        "invalid": "Cette date n'est pas comprise : écrivez-la comme 02/03/2026.",
        "required": "Donnez cette date.",
    }

    def __init__(self, *, past: bool = False, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget} | kwargs)
        self.past = past

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return day
        if not OLDEST <= day < LATEST:
            raise ValidationError(f"L'année {day.year} n'est pas possible : vérifiez la date.")
        if self.past and day > timezone.localdate():
            raise ValidationError(
                f"Le {long_date(day)} n'est pas encore passé : notez-le une fois que c'est fait."
            )
        return day


class AmountField(forms.DecimalField):
    """Euros as people write them: « 7 000 », « 9 380,00 € ». Cleans to a Decimal or None."""

    default_error_messages = {
        "invalid": "Ce montant n'est pas compris : écrivez-le comme 7 000,00.",
        "max_decimal_places": "Un montant s'écrit avec deux décimales au plus.",
        "max_digits": "Ce montant est trop grand : vérifiez-le.",
        "max_whole_digits": "Ce montant est trop grand : vérifiez-le.",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(
            **{"widget": widget, "max_digits": 12, "decimal_places": 2, "localize": False} | kwargs
        )

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s€]", "", value).replace(",", ".")
            if re.search(r"[a-z_]", value, re.IGNORECASE):  # « 1e5 », « 7_000 »: nobody means it
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Put an action's refusal beside its field, or above the form where it has no such field."""
    by_field = hasattr(error, "error_dict")
    told = error.message_dict if by_field else {NON_FIELD_ERRORS: error.messages}
    for name, words in told.items():
        form.add_error(name if name in form.fields else None, words)
