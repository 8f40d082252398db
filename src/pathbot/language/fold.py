"""One form for words that only differ in case or accents: "Medí" and "medi" are the same word to a reader."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents. "ñ" becomes "n"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
