"""The accounts of the demonstration: whoever prints, shows or creates them reads them here."""

from dataclasses import dataclass

DEMO_PASSWORD = "trame-demonstration"


@dataclass(frozen=True)
class DemoLogin:
    """An account of the demonstration: what to type, and what one sees with it."""

    email: str
    password: str
    role: str
    sentence: str


STAFF = DemoLogin(
    "camille@lianes.example",
    DEMO_PASSWORD,
    "Chargée de mission",
    "Note les séances au fil des jours et voit l'année se remplir.",
)
ADMIN = DemoLogin(
    "direction@lianes.example",
    DEMO_PASSWORD,
    "Administration de l'association",
    "Tient les conventions et leur budget, arrête et transmet le bilan.",
)
OFFICER = DemoLogin(
    "agent@pasdecalais.example",
    DEMO_PASSWORD,
    "Agent du Département",
    "Suit la convention du Département, ses preuves et son budget, et y inscrit ce qu'il vit.",
)
OTHER_OFFICER = DemoLogin(
    "agent@pays-imaginaire.example",
    DEMO_PASSWORD,
    "Agent d'un autre financeur",
    "Ne voit que la convention de son propre organisme : rien du Département ne lui parvient.",
)
DEMO_LOGINS: tuple[DemoLogin, ...] = (STAFF, ADMIN, OFFICER, OTHER_OFFICER)
