"""Which lines could stand on a portfolio as they are: no fragment, no slip, no chat, nothing that points nowhere."""

import re
from functools import lru_cache

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import tokens
from pathbot.language.verbs import readings
from pathbot.skills.spelling import is_slip

FEWEST = 4
"""Words a line needs."""
_DANGLING = frozenset(
    ["too", "also", "and", "or", "but", "so", "the", "a", "an", "like", "yet", "still", "my", "our", "your",
    "their", "his", "is", "was",
     "were", "are", "to", "of", "than", "because", "until", "when", "that", "which", "if", "very", "really", "i",
     "we", "even",
     "well", "right", "maybe", "sort", "kind", "not", "some", "any", "every", "did", "would", "could",
     "just", "only", "much", "many", "how"]
)  # fmt: skip
_CHAT = frozenset(
    ["gonna", "wanna", "gotta", "lol", "idk", "tbh", "ngl", "omg", "yeah", "yep", "nope", "ok", "okay", "kinda",
    "sorta", "dunno",
     "lemme", "gimme", "ya", "yall", "u", "ur", "r", "n", "w", "bc", "cuz", "coz", "tho", "thru", "abt", "ppl",
     "rn", "fr", "bruh",
     "haha", "hella", "lowkey", "highkey", "stuff", "whatever", "guess", "y", "k", "thx", "pls", "plz", "wat",
     "dat", "da", "dis"]
)  # fmt: skip
_POINTS = re.compile(r"\b(it|them|these|those|mine|ones?|theirs|hers)\b")
_SENTENCE = re.compile(r"\b(i|i'm|i've|we|we're|me|im|ive|us)\b", re.IGNORECASE)
_TWICE = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)
_OWN_WHAT = re.compile(r"\bown(?=$|[,;.]| (?:with|in|on|at|and|for|from|using|by|to)\b)")
_WAS_PLAIN = re.compile(r", (?:now )?(?:it|its|it's|that|thats|they|he|she|there|this)\b")


def sayable(line: str, lexicon: Lexicon) -> bool:
    """Whether a line reads as somebody would say it. Truth is another check's business."""
    body = line.rstrip(".")
    words = [word.strip(',;:()"') for word in body.split()]
    ends = words[-2:] != ["after", "that"] and words[-1].casefold()
    fewest = FEWEST - any(word[0].isdigit() for word in words if word)
    if len(words) < fewest or ends in _DANGLING | lexicon.sets["determiners"] - {"all", "both", "each", "more", "half"}:
        return False
    low = [word.casefold() for word in words]
    if set(low) & _CHAT or _SENTENCE.search(body) or _TWICE.search(body) or _WAS_PLAIN.search(body):
        return False
    if _OWN_WHAT.search(body):
        return False
    if not _starts_with_a_deed(low[0], lexicon) or any(is_slip(word, lexicon) for word in words if word.islower()):
        return False
    return not _points_nowhere(body, lexicon) and not _hangs(body, low, lexicon)


def _starts_with_a_deed(word: str, lexicon: Lexicon) -> bool:
    return any(form.name == "past" for form in readings(word.removeprefix("re-"), lexicon))


def _points_nowhere(body: str, lexicon: Lexicon) -> bool:
    """`wrote it down`: a pronoun with no thing named before it."""
    return any(_is_loose(found, body, lexicon) for found in _POINTS.finditer(body))


def _is_loose(found: re.Match[str], body: str, lexicon: Lexicon) -> bool:
    after = body[found.end() :].split()[:1]
    if found.group() == "one" and after and _is_noun(after[0], lexicon):
        return False  # "one graph"
    if found.group() in {"one", "ones"}:
        before = body[: found.start()].split()
        vague = bool(before) and before[-1] in {"the", "this", "that", "my", "new", "other", "another", "old"}
        return len(before) < _NAMING or (vague and len(before) < _NAMING + 2)
    if found.group() in {"these", "those"} and body[found.end() :].split()[:1]:
        return False  # "those letters"
    return not names_a_thing(body[: found.start()], lexicon, one=found.group() == "it")


def _is_noun(word: str, lexicon: Lexicon) -> bool:
    small = lexicon.function_words | lexicon.sets["prepositions"] | _ADVERBS
    return word.isalpha() and word not in small and not _only_a_verb(word, lexicon)


@lru_cache(maxsize=4000)
def _nouns(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokens(text) if token.kind == "word")


def names_a_thing(text: str, lexicon: Lexicon, one: bool = False) -> bool:
    """Whether some words of a line, its verb aside, name anything that a pronoun could mean; `one` for "it"."""
    sets = lexicon.sets
    small = lexicon.function_words | sets["openers"] | sets["fillers"] | sets["comparing"] | _ADVERBS
    return any(
        norm not in small
        and not _only_a_verb(norm, lexicon)
        and norm not in lexicon.words.numbers
        and not (one and norm.endswith("s") and not norm.endswith(("ss", "us", "is")))
        for norm in _nouns(text)[1:]
    )


_NAMING = 2  # words: "made one" has named no thing before it
_ADVERBS = frozenset(
    ["up", "down", "off", "out", "more", "much", "slower", "together", "first", "well", "online", "instead", "twice",
     "once", "again", "later", "inside", "outside", "there", "here", "back", "away"]
)  # fmt: skip


def _only_a_verb(word: str, lexicon: Lexicon) -> bool:
    names = {form.name for form in readings(word, lexicon)}
    return bool(names & {"past", "ing"}) and not names & {"base", "third"}


_INTRANSITIVE_ENDS = re.compile(
    r"(?:^|, | and )(?:made|used|put|gave|got|did|took|had|fixed|found|built|bought|held|kept|tried|brought)"
    r"(?: too| again| first)?$"
)


_NO_OBJECT = re.compile(r"\b(?:showed|gave|sent|handed|brought|told) to\b")
_UNSAID = re.compile(r"^did (?:\d+|two|three|four|five|six|all)\b|(?<!with)(?<!had)(?<!and) no \w+$", re.IGNORECASE)


def _hangs(body: str, low: list[str], lexicon: Lexicon) -> bool:
    """A deed whose object is missing (`gave`), or clauses that run into each other with no word between."""
    if _NO_OBJECT.search(body) or _UNSAID.search(body):
        return True
    first = re.split(r"; ", body)
    return any(_INTRANSITIVE_ENDS.search(part.casefold()) for part in first)
