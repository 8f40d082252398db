"""Spanish read to an English encoder: word for word, by dictionary forms."""

from collections.abc import Iterable

import simplemma

from pathbot.roles.pieces import Piece, pieces_of, plain
from pathbot.roles.search_words import LanguageWords


class Glossary:
    """The Spanish words of `knowledge/search/es.yaml` with their English."""

    def __init__(self, words: LanguageWords) -> None:
        self._words = words

    def english(self, text: str) -> str:
        """A Spanish text in English, without small words. A text nothing is known of stays as it is."""
        return self.of(piece for piece in pieces_of(text, self._words) if piece.word) or text

    def of(self, pieces: Iterable[Piece]) -> str:
        """The same for pieces."""
        return " ".join(filter(None, map(self._english_word, pieces)))

    def knows(self, norm: str) -> bool:
        """Whether this is a Spanish word, as far as the word lists go."""
        return any(form in self._words.glossary or form in self._words.empty_words for form in _forms(norm, norm))

    def _english_word(self, piece: Piece) -> str:
        forms = _forms(piece.norm, piece.text.lower())
        for form in forms:
            if form in self._words.glossary:
                return self._words.glossary[form]
        return "" if self._words.empty_words.intersection(forms[:2]) else piece.text


def _forms(norm: str, typed: str) -> tuple[str, ...]:
    """The word, its dictionary form, and without plural or feminine ending, which typing without accents hides."""
    lemma = plain(str(simplemma.lemmatize(typed, "es")))
    singular = norm.removesuffix("s")
    masculine = f"{singular[:-1]}o" if singular.endswith("a") else singular
    return norm, lemma, singular, norm.removesuffix("es"), masculine
