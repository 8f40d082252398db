"""Why a role was found: the learner's own words, exactly as typed, and what on the card they met."""

from collections.abc import Sequence

from pathbot.roles.asking import Asked
from pathbot.roles.passages import Passage
from pathbot.roles.pieces import Piece
from pathbot.roles.search_words import LanguageWords

_MOST_WORDS = 12
_ON_CARD = {"en": ("summary", "task", "meaning", "description", "duty"), "es": ("phrase",)}


def explain(
    asked: Asked, named: tuple[int, int] | None, ranked: Sequence[Passage], words: LanguageWords, language: str
) -> str:
    """One sentence or two. `ranked` are the role's passages, nearest first; `named` the wanted words of its name."""
    if named:
        own = asked.wanted_words[named[0] : named[1]]
        return words.why.named.format(words=asked.query[own[0].start : own[-1].end])
    shown = next((p for p in ranked if p.language == language and p.kind in _ON_CARD[language]), ranked[0])
    said = words.why.said.format(words=own_words(asked, shown, words), passage=shown.text)
    return f"{said} ({shown.source})" if shown.source else said


def own_words(asked: Asked, shown: Passage, words: LanguageWords) -> str:
    """The clause of the query that shares most with the passage, without the asking around it."""
    clauses = [clause for clause in _clauses(asked, words) if clause]
    if not clauses:
        return asked.query.strip()
    met = {_stem(word) for word in shown.text.lower().split()}
    best = max(clauses, key=lambda clause: (sum(_stem(piece.norm) in met for piece in clause), len(clause)))
    return asked.query[best[0].start : best[min(len(best), _MOST_WORDS) - 1].end]


def _clauses(asked: Asked, words: LanguageWords) -> list[list[Piece]]:
    """Runs of wanted pieces between marks, joiners and refusals, each from its first to its last telling word."""
    clauses: list[list[Piece]] = [[]]
    for piece in asked.pieces:
        if not piece.word or piece.refused or piece.norm in words.breaks:
            clauses.append([])
        else:
            clauses[-1].append(piece)
    return [_trimmed(clause, words) for clause in clauses]


def _trimmed(clause: list[Piece], words: LanguageWords) -> list[Piece]:
    telling = [number for number, piece in enumerate(clause) if piece.norm not in words.empty_words]
    return clause[telling[0] : telling[-1] + 1] if telling else []


def _stem(word: str) -> str:
    """Enough to see that `fixing` and `fixes` meet."""
    return word.strip(".,:;!?\"'“”")[:5].rstrip("s")
