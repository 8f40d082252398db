"""What a learner does not want: "nothing with blood", "no quiero oficina"."""

from collections.abc import Sequence

from pathbot.roles.pieces import Piece
from pathbot.roles.search_words import LanguageWords


def mark_refused(pieces: Sequence[Piece], words: LanguageWords) -> tuple[Piece, ...]:
    """The pieces with those marked that a refusal covers: from its cue to the end of the clause."""
    norms = [piece.norm for piece in pieces]
    refused: set[int] = set()
    refusing, at_start, place = False, True, 0
    while place < len(pieces):
        if not pieces[place].word:
            refusing = refusing and norms[place] == "," and _list_goes_on(pieces, place + 1, words)
            at_start, place = True, place + 1
            continue
        if refusing and words.breaking.length_at(norms, place):
            refusing = False
        cue = 0 if words.harmless.length_at(norms, place) else _cue(norms, place, at_start, words)
        step = words.harmless.length_at(norms, place) or cue or 1
        refusing = refusing or cue > 0
        if refusing:
            refused.update(range(place, place + step))
        place += step
        at_start = norms[place - 1] in words.joiners
    return tuple(
        piece.model_copy(update={"refused": True}) if number in refused else piece
        for number, piece in enumerate(pieces)
    )


def _cue(norms: Sequence[str], place: int, at_start: bool, words: LanguageWords) -> int:
    """How many words of refusal start here."""
    return words.refusing.length_at(norms, place) or (
        words.refusing_at_start.length_at(norms, place) if at_start else 0
    )


def _list_goes_on(pieces: Sequence[Piece], place: int, words: LanguageWords) -> bool:
    """After a comma: "blood, needles or gore" is one list, "no math, I like art" is not."""
    for number in range(place, len(pieces)):
        if pieces[number].ends_sentence or words.breaking.length_at([piece.norm for piece in pieces], number):
            return False
        if pieces[number].norm in words.alternatives:
            return True
    return False
