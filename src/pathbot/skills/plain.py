"""Verbs that claim little: "recorded", "shared", "adjusted"."""

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.thesaurus import Thesaurus

# Saying, knowing, noticing, handling, moving, changing. Making, owning, winning and leading are not among them.
_SOFT_KINDS = frozenset(["communication", "cognition", "perception", "contact", "motion", "change", "body"])


def is_plain(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a past or `-ing` form of a verb that claims little, so that a paraphrase by it is honest."""
    return any(form.lemma in lexicon.sets["plain"] and form.name != "third" for form in readings(word, lexicon))


def soft_kinds(word: str, table: Thesaurus, lexicon: Lexicon) -> frozenset[str]:
    """What a statement's verb may be about (`motion`, `communication`); empty when it needs the learner's own word."""
    lemmas = {form.lemma for form in readings(word, lexicon)}
    lemmas |= {lemma.removeprefix("re").lstrip("-") for lemma in lemmas if len(lemma) > 5}
    if not lemmas or any(table.related.is_protected(lemma) for lemma in lemmas):
        return frozenset()
    return frozenset().union(*(table.related.kinds(lemma, "v") for lemma in lemmas)) & _SOFT_KINDS


def kinds_done(lemma: str, table: Thesaurus) -> frozenset[str]:
    """What a learner's verb is most often about."""
    return table.related.kinds(lemma, "v", 2) & _SOFT_KINDS
