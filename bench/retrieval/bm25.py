"""The yardstick: BM25 over the whole text of each card, no meaning, no tricks."""

import math
import re
from collections import Counter
from collections.abc import Sequence

K1, B = 1.2, 0.75


def words(text: str) -> list[str]:
    """Lower-case words without a plural s."""
    return [word.removesuffix("s") for word in re.findall(r"\w+", text.lower())]


class Bm25:
    """Scores documents against a query."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._counts = [Counter(words(document)) for document in documents]
        self._lengths = [sum(count.values()) for count in self._counts]
        self._mean = sum(self._lengths) / len(self._lengths)
        self._in = Counter(word for count in self._counts for word in count)

    def ranking(self, query: str) -> list[int]:
        """Numbers of the documents that share a word with the query, best first."""
        scores = [self._score(number, set(words(query))) for number in range(len(self._counts))]
        return sorted((n for n, score in enumerate(scores) if score > 0), key=lambda n: -scores[n])

    def _score(self, number: int, query: set[str]) -> float:
        count, length = self._counts[number], self._lengths[number]
        total = 0.0
        for word in query & count.keys():
            rare = math.log(1 + (len(self._counts) - self._in[word] + 0.5) / (self._in[word] + 0.5))
            total += rare * count[word] * (K1 + 1) / (count[word] + K1 * (1 - B + B * length / self._mean))
        return total
