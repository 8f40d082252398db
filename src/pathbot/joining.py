"""Codes teachers hand out: eight letters and digits that nobody mistakes for each other, found in any message."""

import re
from hashlib import sha256

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8
LONGEST_NAME = 40
MOST_TRIES = 8
"""Codes that do not exist, from one conversation, before it has to ask a teacher: nobody guesses their way in."""
_CODE = re.compile(rf"(?<![0-9A-Za-z])([{ALPHABET}]{{4}})[-–— ]?([{ALPHABET}]{{4}})(?![0-9A-Za-z])", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\d_<>@{}\[\]\"“”/\\|:;!?=+*#%&]*")
_LEAD = re.compile(
    r"^(?:(?:hi|hello|hola|my|mi|the|code|código|codigo|is|es|name|nombre|i'?m|soy|and|y)\b[\s,.:]*)+", re.I
)


def code_from(number: int) -> str:
    """A code out of a large random number, always with a digit in it, so that a plain word is never one."""
    letters = []
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    letters.insert(number // 8 % LENGTH, ALPHABET[23 + number % 8])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def find_code(text: str) -> str | None:
    """The first code in a text as ``ABCD-2345``, None when there is none."""
    for match in _CODE.finditer(text):
        letters = (match[1] + match[2]).upper()
        if any(c.isdigit() for c in letters) and not letters.isdigit():
            return f"{letters[:4]}-{letters[4:]}"
    return None


def name_beside(text: str) -> str:
    """What someone wrote around their code, as a name: "ABCD-2345 Maya", "I'm Maya ABCD-2345". "" without one."""
    rest = " ".join(_CODE.sub(" ", text).split())
    found = _NAME.fullmatch(_LEAD.sub("", rest).strip(" .,:-!"))
    return found[0][:LONGEST_NAME].strip() if found and len(found[0].split()) <= 4 else ""


def digest(code: str) -> str:
    """What the store knows a code by."""
    return sha256(f"pathbot-join|{code}".encode()).hexdigest()
