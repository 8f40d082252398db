"""Verbs that claim little: "recorded", "shared", "adjusted"."""

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings


def is_plain(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a past or `-ing` form of a verb that claims little, so that a paraphrase by it is honest."""
    return any(form.lemma in lexicon.sets["plain"] and form.name != "third" for form in readings(word, lexicon))
