"""Which slots of evidence a message fills, and with which of its words. Precise rather than generous."""

import re
from collections.abc import Iterator

from pathbot.language.lexicon import Lexicon as WordLists
from pathbot.reflection.judgement import SlotHit
from pathbot.reflection.kit import Compiled, Evidence
from pathbot.reflection.pieces import Piece, cut_pieces, read_pieces
from pathbot.reflection.plain import Plain

_MAX_HITS = 40
_ABOUT_WORK = ("action", "part", "response", "result")


def pieces_of(text: str, typed: Plain, lexicon: Compiled, lists: WordLists | None) -> list[Piece]:
    """The message's pieces, read with the language's word lists when there are some."""
    return read_pieces(text, typed, lists) if lists else cut_pieces(text, typed, lexicon.who)


def find_slots(typed: Plain, pieces: list[Piece], lexicon: Compiled) -> tuple[SlotHit, ...]:
    """The evidence of a message, in the order it stands there; the same words at most once for a slot."""
    hits = {
        hit
        for hits in (_from_pieces(pieces, lexicon), _phrases(typed, lexicon), _numbers(typed, lexicon))
        for hit in hits
    }
    ordered = sorted(hits, key=lambda hit: (hit.start, hit.end, hit.slot))
    return tuple(ordered[:_MAX_HITS])


def _from_pieces(pieces: list[Piece], lexicon: Compiled) -> Iterator[SlotHit]:
    trouble = worked = False
    for piece in pieces:
        shown = {slot for slot, evidence in lexicon.slots.items() if _shows(evidence, piece.text)}
        if piece.question:
            shown = {"wonder"}
        shown = _settled(shown, piece, trouble, worked)
        for slot in sorted(shown):
            yield SlotHit(slot=slot, start=piece.start, end=piece.end)
        trouble = trouble or "difficulty" in shown
        worked = worked or "action" in shown


def _settled(shown: set[str], piece: Piece, trouble: bool, worked: bool) -> set[str]:
    """What the words show, weighed with who did it and what was said before."""
    mine = piece.who in ("i", "we")
    thought = shown & {"learned", "surprise", "wonder", "next", "gap"}
    if "difficulty" in shown:
        shown = shown - {"response", "result"}
    if not (mine and piece.did):
        shown = shown - {"response"}
    if mine and piece.did and not thought and not piece.question:
        shown = shown | {"action"}
        if piece.who == "i":
            shown = shown | {"part"}
        if trouble and "difficulty" not in shown:
            shown = shown | {"response"}
    told = shown & {"feedback", "source", "difficulty", "surprise", "wonder", "gap", "learned"}
    if piece.who == "other" and piece.did and worked and not told:
        shown = shown | {"result"}
    return shown - {"result"} if "next" in shown else shown


def _shows(evidence: Evidence, said: str) -> bool:
    if evidence.clause is None or not evidence.clause.search(said):
        return False
    return evidence.unless is None or not evidence.unless.search(said)


def _phrases(typed: Plain, lexicon: Compiled) -> Iterator[SlotHit]:
    for slot, evidence in lexicon.slots.items():
        if evidence.phrases and not (evidence.unless and evidence.unless.search(typed.text)):
            taken: list[tuple[int, int]] = []
            for phrase in evidence.phrases:
                taken += [span for m in phrase.finditer(typed.text) if not _overlaps(span := _marked(m), taken)]
            for start, end in taken:
                first, last = typed.span(start, end)
                yield SlotHit(slot=slot, start=first, end=last)


def _marked(match: re.Match[str]) -> tuple[int, int]:
    """The words a phrase marks, without the space that may follow them."""
    start, end = match.span(1) if match.re.groups and match.span(1)[0] >= 0 else match.span()
    return start, end - (1 if match.string[end - 1] == " " else 0)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken[-8:])


def _numbers(typed: Plain, lexicon: Compiled) -> Iterator[SlotHit]:
    if lexicon.numbers is None:
        return
    for match in lexicon.numbers.finditer(typed.text):
        first, last = typed.span(*match.span())
        yield SlotHit(slot="number", start=first, end=last)
