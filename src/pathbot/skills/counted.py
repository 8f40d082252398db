"""Numbers that were told without being said: `the third one`, `me and 3 others`, `both`."""

import itertools
from collections.abc import Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.skills.claims import Statement
from pathbot.skills.quantities import Quantity
from pathbot.skills.record import Record


def counted_up(claimed: Statement, quantity: Quantity, known: Record, lexicon: Lexicon) -> bool:
    """A number the learner did not say and yet told: `the third one` makes three, `me and 3 others` make four, `both`
    two, `9, 11 and 1` three times. Only whole numbers up to ten.
    """
    if quantity.low != quantity.high or quantity.low not in range(2, 11) or quantity.bound:
        return False
    number, unit = int(quantity.low), [t.norm for t in claimed.tokens[quantity.end : quantity.end + 2]]
    norms = [[token.norm for token in found] for found in known.tokens]
    if number == 2 and any("both" in found for found in norms):
        return True
    if _counted_through(number, {norm for found in norms for norm in found}):
        return True
    if any(_listed(number, found, unit) for found in norms):
        return True
    before = [t.norm for t in claimed.tokens[max(0, quantity.start - 2) : quantity.start]]
    group = before[-1:] == ["of"] and before[0] in {"group", "team", "one", "crew"}
    if group and any(_with_me(found, number - 1, lexicon) for found in norms):
        return True
    times = bool({"times", "points", "moments"} & set(unit))
    return times and any(sum(norm[0].isdigit() for norm in found) == number for found in norms)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _counted_through(number: int, norms: set[str]) -> bool:
    """Whether the learner counted up to a number (`the first ... the second ... the third one`) and no further."""
    return set(_ORDINALS[:number]) <= norms and not set(_ORDINALS[number:]) & norms and number > 2


def _listed(number: int, norms: Sequence[str], unit: Sequence[str]) -> bool:
    """`pages 4 and 5` are two pages."""
    for n, norm in enumerate(norms):
        if norm in unit[:1] and norm.endswith("s"):
            after = list(itertools.takewhile(lambda word: word[0].isdigit() or word in {",", "and"}, norms[n + 1 :]))
            if sum(word[0].isdigit() for word in after) == number:
                return True
    return False


def _with_me(norms: Sequence[str], others: int, lexicon: Lexicon) -> bool:
    """`me and 3 others`, `with 2 friends`."""
    values = {str(others)} | {word for word, value in lexicon.words.numbers.items() if value == others}
    return any(a in {"and", "&", "with", "n"} and b in values for a, b in itertools.pairwise(norms))
