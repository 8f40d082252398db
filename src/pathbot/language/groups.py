"""Finding the verb of a clause, what it says about time, and who its subject is."""

from collections.abc import Sequence
from typing import Literal

from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings

Subject = Literal["i", "we", "other", "none"]
Tense = Literal["past", "present", "ongoing", "future", "modal", "none"]
Words = Sequence[str]

_BE = frozenset(["am", "is", "are", "was", "were", "be", "been", "being"])
_HAVE = frozenset(["have", "has", "had", "having"])
_DO = frozenset(["do", "does", "did"])
_NOT = frozenset(["not", "never"])
_NOMINATIVE = frozenset(["i", "we", "he", "she", "they", "it", "you", "there", "who"])
_PERSONS = frozenset(["i", "we", "he", "she", "they"])
_TIME = frozenset(["this", "last", "one", "today", "yesterday", "tomorrow"])
_WHENEVER = frozenset(["every", "each", "most", "some", "one", "the", "last", "on"])
_WHENS = frozenset(
    [
        "day", "days", "week", "weeks", "weekend", "weekends", "month", "year", "morning", "mornings", "night",
        "nights", "afternoon",
        "time", "times", "summer", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "mondays",
        "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "period", "lunch",
    ]
)  # fmt: skip
_RELATIVE = frozenset(["that", "which", "who", "whose"])
# These stand between the parts of a verb ("was only half finished", "didn't even try").
_BETWEEN = frozenset(
    [
        "also", "really", "just", "then", "always", "all", "even", "still", "already", "only", "both", "kind", "sort",
        "of", "finally", "mostly", "mainly", "actually", "never", "not", "half", "almost", "nearly", "barely",
        "currently", "probably", "maybe", "first", "later", "literally", "basically", "honestly",
    ]
)  # fmt: skip
ALMOST = frozenset(["almost", "nearly", "half", "barely", "hardly"])


class VerbGroup(Frozen):
    """Auxiliaries and verb from word `start` up to word `end`. `chain` holds the verbs it governs (`tried to fix`)."""

    start: int
    end: int
    lemma: str
    chain: tuple[str, ...] = ()
    tense: Tense = "none"
    negated: bool = False
    passive: bool = False
    partly: bool = False


class SubjectPhrase(Frozen):
    """Who does it, and up to which word the phrase goes. `end` is where the verb is looked for."""

    who: Subject
    start: int
    end: int


def is_finite(ws: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether word `i` can carry the tense of a clause at this place."""
    word, before = ws[i], ws[i - 1] if i else ""
    if before == "of" and i > 2 and ws[i - 2] in {"kind", "sort"}:
        before = ws[i - 3]  # "it kind of worked"
    sets = lexicon.sets
    if word in sets["modals"] or word in _DO or word in _HAVE or word in _BE - {"be", "been", "being"}:
        return before != "to"
    names = {form.name for form in readings(word, lexicon)}
    if not names or before in sets["determiners"] - {"that", "this", "all", "both", "some", "most"} or before == "to":
        return False
    if before in _NOMINATIVE or (before in sets["openers"] and i > 1 and ws[i - 2] in _NOMINATIVE):
        return bool(names & {"past", "base", "third"})
    if "past" in names:
        return before not in sets["prepositions"] and before not in _BE and before not in _HAVE
    return "third" in names and _acts(ws, i, lexicon)


def _acts(ws: Words, i: int, lexicon: Lexicon) -> bool:
    """`the club moves the bins`, not `the graphs of`: a third person form that takes an object or a place."""
    before, after = ws[i - 1] if i else "", ws[i + 1] if i + 1 < len(ws) else ""
    if not before.isalpha() or before in lexicon.sets["prepositions"] or before in lexicon.sets["coordinators"]:
        return False
    return after in lexicon.sets["determiners"] or after in {"to", "in", "on", "at", "me", "us", "them", "it"}


def first_finite(ws: Words, start: int, end: int, lexicon: Lexicon, reach: int = 9) -> int:
    """The first finite verb from `start`, -1 when there is none before `end`, a mark or a relative clause."""
    for i in range(start, min(end, start + reach)):
        if not (ws[i][0].isalnum() or ws[i][0] == "$") or (ws[i] in _RELATIVE and i > start):
            return -1
        if ws[i] in {"and", "or", "but"} and i + 1 < end and is_finite(ws, i + 1, lexicon):
            return -1
        if is_finite(ws, i, lexicon):
            return i
    return -1


def subject(ws: Words, start: int, end: int, lexicon: Lexicon) -> SubjectPhrase:
    """Who acts in the words from `start` to `end`; "none" when the subject was left out or there is no verb."""
    if start >= end:
        return SubjectPhrase(who="none", start=start, end=start)
    verb = first_finite(ws, start, end, lexicon, reach=14)
    word = ws[start]
    names = {form.name for form in readings(word, lexicon)}
    if verb == start or (names & {"past", "ing"} and verb < 0) or verb < 0:
        return SubjectPhrase(who="none", start=start, end=start)
    begin = _after_time(ws, start, verb, lexicon)
    phrase = ws[begin:verb]
    while len(phrase) > 1 and phrase[-1] in _BETWEEN:
        phrase = phrase[:-1]
    if not phrase:
        return SubjectPhrase(who="none", start=start, end=start)
    if len(phrase) > 1 and phrase[0] in _WHENEVER and phrase[-1] in _PERSONS and set(phrase[1:-1]) & _WHENS:
        begin, phrase = begin + len(phrase) - 1, phrase[-1:]  # "every friday i write down the yards"
    relative = len(phrase) > 1 and phrase[-1] in _PERSONS and not {"and", "with"} & set(phrase)
    if relative and (phrase[0] not in lexicon.sets["determiners"] or phrase[0] in {"this", "that"}):
        begin, phrase = begin + len(phrase) - 1, phrase[-1:]
    elif relative:
        later = first_finite(ws, verb + 1, end, lexicon, reach=14)  # "the poster I made was ...": the poster is meant
        return SubjectPhrase(who="other", start=begin, end=later if later > 0 else verb)
    who: Subject = "we" if _is_group(phrase, lexicon) else "i" if "i" in (phrase[0], phrase[-1]) else "other"
    return SubjectPhrase(who=who, start=begin, end=verb)


def _after_time(ws: Words, start: int, verb: int, lexicon: Lexicon) -> int:
    """Skips what stands before the subject: `next week I will`, `after that we did`, `almost finished`."""
    while start < verb and ws[start] in _BETWEEN:
        start += 1
    leads = lexicon.sets["openers"] | lexicon.sets["prepositions"] | _TIME
    if start < verb - 1 and ws[start] in leads and ws[verb - 1] in _PERSONS and "and" not in ws[start:verb]:
        return verb - 1
    return start


def _is_group(phrase: Words, lexicon: Lexicon) -> bool:
    """`we`, `my group`, `me and Leo`, `my partner and I`, `some of us`."""
    first, sets = phrase[0], lexicon.sets
    if first == "we" or "us" in phrase[1:3]:
        return True
    if {"i", "me"} & set(phrase) and {"and", "with"} & set(phrase):
        return first != "the" or phrase[-1] != "i"  # "the form and i made the charts": one answer, one new clause
    return first in {"my", "our"} and any(word in sets["team_nouns"] for word in phrase[1:3]) and len(phrase) <= 4


def verb_group(ws: Words, start: int, end: int, lexicon: Lexicon) -> VerbGroup | None:
    """The verb that begins at or right after `start`, with its tense; None when there is none."""
    i, tense, flags = start, "", {"negated": False, "passive": False, "partly": False}
    while i < end:
        word, after = ws[i], _next_verb(ws, i + 1, end, lexicon)
        if word in _NOT or word in _BETWEEN:
            flags["negated"] |= word in _NOT
            flags["partly"] |= word in ALMOST
        elif word in lexicon.sets["modals"]:
            tense = "future" if word in {"will", "shall"} else "modal"
        elif word in _DO and "base" in after:
            tense = tense or ("past" if word == "did" else "present")
        elif word in _HAVE and ("participle" in after or (ws[i + 1 : i + 2] == ["been"] and "ing" in after)):
            tense = tense or "past"
        elif word in _BE and word != "being" and after & {"ing", "participle"}:
            if _going_to(ws, i, end, lexicon):
                tense, i = "future", _index(ws, "to", i)
            else:
                flags["passive"] |= "ing" not in after
                tense = tense or ("ongoing" if "ing" in after else "past" if word in {"was", "were"} else "present")
        elif word == "going" and _going_to(ws, i - 1, end, lexicon):
            tense, i = "future", i + 1
        else:
            break
        i += 1
    return _main(ws, start, i, end, tense, flags, lexicon)


def _main(
    ws: Words, start: int, i: int, end: int, tense: str, flags: dict[str, bool], lexicon: Lexicon
) -> VerbGroup | None:
    forms = readings(ws[i], lexicon) if i < end else ()
    if not forms:
        return None
    names = {form.name for form in forms}
    own = "past" if names & {"past", "participle"} else "ongoing" if "ing" in names else "present"
    lemma = forms[0].lemma
    chain, stop = _chain(ws, i + 1, end, lexicon)
    if lemma in lexicon.sets["intention"] and chain and tense in {"", "past", "present", "ongoing"}:
        tense = "future"
    if lemma == "be" and ws[i + 1 : i + 3] in (["supposed", "to"], ["about", "to"]):
        tense = "future"
    return VerbGroup.model_validate(
        {"start": start, "end": stop, "lemma": lemma, "chain": chain, "tense": tense or own, **flags}
    )


def _chain(ws: Words, i: int, end: int, lexicon: Lexicon) -> tuple[tuple[str, ...], int]:
    """The verbs governed by the one before `i`: `to fix`, `fixing`, `how to fix`; and the word after them."""
    found: list[str] = []
    stop = i
    while i < end:
        if ws[i] in {"how", "out", "up", "not"} and i + 1 < end and ws[i + 1] in {"to", "how"}:
            i += 1
            continue
        names = {form.name: form.lemma for form in readings(ws[i], lexicon)}
        if ws[i] == "to" and i + 1 < end:
            after = {form.name: form.lemma for form in readings(ws[i + 1], lexicon)}
            if "base" not in after:
                break
            found.append(after["base"])
            i = stop = i + 2
        elif "ing" in names and (i == 0 or ws[i - 1] not in lexicon.sets["prepositions"]):
            found.append(names["ing"])
            i = stop = i + 1
        elif not found and "base" in names and _governs_base(ws, i, lexicon):
            found.append(names["base"])
            i = stop = i + 1
        else:
            break
    return tuple(found), stop


def _governs_base(ws: Words, i: int, lexicon: Lexicon) -> bool:
    return i > 0 and any(form.lemma in {"help", "let"} for form in readings(ws[i - 1], lexicon))


def _next_verb(ws: Words, i: int, end: int, lexicon: Lexicon) -> frozenset[str]:
    while i < end and (ws[i] in _BETWEEN or ws[i] in _BE & {"been"}):
        i += 1
    return frozenset(form.name for form in readings(ws[i], lexicon)) if i < end else frozenset()


def _going_to(ws: Words, i: int, end: int, lexicon: Lexicon) -> bool:
    at = _index(ws, "to", i + 1)
    if not 0 < at <= i + 4 or ws[at - 1] not in {"going", "about", "supposed"} or at + 1 >= end:
        return False
    return any(form.name == "base" for form in readings(ws[at + 1], lexicon))


def _index(ws: Words, word: str, start: int) -> int:
    for i in range(max(start, 0), min(len(ws), start + 6)):
        if ws[i] == word:
            return i
    return -1
