"""The words of projects in spreadsheets: kinds, stages, outcomes, countries in French."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any

from django.utils import translation
from django_countries import countries

from partnership import cells
from partnership.cells import CellError
from partnership.enums import ProjectKind, ProjectStage
from partnership.text import normalise

_KINDS = {
    ProjectKind.COOPERATION: ("coopération", "solidarité internationale", "coopérations"),
    ProjectKind.MOBILITY: ("mobilité internationale", "mobilités"),
    ProjectKind.YOUTH_MOBILITY: (
        "mobilité des jeunes", "mobilité de jeunes", "mobilité jeunes", "mobilité de la jeunesse",
    ),
    ProjectKind.TWINNING: ("jumelages",),
    ProjectKind.CITIZENSHIP: (
        "ECSI", "éducation à la citoyenneté mondiale",
        "éducation à la citoyenneté et à la solidarité internationale",
    ),
}  # fmt: skip
_STAGES = {
    ProjectStage.IDEA: ("idée de projet",),
    ProjectStage.BEING_BUILT: ("en cours de construction", "construction", "en cours", "montage"),
    ProjectStage.SUBMITTED: ("dépôt", "déposée", "dossier déposé", "soumis"),
    ProjectStage.LATE: ("hors délais", "hors délai", "déposé hors délai"),
    ProjectStage.SELECTED: (
        "lauréat", "lauréate", "retenue", "accepté", "acceptée", "sélectionné", "financé",
    ),
    ProjectStage.NOT_SELECTED: (
        "non retenue", "refusé", "refusée", "rejeté", "rejetée", "non sélectionné", "non lauréat",
    ),
    ProjectStage.REALISED: ("réalisée", "terminé", "fini", "achevé"),
    ProjectStage.REPORT_RETURNED: ("bilan", "bilan remis", "bilan transmis"),
}  # fmt: skip
OUTCOMES = (ProjectStage.SELECTED, ProjectStage.NOT_SELECTED)
_COUNTRIES = {
    "AE": ("Émirats",),
    "BA": ("Bosnie",),
    "BY": ("Bélarus", "Belarus"),
    "CD": ("RDC", "RD Congo", "R.D. Congo", "Congo-Kinshasa", "Congo Kinshasa", "Zaïre"),
    "CF": ("Centrafrique", "RCA"),
    "CG": ("Congo-Brazzaville", "République du Congo", "Congo Brazzaville"),
    "CI": ("RCI",),
    "CV": ("Cabo Verde", "îles du Cap-Vert"),
    "CZ": ("Tchéquie",),
    "GB": (
        "Angleterre", "Écosse", "Pays de Galles", "Irlande du Nord", "Grande-Bretagne", "UK",

    ),
    "GN": ("Guinée Conakry", "Guinée-Conakry"),
    "GW": ("Guinée Bissau",),
    "KR": ("Corée",),
    "MK": ("Macédoine", "Macédoine du Nord"),
    "MM": ("Myanmar",),
    "MU": ("île Maurice",),
    "NL": ("Hollande",),
    "PS": ("Palestine", "Palestine, État de", "Territoires palestiniens", "Cisjordanie"),
    "RE": ("Réunion", "Réunion, La", "La Réunion", "île de la Réunion"),
    "RU": ("Fédération de Russie",),
    "SV": ("El Salvador",),
    "SZ": ("Eswatini", "Swaziland"),
    "TL": ("Timor-Leste",),
    "US": ("États-Unis", "USA", "États Unis", "Amérique"),
    "VA": ("Vatican",),
    "VN": ("Vietnam", "Viet-Nam"),
}  # fmt: skip


def _words(choices, more) -> cells.Parser:
    words = {
        word: member.value
        for member in choices
        for word in (member.value, member.label, *more.get(member, ()))
    }
    return cells.choice(words, choices.labels)


one_kind = _words(ProjectKind, _KINDS)
list_of_kinds = cells.list_of(one_kind)
stage = _words(ProjectStage, _STAGES)


def outcome(raw: Any, header: str) -> str:
    """« Retenu », « lauréat », « non retenu »; the date that an export may add is left."""
    words = re.sub(r"\s*(?:le\s|\().*$", "", cells.text(raw))
    try:
        found = stage(words, header)
    except CellError:
        found = ""
    if found not in OUTCOMES:
        raise CellError(
            f"« {cells.text(raw)} » n'est pas un résultat : écrivez Retenu ou Non retenu."
        )
    return found


@cache
def _codes() -> dict[str, str]:
    with translation.override("fr"):
        known = {normalise(country.name): country.code for country in countries}
    for code, names in _COUNTRIES.items():
        known |= {normalise(name): code for name in names}
    return known


def country(raw: Any, header: str) -> str:
    """The code of a country named in French. Raises CellError, with the name that looks like it."""
    word = cells.text(raw)
    key = normalise(word)
    for said in (key, re.sub(r"^(?:le|la|les|l|au|aux|en) ", "", key)):
        if said in _codes():
            return _codes()[said]
    if len(word) == 2 and word.upper() in _codes().values():
        return word.upper()
    near = difflib.get_close_matches(key, list(_codes()), 1, 0.75)
    hint = f" Est-ce « {_name(_codes()[near[0]])} » ?" if near else ""
    raise CellError(f"Le pays « {word} » n'est pas connu.{hint} Écrivez son nom en français.")


def _name(code: str) -> str:
    with translation.override("fr"):
        return str(countries.name(code))


def list_of_countries(raw: Any, header: str) -> tuple[str, ...]:
    """Several countries; a name that holds a comma of its own stays whole."""
    whole = cells.text(raw)
    if normalise(whole) in _codes():
        return (_codes()[normalise(whole)],)
    held = sorted((name for name in _named_with_commas() if name in whole), key=len, reverse=True)
    found = []
    for name in held:
        if name in whole:
            found.append(_codes()[normalise(name)])
            whole = whole.replace(name, "")
    others = cells.list_of(country)(whole, header) if normalise(whole) else ()
    return tuple(dict.fromkeys((*found, *others)))


@cache
def _named_with_commas() -> tuple[str, ...]:
    with translation.override("fr"):
        known = [one.name for one in countries]
    known += [name for names in _COUNTRIES.values() for name in names]
    return tuple(dict.fromkeys(name for name in known if "," in name))
