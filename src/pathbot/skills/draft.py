"""Skill statements without a model: the learner's own clauses, joined, with nothing added.

Every draft passes the same grounding check as anybody's line; one that does not is dropped.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pathbot.evidence import Draft, Quote, Said
from pathbot.language.tokens import words
from pathbot.skills.compose import Composed, candidates
from pathbot.skills.ground import is_grounded, verify
from pathbot.skills.kit import SkillKit
from pathbot.skills.material import material
from pathbot.skills.record import Record, record
from pathbot.skills.sayable import sayable
from pathbot.skills.spelling import as_typed, spelled
from pathbot.skills.tagging import tags_of

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
    """The best lines that tell of different deeds; when there are few, other ways to tell the same ones."""
    kept: list[Composed] = []
    spare: list[Composed] = []
    told: set[int] = set()
    for composed in ranked:
        deeds = _deeds(composed)
        new = deeds - told
        if new != deeds or composed.score <= _TOO_WEAK:
            spare.append(composed)
        elif is_grounded(composed.line, known, kit):
            told |= deeds
            kept.append(composed)
    for composed in spare:
        if len(kept) >= _ENOUGH:
            break
        other = all(_deeds(composed) != _deeds(one) or _told_otherwise(composed, one) for one in kept)
        if other and is_grounded(composed.line, known, kit):
            kept.append(composed)
    return kept


def _told_otherwise(one: Composed, other: Composed) -> bool:
    """Whether one of two lines about the same deed is much shorter: the plain deed beside its whole story."""
    return abs(len(one.line.split()) - len(other.line.split())) >= _MUCH_SHORTER


_MUCH_SHORTER = 4


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
        skills=tags_of(
            heard, kit, mended=any(p.role == "trouble" and known.is_thing(known.heard[p.order]) for p in pieces)
        ),
        evidence=quotes,
        own_words=own_words(composed.line, quotes, kit),
    )


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
