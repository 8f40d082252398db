"""Puts pieces together into lines a learner can say aloud, and ranks them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pathbot.frozen import Frozen
from pathbot.skills.material import Piece
from pathbot.skills.record import Record

MIN_WORDS, MAX_WORDS = 12, 30
_FAR = 3  # messages between two pieces of one statement


class Composed(Frozen):
    """A line, the pieces it stands on, and how good it is (only for ordering)."""

    line: str
    pieces: tuple[Piece, ...]
    score: float


def candidates(pieces: Sequence[Piece], known: Record) -> tuple[Composed, ...]:
    """Every line worth considering, the best first."""
    found: dict[str, Composed] = {}
    for used, words in _lines(pieces, known):
        count = len(words.split())
        if count <= MAX_WORDS:
            line = words[:1].upper() + words[1:] + "."
            found.setdefault(line, Composed(line=line, pieces=tuple(used), score=_score(used, words)))
    return tuple(sorted(found.values(), key=lambda composed: -composed.score))


def _lines(pieces: Sequence[Piece], known: Record) -> Iterator[tuple[list[Piece], str]]:
    """Own deeds alone and joined, with the group's work, what was hard before, and what came after."""
    deeds = [piece for piece in pieces if piece.role == "deed"]
    own = [piece for piece in deeds if piece.actor == "i"]
    shared = [piece for piece in deeds if piece.actor == "we"]
    for chain in _chains(own):
        for used, words in _own_lines(chain, pieces, known):
            yield used, words
            for group, tail in _team_tails(chain, shared):
                yield [*used, *group], f"{words.partition(';')[0]}{tail}"
                for outcome in _outcomes(group[-1:] + chain[-1:], pieces):
                    yield [*used, *group, outcome], f"{words.partition(';')[0]}{tail}; {outcome.words}"
    for chain in _chains(shared):
        words = f"{_joined(chain)} as part of a team"
        yield chain, words
        for outcome in _outcomes(chain, pieces):
            yield [*chain, outcome], f"{words}; {outcome.words}"


def _chains(deeds: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Each deed, and each with the one or two that follow it closely."""
    for i, first in enumerate(deeds):
        chain = [first]
        yield chain
        for before, after in pairwise(deeds[i : i + 3]):
            if after.message - before.message > 1 or (after.points and after.order != before.order + 1):
                break
            chain = [*chain, after]
            yield chain


def _own_lines(chain: list[Piece], pieces: Sequence[Piece], known: Record) -> Iterator[tuple[list[Piece], str]]:
    words = _joined(chain)
    trouble = _trouble_before(chain[0], pieces)
    if chain[0].points and trouble is None:
        return
    if trouble is not None:
        used, told = _with_trouble(chain, trouble)
        if told:
            yield used, told
            for outcome in _outcomes(chain, pieces):
                yield [*used, outcome], f"{told}; {outcome.words}"
    if not chain[0].points:
        yield chain, words
        for outcome in _outcomes(chain, pieces):
            yield [*chain, outcome], f"{words}; {outcome.words}"


def _with_trouble(chain: list[Piece], trouble: Piece) -> tuple[list[Piece], str]:
    """`cut the roof again after it didn't fit`: the thing is named once, in the deed."""
    words, problem = _joined(chain), trouble.words
    if chain[0].points and not trouble.points:
        for pronoun in ("it", "them", "that"):
            swapped = f" {words} ".replace(f" {pronoun} ", f" {trouble.subject} ", 1).strip()
            if swapped != words:
                return [
                    trouble,
                    *chain,
                ], f"{swapped} after {pronoun if pronoun != 'that' else 'it'}{problem[len(trouble.subject) :]}"
        return [], ""
    if chain[0].points or trouble.points:
        return [], ""
    return [trouble, *chain], f"{words} after {problem}"


def _trouble_before(first: Piece, pieces: Sequence[Piece]) -> Piece | None:
    before = [
        p for p in pieces if p.role == "trouble" and 0 < first.order - p.order <= 2 and first.message - p.message <= 1
    ]
    return before[-1] if before else None


def _outcomes(chain: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What happened next, as far as the learner told it right after."""
    last = max(piece.order for piece in chain)
    latest = max(piece.message for piece in chain)
    for piece in pieces:
        near = piece.order - last > 0 and piece.message - latest <= (1 if piece.points else _FAR)
        blocked = any(p.role == "deed" and last < p.order < piece.order for p in pieces) and piece.points
        if piece.role == "outcome" and near and not blocked:
            yield piece


def _team_tails(chain: list[Piece], shared: Sequence[Piece]) -> Iterator[tuple[list[Piece], str]]:
    """The group's work around the learner's own part, from the same stretch of talk."""
    first, last = chain[0], chain[-1]
    before = [p for p in shared if p.order < first.order and first.message - p.message <= _FAR and not p.points]
    after = [p for p in shared if p.order > last.order and p.message - last.message <= 1 and not p.points]
    if before:
        message = before[-1].message
        group = [p for p in before if p.message == message][:2]
        tail = _for_thing(group)
        if tail:
            yield group, tail
        yield group, f" for a team that {_joined(group)}"
        if len(group) > 1:
            yield group[:1], f" for a team that {group[0].words}"
    if after:
        yield after[:1], f"; the team {after[0].words}"


_THINGS = frozenset(
    [
        "make",
        "build",
        "do",
        "create",
        "design",
        "plan",
        "organize",
        "run",
        "hold",
        "write",
        "start",
        "plant",
        "film",
        "paint",
    ]
)


def _for_thing(group: Sequence[Piece]) -> str:
    """`we did a survey about bins and got 42 answers` as `for a survey about bins that got 42 answers`."""
    first, rest = group[0], group[1:]
    thing = first.words.partition(" ")[2].removeprefix("out ").removeprefix("on ")
    if first.verb not in _THINGS or not thing.startswith(("a ", "an ", "the ", "our ")) or " and " in thing:
        return ""
    if any(piece.verb != "get" for piece in rest):
        return ""
    return f" for {thing}" + "".join(f" that {piece.words}" for piece in rest)


def _joined(chain: Sequence[Piece]) -> str:
    """Deeds in order: `a`, `a and b`, `a, b, and c`."""
    words = [piece.words for piece in chain]
    if len(words) == 1:
        return words[0]
    comma = len(words) > 2 or any(" and " in word for word in words)
    return ", ".join(words[:-1]) + (", and " if comma else " and ") + words[-1]


def _score(used: Sequence[Piece], words: str) -> float:
    deeds = [piece for piece in used if piece.role == "deed"]
    count = len(words.split())
    score = 2.0 * sum(piece.actor == "i" for piece in deeds) + 0.7 * sum(piece.actor == "we" for piece in deeds)
    score += 1.2 * any(piece.role == "outcome" for piece in used) + 1.0 * any(piece.role == "trouble" for piece in used)
    score += 0.8 * any(char.isdigit() for char in words)
    if count < MIN_WORDS:
        score -= 0.4 * (MIN_WORDS - count)
    if count > 26:
        score -= 0.3 * (count - 26)
    if any(piece.words.startswith("worked on") for piece in deeds):
        score -= 0.5
    return score - 0.6 * max(0, len(deeds) - 2)
