"""Why a role was found: the learner's own words, exactly as typed, and what on the card they met."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pathbot.roles.asking import Asked
from pathbot.roles.embedding import Vectors
from pathbot.roles.passages import Passage
from pathbot.roles.pieces import Piece
from pathbot.roles.search_words import LanguageWords

_MOST_WORDS = 12
_MOST_CLAUSES = 12
_TOO_SHORT = (0.0, 0.25, 0.1, 0.03)  # cosine a clause of so many telling words must be nearer: "cut" is near to much
_WHOLE = 0.5  # what a passage's nearness to the whole query counts beside its nearness to the clause
_ON_CARD = {"en": ("summary", "task", "meaning", "description", "duty"), "es": ("phrase", "summary")}
Embed = Callable[[Sequence[Sequence[Piece]]], Vectors]
"""Rows for runs of pieces."""


class Reasons:
    """The reasons of one search. Of several clauses, the one that is nearest to what is shown of a role is quoted."""

    def __init__(self, asked: Asked, words: LanguageWords, language: str, embed: Embed) -> None:
        self._asked, self._words, self._language = asked, words, language
        self._clauses = _clauses(asked, words)[:_MOST_CLAUSES]
        self._rows = embed(self._clauses) if len(self._clauses) > 1 else None
        self._short = np.array([_too_short(clause, words) for clause in self._clauses], np.float32)

    def why(
        self, named: tuple[int, int] | None, passages: Sequence[Passage], rows: Vectors, near: NDArray[np.float32]
    ) -> str:
        """One sentence or two. `passages` are the role's, nearest first, with their vectors and how near they are to
        the query; `named` says which of the wanted words are its name.
        """
        if named:
            own = self._asked.wanted_words[named[0] : named[1]]
            return self._words.why.named.format(words=self._asked.query[own[0].start : own[-1].end])
        kinds, language = _ON_CARD[self._language], self._language
        listed = [place for place, p in enumerate(passages) if p.language == language and p.kind in kinds] or [0]
        clause, shown = 0, listed[0]
        if self._rows is not None:
            alike = np.einsum("cd,pd->cp", self._rows, rows[listed])
            alike += _WHOLE * near[listed] - self._short[:, None]
            clause, place = (int(index) for index in np.unravel_index(alike.argmax(), alike.shape))
            shown = listed[place]
        said = self._words.why.said.format(words=self._said(clause), passage=passages[shown].text)
        return f"{said} ({passages[shown].source})" if passages[shown].source else said

    def _said(self, clause: int) -> str:
        if not self._clauses:
            return self._asked.query.strip()
        own = self._clauses[clause][:_MOST_WORDS]
        return self._asked.query[own[0].start : own[-1].end]


def _clauses(asked: Asked, words: LanguageWords) -> list[list[Piece]]:
    """Runs of wanted pieces between marks, joiners and refusals, each from its first to its last telling word."""
    runs: list[list[Piece]] = [[]]
    for piece in asked.pieces:
        if not piece.word or piece.refused or piece.norm in words.breaks:
            runs.append([])
        else:
            runs[-1].append(piece)
    parts = [part for run in runs for part in ([run] if len(run) <= _MOST_WORDS else _at_joiners(run, words))]
    return [clause for part in parts if (clause := _trimmed(part, words))]


def _at_joiners(run: Sequence[Piece], words: LanguageWords) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    for piece in run:
        if piece.norm in words.joiners:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _too_short(clause: Sequence[Piece], words: LanguageWords) -> float:
    telling = sum(piece.norm not in words.empty_words for piece in clause)
    return _TOO_SHORT[telling] if telling < len(_TOO_SHORT) else 0.0


def _trimmed(clause: list[Piece], words: LanguageWords) -> list[Piece]:
    telling = [number for number, piece in enumerate(clause) if piece.norm not in words.empty_words]
    return clause[telling[0] : telling[-1] + 1] if telling else []
