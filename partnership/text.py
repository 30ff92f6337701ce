"""Text as people search it: no case, no accents, no punctuation."""

import re
import unicodedata

# Letters of the neighbours' alphabets that Unicode does not take apart.
_WHOLE_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def normalise(text: str) -> str:
    """« Comité de jumelage  d'Étaples » → « comite de jumelage d etaples »; « Łódź » → « lodz »."""
    if text.isascii():
        return re.sub(r"[\W_]+", " ", text.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = letters.casefold().translate(_WHOLE_LETTERS)
    return re.sub(r"[\W_]+", " ", plain).strip()
