"""What went wrong, as learners say it."""

from collections.abc import Sequence

from pathbot.language.clauses import Clause
from pathbot.language.tokens import Token

_WRONG = frozenset(
    [
        "wrong", "broken", "loose", "stuck", "confusing", "crooked", "blurry", "messy", "uneven", "late", "dead",
        "missing", "hard", "unclear", "boring", "weak", "wobbly", "confused",
    ]
)  # fmt: skip
_BREAKING = frozenset(
    [
        "break", "squeak", "rattle", "drip", "peel", "flip", "shrink", "fall", "crash", "leak", "bend", "crack",
        "melt", "snap", "fail", "wobble", "tear", "rip", "freeze", "collapse", "die", "wilt", "burn", "spill", "jam",
        "shake",
    ]
)  # fmt: skip


def is_trouble(clause: Clause, found: Sequence[Token]) -> bool:
    """What went wrong: negated, broken, or too something."""
    norms = {token.norm for token in found}
    state = clause.verb in {"be", "look", "say", "think", "tell", "get", "keep"} and bool(norms & (_WRONG | {"too"}))
    state = state or (clause.passive and bool(norms & _WRONG))
    return clause.negated or clause.verb in _BREAKING or state or (clause.verb == "keep" and bool(clause.chain))
