"""Which language a text is in, by its small words. Enough for a learner's messages, which are full of them."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
# Words of both languages ("me", "a", "no") count for neither.
_SMALL = {
    "en": frozenset(
        ["the", "and", "i", "we", "it", "to", "of", "my", "was", "is", "for", "with", "that", "they", "our", "in",
         "on", "at", "so", "but", "then", "this", "you", "were", "did", "not", "from", "because", "im", "dont"]
    ),
    "es": frozenset(
        ["el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "con", "mi", "por", "para", "lo", "se", "es",
         "del", "al", "su", "pero", "muy", "más", "mas", "nos", "le", "les", "porque", "yo", "hice", "fue"]
    ),
}  # fmt: skip

_OWN_SPANISH = frozenset(["mi", "mis", "yo", "conmigo", "nuestro", "nuestra", "nuestros", "nuestras"])


def is_mixed(text: str, language: str) -> bool:
    """Whether a text of this language says in the other one who did it, so that turning its words turns half of it:
    "le pregunté a mi maestra and she helped me"."""
    words = set(_WORD.findall(text.lower()))
    return bool(words & (_SMALL["en"] if language == "es" else _OWN_SPANISH))


def language_of(texts: Iterable[str], otherwise: str = "en") -> str:
    """ "es" or "en", whichever has more of its small words in the texts; `otherwise` when neither has."""
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    spanish, english = (sum(word in _SMALL[name] for word in words) for name in ("es", "en"))
    return otherwise if spanish == english else "es" if spanish > english else "en"
