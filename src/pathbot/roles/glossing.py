"""Spanish read to an English encoder: phrase for phrase and word for word, by dictionary forms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import simplemma

from pathbot.roles.pieces import Piece, pieces_of, plain
from pathbot.roles.search_words import LanguageWords


class Glossary:
    """The Spanish words and phrases of `knowledge/search/es.yaml` with their English."""

    def __init__(self, words: LanguageWords) -> None:
        self._words = words
        self._phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase, english in sorted(words.phrases.items(), key=lambda pair: -len(pair[0].split())):
            first, *rest = phrase.split()
            self._phrases[first].append((tuple(rest), english))

    def english(self, text: str) -> str:
        """A Spanish text in English, without small words. A text nothing is known of stays as it is."""
        return self.of(piece for piece in pieces_of(text, self._words) if piece.word) or text

    def of(self, pieces: Iterable[Piece]) -> str:
        """The same for pieces."""
        return " ".join(filter(None, self._in_english(tuple(pieces))))

    def knows(self, norm: str) -> bool:
        """Whether this is a Spanish word, as far as the word lists go."""
        return any(form in self._words.glossary or form in self._words.empty_words for form in _forms(norm, norm))

    def _in_english(self, pieces: Sequence[Piece]) -> Iterator[str]:
        forms = [_forms(piece.norm, piece.text.lower()) for piece in pieces]
        place = 0
        while place < len(pieces):
            size, english = self._phrase(forms, place)
            yield english or self._english_word(pieces[place], forms[place])
            place += size or 1

    def _phrase(self, forms: Sequence[tuple[str, ...]], place: int) -> tuple[int, str]:
        """(number of words, English) of the longest phrase that starts there; (0, "") for none."""
        for first in forms[place]:
            for rest, english in self._phrases.get(first, ()):
                following = forms[place + 1 : place + 1 + len(rest)]
                if len(following) == len(rest) and all(map(_is_one_of, rest, following)):
                    return 1 + len(rest), english
        return 0, ""

    def _english_word(self, piece: Piece, forms: tuple[str, ...]) -> str:
        for form in forms:
            if form in self._words.glossary:
                return self._words.glossary[form]
        return "" if self._words.empty_words.intersection(forms[:2]) else piece.text


def _is_one_of(word: str, forms: tuple[str, ...]) -> bool:
    return word in forms


@lru_cache(maxsize=20_000)
def _forms(norm: str, typed: str) -> tuple[str, ...]:
    """The word, its dictionary form, and without plural or feminine ending, which typing without accents hides."""
    lemma = plain(str(simplemma.lemmatize(typed, "es")))
    singular = norm.removesuffix("s")
    masculine = f"{singular[:-1]}o" if singular.endswith("a") else singular
    return norm, lemma, singular, norm.removesuffix("es"), masculine
