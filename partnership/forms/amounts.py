"""Amounts in forms, as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from partnership import amounts


class EurosField(forms.Field):
    """An amount in euros: « 1 500 », « 1500,50 € ». Cleans to a Decimal of two decimals or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        if not str(value).strip():
            return None
        try:
            return amounts.parse(str(value))
        except amounts.AmountError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value):
        return amounts.typed(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
