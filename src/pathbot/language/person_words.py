"""Saying a learner's words back in languages where a list of words and endings does it: "hice" becomes "hiciste"."""

import re

from pathbot.frozen import Frozen
from pathbot.language.fold import fold

_WORD = re.compile(r"\w+")
_NOT_SAID_BACK = re.compile(r"[?¿()\[\]{}<>/@]|https?:")
_VOWELS = "aeou"


class PersonWords(Frozen):
    """`knowledge/language/<language>/person.yaml`. Keys are lower case.

    `words` are replaced whole; `endings` at the end of a word that is not one of `other`. A text with an `unclear`
    ending is not turned at all. `small` words say nothing alone, `pointing` ones begin a sentence that needs the one
    before, `leaning` ones a piece that needs its question, `group` are endings of what "we" did. Nothing is made of a
    text with an `unsayable` word. `verbs` are infinitives whose first-person past gets its accent back (`medi`), and
    `accents` other words that are often written without theirs.
    """

    words: dict[str, str]
    endings: dict[str, str]
    other: tuple[str, ...]
    unclear: tuple[str, ...]
    small: tuple[str, ...]
    pointing: tuple[str, ...]
    leaning: tuple[str, ...]
    group: tuple[str, ...]
    unsayable: tuple[str, ...]
    verbs: tuple[str, ...]
    accents: dict[str, str]

    def is_own_deed(self, word: str) -> bool:
        """Whether a word, lower case, tells of something the speaker or their group did: "hice", "lijé", "medimos"."""
        turned = self._turned(word)
        return (turned.endswith("ste") and turned != word) or (len(word) > 5 and word.endswith(self.group))

    def is_unsayable(self, text: str) -> bool:
        """Whether a text holds a word, or a link, that no statement is made of."""
        said = {fold(word.group()) for word in _WORD.finditer(text)}
        return bool(said & {fold(word) for word in self.unsayable}) or bool(_NOT_SAID_BACK.search(text))

    def to_second_person(self, text: str) -> str:
        """The text as said to the person who said it, or "" when that is not safe: a question, a link, a doubt.

        Begins with a capital only where the learner wrote a word that may be a name with one.
        """
        found = [word.group().lower() for word in _WORD.finditer(text)]
        if _NOT_SAID_BACK.search(text) or not found or any(self._is_unclear(word) for word in found):
            return ""
        turned = _WORD.sub(lambda match: self._turned(match.group()), text).strip()
        ours = found[0] in self.small or not turned.lower().startswith(found[0])
        return turned[0].lower() + turned[1:] if ours else turned

    def _is_unclear(self, word: str) -> bool:
        return word not in self.words and len(word) > 4 and word.endswith(self.unclear)

    def _turned(self, word: str) -> str:
        low = word.lower()
        if low in self.words:
            return self.words[low]
        if len(low) > 2 and low not in self.other:
            for ending in sorted(self.endings, key=len, reverse=True):
                if low.endswith(ending):
                    return _joined(word[: -len(ending)], self.endings[ending])
        return word


def _joined(stem: str, ending: str) -> str:
    """Spanish keeps the accent after a vowel: "leí" becomes "leíste"."""
    keeps_accent = ending.startswith("i") and stem[-1:].lower() in _VOWELS
    return f"{stem}í{ending[1:]}" if keeps_accent else stem + ending
