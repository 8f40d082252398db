"""Messages with nothing in them to ask about: signs only, a fist on the keyboard, the number of an option."""

import re

from pathbot.reflection.plain import Plain

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "ñlkjhgfdsa")
_RUNS = frozenset(row[i : i + 4] for line in _ROWS for row in (line, line[::-1]) for i in range(len(row) - 3))
_CONSONANTS = re.compile(r"[bcdfghjklmnñpqrstvwxz]{6,}")
_HELD_KEY = 4
_LATIN = re.compile(r"[a-zñ]+")


def is_option_number(typed: Plain) -> bool:
    """Whether the whole message is a digit, as people type to choose."""
    return re.fullmatch(r"[1-9] ?[.)]?", typed.text) is not None


def is_mash(typed: Plain) -> bool:
    """Whether the words are keys hit at random: `asdfgh`, `ljaksdjf`, `aaaaa`."""
    words = [word for word in typed.text.split() if word.isalnum()]
    if len(words) == 1 and len(words[0]) == 1 and typed.typed_ends[-1] - typed.typed_starts[0] >= _HELD_KEY:
        return True
    letters = [word for word in words if word.isalpha()]
    if not letters or len(letters) > 6 or len(letters) < len(words):
        return False
    return sum(map(_mashed, letters)) * 2 > len(letters)


def _mashed(word: str) -> bool:
    if not _LATIN.fullmatch(word):
        return False
    covered = sum(word[i : i + 4] in _RUNS for i in range(len(word) - 3)) + 3
    if len(word) >= 4 and covered > 3 and covered >= 0.6 * len(word):
        return True
    if len(word) >= 5 and not re.search("[aeiouy]", word):
        return True
    return len(word) >= 6 and (_CONSONANTS.search(word) is not None or len(set(word)) <= 2)
