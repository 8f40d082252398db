"""What went wrong, as learners say it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pathbot.language.clauses import Clause
from pathbot.language.tokens import Token

if TYPE_CHECKING:
    from pathbot.skills.record import Heard

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


_WITHOUT_REPAIR = frozenset(
    [
        "talk", "speak", "say", "tell", "ask", "use", "wait", "go", "leave", "stop", "start", "borrow", "shout", "yell",
        "be", "have", "keep", "think", "want", "let", "pay", "buy", "throw", "apologize", "report", "cry", "quit", "",
    ]
)  # fmt: skip


class Trouble(NamedTuple):
    """What became of what went wrong.

    `broke`: something did. `mended`: the learner then did something, and nothing went wrong after that. `repaired`:
    what they did was more than talking or doing without ("so i just talked loud").
    """

    broke: bool
    mended: bool
    repaired: bool


def trouble(heard: "Sequence[Heard]") -> Trouble:
    """Looks for trouble in everything a learner said."""
    wrong = [i for i, one in enumerate(heard) if is_trouble(one.clause, one.tokens)]
    if not wrong:
        return Trouble(broke=False, mended=False, repaired=False)
    after = heard[wrong[-1] + 1 :]
    still = any("still" in {token.norm for token in one.tokens} for one in after)
    done = any(one.actor in ("i", "we") and one.clause.tense == "past" for one in after)
    work = any(one.actor in ("i", "we") and one.clause.verb not in _WITHOUT_REPAIR for one in after)
    return Trouble(broke=True, mended=done and not still, repaired=done and not still and work)
