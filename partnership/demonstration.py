"""The accounts of a demonstration, shown on its login page."""

from dataclasses import dataclass

from django.conf import settings
from django.core.management import CommandError


@dataclass(frozen=True)
class DemoLogin:
    email: str
    password: str
    role: str
    sentence: str


LOGINS = (
    DemoLogin(
        "camille@lianes.example",
        "trame-demonstration",
        "Chargée de mission",
        "Note ses échanges, suit les engagements, écrit le bilan.",
    ),
    DemoLogin(
        "direction@lianes.example",
        "trame-demonstration",
        "Administration de l'association",
        "Fait tout cela, et gère conventions, budget, imports et bilans.",
    ),
    DemoLogin(
        "agent@pasdecalais.example",
        "trame-demonstration",
        "Agent du Département",
        "Suit les conventions que le Pas-de-Calais finance.",
    ),
    DemoLogin(
        "agent@pays-imaginaire.example",
        "trame-demonstration",
        "Agent d'un autre financeur",
        "Ne voit rien des conventions du Pas-de-Calais.",
    ),
)


def check_is_open() -> None:
    """Raises CommandError where real data may be: the accounts above have published passwords."""
    if not settings.DEMONSTRATION:
        raise CommandError(
            "La démonstration crée des comptes dont le mot de passe est publié : elle ne se charge "
            "pas sur cette installation. Pour une installation sans vraies données, donnez à la "
            "variable TRAME_DEMONSTRATION la valeur true."
        )
