"""The counting rules that exist: what is counted, how, by what it can be cut and filtered.

Each app registers its declarations when it starts. The functions that count stay with the apps;
forms and readings only need to know which ids, versions and filters are real.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Dimension:
    """Something by which a figure can be cut. `categories` maps stable codes to French labels;
    None means that the codes come from the rows (months, people)."""

    key: str
    label: str
    categories: dict[str, str] | None = None
    overlapping: bool = False


@dataclass(frozen=True)
class Declaration:
    """One version of a counting rule. `sentence` is what people read under the figure."""

    id: str
    label: str
    unit: str
    sentence: str
    version: int = 1
    dimensions: tuple[Dimension, ...] = ()

    def dimension(self, key: str) -> Dimension | None:
        return next((one for one in self.dimensions if one.key == key), None)


_declarations: dict[tuple[str, int], Declaration] = {}


def register(declaration: Declaration) -> None:
    """Raises ValueError when another rule already has this id and version."""
    key = (declaration.id, declaration.version)
    if _declarations.get(key, declaration) != declaration:
        raise ValueError(f"{declaration.id} v{declaration.version} is declared twice.")
    _declarations[key] = declaration


def all_declarations() -> list[Declaration]:
    return [_declarations[key] for key in sorted(_declarations)]


def get(figure_id: str, version: int | None = None) -> Declaration:
    """The rule in that version, or in its latest. Raises KeyError when there is none."""
    if version is not None:
        return _declarations[figure_id, version]
    versions = [number for known, number in _declarations if known == figure_id]
    if not versions:
        raise KeyError(figure_id)
    return _declarations[figure_id, max(versions)]


def check(figure_id: str, version: int | None = None, filters: dict | None = None) -> None:
    """Raises ValidationError, in French, for an id, a version or a filter that does not exist."""
    try:
        declaration = get(figure_id, version)
    except KeyError:
        raise ValidationError(
            "Le chiffre « %(id)s » n'existe pas dans Trame.", params={"id": figure_id}
        ) from None
    if not isinstance(filters or {}, dict):
        raise ValidationError(
            "Les filtres d'un chiffre associent à chaque critère sa liste de valeurs."
        )
    for key, codes in (filters or {}).items():
        dimension = declaration.dimension(key)
        if dimension is None:
            raise ValidationError(
                "Le chiffre « %(label)s » ne se filtre pas par « %(key)s ».",
                params={"label": declaration.label, "key": key},
            )
        if not isinstance(codes, list) or not codes:
            raise ValidationError(
                "Le filtre « %(key)s » attend une liste de valeurs.", params={"key": key}
            )
        unknown = [
            code
            for code in codes
            if not isinstance(code, str) or code not in (dimension.categories or {code: ""})
        ]
        if unknown:
            raise ValidationError(
                "Le filtre « %(key)s » ne connaît pas : %(codes)s.",
                params={"key": dimension.label, "codes": ", ".join(map(str, unknown))},
            )


def filter_texts(declaration: Declaration, filters: dict[str, list[str]]) -> list[str]:
    """« Type de projet : Jumelage », as the page recalls what it shows."""
    texts = []
    for key, codes in filters.items():
        dimension = declaration.dimension(key)
        labels = [(dimension.categories or {}).get(code, code) for code in codes]
        texts.append(f"{dimension.label} : {', '.join(labels)}")
    return texts
