"""The learned stage: logistic regressions over words, letters and groups of meaning.

It finds what is said around the thing, which a list of phrases mostly misses. Trained by `tools/train_safety.py`
on the project's own sentences; the weights are a value, read by the app and checked against their sha256.
"""

import re
import zlib
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from pydantic import ConfigDict

from pathbot.frozen import Frozen
from pathbot.safety.finding import Tier

BUCKETS = 1 << 17
_FEWEST_WORDS = 3
Weights = npt.NDArray[np.int8]


class Concepts(Frozen):
    """Words of one meaning in every language (`knowledge/safety/concepts.yaml`); `word*` stands for all its endings."""

    groups: dict[str, tuple[str, ...]]

    @cached_property
    def _table(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, tuple[str, ...]] = {}
        for group, words in self.groups.items():
            for word in words:
                table[word] = (*table.get(word, ()), group)
        return table

    def of(self, word: str) -> tuple[str, ...]:
        """The groups a normalised word belongs to."""
        exact = self._table.get(word, ())
        stems = (self._table.get(word[:n] + "*", ()) for n in range(3, len(word) + 1))
        return tuple(dict.fromkeys((*exact, *(group for stem in stems for group in stem))))


class LearnedStage(Frozen):
    """Weights of shape (3, BUCKETS), int8, for "at least A", "at least B" and "C"; logit = weights · x * scale + bias.

    `thresholds` are the least probabilities (0 to 1) for A, B and C.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    concepts: Concepts
    weights: Weights
    scale: tuple[float, float, float]
    bias: tuple[float, float, float]
    thresholds: tuple[float, float, float]
    joined_margin: float = 0.15

    def probabilities(self, text: str) -> tuple[float, float, float]:
        """How likely a normalised text is at least A, at least B, and C; 0 for one or two words: too little is said."""
        if text.count(" ") < _FEWEST_WORDS - 1:
            return 0.0, 0.0, 0.0
        columns = feature_columns(text, self.concepts)
        sums = self.weights[:, columns].sum(axis=1, dtype=np.int64) / np.sqrt(len(columns))
        logits = sums * np.array(self.scale) + np.array(self.bias)
        a, b, c = (1 / (1 + np.exp(-logits))).tolist()
        return a, b, c

    def tier(self, text: str, margin: float = 0.0) -> Tier:
        """The tier of a normalised text. `margin` is added to the thresholds."""
        a, b, c = self.probabilities(text)
        at_a, at_b, at_c = (threshold + margin for threshold in self.thresholds)
        if b >= at_b:
            return "C" if c >= at_c else "B"
        return "A" if a >= at_a else "none"


def feature_columns(text: str, concepts: Concepts) -> npt.NDArray[np.int64]:
    """The columns a normalised text switches on, each once."""
    names = set(_features(text, concepts))
    return np.fromiter((zlib.crc32(name.encode()) % BUCKETS for name in names), dtype=np.int64, count=len(names))


def _features(text: str, concepts: Concepts) -> Iterator[str]:
    words = re.findall(r"\w+|\.", text)
    yield from (f"w {word}" for word in words)
    yield from (f"w {one} {two}" for one, two in pairwise(words))
    for word in words:
        edged = f"^{word}$"
        for size in (3, 4, 5):
            yield from (f"c {edged[i : i + size]}" for i in range(len(edged) - size + 1))
    yield from _meanings(words, concepts)


def _meanings(words: list[str], concepts: Concepts) -> Iterator[str]:
    """Groups, pairs of neighbouring groups in order, and pairs of groups anywhere in the text."""
    found = [group for word in words for group in concepts.of(word)[:2]]
    yield from (f"m {group}" for group in found)
    yield from (f"n {one} {two}" for one, two in pairwise(found))
    kinds = sorted(set(found))
    yield from (f"p {one} {two}" for i, one in enumerate(kinds) for two in kinds[i + 1 :])
