"""Brings what a learner typed to plain words, so that spelling tricks and slips hide nothing.

Lower case, no accents, no apostrophes, words separated by one space, sentence ends as a lone `.`.
"""

import re
import unicodedata
from functools import lru_cache

from pathbot.frozen import Frozen


class Shorthand(Frozen):
    """How people shorten and disguise words (`knowledge/safety/shorthand.yaml`).

    `expand` maps one token to words; `contract` maps a phrase to its short form, so that a pattern is written
    once; `glued` are words that may be typed without spaces or letter by letter; `keywords` are long words
    corrected when one letter is wrong; `emoji` maps a sign to a word.
    """

    expand: dict[str, str]
    contract: dict[str, str]
    glued: tuple[str, ...]
    keywords: tuple[str, ...]
    emoji: dict[str, str]


_BREAK = "."  # how a sentence end stands among the words
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_SENTENCE_END = re.compile(r"[.!?;\n\r¡¿…]+(?=\s|$|[¡¿])|[\n\r]+")
_NOT_WORD = re.compile(r"[^\w*@$!|+.]+")
_LONG_RUN = re.compile(r"([^\W\d])\1{2,}")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][\s._*-]+){2,}[^\W\d_](?!\w)")
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]{0,3}")
_LEET = str.maketrans({"1": "i", "3": "e", "4": "a", "0": "o", "5": "s", "7": "t", "@": "a", "$": "s",
                       "!": "i", "|": "l", "+": "t", ".": None})  # fmt: skip
_LOOKALIKE = str.maketrans("асеорхуікѕԁΑΕΙΟΡΤΧΥΚ", "aceopxyiksdaeioptxyk")


def fold(text: str) -> str:
    """Lower case without accents, invisible characters, apostrophes or letters of another alphabet that look Latin."""
    text = text.lower() if text.isascii() else _latin(text)
    return _APOSTROPHE.sub("", text)


def _latin(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_LOOKALIKE)
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def forms(text: str, shorthand: Shorthand) -> tuple[str, ...]:
    """The plain-word readings of a text: one, or two when letters are repeated (`killl`, `diiie`)."""
    folded = fold(text)
    for sign, word in shorthand.emoji.items():
        folded = folded.replace(sign, f" {word} ")
    if not _LONG_RUN.search(folded):
        return (_plain(folded, shorthand),)
    doubled = _plain(_LONG_RUN.sub(r"\1\1", folded), shorthand)
    single = _plain(_LONG_RUN.sub(r"\1", folded), shorthand)
    return (doubled,) if single == doubled else (doubled, single)


def _plain(folded: str, shorthand: Shorthand) -> str:
    joined = _SPACED.sub(lambda m: re.sub(r"[\s._*-]+", "", m.group()), folded)
    marked = _SENTENCE_END.sub(" <.> ", joined)
    words = (_word(token, shorthand) for token in _tokens(marked))
    return _contracted(re.sub(r"\s+", " ", " ".join(words)).strip(), shorthand)


def _tokens(marked: str) -> list[str]:
    parts = marked.split("<.>")
    tokens: list[str] = []
    for number, part in enumerate(parts):
        tokens += [_BREAK] if number else []
        tokens += _NOT_WORD.sub(" ", part.replace("_", " ")).split()
    return tokens


def _word(token: str, shorthand: Shorthand) -> str:
    if token == _BREAK:
        return _BREAK
    bare = token.strip("!|+.*@$") or token
    if bare in shorthand.expand:
        return shorthand.expand[bare]
    if bare.isalpha():
        return _spelled(bare, shorthand)
    if _PLAIN_NUMBER.fullmatch(bare):
        return bare.replace(".", " ")
    if "*" in token:
        bare = _unstarred(bare, shorthand)
    plain = re.sub(r"[^\w]", "", bare.translate(_LEET))
    return shorthand.expand.get(plain) or _spelled(plain, shorthand)


def _spelled(word: str, shorthand: Shorthand) -> str:
    """A keyword with one letter wrong is put right; words typed without spaces are taken apart."""
    if len(word) < 6 or len(word) > 40:
        return word
    return _corrections(shorthand.keywords).get(word) or _taken_apart(word, _vocabulary(shorthand.glued)) or word


def _unstarred(token: str, shorthand: Shorthand) -> str:
    pattern = re.compile(token.replace("*", "[a-z]") if re.fullmatch(r"[\w*]+", token) else r"(?!)")
    return next((word for word in (*shorthand.glued, *shorthand.keywords) if pattern.fullmatch(word)), token)


@lru_cache(maxsize=8)
def _corrections(keywords: tuple[str, ...]) -> dict[str, str]:
    """Every string one slip away from a keyword: a letter missing, doubled, swapped or replaced."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    table: dict[str, str] = {}
    for word in keywords:
        for i in range(len(word)):
            head, tail = word[:i], word[i + 1 :]
            slips = {head + tail, head + word[i] + word[i] + tail, head + tail[:1] + word[i] + tail[1:]}
            slips |= {head + letter + tail for letter in letters}
            table.update({slip: word for slip in slips if slip not in keywords})
    return table


@lru_cache(maxsize=8)
def _vocabulary(glued: tuple[str, ...]) -> frozenset[str]:
    return frozenset(glued)


@lru_cache(maxsize=20_000)  # people use the same words over and over
def _taken_apart(word: str, vocabulary: frozenset[str]) -> str:
    """`killmyself` as `kill myself`; empty when the letters are not words of the vocabulary from end to end."""
    best: list[str | None] = [""] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 12), end):
            before = best[start]
            if before is not None and word[start:end] in vocabulary:
                best[end] = f"{before} {word[start:end]}".strip()
                break
    found = best[-1] or ""
    return found if " " in found else ""


@lru_cache(maxsize=8)
def _contractions(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _contracted(text: str, shorthand: Shorthand) -> str:
    pattern = _contractions(tuple(shorthand.contract))
    return pattern.sub(lambda m: shorthand.contract[m.group()], text)
