"""What lines are made of: one clause worth telling, in the words of a résumé."""

import re
from typing import Literal

from pathbot.evidence import Quote
from pathbot.frozen import Frozen
from pathbot.language.groups import Subject
from pathbot.language.tokens import tokens
from pathbot.skills.record import Heard, Record

Role = Literal["deed", "trouble", "outcome"]


class Piece(Frozen):
    """One clause worth telling. `words` is it in résumé form: a deed without its subject, else a whole clause.

    `lead` and `subject` are the first words of a trouble or outcome (`people said` + `the letters`). `points` is true
    where the words lean on an `it` said before; `told` keeps that `it` for a line that has said what it `stands` for.
    `tail` may follow
    (`until it worked`). `asked_after` is true where Pathbot had asked what came of it. `thing` is what a
    later `it` means. `link` tied the deed to what stood before; `brief` is true
    where its message is a few words. `order` counts clauses of the whole conversation.
    """

    role: Role
    order: int
    message: int
    actor: Subject
    verb: str
    words: str
    told: str = ""
    lead: str = ""
    subject: str = ""
    points: bool = False
    tail: str = ""
    sentence: int = 0
    asked_after: bool = False
    thing: str = ""
    stands: tuple[str, ...] = ()
    link: str = ""
    brief: bool = False
    quotes: tuple[Quote, ...]


# What "you" do is nobody's deed and no trouble of this learner.
YOU = re.compile(r"\b(you|your|yours|yourself)\b")


def quote_of(heard: Heard, known: Record) -> Quote:
    """Exactly where a clause stands in its message."""
    said, clause = known.said[heard.message], heard.clause
    text = said.text[clause.start : clause.end]
    return Quote(message_id=said.id, start=clause.start, end=clause.end, text=text)


def mentions(piece: Piece) -> frozenset[str]:
    """The words of a piece longer than three letters, to see what belongs together."""
    return frozenset(token.norm.rstrip("s") for token in tokens(piece.words) if len(token.norm) > 3)
