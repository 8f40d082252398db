"""What of a learner's messages a statement can be made of: deeds, what was hard, and what happened."""

import re
from collections.abc import Iterator
from typing import Literal

from pathbot.evidence import Quote
from pathbot.frozen import Frozen
from pathbot.language.groups import Subject
from pathbot.language.lexicon import Lexicon
from pathbot.skills.phrasing import did, plain_did, shown
from pathbot.skills.record import Heard, Record

Role = Literal["deed", "trouble", "outcome"]


class Piece(Frozen):
    """One clause worth telling. `words` is it in résumé form: a deed without its subject, else a whole clause.

    `subject` is the subject of a trouble or outcome; `points` is true where the words lean on an `it` said before.
    `order` counts clauses of the whole conversation.
    """

    role: Role
    order: int
    message: int
    sentence: int
    actor: Subject
    verb: str
    words: str
    subject: str = ""
    points: bool = False
    link: str = ""
    quote: Quote


def material(known: Record, lexicon: Lexicon) -> tuple[Piece, ...]:
    """The pieces of all messages in order. Plans, wishes, opinions, questions and jokes are left out."""
    return tuple(_pieces(known, lexicon))


def _pieces(known: Record, lexicon: Lexicon) -> Iterator[Piece]:
    for order, heard in enumerate(known.heard):
        message = known.said[heard.message]
        if _is_play(message.text, heard, lexicon):
            continue
        piece = _deed(order, heard, known, lexicon) or _event(order, heard, known, lexicon)
        if piece is not None:
            yield piece


_PLAY = re.compile(
    r"\b(jk|jks|just kidding|kidding|sike|psych|in my dreams|i wish|as if|millions?|billions?|zillions?|gazillions?)\b"
)


def _is_play(text: str, heard: Heard, lexicon: Lexicon) -> bool:
    """Jokes and boasts nobody means, and words nobody puts in a portfolio."""
    norms = {token.norm for token in heard.tokens}
    return bool(_PLAY.search(text.casefold())) or bool(norms & lexicon.sets["unsayable"]) or heard.clause.question


def _deed(order: int, heard: Heard, known: Record, lexicon: Lexicon) -> Piece | None:
    clause, text = heard.clause, known.said[heard.message].text
    if heard.actor not in ("i", "we") or not _happened(heard) or not _is_doing(heard, lexicon):
        return None
    words = plain_did(did(text, clause, lexicon))
    if len(words.split()) < 2 and not clause.chain:
        return None
    return _piece("deed", order, heard, known, words, "", _leans(heard))


def _happened(heard: Heard) -> bool:
    clause = heard.clause
    now = {token.norm for token in heard.tokens} & {"am", "are", "is", "still", "currently", "if"}
    if clause.negated or clause.partly or clause.passive or clause.link in {"if", "unless"}:
        return False
    return clause.tense == "past" or (clause.tense == "ongoing" and not now)


_TELLING_BE = re.compile(
    r"\b(in charge|responsible|the (leader|captain|editor|host|narrator|timekeeper|note ?taker|director))\b"
)
_MOVING = frozenset(["go", "come", "get", "have", "see", "hear", "wait", "let", "stand", "sit"])


def _is_doing(heard: Heard, lexicon: Lexicon) -> bool:
    """Whether the verb is something done. Having, being, thinking and feeling are not, with a few exceptions."""
    clause, verb = heard.clause, heard.clause.verb
    text = clause.text.casefold()
    if verb == "be":
        return bool(_TELLING_BE.search(text))
    if verb in {"have", "get", "end"} and clause.chain:
        return clause.chain[-1] not in lexicon.sets["stative"]
    if verb == "get":
        return any(token.kind == "number" or token.norm in lexicon.words.numbers for token in heard.tokens)
    if verb == "go":
        return bool({"to", "around", "door"} & {token.norm for token in heard.tokens})
    if verb in lexicon.sets["intention"] and verb != "decide":
        return False
    if verb in {"say", "run"} and re.search(r"\b(out of|said)\b", text):
        return False
    return bool(verb) and verb not in lexicon.sets["stative"] and verb not in _MOVING


def _event(order: int, heard: Heard, known: Record, lexicon: Lexicon) -> Piece | None:
    """What went wrong, or what others or things then did."""
    clause, text = heard.clause, known.said[heard.message].text
    if heard.actor != "other" or clause.tense not in ("past", "modal") or clause.link in {"if", "unless"}:
        return None
    subject = _subject(text[clause.subject_start : clause.subject_end], clause.verb, lexicon)
    rest = shown(text[clause.subject_end : clause.end], lexicon)
    if not subject or not rest:
        return None
    if _is_trouble(heard, lexicon):
        return _piece("trouble", order, heard, known, f"{subject} {rest}", subject, subject in _PRONOUNS)
    if clause.tense == "past" and _tells_an_outcome(subject, clause.verb, lexicon) and not clause.partly:
        return _piece("outcome", order, heard, known, f"{subject} {rest}", subject, subject in _PRONOUNS)
    return None


_PRONOUNS = frozenset(["it", "they", "them", "that", "this"])
_WRONG = frozenset(
    [
        "wrong",
        "broken",
        "loose",
        "stuck",
        "confusing",
        "crooked",
        "blurry",
        "messy",
        "uneven",
        "late",
        "dead",
        "missing",
    ]
)
_BREAKING = frozenset(
    ["break", "fall", "crash", "leak", "bend", "crack", "melt", "snap", "fail", "wobble", "tear", "rip", "freeze"]
)


def _is_trouble(heard: Heard, lexicon: Lexicon) -> bool:
    clause = heard.clause
    norms = [token.norm for token in heard.tokens]
    too = "too" in norms and clause.verb == "be"
    return clause.negated or clause.verb in _BREAKING or too or (clause.verb == "be" and bool(_WRONG & set(norms)))


_SILENT = frozenset(["be", "say", "think", "like", "love", "want", "hate", "know", "feel", "tell", "take", "make", "help", "laugh", "cry",
                     "seem", "look", "mean", "do", "have", "let", "give", "show", "teach", "yell", "need", "get"])  # fmt: skip


def _tells_an_outcome(subject: str, verb: str, lexicon: Lexicon) -> bool:
    first, *_, last = subject.casefold().split() if " " in subject else (subject.casefold(), subject.casefold())
    if (
        subject in {"they", "them", "that", "this"}
        or not verb
        or last in lexicon.sets["companions"] - {"people", "club"}
    ):
        return False
    if subject == "it":
        return verb in {
            "work",
            "fit",
            "spin",
            "stand",
            "hold",
            "float",
            "run",
            "fly",
            "light",
            "stop",
            "move",
            "win",
            "turn",
        }
    if first.isalpha() and first not in lexicon.sets["determiners"] and last not in _PEOPLE:
        return False
    return verb not in _SILENT or (verb == "get" and first not in {"my"})


_PEOPLE = frozenset(
    [
        "people",
        "students",
        "kids",
        "parents",
        "classmates",
        "neighbors",
        "families",
        "teachers",
        "customers",
        "visitors",
    ]
)


def _subject(typed: str, verb: str, lexicon: Lexicon) -> str:
    """A subject ready to be read: `roof` as `the roof`, fillers gone; empty when it is too long to carry."""
    words = [
        word for word in shown(typed, lexicon).split() if word not in {"then", "so", "after", "that's"} or word == typed
    ]
    if not words or len(words) > 6:
        return ""
    first = words[0].casefold()
    bare = (
        len(words) == 1
        and first not in lexicon.sets["others"]
        and first not in _PEOPLE
        and verb in lexicon.sets["by_itself"]
    )
    return " ".join(["the", *words] if bare and words[0].islower() else words)


def _leans(heard: Heard) -> bool:
    """Whether what was done is an `it` from before."""
    rest = [t.norm for t in heard.tokens if t.start >= heard.clause.rest_start]
    return bool(rest[:1]) and (
        (rest[0] in {"it", "them", "that", "this", "one", "those", "these"} and rest[1:2] not in ([], ["is"]))
        or rest in (["it"], ["them"], ["that"], ["this"])
    )


def _piece(role: Role, order: int, heard: Heard, known: Record, words: str, subject: str, points: bool) -> Piece:
    clause, said = heard.clause, known.said[heard.message]
    return Piece(
        role=role, order=order, message=heard.message, sentence=clause.sentence, actor=heard.actor, verb=clause.verb,
        words=words, subject=subject, points=points, link=clause.link,
        quote=Quote(message_id=said.id, start=clause.start, end=clause.end, text=said.text[clause.start : clause.end]),
    )  # fmt: skip
