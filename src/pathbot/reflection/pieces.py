"""A message as pieces, one thing said each: who did it, whether it is told as done, and where it stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pathbot.language.clauses import Clause, clauses
from pathbot.language.groups import Subject
from pathbot.language.lexicon import Lexicon as WordLists
from pathbot.reflection.kit import Who
from pathbot.reflection.plain import MAX_CHARACTERS, Plain

_CUTS = re.compile(r"(?:^| )[.?,](?= |$)")


class Piece(NamedTuple):
    """`text` is plain, with nothing around it; `start` and `end` are where it stands in the typed text.

    `who` falls back to the subject before when it was left out ("... and cut it again"). `did` says that it is an act
    told as done, not a state, a wish or something that did not happen.
    """

    text: str
    start: int
    end: int
    who: Subject
    did: bool
    happened: bool
    question: bool


def read_pieces(text: str, typed: Plain, lists: WordLists) -> list[Piece]:
    """The pieces of a text in a language with a clause reader."""
    found: list[Piece] = []
    who: Subject = "none"
    sentence = -1
    for clause in clauses(text[:MAX_CHARACTERS], lists):
        if clause.sentence != sentence:
            who, sentence = "none", clause.sentence
        who = clause.subject if clause.subject != "none" else who
        found.append(_piece(clause, _who(clause, who), typed, lists))
    return found


def _who(clause: Clause, before: Subject) -> Subject:
    """`made the form` with nobody before it is the learner's own."""
    if clause.subject == "none" and before == "none" and clause.tense == "past":
        return "i"
    return before


def _piece(clause: Clause, who: Subject, typed: Plain, lists: WordLists) -> Piece:
    start, end = typed.cut(clause.start, clause.end)
    happened = clause.tense == "past" and not clause.negated and not clause.partly and bool(clause.verb)
    stative = clause.verb in lists.sets["stative"] and clause.verb not in _DID_STILL
    wished = clause.verb in lists.sets["intention"] and not clause.chain
    return Piece(
        text=typed.text[start:end],
        start=clause.start,
        end=clause.end,
        who=who,
        did=happened and not stative and not wished,
        happened=happened,
        question=clause.question,
    )


_DID_STILL = frozenset(["get", "go", "stay", "struggle"])


def cut_pieces(text: str, typed: Plain, who: Who) -> list[Piece]:
    """The pieces of a text in any other language: what stands between marks and joining words."""
    found: list[Piece] = []
    before: Subject = "none"
    for start, end, question in _stretches(typed, who):
        said = typed.text[start:end]
        subject: Subject = _subject(said, who) or before
        before = subject
        first, last = typed.span(start, end)
        done = bool(who.done and who.done.search(said)) and not (who.negated and who.negated.search(said))
        act = done and not (who.stative and who.stative.search(said))
        found.append(Piece(said, first, last, subject, act, done, question))
    return found


def _subject(said: str, who: Who) -> Subject | None:
    pairs: tuple[tuple[Subject, re.Pattern[str] | None], ...] = (("we", who.we), ("i", who.i), ("other", who.other))
    return next((subject for subject, pattern in pairs if pattern and pattern.search(said)), None)


def _stretches(typed: Plain, who: Who) -> Iterator[tuple[int, int, bool]]:
    text, start = typed.text, 0
    cuts = [(m.start(), m.end()) for m in _CUTS.finditer(text)]
    cuts += [(m.start(), m.end()) for m in who.joins.finditer(text)] if who.joins else []
    for cut, following in [*sorted(cuts), (len(text), len(text))]:
        while start < cut and text[start] == " ":
            start += 1
        while cut > start and text[cut - 1] == " ":
            cut -= 1
        if cut > start:
            yield start, cut, text[cut : cut + 2].strip() == "?"
        start = max(start, following)
