"""A learner's clause in the words of a résumé: no subject, verb in the past, chat spelling written out."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pathbot.language.clauses import Clause
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, tokens
from pathbot.language.tokens import words as spelled
from pathbot.language.verbs import readings, simple_past

_NOISE = frozenset(
    [
        "lol", "lmao", "lmfao", "haha", "hahaha", "tbh", "ngl", "fr", "omg", "smh", "bruh", "bro", "xd", "idk", "um",
        "uh", "literally", "basically", "honestly", "actually", "totally", "kinda", "sorta", "btw", "imo", "also",
        "really", "just", "anyway", "yeah",
    ]
)  # fmt: skip


def did(text: str, clause: Clause, lexicon: Lexicon) -> str:
    """`we did a survey` as `carried out a survey`; empty when the clause has no deed that can be told in the past."""
    verb = _past(clause, lexicon)
    if not verb:
        return ""
    rest = tokens(text[clause.rest_start : clause.end]) if clause.rest_start < clause.end else ()
    words = [*verb, *_shown(text[clause.rest_start : clause.end], rest, lexicon)]
    if _OWN in text[clause.subject_start : clause.subject_end].casefold() and clause.tense == "ongoing":
        words = _all_past(words, lexicon)
    if clause.tense == "present":
        words = _also_past(words, lexicon)
    return " ".join(words)


def _also_past(words: list[str], lexicon: Lexicon) -> list[str]:
    """`edited in Audacity and pick the music` as `... and picked the music`."""
    result = list(words)
    if len(words) > 4 and words[-4] == "what" and words[-3] in lexicon.sets["determiners"]:
        said = [form.lemma for form in readings(words[-1], lexicon) if form.name == "base"]
        result[-1] = simple_past(said[0], lexicon) if said else words[-1]  # "what the doctor say"
    for i in range(2, len(words)):
        if {"while", "when"} & set(words[:i]) and words[i - 2] in lexicon.sets["determiners"]:
            third = [form.lemma for form in readings(words[i], lexicon) if form.name == "third"]
            result[i] = simple_past(third[0], lexicon) if third else result[i]  # "while my aunt works"
    for i in range(1, len(words) - 1):
        acts = words[i - 1] == "and" and words[i + 1] in lexicon.sets["determiners"] | {
            "it",
            "them",
            "up",
            "out",
            "there",
        }
        names = {form.name: form.lemma for form in readings(words[i], lexicon)}
        only = words[i - 1] == "and" and words[i] in _ONLY_VERBS
        bases = [names["base"]] if "base" in names and "past" not in names else []
        if (acts or only) and bases:
            result[i] = simple_past(bases[0], lexicon)
    return result


_OWN = "my "


# These are no nouns, so that "and translate for the class" goes on with the deed.
_ONLY_VERBS = frozenset(
    [
        "translate", "explain", "write", "teach", "help", "give", "make", "ask", "tell", "collect", "measure",
        "clean", "prepare",
        "organize", "bring", "learn", "read", "take", "put", "send", "sell", "add", "choose", "create", "present",
        "describe",
    ]
)  # fmt: skip


def _past(clause: Clause, lexicon: Lexicon) -> list[str]:
    verb, chain = clause.verb, clause.chain
    own_part = clause.subject == "other"
    if verb == "be":
        if clause.tense != "past" or own_part:
            return []
        return ["was"] if _IN_CHARGE.search(clause.text.casefold()) else ["served", "as"]
    if verb == "have" and not chain:
        return ["held"]
    if verb in {"have", "get", "end"} and chain:
        return [simple_past(chain[-1], lexicon)]
    if clause.tense == "ongoing" and not own_part:
        return _went_on((verb, *chain), clause, lexicon)
    if verb == "work" and clause.verb_start == clause.rest_start:
        return ["worked", "on"]
    if verb == "do" and not chain:
        asked = clause.verb_start == clause.rest_start
        bare = clause.text.split()[0].casefold() not in lexicon.sets["determiners"]
        return ["worked", "on"] if asked and bare else ["did"]
    past = simple_past(verb, lexicon)
    if not chain:
        return [past]
    return [past, *clause.text[_after_head(clause, lexicon) :].split()[: _chain_length(clause, lexicon)]]


_IN_CHARGE = re.compile(r"\b(in charge|responsible)\b")


# What has been done as soon as one has been doing it.
_AT_ONCE = frozenset(
    [
        "help",
        "practice",
        "volunteer",
        "coach",
        "teach",
        "tutor",
        "research",
        "interview",
        "clean",
        "water",
        "work",
        "collect",
    ]
)
_UNTIL_DONE = frozenset(["make", "build", "create", "do"])


def _went_on(verbs: Sequence[str], clause: Clause, lexicon: Lexicon) -> list[str]:
    """`helping kids read` was helping; `making a poster` was work on a poster, which may not be finished."""
    if verbs[0] in _AT_ONCE and len(verbs) == 1:
        return [simple_past(verbs[0], lexicon)]
    named = clause.rest_start < clause.end
    if verbs[-1] in _UNTIL_DONE and len(verbs) == 1 and named:
        return ["worked", "on"]
    return ["worked", "on", *_gerunds(verbs, clause)]


def _gerunds(verbs: Sequence[str], clause: Clause) -> list[str]:
    """The verb as it was typed, from its `-ing` form on."""
    head = clause.text[clause.verb_start - clause.start : max(clause.rest_start - clause.start, 0)].split()
    return [word.casefold() for word in head if word.casefold().endswith("ing")][:1] or [verbs[-1]]


def _after_head(clause: Clause, lexicon: Lexicon) -> int:
    """Where the words after the first verb begin, as an offset into the clause."""
    for token in tokens(clause.text):
        inside = token.start >= clause.verb_start - clause.start
        if inside and any(form.lemma == clause.verb for form in readings(token.norm, lexicon)):
            return token.end
    return len(clause.text)


def _chain_length(clause: Clause, lexicon: Lexicon) -> int:
    start = _after_head(clause, lexicon)
    return len(clause.text[start : max(clause.rest_start - clause.start, start)].split())


def shown(text: str, lexicon: Lexicon) -> str:
    """Any words of a learner, written out for a statement."""
    return " ".join(_shown(text, tokens(text), lexicon))


def _shown(text: str, found: Sequence[Token], lexicon: Lexicon) -> list[str]:
    words: list[str] = []
    hedged = _hedged(found)
    for n, token in enumerate(found):
        if n in hedged or token.norm in _NOISE or token.kind in ("other", "link", "break"):
            continue
        after = found[n + 1] if n + 1 < len(found) else None
        counted = after is not None and after.norm in lexicon.words.numbers and after.norm != "one"
        follows_number = after is not None and (after.kind == "number" or counted)
        if token.norm == "like" and follows_number:
            words.append("about")
        elif token.norm == "its" and words[-1:] and words[-1] in _BEFORE_IT_IS:
            words.append("it's")
        elif token.kind == "punctuation":
            _punctuate(words, token.norm, text, token)
        elif words and words[-1].endswith("-") and text[token.start - 1] == "-":
            words[-1] += _word(text, token, lexicon)
        else:
            word = _word(text, token, lexicon)
            if token.norm in _TITLES:
                word = f"{token.norm.capitalize()}."
            elif words and words[-1].endswith(".") and words[-1].casefold().rstrip(".") in _TITLES:
                word = word[:1].upper() + word[1:]
            word = word.capitalize() if words[-1:] == ["Google"] and word in _GOOGLE else word
            if words and (words[-1].casefold(), word.casefold()) in _TWO_WORD_NAMES:
                words[-1], word = words[-1].capitalize(), word.capitalize()
            words.append(word)
    while words and words[-1] in {"and", "but", "so", "or", "then", "because", "with"}:
        words.pop()
    if words:
        words[-1] = words[-1].rstrip(",;:-–—(")
    return [word for word in words if word]


def _hedged(found: Sequence[Token]) -> frozenset[int]:
    """Token numbers of `i guess`, `real quick`, `or something`: talk, not what was done."""
    norms = [token.norm for token in found]
    places: set[int] = set()
    for n, pair in enumerate(pairwise(norms)):
        last = n + 2 >= len(norms) or not norms[n + 2][0].isalnum()
        if pair in _HEDGES and (last or pair[0] != "i"):
            places |= {n, n + 1}
    return frozenset(places)


_HEDGES = frozenset(
    [
        ("i", "guess"), ("i", "think"), ("i", "suppose"), ("i", "mean"), ("i", "believe"), ("or", "something"),
        ("or", "whatever"), ("and", "stuff"), ("n", "stuff"), ("and", "everything"), ("real", "quick"),
        ("super", "quick"), ("real", "fast"), ("or", "so"), ("you", "know"), ("for", "real"),
    ]
)  # fmt: skip
_TITLES = frozenset(["mr", "mrs", "ms", "dr"])
_BEFORE_IT_IS = frozenset(["when", "if", "because", "until", "while", "that", "since"])
_TWO_WORD_NAMES = frozenset(
    [
        ("red", "cross"),
        ("home", "depot"),
        ("dollar", "tree"),
        ("whole", "foods"),
        ("earth", "day"),
        ("black", "history"),
    ]
)
_GOOGLE = frozenset(
    [
        "form", "forms", "doc", "docs", "sheet", "sheets", "slide", "slides", "drive", "maps", "earth", "classroom",
        "site",
    ]
)  # fmt: skip


def _punctuate(words: list[str], mark: str, text: str, token: Token) -> None:
    if not words:
        return
    if mark in ",;:":
        words[-1] = words[-1].rstrip(",;:") + ","
    elif mark == "-" and token.start and not text[token.start - 1].isspace():
        words[-1] += "-"


def _word(text: str, token: Token, lexicon: Lexicon) -> str:
    typed = text[token.start : token.end]
    if token.norm == "cause" and any(t.norm == "because" and t.start == token.start for t in spelled(text, lexicon)):
        return "because"
    if token.norm in lexicon.words.casing:
        return lexicon.words.casing[token.norm]
    if token.norm in lexicon.words.shorthand:
        return lexicon.words.shorthand[token.norm]
    if token.norm.removesuffix("'s") in lexicon.sets["names"] or token.norm.removesuffix("s") in _DAYS:
        return typed[:1].upper() + typed[1:]
    if _UNDER.fullmatch(typed):
        return typed.upper()
    return token.norm if typed.isupper() and len(typed) > 4 else typed


_UNDER = re.compile(r"u\d{1,2}")  # "the u8 team"
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])


def _all_past(words: list[str], lexicon: Lexicon) -> list[str]:
    """`watered every Tuesday and making the sign` as `... and made the sign`."""
    result = list(words)
    for i in range(1, len(words)):
        if words[i - 1] == "and" or words[i - 1].endswith(","):
            lemmas = [form.lemma for form in readings(words[i], lexicon) if form.name == "ing"]
            if lemmas:
                result[i] = simple_past(lemmas[0], lexicon)
    return result


_EVENTS = frozenset(
    [
        "survey", "experiment", "study", "interview", "interviews", "test", "lab", "poll", "investigation", "audit",
        "inventory", "analysis", "trial",
    ]
)  # fmt: skip


def plain_did(fragment: str) -> str:
    """`did a survey` as `carried out a survey`, `did the posters` as `worked on the posters`."""
    fragment = fragment.replace("worked on working on ", "worked on ", 1)  # "was working on the robot"
    head, _, rest = fragment.partition(" ")
    if head != "did" or not rest:
        return fragment
    first = rest.split()[0]
    if first in {"a", "an"} and _EVENTS & set(rest.casefold().split()):
        return f"carried out {rest}"
    if first in {"the", "our", "my", "all", "some", "a", "an"}:
        return f"worked on {rest}"
    return fragment
