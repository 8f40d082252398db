"""Which clauses can stand in a statement: deeds that happened, troubles, outcomes; no plans, opinions or jokes."""

import re

from pathbot.language.lexicon import Lexicon
from pathbot.skills.record import Heard

_PLAY = re.compile(
    r"\b(jks?|just kidding|kidding|sike|psych|in my dreams|i wish|as if|(m|b|z|gaz)illions?|infinity|literally died)\b"
)


def is_play(text: str, heard: Heard, lexicon: Lexicon) -> bool:
    """Jokes and boasts nobody means, questions, and words nobody puts in a portfolio."""
    norms = {token.norm for token in heard.tokens}
    return bool(_PLAY.search(text.casefold())) or bool(norms & lexicon.sets["unsayable"]) or heard.clause.question


def happened(heard: Heard) -> bool:
    """Whether a clause tells something done. A bare `sanding the roof` answers what was done."""
    clause = heard.clause
    now = {token.norm for token in heard.tokens} & {"am", "are", "is", "still", "currently", "if"}
    if clause.negated or clause.partly or clause.passive or clause.link in {"if", "unless", "because"}:
        return False
    if clause.tense == "present":
        return _is_habit(heard)
    return clause.tense == "past" or (clause.tense == "ongoing" and not now)


def _is_habit(heard: Heard) -> bool:
    """`i edit in audacity`: what the learner keeps doing was also done."""
    norms = {token.norm for token in heard.tokens}
    alone = not heard.clause.chain or heard.clause.verb == "help"
    return heard.clause.subject == "i" and alone and not norms & _NO_HABIT


_NO_HABIT = frozenset(["too", "hardly", "never", "rarely", "usually", "sometimes", "always", "might", "hope"])


_TELLING_BE = re.compile(
    r"\b(in charge|responsible|((the|a|an|\w+) )?(leader|captain|editor|host|narrator|timekeeper|note ?taker|director|"
    r"head of|president|secretary|treasurer|manager|coach|cashier|witness|speaker|scorekeeper|lawyer|stage manager|"
    r"referee|announcer|translator|assistant|counselor))\b"
)
_GOT_SOMETHING = re.compile(r"\b(got|get) (a|an|some|the) new \w+")
_MOVING = frozenset(["go", "come", "get", "have", "see", "hear", "wait", "let", "stand", "sit", "ask", "mess", "end"])


_EVENTS = frozenset(
    [
        "sale", "fair", "meeting", "show", "party", "fundraiser", "event", "booth", "table", "drive", "contest",
        "workshop", "debate", "game", "concert", "rehearsal", "performance", "cleanup", "festival", "night",
        "practice", "exhibit",
    ]
)  # fmt: skip
_MISHAPS = frozenset(
    [
        "break", "fry", "burn", "spill", "ruin", "mess", "crash", "trip", "crack", "rip", "misplace", "fall",
        "mistake",
    ]
)  # fmt: skip
_SPENT_ON = frozenset(
    ["hour", "hours", "minutes", "days", "day", "weeks", "week", "months", "dollars", "bucks", "time", "weekend"]
)
_ASTRAY = frozenset(["backwards", "wrong", "accidentally", "accident", "upside"])


def is_doing(heard: Heard, lexicon: Lexicon) -> bool:
    """Whether the verb is something done. Having, being, thinking and feeling are not, with a few exceptions."""
    clause, verb = heard.clause, heard.clause.verb
    text = clause.text.casefold()
    norms = {token.norm for token in heard.tokens}
    if (
        verb in _MISHAPS
        or (norms & _ASTRAY and "what" not in norms)
        or (verb in {"drop", "forget", "lose"} and {"nervous", "paper", "oops"} & norms)
    ):
        return False
    if verb == "spend" and not norms & _SPENT_ON:
        return False
    if _BARE_MEASURE.search(text):
        return False  # "held 9", "took 3 afternoons": how much a thing bore, how long it took
    if verb == "plan" and not clause.chain:
        return clause.rest_start < clause.end
    if verb == "have" and not clause.chain:
        return bool(norms & _EVENTS)
    if verb == "be":
        return bool(_TELLING_BE.search(text))
    if verb in {"have", "get", "end"} and clause.chain:
        return clause.chain[-1] not in lexicon.sets["stative"]
    if verb == "take":
        return not norms & {"me", "us", "forever", "ages", "long"}
    if verb in {"look", "go"} and norms & {"up", "into", "through", "over"} and not norms & {"crazy", "wrong"}:
        return True
    if verb == "get" and clause.subject != "other" and _GOT_SOMETHING.search(text):
        return True
    if verb == "get":
        return any(token.kind == "number" or token.norm in lexicon.words.numbers for token in heard.tokens)
    if verb == "go" and re.search(r"\bfrom \$?\d", text):
        return False  # "went from 80 to 12" is told of a thing
    if verb == "go":
        return bool({"to", "around", "door"} & {token.norm for token in heard.tokens})
    if verb in lexicon.sets["intention"] and verb != "decide":
        return False
    if verb == "run" and re.search(r"\b(out of|late|away)\b", text):
        return False
    if verb == "ask":
        return clause.rest_start < clause.end
    return bool(verb) and verb not in lexicon.sets["stative"] and verb not in _MOVING | {"say"}


_BARE_MEASURE = re.compile(
    r"\b(?:held|weighed|lasted|stood|cost|hit|reached|took|spent) "
    r"(?:(?:about|like|around|only|almost|over|us|me|up to) )*"
    r"(?:[\d.$]+|an?|two|three|four|five|six|seven|eight|nine|ten|twelve|all|the whole)"
    r"(?: (?:and a half|more|or \w+|to \d+))?"
    r"(?: (?:second|minute|hour|day|week|month|year|afternoon|morning|night|pound|lb|dollar|buck|inche?|classe?|period"
    r"|weekend|foot|feet|time)s?)?$"
)
_SILENT = frozenset(
    [
        "be", "say", "think", "like", "love", "want", "hate", "know", "feel", "tell", "take", "make", "help", "laugh",
        "cry", "seem", "look", "mean", "do", "have", "let", "give", "show", "teach", "yell", "need", "keep", "start",
        "go", "smell", "enjoy", "understand", "flake", "try", "forget", "complain", "cry",
    ]
)  # fmt: skip
_MOVES = frozenset(
    [
        "work", "fit", "spin", "stand", "hold", "float", "run", "fly", "light", "stop", "move", "win", "turn", "stay",
    ]
)  # fmt: skip
_PEOPLE = frozenset(
    [
        "people", "students", "kids", "parents", "classmates", "neighbors", "families", "teachers", "customers",
        "visitors", "graders",
    ]
)  # fmt: skip


def tells_an_outcome(subject: str, heard: Heard, lexicon: Lexicon) -> bool:
    """Whether others or things did something worth telling; a named classmate's own part is not an outcome."""
    words, clause = subject.casefold().split(), heard.clause
    if clause.tense != "past" or clause.partly or not clause.verb or words[-1] in lexicon.sets["companions"] - _ANYONE:
        return False
    if subject.casefold() == "it":
        return clause.verb in _MOVES
    if words[0] in {"they", "he", "she"}:
        return clause.verb not in _SILENT and clause.link in {"and", "then", "so"}
    if words[0] in {"them", "that", "this"}:
        return False
    if words[0].isalpha() and words[0] not in lexicon.sets["determiners"] and words[-1] not in _PEOPLE:
        return False
    return clause.verb not in _SILENT


_ANYONE = frozenset(["people", "club", "class", "students", "kids", "neighbors", "volunteers"])
