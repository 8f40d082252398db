"""Text as tokens and words with exact code-point spans. Never fails, whatever was typed or pasted."""

import re
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon

TokenKind = Literal["word", "number", "link", "punctuation", "break", "other"]


class Token(Frozen):
    """A piece of a text: ``text[start:end]`` is what was typed, `norm` is it in lower case with plain apostrophes."""

    start: int
    end: int
    norm: str
    kind: TokenKind


_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.]{0,64}|[@#]\w+)"
    r"|(?P<number>[$€£]?(?:\d+(?:[.,:/]\d+)*|(?<![\w.])\.\d+)"
    r"(?:%|(?:st|nd|rd|th|x|k|am|pm|cm|mm|km|kgs?|ml|oz|g|l|m|ft|in|lbs?|hrs?|mins?|h|s)(?!\w))?(?!\w))"
    r"|(?P<word>&|[wW]/(?:o(?!\w))?|\w+(?:['’‘`]\w+)*)"
    r"|(?P<break>[\r\n\u2028\u2029]+)"
    r"|(?P<punctuation>\.{2,}|[.!?,;:…()\[\]{}\"“”—–\-/])"
    r"|(?P<other>\S)"
)
_APOSTROPHES = str.maketrans("’‘`", "'''")


@lru_cache(maxsize=256)  # one turn asks for the same few texts again and again
def tokens(text: str) -> tuple[Token, ...]:
    """Every token of a text in order; white space belongs to none."""
    return tuple(
        Token(start=m.start(), end=m.end(), norm=m.group().casefold().translate(_APOSTROPHES), kind=_kind(m))
        for m in _TOKEN.finditer(text)
    )


def _kind(match: re.Match[str]) -> TokenKind:
    kind = match.lastgroup
    assert kind is not None  # every alternative is named
    return kind  # type: ignore[return-value]


def words(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens with chat shorthand and contractions written out: `didnt` gives `did` and `not` over one span."""
    expanded: list[Token] = []
    found = tokens(text)
    for token, after in zip_longest(found, found[1:]):
        if token.kind != "word":
            expanded.append(token)
            continue
        if token.norm == "cause" and _ties(found, token, after, lexicon):
            expanded.append(token.model_copy(update={"norm": "because"}))
            continue
        parts = _written_out(token.norm, lexicon.words.shorthand)
        if token.norm.endswith("'s") and len(parts) == 1 and after is not None and after.norm in _AFTER_IS:
            parts = [*parts, "is"]
        expanded += (token if part == token.norm else token.model_copy(update={"norm": part}) for part in parts)
    return tuple(expanded)


def _ties(found: tuple[Token, ...], token: Token, after: Token | None, lexicon: Lexicon) -> bool:
    """Whether `cause` is typed for "because": "cause some cant read yet", not "the cause of it"."""
    before = next((t.norm for t in reversed(found) if t.end <= token.start), "")
    subjects = lexicon.sets["learner"] | lexicon.sets["group"] | lexicon.sets["others"] | lexicon.sets["determiners"]
    return after is not None and after.norm in subjects - {"our", "us"} and before not in _NOUN_BEFORE


_NOUN_BEFORE = frozenset(
    ["the", "a", "main", "that", "this", "to", "can", "could", "might", "may", "would", "will", "not"]
)


def _written_out(norm: str, shorthand: dict[str, str]) -> list[str]:
    plain = shorthand.get(norm, norm).casefold()
    return [part for word in plain.split() for part in _uncontracted(word)]


def _uncontracted(word: str) -> list[str]:
    if word in _WHOLE:
        return _WHOLE[word].split()
    if word.endswith("n't") and len(word) > len("n't"):
        return [word[:-3], "not"]
    head, mark, tail = word.partition("'")
    if mark and tail in _TAILS:
        return [head, _TAILS[tail]]
    if mark and tail == "s" and head in _TAKES_IS:
        return [head, "is"]
    if mark and tail in ("s", ""):
        return [head]
    return [word.replace("'", "")] if mark else [word]


# "the video's not done" is no possessive
_AFTER_IS = frozenset(["not", "been", "so", "too", "very", "done", "still", "already", "never", "really", "going", "a"])
_WHOLE = {"can't": "can not", "cannot": "can not", "won't": "will not", "ain't": "is not", "let's": "let us"}
_TAILS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_TAKES_IS = frozenset(
    [
        "it", "that", "there", "he", "she", "what", "who", "here", "where", "how", "everything", "everyone",
    ]
)  # fmt: skip
