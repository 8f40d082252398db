"""Skill statements without a model: the learner's own clauses, joined, with nothing added.

Every draft passes the same grounding check as anybody's line; one that does not is dropped.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from pathbot.evidence import Draft, Quote, Said
from pathbot.language.tokens import words
from pathbot.skills.compose import Composed, candidates
from pathbot.skills.ground import is_grounded, verify
from pathbot.skills.kit import SkillKit
from pathbot.skills.material import material
from pathbot.skills.people import is_person
from pathbot.skills.pieces import Piece
from pathbot.skills.record import Record, record
from pathbot.skills.sayable import sayable
from pathbot.skills.spelling import as_typed, spelled
from pathbot.skills.tagging import tags_of
from pathbot.skills.whom import people_in

MAX_DRAFTS = 8
MAX_MESSAGES = 200


def draft(said: Sequence[Said], kit: SkillKit) -> tuple[Draft, ...]:
    """Statements from a learner's messages, the best first, at most `MAX_DRAFTS`. Projects are never mixed.

    Each draft has 12 to 30 words where the learner said enough, its quotes are exact, and it passes `verify`.
    """
    messages = [spelled(message, kit.lexicon) for message in said[-MAX_MESSAGES:]]
    ordered = sorted((message.said for message in messages), key=lambda message: message.project)
    found = [
        pair
        for _, together in groupby(ordered, key=lambda message: message.project)
        for pair in _of_project(tuple(together), kit)
    ]
    found.sort(key=lambda pair: -pair[0])
    lines = [line for _, line in found[:MAX_DRAFTS]]
    return tuple(line.model_copy(update={"evidence": as_typed(line.evidence, messages)}) for line in lines)


def _of_project(said: Sequence[Said], kit: SkillKit) -> list[tuple[float, Draft]]:
    known = record(said, kit.lexicon, kit.thesaurus)
    every = candidates(material(known, kit.lexicon))
    ranked = [c for c in every if c.score > _LAST_RESORT and sayable(c.line, kit.lexicon)][:_MOST_TRIES]
    chosen = _chosen(ranked, known, kit)
    return [(composed.score, _draft(composed, known, kit)) for composed in chosen]


_TOO_WEAK, _LAST_RESORT = -2.0, -3.0
_ENOUGH = 2
_MOST_TRIES = 120


def _chosen(ranked: Sequence[Composed], known: Record, kit: SkillKit) -> list[Composed]:
    """The best lines that tell of different deeds: two apart rather than one of both, and no deed twice."""
    true = _true_ones(ranked, known, kit)
    kept = _apart(composed for composed in true() if composed.score > _TOO_WEAK)
    if len(kept) < _ENOUGH:
        kept = _best_pair([composed for composed in true() if _says_enough(composed.line)]) or kept
    told = {order for composed in kept for order in _all_deeds(composed)}
    for composed in true():
        if len(kept) >= _ENOUGH:
            break
        if _all_deeds(composed) - told:
            told |= _all_deeds(composed)
            kept.append(composed)
    if len(kept) == 1:  # the one deed there is, told plainly beside its whole story
        kept += [c for c in true() if abs(len(c.line.split()) - len(kept[0].line.split())) >= _MUCH_SHORTER][:1]
    return kept


_MUCH_SHORTER = 4  # words


def _true_ones(ranked: Sequence[Composed], known: Record, kit: SkillKit) -> Callable[[], Iterator[Composed]]:
    """The lines that stand up to the check, each looked at once and only when it is asked for."""
    looked: dict[int, bool] = {}

    def found() -> Iterator[Composed]:
        for n, composed in enumerate(ranked):
            if n not in looked:
                looked[n] = is_grounded(composed.line, known, kit)
            if looked[n]:
                yield composed

    return found


def _apart(lines: Iterable[Composed]) -> list[Composed]:
    kept: list[Composed] = []
    told: set[int] = set()
    for composed in lines:
        if not _deeds(composed) & told:
            told |= _deeds(composed)
            kept.append(composed)
    return kept


def _says_enough(line: str) -> bool:
    """Whether a line may stand apart that could also be told with another: no "Made a Google Sheet" alone."""
    return len(line.split()) > (_FEW - 2 if any(char.isdigit() for char in line) else _FEW)


_FEW = 4  # words


def _best_pair(lines: Sequence[Composed]) -> list[Composed]:
    """The two best lines that share no deed."""
    pairs = (
        (one.score + other.score, -n, [one, other])
        for n, one in enumerate(lines)
        for other in lines[n + 1 :]
        if not _deeds(one) & _deeds(other)
    )
    best = max(pairs, key=lambda pair: pair[:2], default=None)
    return best[2] if best else []


def _all_deeds(composed: Composed) -> set[int]:
    return {piece.order for piece in composed.pieces if piece.role == "deed"}


def _deeds(composed: Composed) -> set[int]:
    """The learner's own deeds; the group's where there are no others."""
    deeds = [piece for piece in composed.pieces if piece.role == "deed"]
    return {piece.order for piece in deeds if piece.actor == "i"} or {piece.order for piece in deeds}


def _draft(composed: Composed, known: Record, kit: SkillKit) -> Draft:
    pieces = sorted(composed.pieces, key=lambda piece: piece.order)
    quotes = tuple(dict.fromkeys(quote for piece in pieces for quote in piece.quotes))
    spans = {(quote.message_id, quote.start) for piece in pieces if piece.role == "deed" for quote in piece.quotes}
    heard = [h for h in known.heard if (known.said[h.message].id, h.clause.start) in spans and h.actor != "other"]
    return Draft(
        statement=composed.line,
        skills=tags_of(heard, kit, mended=any(p.role == "trouble" and _of_a_thing(p, known) for p in pieces)),
        evidence=quotes,
        own_words=own_words(composed.line, quotes, kit),
    )


def _of_a_thing(trouble: Piece, known: Record) -> bool:
    """Whether what went wrong was a thing's doing, not somebody's."""
    named = trouble.subject.split()[-1] if trouble.subject else ""
    somebody = is_person(named.removesuffix("s"), known.thesaurus, known.lexicon) or bool(people_in(trouble.subject))
    return known.is_thing(known.heard[trouble.order]) or (trouble.subject.startswith("the ") and not somebody)


def own_words(line: str, quotes: Iterable[Quote], kit: SkillKit) -> float:
    """The share (0 to 1) of a statement's words that stand in its quotes, chat shorthand written out."""
    said = {token.norm for quote in quotes for token in words(quote.text, kit.lexicon)}
    mine = [token.norm for token in words(line, kit.lexicon) if token.kind in ("word", "number")]
    return round(sum(norm in said for norm in mine) / len(mine), 2) if mine else 0.0


def shorter(line: Draft, said: Sequence[Said], kit: SkillKit) -> Draft | None:
    """The same statement without its last part, still true; None when there is nothing to leave out."""
    text = line.statement.rstrip(".")
    for mark in ("; ", ", and ", " as part of ", " for ", " after ", " and "):
        head, found, _ = text.rpartition(mark)
        if found and len(head.split()) >= 4:
            cut = head.rstrip(",;") + "."
            if not verify(cut, said, kit):
                quotes = _still_behind(cut, line.evidence, kit)
                share = own_words(cut, quotes, kit)
                return line.model_copy(update={"statement": cut, "evidence": quotes, "own_words": share})
    return None


def _still_behind(line: str, quotes: tuple[Quote, ...], kit: SkillKit) -> tuple[Quote, ...]:
    """The quotes that share a word of some weight with the line; all of them when none does."""
    said = {token.norm for token in words(line, kit.lexicon)} - kit.lexicon.function_words
    kept = tuple(q for q in quotes if said & {token.norm for token in words(q.text, kit.lexicon)})
    return kept or quotes
