"""Whom `him` and `her` mean: the one person a learner just named by what they are (`my grandma`)."""

import re

_KIN_HER = [
    "grandma",
    "grandmother",
    "mom",
    "mother",
    "sister",
    "aunt",
    "abuela",
    "niece",
    "lady",
    "girl",
    "woman",
    "tia",
]
_KIN_HIM = [
    "grandpa",
    "grandfather",
    "dad",
    "father",
    "brother",
    "uncle",
    "abuelo",
    "nephew",
    "guy",
    "boy",
    "man",
    "tio",
]
_EITHER = ["neighbor", "cousin", "nurse", "teacher", "coach", "principal", "owner", "librarian", "friend", "partner",
           "janitor",
           "custodian", "farmer", "driver", "mayor", "manager", "engineer", "author", "chef", "kid",
           "student"]  # fmt: skip
_PERSON = re.compile(
    r"\b((?:my|our|the|a|this|an) (?:(?!and\b|to\b|of\b|for\b|in\b)[\w'-]+ ){0,2}?"
    rf"({'|'.join((*_KIN_HER, *_KIN_HIM, *_EITHER))}))\b(?!')"
)
# Somebody else who may be meant, though nobody says who they are.
_ANOTHER = re.compile(r"\bthe (?:youngest|oldest|other|smallest|first|second|last) ?(?:one)?\b")
HER = re.compile(r"\b(her|she|hers|herself)\b")
HIM = re.compile(r"\b(him|he|his|himself)\b")


def people_in(text: str) -> list[tuple[str, bool | None]]:
    """Persons a text names by what they are (`my grandma`), each with whether she is a woman, where that is known."""
    found = []
    for match in _PERSON.finditer(text.casefold()):
        kind = match.group(2)
        sex = True if kind in _KIN_HER else False if kind in _KIN_HIM else None
        name = re.sub(r"^(a|an|this) ", "the ", match.group(1))
        found.append((name, sex))
    if _ANOTHER.search(text.casefold()):
        found.append(("another", None))
    return list(dict.fromkeys(found))


def person_put_in(words: str, name: str, female: bool | None) -> str:
    """`checked her sugar` as `checked my grandma's sugar`; the words as they are where nobody certain is meant."""
    said_her, said_him = HER.search(words), HIM.search(words)
    if (said_her and said_him) or (said_her and female is False) or (said_him and female is True):
        return words
    first = said_her or said_him
    if (
        first is None
        or first.group() in {"she", "he", "hers", "herself", "himself"}
        or name.split()[-1] in words[: first.start()]
    ):
        return words
    owned = first.group() == "his" or (first.group() == "her" and _owns(words[first.end() :]))
    return words[: first.start()] + (f"{name}'s" if owned else name) + words[first.end() :]


_AFTER_HER = frozenset(
    [
        "first", "again", "too", "then", "now", "instead", "later", "more", "slowly", "daily", "twice", "once", "back",
        "to", "and", "with", "for", "about", "how", "what", "if", "in", "on", "at", "when", "the", "a", "an", "some",
        "every", "by", "from", "after", "before", "because", "my", "our", "that", "up", "out", "over", "so", "each",
        "two", "three", "during",
    ]
)  # fmt: skip


_CROWD = re.compile(
    r"\b((?:(?:my|our|the|some|all|new|little|younger|other|\d+|two|three|four|five) )+(?:\w+ )??"
    r"(?:team|kids|students|class|classmates|teammates|group|girls|boys|players|neighbors|parents|families|campers"
    r"|residents|members|seniors|graders|customers|visitors|freshmen|children))\b"
)
_TO_PEOPLE = frozenset(
    ["tell", "teach", "show", "give", "help", "ask", "explain", "remind", "coach", "let", "get", "read"]
)


def crowd_in(text: str) -> str:
    """The one group of people a text names (`our team`); empty where there is none, or more than one."""
    found = list(dict.fromkeys(match.group(1) for match in _CROWD.finditer(text.casefold())))
    return found[0] if len(found) == 1 else ""


def takes_people(verb: str) -> bool:
    """Whether `them` after a verb is people (`told them`)."""
    return verb in _TO_PEOPLE


def _owns(after: str) -> bool:
    following = after.split()[:1]
    return (
        bool(following)
        and following[0].strip(",;") not in _AFTER_HER
        and not following[0][0].isdigit()
        and after[0] == " "
    )
