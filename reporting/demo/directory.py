"""Invented themes, members and contacts, for the invented structures alone."""

from __future__ import annotations

from partnership.models import Contact, Organisation, Theme, YearlyMembership
from reporting.demo.stage import Stage

KNOWN = {
    "Amis du Fleuve imaginaire": (["Eau", "Jeunesse"], 3, ("Nour", "Exemple", "présidence")),
    "Lycée Jeanne-Fictive": (["Jeunesse"], 1, ("Maël", "Exemple", "enseignement des langues")),
    "Comité de jumelage de Valrêvé": (["Jumelage"], 2, None),
    "Mairie de Port-Fictif": (["Jumelage", "Jeunesse"], 0, ("Inès", "Exemple", "vie associative")),
}


def load(stage: Stage) -> bool:
    """Returns whether the invented themes were missing."""
    if Theme.objects.filter(owner=stage.network).exists():
        return False
    themes = {}
    for name, (subjects, years, contact) in KNOWN.items():
        row = Organisation.objects.get(owner=stage.network, name=name)
        for subject in subjects:
            if subject not in themes:
                themes[subject] = Theme.objects.create(owner=stage.network, name=subject)
            themes[subject].organisations.add(row)
        for back in range(years):
            YearlyMembership.objects.create(organisation=row, year=stage.today.year - back)
        if contact:
            first, last, function = contact
            Contact.objects.create(
                organisation=row,
                first_name=first,
                last_name=last,
                function=function,
                email=f"{first.lower()}@exemple.test".encode("ascii", "ignore").decode(),
            )
    return True
