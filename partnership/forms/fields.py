"""Fields that read what French people type (days, euros, per cent, one line of text), and how a
form says what an action refused."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership import amounts
from partnership.cell_texts import without_controls
from partnership.wording import long_date

OLDEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of this century, or since `oldest`. With `past`, one that is not to come."""

    widget = DayInput
    default_error_messages = {
        "invalid": "Cette date n'est pas comprise : écrivez-la comme 02/03/2026.",
        "required": "Donnez cette date.",
        "too_old": "L'année {day.year} est trop ancienne : vérifiez la date.",
        "too_late": "L'année {day.year} est trop lointaine : vérifiez la date.",
        "future": "Le {said} n'est pas encore passé : notez-le une fois que c'est fait.",
    }

    def __init__(self, *, past: bool = False, oldest: datetime.date = OLDEST, **kwargs):
        super().__init__(**kwargs)
        self.past, self.oldest = past, oldest

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        wrong = {
            "too_old": value < self.oldest,
            "too_late": value > LATEST,
            "future": self.past and value > timezone.localdate(),
        }
        for code, is_so in wrong.items():
            if is_so:
                words = self.error_messages[code].format(day=value, said=long_date(value))
                raise ValidationError(words, code=code)


class _TypedNumberField(forms.Field):
    """A number with two decimals, typed in French. Cleans to a Decimal, or None when empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def parse(self, text: str) -> Decimal:
        """Raises AmountError."""
        raise NotImplementedError

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        if not str(value).strip():
            return None
        try:
            return self.parse(str(value))
        except amounts.AmountError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value):
        return amounts.typed(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class EurosField(_TypedNumberField):
    """Euros, never negative: « 1 500 », « 1500,50 € ». With `above_zero`, no zero either."""

    default_error_messages = {"required": "Donnez le montant, par exemple 1 500,50."}

    def __init__(
        self, *, above_zero: bool = False, most_digits: int = amounts.MOST_DIGITS, **kwargs
    ):
        super().__init__(**kwargs)
        self.above_zero, self.most_digits = above_zero, most_digits

    def parse(self, text: str) -> Decimal:
        return amounts.parse(text, above_zero=self.above_zero, most_digits=self.most_digits)


class PercentField(_TypedNumberField):
    """From 0,01 to 100 per cent: « 60 », « 33,33 % »."""

    def parse(self, text: str) -> Decimal:
        return amounts.parse_percent(text)


class LineField(forms.CharField):
    """One line of text, without the characters that nobody sees."""

    def clean(self, value):
        return " ".join(super().clean(without_controls(value or "")).split())


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Put an action's refusal beside its field, or above the form where nobody would see it. A
    form that names the row it makes gets a new name: corrected, it is sent as a new one."""
    told = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, errors in told.items():
        field = form.fields.get(name)
        form.add_error(name if field and not field.widget.is_hidden else None, errors)
    if "uid" in form.fields:
        form.data = form.data.copy()
        form.data[form.add_prefix("uid")] = str(uuid.uuid4())
