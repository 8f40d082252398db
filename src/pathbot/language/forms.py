"""How the forms of an English verb are made: `stop`, `stops`, `stopped`, `stopping`."""

from collections.abc import Iterator
from typing import Literal

from pathbot.frozen import Frozen

FormName = Literal["base", "third", "past", "participle", "ing"]
_VOWELS = "aeiou"


class VerbForm(Frozen):
    """One reading of a word as a verb."""

    lemma: str
    name: FormName


def regular_forms(lemma: str, irregular: str, doubles: bool) -> Iterator[tuple[str, VerbForm]]:
    """Each form with its reading. `irregular` is "past" or "past participle", empty for a regular verb."""
    past, _, participle = irregular.partition(" ")
    past = past or past_by_rule(lemma, doubles)
    yield lemma, VerbForm(lemma=lemma, name="base")
    yield third_person(lemma), VerbForm(lemma=lemma, name="third")
    yield past, VerbForm(lemma=lemma, name="past")
    yield participle or past, VerbForm(lemma=lemma, name="participle")
    yield ing(lemma, doubles or _short(lemma)), VerbForm(lemma=lemma, name="ing")
    if lemma == "be":
        yield from ((word, VerbForm(lemma="be", name="base")) for word in ("am", "are"))
        yield "were", VerbForm(lemma="be", name="past")


def past_by_rule(lemma: str, doubles: bool) -> str:
    """`measure` to `measured`, `carry` to `carried`, `stop` to `stopped`."""
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if doubles else "") + "ed"


def third_person(lemma: str) -> str:
    """`wash` to `washes`, `carry` to `carries`, `have` to `has`."""
    if lemma in _ODD_THIRD:
        return _ODD_THIRD[lemma]
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def ing(lemma: str, doubles: bool) -> str:
    """`make` to `making`, `lie` to `lying`, `run` to `running`."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return lemma + (lemma[-1] if doubles else "") + "ing"


def _short(lemma: str) -> bool:
    """Irregular verbs are not in the doubling list, yet `cut` gives `cutting`."""
    return lemma in _DOUBLING_IRREGULAR


_ODD_THIRD = {"be": "is", "have": "has"}
_DOUBLING_IRREGULAR = frozenset(
    [
        "begin", "bet", "cut", "dig", "forget", "get", "hit", "let", "put", "quit", "run", "rerun", "set", "reset",
        "shut", "sit", "spin", "split", "swim", "upset", "win",
    ]
)  # fmt: skip
