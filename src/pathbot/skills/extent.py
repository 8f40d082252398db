"""How far a statement reaches: `all`, `each`, `more`, `across the school`, `from 8:40 to 7:55`."""

from collections.abc import Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import forms


def tells_both_ends(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """`raised its output from 0.3 to 1.1`: a change told by two numbers, in the order and direction they were said."""
    lemmas = forms(claimed.tokens[n].norm, lexicon)
    up, down = bool(lemmas & _UP), bool(lemmas & _DOWN)
    after = [t.norm for t in claimed.tokens[n + 1 : n + 12]]
    if not (up or down or lemmas & {"improve"}) or "from" not in after:
        return False
    ends = _numbers(after[after.index("from") :])[:2]
    said = [number for found in known.tokens for number in _numbers([t.norm for t in found])]
    in_order = len(ends) == 2 and all(e in said for e in ends) and said.index(ends[0]) < said.index(ends[1])
    return in_order and (ends[0] < ends[1] if up else ends[0] > ends[1] if down else True)


_UP = frozenset(["raise", "increase", "grow", "boost", "extend", "lengthen"])
_DOWN = frozenset(["lower", "reduce", "cut", "decrease", "shorten", "drop", "shrink"])


def _numbers(norms: Sequence[str]) -> list[float]:
    """Plain numbers and times (`8:40`) in the order they stand."""
    found = []
    for norm in norms:
        whole, _, rest = norm.lstrip("$").partition(":")
        try:
            found.append(float(whole) + (float(rest) / 60 if rest else 0))
        except ValueError:
            continue
    return found


_AFTER_BARE = frozenset(["and", ",", ".", ";", "with", "in", "for", "on", "at", "using", "to", "by", "after", "before"])


def scope_said(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """`all the bins` needs "all", "every" or "whole" in a clause about bins."""
    token = claimed.tokens[n]
    numbered = claimed.tokens[n + 1 : n + 2]
    if token.norm in {"each", "every"} and each_one(known, lexicon) and numbered[:1] and _may_be_each(numbered[0].norm):
        return True  # "stretched each one" is stretching each sample
    if token.norm in {"each", "all"} and numbered and is_number(numbered[0], lexicon):
        return True  # "each 2 feet long", "all 60 cues": the number check looks at how many there were
    if token.norm in {"each", "every"} and claimed.tokens[n + 1 : n + 2]:
        after_it = claimed.tokens[n + 1].norm
        if any(known.says(f"{word} {after_it}") for word in ("each", "every")):
            return True
    if token.norm == "all" and not claimed.tokens[n + 1 : n + 2]:
        return known.says(token.norm)
    if token.norm == "each" and (not claimed.tokens[n + 1 : n + 2] or claimed.tokens[n + 1].norm in _AFTER_BARE):
        return True  # "at $8 each": it widens nothing
    after = [t.norm for t in claimed.tokens[n + 1 : n + 4] if is_content(t, lexicon, frozenset())]
    joined = claimed.tokens[n + 1 : n + 2]
    if token.norm == "each" and joined and joined[0].norm in {"and", ",", ".", ";", "with", "in", "for"}:
        after = []
    if (
        after[:1]
        and any(f"{after[0]}s" in {t.norm for t in found} for found in known.tokens)
        and after[0].endswith("day")
    ):
        return True  # "tuesdays" is every Tuesday
    if after[:1] and after[0] in _TIMES and not known.says(f"{token.norm} {after[0]}"):
        return False
    wide = _WIDE if token.norm in _WIDE else frozenset([token.norm])
    return any(
        wide & heard.bag.plain
        and (not after or known.clause_says(heard, after[0]) or token.norm in {"everyone", "everybody"})
        for heard in known.heard
    )


def each_one(known: Record, lexicon: Lexicon) -> bool:
    """Whether the learner said "each" of things named before: `5 times each`, `each one`."""
    for found in known.tokens:
        for n, token in enumerate(found):
            after = found[n + 1 : n + 2]
            bare = not after or after[0].norm == "one" or not is_content(after[0], lexicon, frozenset())
            if token.norm == "each" and bare:
                return True
    return False


def _may_be_each(word: str) -> bool:
    return word not in _TIMES and word not in _PEOPLE_COUNTED


_PEOPLE_COUNTED = frozenset(
    ["student", "person", "member", "teacher", "family", "classroom", "school", "grade", "class"]
)


def is_number(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is a number, in digits or letters."""
    return token.kind == "number" or token.norm in lexicon.words.numbers


def is_feat(claimed: Statement, n: int) -> bool:
    """`on the first try`, `first place`: being first is a claim there."""
    after = claimed.tokens[n + 1].norm if n + 1 < len(claimed.tokens) else ""
    return after in {"try", "attempt", "time", "place", "prize", "ever", "to", "student", "person"}


_TIMES = frozenset(["day", "week", "month", "year", "morning", "afternoon", "night", "weekend", "hour"])
_WIDE = frozenset(["all", "every", "each", "entire", "whole", "everyone", "everybody", "everything"])


def comparison_said(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """Whether the learner compared too: `more`, `faster`, `the most difficult` of "the hardest"."""
    word = claimed.tokens[n].norm
    if word in {"most", "more", "least", "less"} and _compared(claimed, n, known, lexicon):
        return True  # "the most difficult" of "the hardest"
    if word == "more" and n and is_number(claimed.tokens[n - 1], lexicon):
        return True  # "two more people"
    if n + 1 < len(claimed.tokens) and claimed.tokens[n + 1].norm == "than" and word in {"more", "less"}:
        after = claimed.tokens[n + 2 : n + 3]
        if after and (after[0].kind == "number" or after[0].norm in lexicon.words.numbers):
            return True
    return known.says(word, exact=word in {"more", "better", "best", "most"}) or known.says_weaker(word)


def _compared(claimed: Statement, n: int, known: Record, lexicon: Lexicon) -> bool:
    """Whether the learner compared by the very adjective behind `most` or `more`: `hardest` is most difficult."""
    ending = "est" if claimed.tokens[n].norm in {"most", "least"} else "er"
    after = claimed.tokens[n + 1].norm if n + 1 < len(claimed.tokens) else ""
    same = forms(after, lexicon) | frozenset().union(*(known.thesaurus.same.get(f, ()) for f in forms(after, lexicon)))
    said = (token.norm for found in known.tokens for token in found if token.norm.endswith(ending))
    return any(_positive(word, ending) & same for word in said)


def _positive(word: str, ending: str) -> frozenset[str]:
    """`hardest` gives hard, `biggest` big, `easiest` easy, `largest` large."""
    stem = word.removesuffix(ending)
    once = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
    return frozenset({stem, f"{stem}e", once, f"{stem[:-1]}y" if stem.endswith("i") else stem})


def is_wide(claimed: Statement, n: int, lexicon: Lexicon) -> bool:
    """`across the district`: a place so large that this is a claim."""
    after = {t.norm for t in claimed.tokens[n + 1 : n + 4]}
    return claimed.tokens[n].norm in {"across", "throughout"} and bool(after & lexicon.sets["wide_places"])
