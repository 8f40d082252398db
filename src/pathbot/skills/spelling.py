"""Slips of the keyboard put right for a line (`stikcers`), with the way back to the very letters that were typed."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pathbot.evidence import Quote, Said
from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import tokens
from pathbot.language.verbs import readings

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 5
_BEFORE_A_SENTENCE = frozenset(["", ".", "!", "?", "\n", "..", "..."])


class Spelled(Frozen):
    """A message with its slips put right. `changes` are (start in the new text, old word, new word), in order."""

    said: Said
    typed: str
    changes: tuple[tuple[int, str, str], ...] = ()

    def place(self, at: int) -> int:
        """Where a place of the new text is in what was typed."""
        moved = 0
        for start, old, new in self.changes:
            if at >= start + len(new):
                moved += len(old) - len(new)
            elif at > start:
                return start + moved + min(at - start, len(old))
        return at + moved


def spelled(message: Said, lexicon: Lexicon) -> Spelled:
    """A message with every slip put right that can only mean one word."""
    text, changes, grown = message.text, [], 0
    before = ""
    for token in tokens(message.text):
        typed, last = message.text[token.start : token.end], before
        before = token.norm if token.norm != "." or last not in lexicon.sets["titles"] else last
        if token.kind != "word" or not typed.isascii() or not typed.isalpha() or not typed[1:].islower():
            continue
        if last in lexicon.sets["titles"] or (typed[0].isupper() and last not in _BEFORE_A_SENTENCE):
            continue  # a name is nobody's slip
        meant = _meant(typed.lower()) if _may_be_a_slip(typed.lower(), lexicon) else ""
        meant = meant or _with_g(typed.lower(), lexicon)
        if meant:
            start = token.start + grown
            meant = meant.capitalize() if typed[0].isupper() else meant
            text = text[:start] + meant + text[start + len(typed) :]
            changes.append((start, typed, meant))
            grown += len(meant) - len(typed)
    return Spelled(said=message.model_copy(update={"text": text}), typed=message.text, changes=tuple(changes))


def as_typed(quotes: Sequence[Quote], messages: Sequence[Spelled]) -> tuple[Quote, ...]:
    """Quotes of spelled messages as quotes of what was typed."""
    by_id = {message.said.id: message for message in messages}
    found = []
    for quote in quotes:
        message = by_id[quote.message_id]
        start, end = message.place(quote.start), message.place(quote.end)
        found.append(quote.model_copy(update={"start": start, "end": end, "text": message.typed[start:end]}))
    return tuple(found)


def _may_be_a_slip(word: str, lexicon: Lexicon) -> bool:
    if len(word) < _SHORTEST or word in lexicon.function_words or word in lexicon.verb_forms:
        return False
    owner = word[:-1] if word.endswith("s") else word
    if {word, owner} & (lexicon.sets["companions"] | lexicon.sets["others"] | lexicon.sets["names"]):
        return False  # "everybodys shots"
    held = word in lexicon.words.shorthand or word in lexicon.words.casing or word in lexicon.sets["tools"]
    return not held


def is_slip(word: str, lexicon: Lexicon) -> bool:
    """Whether a word, lower case, looks mistyped: no word by itself, and a letter away from at least one."""
    plain = word.removesuffix("'s")
    if not plain.isalpha() or not plain.isascii() or not _may_be_a_slip(plain, lexicon):
        return False
    return not _is_word(plain) and _has_neighbours(plain)


def _with_g(word: str, lexicon: Lexicon) -> str:
    """`workin` as `working`."""
    whole = f"{word}g"
    ing = word.endswith("in") and any(form.name == "ing" for form in readings(whole, lexicon))
    return whole if ing and len(word) > 4 and not _is_word(word) else ""


@lru_cache(maxsize=10_000)
def _has_neighbours(word: str) -> bool:
    return any(_is_word(other) for kind in (_swapped, _doubled, _others) for other in kind(word))


@lru_cache(maxsize=10_000)
def _meant(word: str) -> str:
    """The one English word a slip away; empty for a word that is right, or may be several."""
    if _is_word(word):
        return ""
    for kind in (_swapped, _doubled, _others):
        near = {other for other in kind(word) if _is_word(other)}
        if near:
            return near.pop() if len(near) == 1 else ""
    return ""


def _swapped(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))


def _doubled(word: str) -> Iterator[str]:
    """One letter doubled, or one of two like ones left out."""
    yield from (word[:i] + word[i] + word[i:] for i in range(len(word)))
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1])


def _others(word: str) -> Iterator[str]:
    """One letter more, less or other, the first one kept."""
    for i in range(1, len(word) + 1):
        yield from (word[:i] + letter + word[i:] for letter in _LETTERS)
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
        if i < len(word) - 1:  # another last letter is another form: "platformer" is not "platformed"
            yield from (word[:i] + letter + word[i + 1 :] for letter in _LETTERS)


@lru_cache(maxsize=50_000)
def _is_word(word: str) -> bool:
    import simplemma  # its dictionary takes a quarter of a second to open

    return bool(simplemma.is_known(word, "en"))
