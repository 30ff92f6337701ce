"""Fields that read what French people type: euros, per cent, days, one line of text."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from partnership.cell_texts import without_controls
from partnership.cells import CellError, decimal
from partnership.figures import CENT, HUNDRED

OLDEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
MOST = Decimal("9999999999.99")
_TWO_WAYS = re.compile(r"\d{1,3}\.\d{3}")  # « 1.500 »: a thousand and a half, or one and a half


class NumberField(forms.CharField):
    """A number with two decimals at most, typed in French: « 1 234,50 »."""

    sign = ""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        """A number kept, as it is typed."""
        if isinstance(value, Decimal):
            return f"{value:.2f}".replace(".", ",")
        return value

    def clean(self, value) -> Decimal | None:
        text = super().clean(value).replace(self.sign, "").strip()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if _TWO_WAYS.fullmatch(text):
            raise ValidationError(
                f"« {text} » se lit de deux façons : écrivez {text.replace('.', '')}, ou une "
                "virgule et deux décimales."
            )
        try:
            number = decimal(text)
        except CellError as error:
            raise ValidationError(str(error)) from error
        if abs(number) <= MOST and number == number.quantize(CENT):
            return self.checked(number.quantize(CENT))
        raise ValidationError(f"« {text} » n'est pas compris : écrivez deux décimales au plus.")

    def checked(self, number: Decimal) -> Decimal:
        return number


class EurosField(NumberField):
    """Euros above zero."""

    sign = "€"

    def checked(self, number: Decimal) -> Decimal:
        if number <= 0:
            raise ValidationError("Le montant est supérieur à zéro : écrivez par exemple 120,50.")
        return number


class PercentField(NumberField):
    """From 0,01 to 100 per cent."""

    sign = "%"

    def checked(self, number: Decimal) -> Decimal:
        if not 0 < number <= HUNDRED:
            raise ValidationError("Une part va de 0,01 à 100 % : corrigez-la.")
        return number


class DayField(forms.DateField):
    """A day of this century."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": "Cette date n'est pas comprise : écrivez-la comme 02/03/2026."
    }

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not OLDEST <= day <= LATEST:
            raise ValidationError(f"L'année {day.year} n'est pas plausible : vérifiez la date.")
        return day


class LineField(forms.CharField):
    """One line of text, without the characters that nobody sees."""

    def clean(self, value):
        return " ".join(super().clean(without_controls(value or "")).split())
