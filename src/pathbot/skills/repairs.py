"""Small words that chat leaves out, put back where one thing alone can be meant: `wrote 2 page report`."""

import re
from collections.abc import Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.thesaurus import Thesaurus, forms

_UNITS = frozenset(
    ["page", "minute", "foot", "inch", "hour", "day", "week", "step", "piece", "person", "part", "slide",
    "question", "gallon",
     "pound", "mile", "color", "point", "layer", "second", "meter", "dollar", "word", "line", "panel", "chapter",
     "panel"]
)  # fmt: skip
_OWNERS = frozenset(
    ["mom", "dad", "grandma", "grandpa", "grandmother", "grandfather", "sister", "brother", "cousin", "uncle",
    "aunt", "teacher",
     "neighbor", "friend", "coach", "everybody", "everyone", "somebody", "someone", "nobody", "partner",
     "principal", "class",
     "school", "abuela", "abuelo", "mother", "father", "team", "city", "town"]
)  # fmt: skip
_SIZES = frozenset(["big", "small", "short", "long", "new", "little", "huge", "tiny", "wooden", "paper", "cardboard",
                    "digital",
                    "simple", "quick", "giant", "fake", "mini", "google", "large"])  # fmt: skip
_VOWELS = tuple("aeio")
_NUMBER = re.compile(r"\d+")


def repaired(fragment: str, table: Thesaurus, lexicon: Lexicon) -> str:
    """A deed in résumé form with its small words put back. The first word is its verb."""
    words = fragment.split()
    words = _homophones(_without_too(words, table, lexicon), lexicon)
    for mend in (_owned, _measured, _counted, _articled):
        words = mend(words, table, lexicon)
    words = _SHOWN_TO.sub(r"\1 it to", " ".join(words)).split()
    return _COUNT_LAST.sub(r" with \1 \2", " ".join(words))  # "a survey on Google Forms, 5 questions"


_SHOWN_TO = re.compile(r"^(showed|gave|sent|handed|brought) to\b")


def with_article(thing: str, table: Thesaurus, lexicon: Lexicon) -> str:
    """`score` as `the score`, where a bare word for a thing is a subject."""
    words = thing.split()
    bare = len(words) == 1 and words[0].islower() and words[0] not in lexicon.function_words
    return f"the {thing}" if bare and _is_thing(words[0], table, lexicon) else thing


def _is_thing(word: str, table: Thesaurus, lexicon: Lexicon) -> bool:
    if (
        word in lexicon.sets["names"] | lexicon.sets["companions"]
        or word.removesuffix("s") in lexicon.sets["companions"]
    ):
        return False
    kinds = frozenset().union(*(table.related.kinds(form, "n", 2) for form in forms(word, lexicon)))
    return bool(kinds) and not kinds & {"person", "group"}


def _without_too(words: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> list[str]:
    """`measured the wood too`, `12 feet now`: words that only tie a clause to the talk."""
    told = [
        word
        for i, word in enumerate(words)
        if word != "too" or (words[i + 1 : i + 2] and not _after_too(words[i + 1], lexicon))
    ]
    while told and told[-1] in {"now", "though", "lately", "rn", "again,", "already", "anyway", "then"}:
        told.pop()
    if told:
        told[-1] = told[-1].rstrip(",")
    return told


_DEGREES = frozenset(
    [
        "hard", "small", "big", "long", "short", "heavy", "steep", "loud", "tight", "loose", "wet", "dry", "high",
        "low", "late", "early", "much", "many", "slow", "fast", "dark", "thin", "thick", "hot", "cold", "sweet",
        "salty", "easy", "wide", "weak", "soft", "quiet", "boring", "expensive", "difficult", "confusing",
    ]
)  # fmt: skip
_ONE_PERSON = frozenset(
    ["lady", "guy", "kid", "girl", "boy", "man", "woman", "person", "company", "store", "place", "website"]
)


def _homophones(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """`to hard` as `too hard`; `this lady` nobody knows yet as `a lady`."""
    told = list(words)
    for i, word in enumerate(words):
        after = words[i + 1].strip(",;") if i + 1 < len(words) else ""
        ends = i + 2 >= len(words) or words[i + 1][-1:] in ",;" or words[i + 2] in _ENDING_A_DEGREE
        if word == "to" and after in _DEGREES and ends:
            told[i] = "too"
        elif word == "this" and after in _ONE_PERSON:
            told[i] = "a"
    return told


_ENDING_A_DEGREE = frozenset(["and", "for", "so", "to", "because", "but", "or", "after", "when"])


_COUNT_LAST = re.compile(
    r", (\d+|two|three|four|five|six|ten|twelve) (?!(?:ft|lbs?|feet|inches|minutes|days|hours|weeks|pounds|dollars"
    r"|times|seconds|cm|degrees|months|years|miles|points)\b)(\w+s)$"
)


def _after_too(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.sets["prepositions"] | {"using", "and", "so", "because", "when"}


def _owned(words: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> list[str]:
    """`my moms machine`, `everybodys shots`, `bend there knees`."""
    told = list(words)
    for i, word in enumerate(words[:-1]):
        after = words[i + 1]
        noun = after.isalpha() and after not in lexicon.function_words and not _acts(after, lexicon)
        beyond = words[i + 2] if i + 2 < len(words) else ""
        noun = noun or (after.endswith("ing") and _is_thing(beyond, table, lexicon))  # "my moms sewing machine"
        if not noun:
            continue
        owner = word[:-1] if word.endswith("s") else ""
        if owner and i and words[i - 1] in {"Ms.", "Mr.", "Mrs.", "Dr."} and owner[:1].isupper():
            told[i] = f"{word}'"
            continue
        named = owner.casefold() in lexicon.sets["names"] and word.casefold() not in lexicon.sets["names"]
        if named or (owner in _OWNERS and not (words[i - 1 : i] and _many(words[i - 1])) and word != "class"):
            told[i] = f"{owner}'s"
        elif word == "there" and i and _is_thing(after, table, lexicon) and after.endswith("s"):
            told[i] = "their"
    return told


def _acts(word: str, lexicon: Lexicon) -> bool:
    names = {form.name for form in readings(word, lexicon)}
    return bool(names & {"past", "ing"}) and "base" not in names


def _many(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word)) or word in {
        "all",
        "two",
        "three",
        "both",
        "some",
        "many",
        "other",
        "those",
        "these",
    }


def _measured(words: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> list[str]:
    """`2 page report` as `a 2-page report`."""
    told: list[str] = []
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
            continue
        after = [part.strip(",") for part in words[i + 1 : i + 3]]
        number = bool(_NUMBER.fullmatch(word)) or word in lexicon.words.numbers
        if (
            number
            and len(after) == 2
            and after[0] in _UNITS
            and words[i + 1] == after[0]
            and _is_thing(after[1], table, lexicon)
            and not after[1].endswith("s")
        ):
            before = words[i - 1] if i else ""
            known = before in lexicon.sets["determiners"] or after[1].endswith("s")
            told += [f"{word}-{after[0]}"] if known else ["a", f"{word}-{after[0]}"]
            skip = True
        else:
            told.append(word)
    return told


def _counted(words: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> list[str]:
    """`3 poster` as `3 posters`; `a apple` as `an apple`."""
    told = list(words)
    for i, word in enumerate(words[1:], start=1):
        before, core = words[i - 1], word.strip(",;")
        several = (before.isdigit() and before != "1") or (lexicon.words.numbers.get(before, 0) > 1)
        alone = not words[i + 1 : i + 2] or word != core or not _noun(words[i + 1], lexicon)
        if several and alone and (core in lexicon.sets["countable"] or _counts(core, table, lexicon)):
            told[i] = word.replace(core, _plural(core), 1)
        if before == "a" and word.startswith(_VOWELS) and not word.startswith(("eu", "one", "once", "uni")):
            told[i - 1] = "an"
    return told


def _counts(word: str, table: Thesaurus, lexicon: Lexicon) -> bool:
    """`24 photo`, `3 week`: a thing of which there are several, said as one."""
    if not word.isalpha() or word.endswith("s") or word in _NO_PLURAL or len(word) < 3:
        return False
    names = {form.name for form in readings(word, lexicon)}
    return not names & {"past", "ing"} and bool(table.related.kinds(word, "n", 1) & _COUNTED)


_COUNTED = frozenset(["artifact", "communication", "time", "animal", "plant", "person"])
_NO_PLURAL = frozenset(
    [
        "people", "children", "feet", "men", "women", "fish", "sheep", "deer", "percent", "dozen", "hundred",
        "thousand", "million", "teeth", "mice", "geese", "out", "off", "past", "half", "more", "less", "other",
        "long",
        "tall", "wide", "deep", "high", "each", "total", "old", "new", "big", "small", "different", "staff", "bucks",
        "info", "feedback", "music", "paint", "per", "double", "single", "extra", "main", "red", "blue", "green",
        "am",
        "pm", "first", "second", "third", "grade", "grand",
    ]
)  # fmt: skip


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("x", "ch", "sh")) else f"{word}s"


def _noun(word: str, lexicon: Lexicon) -> bool:
    return word.isalpha() and word not in lexicon.function_words


_MAKING = frozenset(
    [
        "made",
        "built",
        "wrote",
        "designed",
        "created",
        "drew",
        "painted",
        "sewed",
        "filmed",
        "printed",
        "worked",
        "coded",
    ]
)
_MASS = frozenset(
    [
        "music", "research", "code", "homework", "art", "furniture", "equipment", "clothing", "paint", "software",
        "data",
        "information", "work", "poetry", "advice", "news", "paper", "wood", "cardboard", "glass", "fabric", "cloth",
        "leather",
        "felt", "plastic", "metal", "wire", "rope", "yarn", "tape", "glue", "thread", "artwork", "footage",
        "lighting", "sound",
        "makeup", "jewelry", "pottery", "origami", "audio", "anime", "lace", "wallpaper", "html", "css", "python",
        "javascript",
        "graffiti", "calligraphy", "choreography", "stuff", "math", "history", "english", "science", "scenery",
        "packaging",
        "feedback", "fiction", "lyrics", "dialogue", "text", "writing", "speaking", "reading", "traffic", "signage",
        "mail", "email",
    ]
)  # fmt: skip


def _is_one(words: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> bool:
    """Whether bare nouns up to the next small word name one thing that is made: `water filter`, `interview with`."""
    nouns: list[str] = []
    for word in words[:4]:
        if not word.strip(",;").isalpha() or word in lexicon.function_words or word in {"using", "about"}:
            break
        nouns.append(word.strip(",;"))
        if word[-1] in ",;":
            break
    if not 1 <= len(nouns) <= 3 or any(word in _MASS or not word.islower() for word in nouns):
        return False
    head = nouns[-1]
    kinds = table.related.kinds(head, "n", 1)
    verbal = {form.name for form in readings(head, lexicon)} & {"past", "ing"}
    named = bool(kinds & {"artifact", "communication"}) and not head.endswith("s") and not verbal
    return named and all(_is_thing(word, table, lexicon) for word in nouns)


def _articled(words: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> list[str]:
    """`made poster for the fair` as `made a poster for the fair`."""
    at = 2 if list(words[:2]) == ["worked", "on"] else 1
    rest = [word.strip(",;") for word in words[at : at + 3]]
    if not rest or words[0] in {"played", "did", "was", "served"}:
        return list(words)
    sized = rest[0] in _SIZES and len(rest) > 1
    if rest[0].isdigit() or rest[0] in lexicon.words.numbers or rest[0] in lexicon.function_words:
        return list(words)
    head = rest[1] if sized else rest[0]
    compound = len(rest) > 1 + sized and rest[1 + sized] in lexicon.sets["countable"]
    listed = head in lexicon.sets["countable"] or (
        compound and not head.endswith("s") and (_is_thing(head, table, lexicon) or not table.related.knows(head))
    )
    if listed or (words[0] in _MAKING and _is_one(words[at:], table, lexicon)):
        article = "an" if rest[0].startswith(_VOWELS) else "a"
        return [*words[:at], article, *words[at:]]
    if words[0] == "searched" and rest[0] in {"information", "info", "data", "pictures", "facts"}:
        return ["searched", "for", *words[1:]]
    return list(words)
