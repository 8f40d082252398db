"""Short passages of a role card, the units that a learner's words are compared with."""

import hashlib
import re
from collections.abc import Iterator
from typing import Literal

from pathbot.frozen import Frozen
from pathbot.roles.glossing import Glossary
from pathbot.roles.model import RoleCard
from pathbot.roles.search_words import SearchWords

Kind = Literal[
    "title", "alias", "summary", "task", "meaning", "try", "tools", "phrase", "description", "duty", "small talk"
]
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FEW_WORDS = 12


class Passage(Frozen):
    """One passage. `id` follows from its role and content, so an unchanged passage keeps its vector.

    `soc` is empty for small talk, which belongs to no role. `read_as` is what the embedder reads: the text, or its
    English gloss. `source` must be named wherever the text is quoted; empty for our own.
    """

    id: str
    soc: str
    kind: Kind
    language: str
    text: str
    read_as: str
    source: str = ""

    @property
    def glossed(self) -> bool:
        """Whether the embedder reads a word-for-word English of it."""
        return self.language == "es" and self.read_as != self.text


def passages_of(card: RoleCard, glossary: Glossary) -> tuple[Passage, ...]:
    """The passages of a card, each text once."""
    found: dict[str, Passage] = {}
    for kind, language, text in _texts(card):
        found.setdefault(text.casefold(), _glossed(card.soc, kind, language, text, glossary))
    return tuple(found.values())


def small_talk(words: SearchWords, glossary: Glossary) -> tuple[Passage, ...]:
    """What learners say every day that is about no role."""
    return tuple(
        _glossed("", "small talk", language, text, glossary)
        for language in ("en", "es")
        for text in words.in_(language).small_talk
    )


def passage(soc: str, kind: Kind, language: str, text: str, read_as: str, source: str = "") -> Passage:
    """A passage with the id that follows from its content."""
    digest = hashlib.sha256(f"{kind}\n{language}\n{text}\n{read_as}".encode()).hexdigest()[:20]
    return Passage(
        id=f"{soc}:{digest}", soc=soc, kind=kind, language=language, text=text, read_as=read_as, source=source
    )


def _glossed(soc: str, kind: Kind, language: str, text: str, glossary: Glossary) -> Passage:
    return passage(soc, kind, language, text, glossary.english(text) if language == "es" else text)


def _texts(card: RoleCard) -> Iterator[tuple[Kind, str, str]]:
    yield "title", "en", card.title
    if card.titles:
        yield "title", "es", card.titles.es
    for language, names in (("en", card.aliases.en), ("es", card.aliases.es)):
        yield from (("alias", language, name) for name in names)
    for language, phrases in (("en", card.learner_phrases.en), ("es", card.learner_phrases.es)):
        yield from (("phrase", language, phrase) for phrase in phrases)
    yield from (("summary", "en", text) for text in sentence_groups(card.sections.summary))
    yield from (("task", "en", text) for text in sentence_groups(card.sections.tuesday))
    yield from (("meaning", "en", text) for text in sentence_groups(card.sections.why_it_matters))
    yield from (("try", "en", text) for text in sentence_groups(card.sections.try_this_week))
    if card.es:
        yield "summary", "es", card.es.what
    if card.tools:
        yield "tools", "en", f"{card.title}: {', '.join(card.tools)}"


def sentence_groups(text: str) -> list[str]:
    """The sentences of a text; a short one joins the one before it."""
    groups: list[str] = []
    for sentence in _SENTENCE_END.split(" ".join(text.split())):
        if groups and min(len(sentence.split()), len(groups[-1].split())) < _FEW_WORDS / 2:
            groups[-1] += " " + sentence
        elif sentence:
            groups.append(sentence)
    return groups
