"""The safety screen: every learner message passes it before anything else reads it.

Two stages that can only add to each other: the lexicon (what is said outright) and the learned stage (what is
said around it). It notices; it does not judge, and it does not replace adults.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pathbot.frozen import Frozen
from pathbot.safety.finding import Finding, Tier, highest, rank
from pathbot.safety.learned import LearnedStage
from pathbot.safety.lexicon import Hit, Lexicon
from pathbot.safety.normalise import Shorthand, forms

_FEWEST_WORDS = 3  # "idk" or "..." says nothing new, whatever came before it
_REMEMBERED = 3
_SENTENCE = re.compile(r"[^.!?\n\r]+[.!?\n\r]*")
_LONGEST_PIECE = 300
_MOST_LOOKS = 4


class SafetyKit(Frozen):
    """All the screen needs, as one value (`app.safety.load_safety_kit` reads it)."""

    shorthand: Shorthand
    lexicons: tuple[Lexicon, ...]
    learned: LearnedStage | None = None


def screen(text: str, recent: Sequence[str], kit: SafetyKit) -> Finding:
    """Screens one message (new or edited), alone and joined to the learner's messages just before it.

    `recent` holds earlier messages of the same learner, oldest first; the last three count. Every language of
    the kit is tried: learners mix them. Pure and total: any string gives a finding.
    """
    alone = _screen_one(text, kit)
    together = _screen_joined(text, recent[-_REMEMBERED:], kit) if recent else Finding()
    return together if rank(together.tier) > rank(alone.tier) else alone


def _screen_one(text: str, kit: SafetyKit) -> Finding:
    readings = forms(text, kit.shorthand)
    hits = _all_hits(readings, kit)
    outright = highest(tuple(hit.tier for hit in hits))
    guessed = _guess(text, readings[0], kit, look=rank(outright) < rank("B"))
    tier = highest((guessed, outright))
    reasons = _reasons(hits, guessed, tier)
    place = _place(text, tier, kit) if rank(tier) >= rank("B") else None
    return Finding(tier=tier, reasons=reasons, explicit=bool(hits), place=place)


def _screen_joined(text: str, before: Sequence[str], kit: SafetyKit) -> Finding:
    """What the messages say together; counts only where the newest one takes part, so nothing is told twice."""
    earlier = " ".join(before)
    hits: list[Hit] = []
    readings, before_it = forms(f"{earlier} {text}", kit.shorthand), forms(earlier, kit.shorthand)
    for joined, past in zip(readings, (before_it[0], before_it[-1]), strict=False):
        known = {hit.reason for lexicon in kit.lexicons for hit in lexicon.hits(past)}
        found = [hit for lexicon in kit.lexicons for hit in lexicon.hits(joined)]
        hits += [hit for hit in found if hit.reason not in known or hit.end > len(past)]
    tier = highest(tuple(hit.tier for hit in hits))
    short = len(earlier) + len(text) <= _LONGEST_PIECE and len(text.split()) >= _FEWEST_WORDS
    guessed = _guess_joined(readings[0], before_it[0], kit) if short else "none"
    tier = highest((tier, guessed))
    return Finding(tier=tier, reasons=_reasons(hits, guessed, tier), explicit=bool(hits))


def _guess_joined(joined: str, earlier: str, kit: SafetyKit) -> Tier:
    """What the learned stage makes of normalised texts, where the newest message changes it."""
    if kit.learned is None:
        return "none"
    both = kit.learned.tier(joined, margin=kit.learned.joined_margin, look=False)
    if both == "none":
        return "none"
    past = kit.learned.tier(earlier, look=False)
    return both if rank(both) > rank(past) else "none"


def _all_hits(readings: Sequence[str], kit: SafetyKit) -> tuple[Hit, ...]:
    return tuple(hit for reading in readings for lexicon in kit.lexicons for hit in lexicon.hits(reading))


def _guess(text: str, plain: str, kit: SafetyKit, look: bool = True) -> Tier:
    """`plain` is the normalised text. `look`: with the second look by meaning, which costs milliseconds; a long text
    gets it on no piece."""
    if kit.learned is None:
        return "none"
    learned, pieces = kit.learned, list(_pieces(text))
    look = look and len(pieces) <= _MOST_LOOKS
    readings = (plain if piece == text else forms(piece, kit.shorthand)[0] for piece in pieces)
    return highest(tuple(learned.tier(reading, look=look) for reading in readings))


def _pieces(text: str) -> Iterator[str]:
    """The whole of a short text; of a long one, windows of two sentences, so that length dilutes nothing."""
    if len(text) <= _LONGEST_PIECE:
        yield text
    spans = list(_spans(text))
    if len(spans) > 2:
        yield from (text[first[0] : second[1]] for first, second in pairwise(spans))
    elif len(text) > _LONGEST_PIECE:
        yield from (text[start:end] for start, end in spans)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        for start in range(match.start(), match.end(), _LONGEST_PIECE):
            yield start, min(start + _LONGEST_PIECE, match.end())


def _place(text: str, tier: Tier, kit: SafetyKit) -> tuple[int, int]:
    """The first sentence that reaches the tier by itself, else the whole text."""
    for start, end in _spans(text):
        part = text[start:end]
        readings = forms(part, kit.shorthand)
        if highest((_guess(part, readings[0], kit), *(h.tier for h in _all_hits(readings, kit)))) == tier:
            return start, end
    return 0, len(text)


def _reasons(hits: Sequence[Hit], guessed: Tier, tier: Tier) -> tuple[str, ...]:
    if tier == "none":
        return ()
    by_weight = sorted(hits, key=lambda hit: -rank(hit.tier))
    codes = [hit.reason for hit in by_weight if rank(hit.tier) >= min(rank(tier), rank("B"))]
    return tuple(dict.fromkeys(codes)) or (("learned",) if guessed != "none" else ())
