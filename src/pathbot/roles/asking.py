"""Reads a learner's query: the language, what is wanted, what is refused, spelling mended."""

from collections.abc import Sequence
from functools import cached_property

import simplemma

from pathbot.frozen import Frozen
from pathbot.roles.glossing import Glossary
from pathbot.roles.passages import Passage
from pathbot.roles.pieces import Piece, bare, pieces_of, plain
from pathbot.roles.refusing import mark_refused
from pathbot.roles.search_words import LanguageWords, SearchWords
from pathbot.roles.spelling import Speller


class Asked(Frozen):
    """A query as it was understood. `wanted` and `unwanted` are what to embed, in English; empty without words.

    `telling` are the words that say something about an interest, `strange` those of them that no list knows.
    `no_degree` says that the way there should need no years of study.
    """

    query: str
    language: str
    pieces: tuple[Piece, ...]
    wanted: str
    unwanted: str
    telling: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    no_degree: bool = False

    @cached_property
    def wanted_words(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.word and not piece.refused)

    @cached_property
    def refused_words(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.word and piece.refused)


class QueryReader:
    """Reads queries with the word lists and the vocabulary of the cards."""

    def __init__(self, words: SearchWords, passages: Sequence[Passage]) -> None:
        self._words, self._glossary = words, Glossary(words.es)
        self._spellers = {
            "en": Speller(_vocabulary(passages, "en"), "en"),
            "es": Speller(_vocabulary(passages, "es") | set(words.es.glossary), "es"),
        }

    def read(self, query: str) -> Asked:
        """Never fails. A query without words gives no wanted text."""
        language = self._language(query)
        words = self._words.in_(language)
        mended = tuple(self._mended(piece, language) for piece in pieces_of(query, words))
        pieces = mark_refused(mended, words)
        kept = [piece for piece in pieces if not piece.refused]
        if not _content(kept, words):
            kept = list(pieces)  # only a refusal: look around it, away from what it names
        wanted = _content(kept, words)
        telling = [piece for piece in _content(pieces, words) if piece.norm not in words.refusing_words]
        return Asked(
            query=query,
            language=language,
            pieces=pieces,
            wanted=self.english(kept, language) if wanted else "",
            unwanted=self.english([piece for piece in telling if piece.refused], language),
            telling=tuple(piece.norm for piece in wanted),
            strange=tuple(piece.norm for piece in wanted if not self._understood(piece.norm)),
            no_degree=words.without_degree.search(bare(query)) is not None,
        )

    def _understood(self, norm: str) -> bool:
        return any(speller.understands(norm) for speller in self._spellers.values()) or self._glossary.knows(norm)

    def english(self, pieces: Sequence[Piece], language: str) -> str:
        """What the encoder reads of pieces."""
        own = [piece for piece in pieces if piece.word]
        return " ".join(piece.text for piece in own) if language == "en" else self._glossary.of(own)

    def _mended(self, piece: Piece, language: str) -> Piece:
        right = self._spellers[language].mended(piece.norm) if piece.word else piece.norm
        return piece if right == piece.norm else piece.model_copy(update={"norm": right, "text": right})

    def _language(self, query: str) -> str:
        """Spanish when its small words outnumber English ones; without any, when only Spanish knows the words."""
        norms = [piece.norm for piece in pieces_of(query, self._words.en) if piece.word]
        english, spanish = set(self._words.en.function_words), set(self._words.es.function_words)
        lead = sum(norm in spanish - english for norm in norms) - sum(norm in english - spanish for norm in norms)
        if lead or not norms:
            return "es" if lead > 0 else "en"
        strange = [norm for norm in norms if not simplemma.is_known(norm, "en")]
        return "es" if any(map(self._glossary.knows, strange)) else "en"


def _content(pieces: Sequence[Piece], words: LanguageWords) -> list[Piece]:
    """The words that say something about an interest; numbers alone do not."""
    return [piece for piece in pieces if piece.word and piece.norm not in words.empty_words and _has_letter(piece.norm)]


def _has_letter(norm: str) -> bool:
    return any(map(str.isalpha, norm))


def _vocabulary(passages: Sequence[Passage], language: str) -> set[str]:
    return {
        plain(word.strip(".,:;!?()\"'“”"))
        for passage in passages
        if passage.language == language
        for word in passage.text.replace("-", " ").split()
    }
