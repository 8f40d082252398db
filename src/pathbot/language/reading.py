"""How hard a text is to read, as a US school grade."""

import re

_WORD = re.compile(r"[\w'’-]+")
_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
FEWEST_WORDS = 6
"""A shorter text has no meaningful grade: one long name would decide it."""


def reading_grade(text: str) -> float:
    """Automated Readability Index (Smith & Senter 1967): characters a word and words a sentence. 0 for short texts."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return 0.0
    sentences = max(1, len([s for s in _END.split(text) if s and s.strip()]))
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
