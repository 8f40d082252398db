"""What a message asks for, found by how its sentences begin, or by what one sentence says and nothing else.

A story that merely contains a command's word ("i stopped the leak") begins otherwise, so it is not taken for one.
"""

import re
from collections.abc import Iterator

from pathbot.reflection.judgement import Intent
from pathbot.reflection.kit import Compiled, Matcher
from pathbot.reflection.plain import Plain

COMMANDS: tuple[Intent, ...] = (
    "who_sees",
    "delete_data",
    "export",
    "ask_mentor",
    "show_portfolio",
    "resume",
    "change_answer",
    "ask_role",
    "skip",
    "stop",
    "help",
)
"""In order of how sure and how urgent they are: the first that matches is meant."""

_MAX_SENTENCES = 8
_MAX_WHOLE = 160
_TRIMS = 6
_MARKS = re.compile(r"(?:^| )([.?,])(?= |$)")
_JOINS = re.compile(r"(?<!\S)(?:and|but|so|also|or|then|because|y|pero|entonces|tambien|o) (?=\w)")


def find_command(text: Plain, lexicon: Compiled) -> Intent | None:
    """The command a message gives, or None."""
    pieces = list(_pieces(text.text, lexicon))
    for intent in COMMANDS:
        matcher = lexicon.intents.get(intent)
        if matcher and any(_says(matcher, text.text, piece) for piece in pieces):
            return intent
    return None


def is_whole(text: Plain, intent: Intent, lexicon: Compiled) -> bool:
    """Whether the whole message says this and nothing else."""
    matcher = lexicon.intents.get(intent)
    return matcher is not None and _whole(matcher, text.text, _piece(text.text, 0, len(text.text), lexicon, True))


def begins(text: Plain, intent: Intent, lexicon: Compiled) -> bool:
    """Whether the message, or its first sentence, begins the way this is put."""
    matcher = lexicon.intents.get(intent)
    first = next(_pieces(text.text, lexicon), None)
    return matcher is not None and first is not None and _says(matcher, text.text, first)


class _Piece:
    """A stretch of plain text with the places it may begin and end at once words around a command are dropped."""

    def __init__(self, starts: list[int], ends: list[int], may_be_whole: bool) -> None:
        self.starts = starts
        self.ends = ends
        self.may_be_whole = may_be_whole


def _pieces(text: str, lexicon: Compiled) -> Iterator[_Piece]:
    yield _piece(text, 0, len(text), lexicon, True)
    for start, end, whole in _sentences(text):
        yield _piece(text, start, end, lexicon, whole)


def _sentences(text: str) -> list[tuple[int, int, bool]]:
    """Sentences and comma parts; also what follows a joining word, though that is never a sentence by itself."""
    cuts = [(match.start(1), match.end(1) + 1, match.group(1)) for match in _MARKS.finditer(text)]
    found: list[tuple[int, int, bool]] = []
    start, after_comma = 0, False
    for cut, following, mark in [*cuts, (len(text), len(text), ".")]:
        if cut > start:
            several_words = " " in text[start:cut].strip()
            found.append((start, cut, several_words or not (after_comma or mark == ",")))
        start, after_comma = following, mark == ","
    # "? " at the end of a question belongs to it: patterns may ask for it
    found = [(s, e + 2 if text[e : e + 2] in ("? ", "?") and e + 2 <= len(text) + 1 else e, w) for s, e, w in found]
    found = found if len(found) <= 2 * _MAX_SENTENCES else found[:_MAX_SENTENCES] + found[-_MAX_SENTENCES:]
    joined = [(m.end(), e, False) for s, e, _ in found for m in _JOINS.finditer(text, s, e)]
    return found + joined[: 2 * _MAX_SENTENCES]


def _piece(text: str, start: int, end: int, lexicon: Compiled, may_be_whole: bool) -> _Piece:
    end = min(end, len(text))
    starts, ends = [start], [end]
    while len(starts) < _TRIMS and (after := _dropped_before(text, starts[-1], end, lexicon)) is not None:
        starts.append(after)
    while len(ends) < _TRIMS and (before := _dropped_after(text, start, ends[-1], lexicon)) is not None:
        ends.append(before)
    return _Piece(starts, ends, may_be_whole and end - start <= _MAX_WHOLE)


def _dropped_before(text: str, start: int, end: int, lexicon: Compiled) -> int | None:
    words = text[start : min(end, start + 60)].split(" ")
    for count in (4, 3, 2, 1):
        taken = " ".join(words[:count])
        if len(words) > count and taken in lexicon.before and start + len(taken) + 1 < end:
            return start + len(taken) + 1
    return None


def _dropped_after(text: str, start: int, end: int, lexicon: Compiled) -> int | None:
    words = text[max(start, end - 60) : end].split(" ")
    for count in (3, 2, 1):
        taken = " ".join(words[-count:])
        if len(words) > count and taken in lexicon.after and end - len(taken) - 1 > start:
            return end - len(taken) - 1
    return None


def _says(matcher: Matcher, text: str, piece: _Piece) -> bool:
    if piece.may_be_whole and _whole(matcher, text, piece):
        return True
    if matcher.start is None:
        return False
    end = piece.ends[0]
    began = any(matcher.start.match(text, start, end) for start in piece.starts)
    return began and not _excused(matcher, text, piece)


def _whole(matcher: Matcher, text: str, piece: _Piece) -> bool:
    whole = matcher.whole
    if whole is None or piece.ends[-1] - piece.starts[0] > _MAX_WHOLE:
        return False
    said = any(whole.fullmatch(text, s, e) for s in piece.starts for e in piece.ends if s < e)
    return said and not _excused(matcher, text, piece)


def _excused(matcher: Matcher, text: str, piece: _Piece) -> bool:
    return matcher.unless is not None and matcher.unless.search(text, piece.starts[0], piece.ends[0]) is not None
