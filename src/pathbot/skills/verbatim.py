"""Statements in languages that have no clause rules yet: the learner's own sentences, joined.

Nothing is rewritten but accents left out of common verbs, so nothing can be invented. `pathbot.skills.reworded` checks
an edited line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pathbot.evidence import Draft, Quote, Said, SkillTag
from pathbot.frozen import Frozen
from pathbot.language.fold import fold
from pathbot.language.groups import Subject
from pathbot.language.person_words import PersonWords
from pathbot.language.word_forms import restored, word_forms
from pathbot.skills.cues import compiled, fits, seen
from pathbot.skills.kit import SkillKit
from pathbot.skills.tagging import MAX_TAGS

MOST_DRAFTS = 4
FEWEST_WORDS, ENOUGH_WORDS, MOST_WORDS = 4, 9, 30
_SENTENCE = re.compile(r"[^.!?¡¿;\n]+")
_WORD = re.compile(r"\w+")


class _Sentence(Frozen):
    """One sentence of a message; `text` has the accents its verbs lack.

    `own` is true where the learner says that they, or their group, did something.
    """

    quote: Quote
    text: str
    step: int
    words: tuple[str, ...]
    own: bool


def draft_verbatim(said: Sequence[Said], language: PersonWords, kit: SkillKit) -> tuple[Draft, ...]:
    """At most `MOST_DRAFTS` statements, each from the sentences of one step of one project, the fullest first."""
    steps = [
        [sentence for message in messages for sentence in _sentences(message, language)]
        for _, messages in groupby(sorted(said, key=_place), key=_place)
    ]
    lines = [line for sentences in steps for line in _lines(sentences, language)]
    lines.sort(key=lambda line: -_length(line))
    return tuple(_draft(line, kit) for line in lines[:MOST_DRAFTS])


def tag_verbatim(text: str, kit: SkillKit) -> tuple[SkillTag, ...]:
    """Skills whose cues in this language fit the text, in the order of the vocabulary."""
    words = [frozenset({word, fold(word), *word_forms(fold(word), "es"), word}) for word in _WORD.findall(text.lower())]
    actor: Subject = "we" if any(word.endswith("mos") for word in words_of(text)) else "i"
    whole = seen(words, actor)
    found: dict[str, SkillTag] = {}
    for skill in kit.vocabulary.skills:
        cues = skill.cues.in_(kit.language) if kit.language == "es" and skill.cues.es else ()
        if skill.framework in kit.frameworks and any(fits(compiled(fold(cue)), whole) for cue in cues):
            found.setdefault(skill.name, SkillTag(name=skill.name, framework=skill.framework))
    return tuple(found.values())[:MAX_TAGS]


def shorter_verbatim(line: Draft) -> Draft | None:
    """The statement without its last sentence; None when it has only one."""
    head, mark, _ = line.statement.rstrip(".").rpartition("; ")
    if not mark or len(line.evidence) < 2:
        return None
    return line.model_copy(update={"statement": f"{head}.", "evidence": line.evidence[:-1]})


def _place(message: Said) -> tuple[str, int]:
    return message.project, message.step


def _sentences(message: Said, language: PersonWords) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(message.text):
        text = match.group().strip(" ,:-")
        spelled = restored(text, language.verbs, language.accents)
        words = tuple(_WORD.findall(spelled.lower()))
        if not words or message.text[match.end() : match.end() + 1] == "?" or language.is_unsayable(text):
            continue
        start = message.text.index(text, match.start())
        quote = Quote(message_id=message.id, start=start, end=start + len(text), text=text)
        own = words[0] not in ("no", *language.leaning) and any(language.is_own_deed(word) for word in words)
        yield _Sentence(quote=quote, text=spelled, step=message.step, words=words, own=own)


def _lines(sentences: Sequence[_Sentence], language: PersonWords) -> Iterator[list[_Sentence]]:
    """The learner's deeds of a step in order, each with the sentence before it where it only points back ("lo corté").

    A line that says enough is left as it is, and the next deed begins another. Nothing is made of deeds that could not
    stand alone.
    """
    chosen: list[_Sentence] = []
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        if not sentence.own:
            continue
        points_back = sentence.words[0] in language.pointing and not _names_whom(sentence)
        if points_back and before is None:
            continue
        if _length(chosen) >= ENOUGH_WORDS and not points_back:
            yield chosen
            chosen = []
        new = [before, sentence] if points_back and before is not None and before not in chosen else [sentence]
        if _length((*chosen, *new)) <= MOST_WORDS:
            chosen += new
    if _length(chosen) >= FEWEST_WORDS:
        yield chosen


def _names_whom(sentence: _Sentence) -> bool:
    """`le expliqué a la clase`: the "le" points to nobody outside of its sentence."""
    return sentence.words[0] in {"le", "les"} and bool({"a", "al"} & set(sentence.words[1:4]))


def _length(line: Sequence[_Sentence]) -> int:
    return sum(len(sentence.words) for sentence in line)


def _draft(line: Sequence[_Sentence], kit: SkillKit) -> Draft:
    text = "; ".join(sentence.text for sentence in line)
    deeds = " ".join(sentence.quote.text for sentence in line if sentence.own)
    return Draft(
        statement=f"{text[0].upper()}{text[1:]}.",
        skills=tag_verbatim(deeds, kit),
        evidence=tuple(sentence.quote for sentence in line),
        own_words=1.0,
    )


def words_of(text: str) -> list[str]:
    """The words of a text in lower case without accents."""
    return [fold(word) for word in _WORD.findall(text)]
