"""How a verb stands among the words around it: governed by another, doubted, or a doing of its own."""

import itertools
from collections.abc import Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import readings


def to_get_done(found: Sequence[Token], n: int) -> bool:
    """Whether it is only to get done: `signatures to get the crosswalk painted`."""
    norms = [token.norm for token in found[max(0, n - 5) : n + 1]]
    return norms[-1].endswith("ed") and any(a == "to" and b in {"get", "have"} for a, b in itertools.pairwise(norms))


def modal_before(found: Sequence[Token], n: int, lexicon: Lexicon) -> bool:
    """`said the city might come`: the doubt stands right before the verb."""
    near = {token.norm for token in found[max(0, n - 2) : n]}
    return bool(near & (lexicon.sets["modals"] | {"not", "never"})) and bool(readings(found[n].norm, lexicon))


def is_own_doing(found: Sequence[Token], n: int, lexicon: Lexicon) -> bool:
    """Whether an `-ing` form stands apart from the helping, after a noun."""
    names = {form.name for form in readings(found[n].norm, lexicon)}
    before = found[n - 1].norm if n else ""
    return (
        names == {"ing"}
        and before not in {"with", "by", "out"} | lexicon.function_words
        and not readings(before, lexicon)
    )


def is_infinitive(found: Sequence[Token], n: int, lexicon: Lexicon) -> bool:
    """Whether a verb stands in a form that another one may govern."""
    names = {form.name for form in readings(found[n].norm, lexicon)}
    return bool(names & {"base", "ing"}) and found[n - 1].norm not in lexicon.sets["determiners"]
