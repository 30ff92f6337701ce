"""The accounts of a demonstration, shown on its login page."""

from dataclasses import dataclass


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
