"""Text as people search it: no case, no accents, no punctuation."""

import re
import unicodedata


def normalise(text: str) -> str:
    """« Comité de jumelage  d'Étaples » → « comite de jumelage d etaples »."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", letters.casefold()).strip()
