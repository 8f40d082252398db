"""The short line that shows Pathbot listened: the learner's own words, turned round, never more than they said."""

import re
from collections.abc import Callable, Mapping

SayBack = Callable[[str], str]
"""A learner's text as said to the learner ("i cut it": "you cut it"), or "" when that is not safe."""

LONGEST_ECHO = 16
LONGEST_QUOTE = 10
SHORTEST_PART = 3
"""Fewer words out of a long message say too little by themselves."""
SHORTEST_KEPT = 5
"""Fewer characters ("yes", "2") mean nothing outside their question."""
_TITLED = r"(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bmrs)"
_PIECES = re.compile(rf"{_TITLED}[.!?;\n]+|,(?=\s)|\s(?:and then|but then|then|but|so|because|bc|cuz)\s", re.IGNORECASE)
_AT_AND = re.compile(r"\s(?:and|n|&)\s", re.IGNORECASE)


def echo(text: str, say_back: SayBack) -> str:
    """What the learner said, said back: "cut it again" becomes "You cut it again".

    No end mark. "" when there is nothing fit to repeat.
    """
    return _capital(said_back(text, say_back))


def echo_of_others(text: str, say_back: SayBack) -> str:
    """`echo` for what other people did: a bare "laughed at me" becomes "Laughed at you", not "You laughed at you"."""
    return _capital(_of_others(text, say_back))


def kept(texts: Mapping[str, bool], say_back: SayBack, most: int = 3) -> str:
    """Several answers as one saved line: "the roof didn't fit, you cut it again".

    `texts` says of each answer whether it tells what other people did. What cannot be said back is quoted.
    """
    lines: list[str] = []
    for text, of_others in texts.items():
        back = _of_others if of_others else said_back
        line = "" if len(text) < SHORTEST_KEPT else back(text, say_back) or _quoted(text)
        if line and not any(_holds(known, line) for known in lines):
            lines.append(line)
    return ", ".join(lines[:most])


def said_back(text: str, say_back: SayBack) -> str:
    """`echo` to stand inside a sentence: without a capital to begin with, unless it is a name's."""
    whole = " ".join(text.split())
    if not any(c.isalpha() for c in whole):
        return ""
    parts = [part for part in _by_weight(_AT_AND.split(whole)) if len(part.split()) >= SHORTEST_PART or part == whole]
    for piece in (whole, *_by_weight(_PIECES.split(whole)), *parts):
        if len(piece.split()) <= LONGEST_ECHO and (line := say_back(piece)):
            return line.rstrip(" .!?,;:")
    return ""


def _of_others(text: str, say_back: SayBack) -> str:
    line = said_back(text, say_back)
    said_so = text.lower().split()[:1] in (["i"], ["you"], ["u"], ["me"])
    return line if said_so else line.removeprefix("you ")


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def _holds(line: str, other: str) -> bool:
    """Whether a line says the other one too, word for word."""
    return f" {other.lower()} " in f" {line.lower()} "


def _by_weight(split: list[str]) -> list[str]:
    pieces = [piece.strip() for piece in split if piece and piece.strip()]
    return sorted(pieces, key=lambda piece: -min(len(piece.split()), LONGEST_ECHO))


def _quoted(text: str) -> str:
    words = text.split()
    return f"“{' '.join(words[:LONGEST_QUOTE])}{'…' if len(words) > LONGEST_QUOTE else ''}”" if words else ""
