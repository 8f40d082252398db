"""The short line that shows Pathbot listened: the learner's own words, turned round, never more than they said."""

import re
from collections.abc import Callable, Mapping

SayBack = Callable[[str], str]
"""A learner's text as said to the learner ("i cut it": "You cut it"), or "" when that is not safe."""

LONGEST_ECHO = 16
LONGEST_QUOTE = 10
SHORTEST_PART = 3
"""Fewer words out of a long message say too little by themselves."""
SHORTEST_KEPT = 5
"""Fewer characters ("yes", "2") mean nothing outside their question."""
_SMALL = frozenset(
    [
        "you", "your", "the", "a", "an", "they", "their", "it", "its", "this", "that", "these",
        "those", "some", "we", "our", "he", "she", "his", "her", "how", "what", "when", "where",
        "why", "who", "at", "in", "on", "for", "with", "by", "from", "to", "no", "not",
        "one", "two", "more", "most", "about", "because", "if", "then", "after", "before",
        "tú", "tu", "tus", "te", "el", "la", "los", "las", "lo", "le", "les", "se", "un", "una", "unos", "unas",
        "su", "sus", "nuestro", "nuestra", "este", "esta", "eso", "esto", "ese", "esa", "al", "en", "con", "por",
        "para", "de", "del", "sin", "no", "que", "qué", "cómo", "cuándo", "dónde", "quién", "cuánto", "cuánta",
        "cuántos", "cuántas", "porque", "si", "más", "dos", "cuando", "después", "antes",
    ]
)  # fmt: skip
_PIECES = re.compile(r"[.!?;\n]+|,(?=\s)|\s(?:and then|but then|then|but|so|because|bc|cuz)\s", re.IGNORECASE)
_AT_AND = re.compile(r"\s(?:and|n|&)\s", re.IGNORECASE)


def echo(text: str, say_back: SayBack) -> str:
    """What the learner said, said back: "cut it again" becomes "You cut it again".

    No end mark. Falls back to a short quotation, and to "" when there is nothing fit to repeat.
    """
    whole = " ".join(text.split())
    if not any(c.isalpha() for c in whole):
        return ""
    for piece in (whole, *_by_weight(_PIECES.split(whole)), *_by_weight(_AT_AND.split(whole))):
        if len(piece.split()) <= LONGEST_ECHO and (said_back := say_back(piece)):
            return said_back.rstrip(" .!?,;:")
    return ""


def echo_of_others(text: str, say_back: SayBack) -> str:
    """`echo` for what other people did: a bare "laughed at me" becomes "Laughed at you", not "You laughed at you"."""
    said_back = echo(text, say_back)
    bare = said_back.removeprefix("You ")
    said_so = text.lower().split()[:1] in (["i"], ["you"], ["u"])
    return said_back if said_so or bare == said_back else bare[0].upper() + bare[1:]


def kept(texts: Mapping[str, bool], say_back: SayBack, most: int = 3) -> str:
    """Several answers as one saved line: "the roof didn't fit, you cut it again".

    `texts` says of each answer whether it tells what other people did.
    """
    lines: list[str] = []
    for text, of_others in texts.items():
        back = echo_of_others if of_others else echo
        line = "" if len(text) < SHORTEST_KEPT else back(text, say_back) or _quoted(text)
        if line and line.lower() not in (known.lower() for known in lines):
            lines.append(_lower_first(line, text))
    return ", ".join(lines[:most])


def _by_weight(split: list[str]) -> list[str]:
    pieces = [piece.strip() for piece in split if piece and piece.strip()]
    return sorted(pieces, key=lambda piece: -min(len(piece.split()), LONGEST_ECHO))


def _quoted(text: str) -> str:
    words = text.split()
    return f"“{' '.join(words[:LONGEST_QUOTE])}{'…' if len(words) > LONGEST_QUOTE else ''}”" if words else ""


def _lower_first(line: str, said: str) -> str:
    """In a list, words that cannot be a name lose their capital: small ones, -ing forms, and those we put there."""
    first = line.split(" ", 1)[0]
    ours = first.lower() not in said.lower().split() and first[0].isalpha()
    small = ours or re.split("['’]", first.lower())[0] in _SMALL or first.endswith("ing")
    return line[0].lower() + line[1:] if small else line
