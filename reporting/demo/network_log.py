"""The log of a network's year, invented from end to end, as a spreadsheet that is imported.

Every subject says that it is invented; no convention is served, so that no figure of one moves."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from accompaniment.importing.gatherings import import_gatherings
from accompaniment.models import Gathering
from partnership.rendering.tables import Column, csv_lines
from reporting.demo.stage import Stage

YEAR = 2021
FILE = f"journal-{YEAR}-exemple-fictif.csv"
SUBJECTS = (
    ("Réunion des adhérents imaginaires", "Réunion réseau", "2h", 18),
    ("Atelier budget de projet", "Atelier", "3h", 9),
    ("Point avec un porteur", "Accompagnement", "1h30", 2),
    ("Présentation des dispositifs", "Réunion d'information", "1,5 h", 24),
    ("Formation à l'évaluation", "Formation", "6h", 12),
    ("Rencontre d'un partenaire", "Rencontre partenaire", "1h", None),
    ("Webinaire sur la mobilité", "Webinaire", "45 min", 31),
    ("Stand au forum des associations", "Salon", "7h", None),
)
PLACES = (
    "Visio", "Nos locaux", "Arras", "Calais", "En ligne", "Boulogne-sur-Mer", "Mairie de Lens",
    "Lille", "Visio", "Arras", "", "Saint-Omer", "Béthune", "Amiens",
)  # fmt: skip
COLUMNS = [
    Column(heading, lambda row, rank=rank: row[rank])
    for rank, heading in enumerate(
        ("Sujet", "Type de réunion", "Localisation", "Date", "Durée", "Nombre de participants")
    )
]


def rows() -> list[tuple]:
    """Forty lines, always the same."""
    found = []
    for rank in range(40):
        subject, kind, hours, people = SUBJECTS[rank % len(SUBJECTS)]
        day = datetime.date(YEAR, 1, 11) + datetime.timedelta(days=rank * 8 + rank % 3)
        place = "Visio" if kind == "Webinaire" else PLACES[rank % len(PLACES)]
        present = people and people + rank % 5
        title = f"Exemple fictif : {subject[:1].lower()}{subject[1:]}"
        found.append((title, kind, place, f"{day:%d/%m/%Y}", hours, present))
    return found


def load(stage: Stage) -> bool:
    """Returns whether the log was missing."""
    if Gathering.objects.filter(owner=stage.network, source=FILE).exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_text("".join(csv_lines(COLUMNS, rows())), encoding="utf-8")
        import_gatherings(path=path, owner=stage.network)
    return True
