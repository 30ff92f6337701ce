"""Identifiers: what exists is accepted, what does not is refused with words."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from partnership.validators import validate_insee_code, validate_siret


def refused(check, value) -> str:
    with pytest.raises(ValidationError) as error:
        check(value)
    return error.value.messages[0]


@pytest.mark.parametrize(
    "siret",
    [
        "43853522100024",  # Lianes coopération
        "22620001200012",  # Département du Pas-de-Calais
        "35600000000048",  # La Poste, its seat
        "35600000049837",  # La Poste, an office: its digits add up to a multiple of five
    ],
)
def test_a_siret_with_its_key_is_accepted(siret):
    validate_siret(siret)


@pytest.mark.parametrize(
    "siret",
    [
        "43853522100025",  # a wrong key
        "35600000049838",  # La Poste's rule is no open door
        "4385352210002",  # thirteen digits
        "438535221000240",
        "4385352210002A",
        "٤٣٨٥٣٥٢٢١٠٠٠٢٤",
    ],
)
def test_a_siret_whose_key_or_length_is_wrong_is_refused(siret):
    words = f"Le SIRET « {siret} » n'est pas valable : vérifiez ses 14 chiffres."
    assert refused(validate_siret, siret) == words


@pytest.mark.parametrize("siret", ["4.3853522100024E+13", "4,38535E+13", "4e13"])
def test_a_siret_that_a_spreadsheet_spoiled_is_refused_with_that_reason(siret):
    words = f"Le SIRET « {siret} » a été abîmé par le tableur : saisissez-le comme du texte."
    assert refused(validate_siret, siret) == words


@pytest.mark.parametrize("code", ["62041", "2A004", "2B033", "97411", "01001"])
def test_an_insee_code_is_accepted_corsica_and_overseas_included(code):
    validate_insee_code(code)


@pytest.mark.parametrize("code", ["6204", "620411", "62O41", "5A041", "2C004", "62041\n", "٦٢٠٤١"])
def test_an_insee_code_that_cannot_exist_is_refused_with_an_example(code):
    words = f"Le code INSEE « {code} » n'existe pas : il a cinq caractères, par exemple 62041."
    assert refused(validate_insee_code, code) == words
