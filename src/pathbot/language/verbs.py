"""What verb a word is a form of, and the simple past of a verb."""

import re
from functools import lru_cache

from pathbot.language.forms import VerbForm, past_by_rule
from pathbot.language.lexicon import Lexicon


def readings(word: str, lexicon: Lexicon) -> tuple[VerbForm, ...]:
    """Every way a lower-case word can be a verb; empty when it cannot.

    Verbs that no list holds are recognised by their ending (`laminated`, `laminating`).
    """
    known = lexicon.verb_forms.get(word)
    if known is not None:
        return known
    if len(word) > 4 and word.endswith(("ed", "ing")) and word not in _NOT_VERBS:
        root = lemma(word, lexicon.language)
        if root != word and len(root) > 2 and not root.endswith("ing"):
            return _by_ending(root, "ing" if word.endswith("ing") else "past")
    return ()


def _by_ending(root: str, name: str) -> tuple[VerbForm, ...]:
    if name == "ing":
        return (VerbForm(lemma=root, name="ing"),)
    return (VerbForm(lemma=root, name="past"), VerbForm(lemma=root, name="participle"))


def simple_past(verb: str, lexicon: Lexicon) -> str:
    """`cut` to `cut`, `make` to `made`, `laminate` to `laminated`."""
    if verb in lexicon.verbs.irregular:
        return lexicon.verbs.irregular[verb].partition(" ")[0]
    return past_by_rule(verb, verb in lexicon.doubling or bool(_ONE_SHORT_VOWEL.fullmatch(verb)))


_ONE_SHORT_VOWEL = re.compile(r"[^aeiou]{1,3}[aeiou][bdgmnpt]")


@lru_cache(maxsize=20_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word; the word itself when it has none."""
    import simplemma  # its dictionary takes a quarter of a second to open

    return str(simplemma.lemmatize(word, language)).casefold() if word.isalpha() else word


_NOT_VERBS = frozenset(
    [
        "hundred", "indeed", "naked", "sacred", "wicked", "aged", "thing", "something", "anything", "nothing",
        "everything", "morning", "evening", "during", "king", "ring", "string", "spring", "ceiling", "wing", "sling",
        "building", "wedding", "clothing", "speed", "breed", "exceed", "proceed", "weed", "seed", "shed",
    ]
)  # fmt: skip
