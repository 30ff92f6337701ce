"""Texts in the cells of a spreadsheet: what an export protects, an import gives back unchanged."""

from __future__ import annotations

import re

# What no workbook and no document can hold, and no eye can see.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ERROR = r"#(?:N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NULL!|NUL!|NUM!)"
_ERRORS = re.compile(_ERROR, re.IGNORECASE)
# Apostrophes before it change nothing: what is protected once can be protected again.
_NEEDS_APOSTROPHE = re.compile(rf"[\s']*(?:[=+\-@]|{_ERROR}\s*\Z)|'*[\t\r\n]", flags=re.IGNORECASE)


def without_controls(text: str) -> str:
    return CONTROLS.sub("", text)


def is_formula_error(text: str) -> bool:
    """« #N/A », « #REF! »: what a formula leaves when it fails."""
    return _ERRORS.fullmatch(text.strip()) is not None


def protected(text: str) -> str:
    """With an apostrophe before what would be taken for a formula or for its error."""
    return f"'{text}" if _NEEDS_APOSTROPHE.match(text) else text


def unprotected(text: str) -> str:
    """Without the apostrophe that `protected` puts, and no other."""
    return text[1:] if text.startswith("'") and _NEEDS_APOSTROPHE.match(text[1:]) else text
