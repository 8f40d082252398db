"""Forms of a word in a language without verb tables: the dictionary form, also where an accent was left out."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from pathbot.language.fold import fold

_SHORT = 4
_WORD = re.compile(r"[^\W\d_]+")
# These endings have their accent in every word.
_ENDINGS = {"cion": "ción", "sion": "sión", "logia": "logía", "grafia": "grafía", "nomia": "nomía"}
_SUBJUNCTIVE = frozenset(["que", "para", "ojala", "cuando", "quiere", "quiero"])


def restored(text: str, verbs: Collection[str], words: Mapping[str, str]) -> str:
    """A text with the accents of first-person preterites (`medi`, `anote`) and of some `words` written.

    `verbs` are infinitives. After "que" and its like the word may be a subjunctive, and stays.
    """
    before = ""

    def written(match: re.Match[str]) -> str:
        nonlocal before
        word, last = match.group(), before
        before = word.lower()
        if word in words:
            return words[word]
        if ending := next((plain for plain in _ENDINGS if len(word) > len(plain) + 1 and word.endswith(plain)), ""):
            return word.removesuffix(ending) + _ENDINGS[ending]
        unsure = last in _SUBJUNCTIVE and word.endswith("e")
        if unsure or set(word) & set("áéíóú") or _infinitive(word.lower(), verbs) == "":
            return word
        return accented(word)

    return _WORD.sub(written, text)


def _infinitive(word: str, verbs: Collection[str]) -> str:
    stem = word[:-1]
    if word.endswith("e"):
        tried = [stem + "ar"]
        tried += [stem[:-2] + "car"] if stem.endswith("qu") else []
        tried += [stem[:-2] + "gar"] if stem.endswith("gu") else []
        tried += [stem[:-1] + "zar"] if stem.endswith("c") else []
    elif word.endswith("i"):
        tried = [stem + "ir", stem + "er"]
    else:
        tried = []
    return next((verb for verb in tried if verb in verbs), "")


def accented(word: str) -> str:
    """`medi` as `medí`, `anote` as `anoté`: the accent its last vowel may lack."""
    return f"{word[:-1]}{ {'e': 'é', 'i': 'í'}.get(word[-1:], word[-1:]) }"


@lru_cache(maxsize=10_000)
def word_forms(word: str, language: str) -> frozenset[str]:
    """A folded word, its dictionary forms with and without the accent it may lack, and its singular."""
    import simplemma  # its dictionary takes a quarter of a second to open

    spellings = {word, accented(word)}
    stem = word.removesuffix("ia") if word.endswith("ia") else word[:-1]
    guessed = {"e": ("ar",), "i": ("er", "ir")}.get(word[-1:], ("er", "ir") if word.endswith("ia") else ())
    found = {fold(str(simplemma.lemmatize(spelling, lang=language))) for spelling in spellings} | {word}
    found |= {stem + ending for ending in guessed if len(stem) > 2}
    return frozenset(found | {form[:-1] for form in found if len(form) > _SHORT and form.endswith("s")})
