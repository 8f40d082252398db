"""The shape of a skill statement, whoever wrote it."""

import re

FEWEST, MOST = 5, 34
"""Words. Twelve to thirty are aimed at; a short true line is better than none."""
_LINE = re.compile(r"[A-ZÁÉÍÓÚÑ][\w\s.,;:'’\"“”()%°$&/+-]*\.")
_WORD = re.compile(r"\w[\w'’.,:-]*")
_STARTS = ("i ", "i'", "we ", "you ", "yo ", "my ", "the student", "student")


def line_shape(line: str) -> bool:
    """One plain sentence that starts with what was done and ends with a full stop. No markup, links or questions."""
    words = _WORD.findall(line)
    if not _LINE.fullmatch(line) or not FEWEST <= len(words) <= MOST or "\n" in line:
        return False
    one_sentence = not re.search(r"[.](?=\s+[A-ZÁÉÍÓÚÑ])", line)
    return one_sentence and not line.lower().startswith(_STARTS) and "://" not in line and "www." not in line.lower()
