"""Amounts without a number: `no` mistakes, `both` teams, a grade."""

import re
from collections.abc import Iterator

from pathbot.language.lexicon import Lexicon
from pathbot.skills.claims import Statement
from pathbot.skills.finding import Finding
from pathbot.skills.record import Record

_DENIED = frozenset(["no", "not", "none", "never", "nobody", "nothing", "without", "zero", "0", "neither", "0%"])
_TWO = frozenset(["both", "two", "2", "pair", "couple", "each", "either", "twice"])
_GRADE = re.compile(r"(?:(?<=\ban )|(?<=\ba )|(?<=\bto )|(?<=\bfrom ))([A-F][+-]?)(?![\w'])")
_SAID_GRADE = re.compile(r"(?<![\w'])([B-Fb-fA][+-]?|a[+-])(?![\w'])")


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Amounts in words that nobody said."""
    norms = [token.norm for token in claimed.tokens]
    denied = bool(_DENIED & known.bag.plain) or any(heard.clause.negated for heard in known.heard)
    for n, norm in enumerate(norms[:-1]):
        words = claimed.text[claimed.tokens[n].start : claimed.tokens[n + 1].end]
        if norm == "no" and not denied:
            yield Finding(kind="result", words=words)
        if norm == "both" and "and" not in norms[n : n + 7] and not _TWO & known.bag.plain:
            yield Finding(kind="number", words=words)
    said = {grade.upper() for one in known.said for grade in _SAID_GRADE.findall(one.text)}
    for grade in _GRADE.findall(claimed.text):
        if grade not in said:
            yield Finding(kind="number", words=grade)
