"""One form for words that only differ in case or accents: "Medí" and "medi" are the same word to a reader."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents. "ñ" becomes "n"."""
    if text.isascii():  # most messages: nothing to take apart
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
