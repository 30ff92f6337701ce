"""Checks of identifiers, with messages for people."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.fr import siret


def validate_siret(value: str) -> None:
    """Fourteen digits whose key is right (INSEE's Luhn key; La Poste's own rule included)."""
    if re.search(r"[eE][+-]?\d", value):
        raise ValidationError(
            "Le SIRET « %(value)s » a été abîmé par le tableur : saisissez-le comme du texte.",
            params={"value": value},
        )
    try:
        siret.validate(value)
    except InvalidNumber as error:
        raise ValidationError(
            "Le SIRET « %(value)s » n'est pas valable : vérifiez ses 14 chiffres.",
            params={"value": value},
        ) from error


def validate_insee_code(value: str) -> None:
    if not re.fullmatch(r"(?:[0-9]{2}|2[AB])[0-9]{3}", value):
        raise ValidationError(
            "Le code INSEE « %(value)s » n'existe pas : il a cinq caractères, par exemple 62041.",
            params={"value": value},
        )


validate_department = RegexValidator(
    r"^(\d{2,3}|2[AB])$", "Écrivez un numéro de département, par exemple 62."
)
