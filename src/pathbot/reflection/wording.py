"""Whether a question somebody else worded may be put to a learner. One doubt is enough: then the step's own is used.

Nothing here trusts the wording's author. The words of a question have to come from a closed set: plain words teachers
listed, the step's and the project's own texts, and what this learner said. So nothing can be smuggled in, whatever a
model was told or made to say.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz

from pathbot.frozen import Frozen
from pathbot.language.reading import reading_grade

LONGEST_QUESTION, LONGEST_LINE, LONGEST_SUMMARY = 24, 16, 26
"""Words of a question, of a line that says back, and of one that names what a step leaves."""
HARDEST_GRADE = 8
SHORT_ENOUGH = 9
"""Words. One long word decides the grade of a question this short, and it is one the learner or the step used."""
SAME, NEARLY = 86.0, 93.0
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(r"\b(mr|mrs|ms|mx|dr|sr|sra)\.")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e)$")
_PLAIN_TEXT = re.compile(r"[\w\s.,;:?¿!¡'’\"“”«»()%°$/-]*")


class AskingWords(Frozen):
    """`knowledge/language/<language>/asking.yaml`.

    `small` hold a sentence together, `plain` may also stand in a question. `open` are how an open question asks,
    `leads` begin what stands before its first comma ("When the roof leaked, what ..."), `stacked` show a second
    question. `telling` are the small words of a line that tells a teacher where one learner stands.
    `banned` are patterns by reason, searched in the lower-case text. `about` are words that show what a question
    aims at, by slot. `negations` turn a statement round.
    """

    small: tuple[str, ...]
    plain: tuple[str, ...]
    open: tuple[str, ...]
    leads: tuple[str, ...]
    stacked: tuple[str, ...]
    negations: tuple[str, ...]
    telling: tuple[str, ...]
    banned: dict[str, tuple[str, ...]]
    about: dict[str, tuple[str, ...]]

    @cached_property
    def small_set(self) -> frozenset[str]:
        """`small`, to look words up in."""
        return frozenset(self.small)

    @cached_property
    def telling_set(self) -> frozenset[str]:
        """`telling`, to look words up in."""
        return frozenset(self.telling)

    @cached_property
    def plain_set(self) -> frozenset[str]:
        """`small` and `plain` together."""
        return frozenset((*self.small, *self.plain))

    @cached_property
    def plain_stems(self) -> frozenset[str]:
        """`plain_set` without endings, so that a word's other forms need not be listed."""
        return frozenset(stem_of(word) for word in self.plain_set)

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """`banned`, compiled."""
        return {why: re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") for why, found in self.banned.items()}

    @cached_property
    def opener(self) -> re.Pattern[str]:
        """`open`, compiled: at the start, or after two words ("roughly how many", "in what way")."""
        return re.compile(rf"[¿\s]*(?:\w+ ){{0,2}}(?:{'|'.join(self.open)})(?!\w)")

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """`leads`, compiled, up to the comma."""
        return re.compile(rf"[¿\s]*(?:{'|'.join(self.leads)})(?!\w)[^,?]*,\s*")

    @cached_property
    def second(self) -> re.Pattern[str]:
        """`stacked`, compiled."""
        return re.compile("|".join(self.stacked))


class Worded(Frozen):
    """What is said in other words this turn; None: as Pathbot would say it anyway.

    `question` is the follow-up, `said_back` the line before it, `kept` names what a step leaves ("Saved: …").
    """

    question: str | None = None
    said_back: str | None = None
    kept: str | None = None


class Place(Frozen):
    """Where a question is put: the step's `own` question, `others` it must not be mistaken for, what it is `about`.

    `known` are texts whose words may be used; `asked` are questions put before.
    """

    own: str
    others: tuple[str, ...]
    about: tuple[str, ...]
    known: tuple[str, ...]
    asked: tuple[str, ...]


def question_trouble(question: str, place: Place, words: AskingWords) -> str:
    """Why this question is not put, as a short code; "" when it may be."""
    low = _TITLE.sub(r"\1", question.lower())
    said = words_in(low)
    if not said or question.count("?") != 1 or not question.endswith("?") or re.search(r"[.!;:\n]", low[:-1]):
        return "shape"
    if len(said) > LONGEST_QUESTION or (len(said) > SHORT_ENOUGH and reading_grade(question) > HARDEST_GRADE):
        return "hard"
    if not _PLAIN_TEXT.fullmatch(question):
        return "signs"
    asks = words.lead.sub("", low, count=1)
    if not words.opener.match(asks) or words.second.search(asks):
        return "not_one_open"
    if why := _banned(low, words):
        return why
    if any(_same(question, other, SAME) for other in place.asked):
        return "asked_before"
    if any(_same(question, other, SAME) for other in place.others) and not _same(question, place.own, NEARLY):
        return "other_question"
    if not any(_close(word, anchor) for word in said for anchor in (*place.about, *words_in(place.own.lower()))
               if anchor not in words.plain_set or anchor in place.about):  # fmt: skip
        return "off_topic"
    unlisted = [word for word in said if stem_of(word) not in words.plain_stems]
    return "" if _from(unlisted, words.plain_set, place.known) else "new_words"


def line_trouble(
    line: str, about: tuple[str, ...], said: tuple[str, ...], words: AskingWords, longest: int = LONGEST_LINE
) -> str:
    """Why this line about some messages is not said back to a learner who `said` more; "" when it may be."""
    low = _TITLE.sub(r"\1", line.lower())
    mine = words_in(low)
    if not mine or len(mine) > longest or "?" in line or re.search(r"[.!;:\n]", low[:-1]):
        return "shape"
    if not _PLAIN_TEXT.fullmatch(line):
        return "signs"
    if why := _banned(low, words):
        return why
    denied = {word for text in about for word in words_in(text.lower())} & set(words.negations)
    if bool(set(mine) & set(words.negations)) != bool(denied):
        return "turned_round"
    return "" if _from(mine, words.small_set, (*about, *said)) else "new_words"


def questions_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The questions that stand in lines of Pathbot's."""
    pieces = (piece for text in texts for piece in re.split(r"(?<=[.!?])\s+|\n", text))
    return tuple(piece.strip() for piece in pieces if piece.strip().endswith("?"))


def _banned(low: str, words: AskingWords) -> str:
    return next((why for why, pattern in words.patterns.items() if pattern.search(low)), "")


def words_in(low: str) -> list[str]:
    """The words and numbers of a lower-case text, without a possessive ending."""
    return [re.sub(r"['’]s$", "", word.replace("’", "'")) for word in _WORD.findall(low)]


def _from(said: list[str], allowed: frozenset[str], texts: tuple[str, ...]) -> bool:
    known = {word for text in texts for word in words_in(text.lower())}
    return all(word in allowed or word in known or any(_close(word, one) for one in known) for word in said)


def _close(one: str, two: str) -> bool:
    """The same word in another form: `measured` and `measuring`, `árbol` and `árboles`. Numbers have no other forms."""
    if one == two:
        return True
    if one[0].isdigit() or two[0].isdigit() or abs(len(one) - len(two)) > 3:
        return False
    if stem_of(one) == stem_of(two):
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    shorter, longer = sorted((len(one), len(two)))
    return shared >= 3 and (shared == shorter or (shared == shorter - 1 and shared * 10 >= longer * 6))


def stem_of(word: str) -> str:
    """Without an English ending, a doubled last letter single: `cutting` and `cuts` are both `cut`."""
    bare = _ENDING.sub("", word)
    return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] else bare


def _same(one: str, two: str, bar: float) -> bool:
    return fuzz.token_sort_ratio(" ".join(words_in(one.lower())), " ".join(words_in(two.lower()))) >= bar
