"""Whether somebody else's wording of what a weekly summary says about one learner may stand. One doubt is enough.

The facts are sentences of ours about a learner who is called `LEARNER` in them. A wording may join them into one
sentence and use other small words; every number and every word that carries meaning stays, with its own fact.
"""

import re

from pathbot.reflection.wording import AskingWords, stem_of, words_in

LEARNER = "[LEARNER]"
LONGEST_TOLD = 36
"""Words of a wording."""
_SIGNS = re.compile(r"[\w\s.,;'’()-]*")


def told_trouble(line: str, facts: tuple[str, ...], words: AskingWords) -> str:
    """Why this wording of `facts` is not used, as a short code; "" when it may be."""
    if not line.startswith(LEARNER) or line.count(LEARNER) != 1:
        return "name"
    rest = re.sub(r"^['’]s\b", "", line.removeprefix(LEARNER))
    said = words_in(rest.lower())
    if not said or len(said) > LONGEST_TOLD or not _SIGNS.fullmatch(rest) or re.search(r"[.\n]", rest[:-1]):
        return "shape"
    known = [words_in(fact.replace(LEARNER, "").lower()) for fact in facts]
    return "" if _says(said, known, words) else "other_facts"


def _says(said: list[str], facts: list[list[str]], words: AskingWords) -> bool:
    """Whether the words say these facts and nothing else, one after the other."""
    if len(facts) == 1:
        return _meaning(said, words) == _meaning(facts[0], words) and _counts_the_same(said, facts[0], words)
    return any(_says(said[:n], facts[:1], words) and _says(said[n:], facts[1:], words) for n in range(1, len(said)))


def _meaning(said: list[str], words: AskingWords) -> set[str]:
    """The numbers and the words that carry meaning; what is left out only holds a sentence together."""
    return {stem_of(word) for word in said if word not in words.telling_set}


def _counts_the_same(said: list[str], fact: list[str], words: AskingWords) -> bool:
    """Whether every number counts what it counted: "3 weeks on step 4" is not "4 weeks on step 3"."""
    one, two = _counted(said, words), _counted(fact, words)
    return all(any(_shared(a, b) for b in two) for a in one) and all(any(_shared(a, b) for a in one) for b in two)


def _counted(said: list[str], words: AskingWords) -> list[tuple[str, str, str]]:
    """Every number between its neighbours, "" for one without meaning."""
    padded = ["", *(("" if word in words.telling_set else stem_of(word)) for word in said), ""]
    return [(padded[n - 1], padded[n], padded[n + 1]) for n in range(1, len(padded) - 1) if padded[n][:1].isdigit()]


def _shared(one: tuple[str, str, str], two: tuple[str, str, str]) -> bool:
    """The same number with the same word right before it or right after it."""
    return one[1] == two[1] and any(one[n] and one[n] == two[n] for n in (0, 2))
