"""The learned stage: logistic regressions over words, letters and groups of meaning, and a second look by meaning.

It finds what is said around the thing, which a list of phrases mostly misses. Trained by `tools/train_safety.py`
on the project's own sentences; the weights are a value, read by the app and checked against their sha256.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from pydantic import ConfigDict

from pathbot.frozen import Frozen
from pathbot.safety.finding import Tier
from pathbot.safety.glossing import Gloss

BUCKETS = 1 << 17
_FEWEST_WORDS = 3
_WORD = re.compile(r"\w+|\.")
VECTOR_SCALE = 20.0  # brings the entries of a unit vector near one, as the network was trained
Weights = npt.NDArray[np.int8]
Vector = npt.NDArray[np.float32]
_SMALL_SPANISH = (
    "de la el los las un una que y en mi mis por para con se lo al es yo ya si pero como muy le les su sus te nos del "
    "porque cuando tengo estoy soy esta este eso todo todos nada nadie quiero voy hay sin cada fue era son tu ni"
)
_SMALL_ENGLISH = (
    "the a an i to and of my is it you in that for was we they on with im he she his her this have be at so if not "
    "dont do when what just but or all from get are can will who how our your"
)
_SPANISH, _ENGLISH = frozenset(_SMALL_SPANISH.split()), frozenset(_SMALL_ENGLISH.split())


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

    @cached_property
    def _longest_stem(self) -> int:
        return max((len(word) - 1 for word in self._table if word.endswith("*")), default=0)

    def of(self, word: str) -> tuple[str, ...]:
        """The groups a normalised word belongs to."""
        exact = self._table.get(word, ())
        stems = (self._table.get(word[:n] + "*", ()) for n in range(3, min(len(word), self._longest_stem) + 1))
        return tuple(dict.fromkeys((*exact, *(group for stem in stems for group in stem))))


class MeaningStage(Frozen):
    """A small network over the vector of a sentence, for what the regressions are unsure about ("at least B").

    `embed` gives a unit vector of length n, None when there is none to be had: then the regressions decide alone.
    `inward` is (n, units), `bias` and `outward` are (units). It is asked where the regression's logit lies between
    `low` and `high`, so that most messages cost nothing, and counts `share` as much as the regression.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    embed: Callable[[str], Vector | None]
    inward: Vector
    bias: Vector
    outward: Vector
    last: float
    share: float
    low: float
    high: float

    def added(self, text: str, logit: float) -> float:
        """What a second look adds to the regression's logit for a normalised text."""
        vector = self.embed(text) if self.low < logit < self.high else None
        if vector is None:
            return 0.0
        hidden = np.maximum(vector * VECTOR_SCALE @ self.inward + self.bias, 0)
        return self.share * (float(hidden @ self.outward) + self.last)


class LearnedStage(Frozen):
    """Weights of shape (3, BUCKETS), int8, for "at least A", "at least B" and "C"; logit = weights · x * scale + bias.

    `thresholds` are the least probabilities (0 to 1) for A, B and C, by language.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    concepts: Concepts
    gloss: Gloss
    meaning: MeaningStage | None = None
    weights: Weights
    scale: tuple[float, float, float]
    bias: tuple[float, float, float]
    thresholds: dict[str, tuple[float, float, float]]
    joined_margin: float = 0.35

    def probabilities(self, text: str, look: bool = True) -> tuple[float, float, float]:
        """How likely a normalised text is at least A, at least B, and C; 0 for one or two words: too little is said.

        Without `look` the second look by meaning is left out.
        """
        if text.count(" ") < _FEWEST_WORDS - 1:
            return 0.0, 0.0, 0.0
        columns = feature_columns(text, self.concepts)
        sums = self.weights[:, columns].sum(axis=1, dtype=np.int64) / np.sqrt(len(columns))
        logits = sums * np.array(self.scale) + np.array(self.bias)
        if look and self.meaning is not None:
            logits[1] += self.meaning.added(in_english(text, self.gloss), float(logits[1]))
        a, b, c = (1 / (1 + np.exp(-logits))).tolist()
        return a, b, c

    def tier(self, text: str, margin: float = 0.0, look: bool = True) -> Tier:
        """The tier of a normalised text. `margin` is added to the thresholds."""
        a, b, c = self.probabilities(text, look)
        at_a, at_b, at_c = (threshold + margin for threshold in self.thresholds[language_of(text)])
        if b >= at_b:
            return "C" if c >= at_c else "B"
        return "A" if a >= at_a else "none"


def language_of(text: str) -> str:
    """ "es" when a normalised text has more small words of Spanish than of English, else "en"."""
    words = text.split()
    return "es" if sum(w in _SPANISH for w in words) > sum(w in _ENGLISH for w in words) else "en"


def in_english(text: str, gloss: Gloss) -> str:
    """What the sentence encoder, which knows English, reads of a normalised text."""
    return gloss.english(text) if language_of(text) == "es" else text


def feature_columns(text: str, concepts: Concepts) -> npt.NDArray[np.int64]:
    """The columns a normalised text switches on, once for each of its features."""
    words = _WORD.findall(text)
    features = {code for word in words for code in _spelling(word)}
    features.update(_code(f"w {one} {two}") for one, two in pairwise(words))
    features.update(map(_code, _meanings(words, concepts)))
    return np.fromiter(features, dtype=np.int64, count=len(features)) % BUCKETS


def _code(feature: str) -> int:
    return zlib.crc32(feature.encode())


@lru_cache(maxsize=20_000)  # people use the same words over and over
def _spelling(word: str) -> tuple[int, ...]:
    """A word and its runs of three to five letters."""
    edged = f"^{word}$"
    runs = (edged[i : i + size] for size in (3, 4, 5) for i in range(len(edged) - size + 1))
    return (_code(f"w {word}"), *(_code(f"c {run}") for run in runs))


def _meanings(words: list[str], concepts: Concepts) -> Iterator[str]:
    """Groups, pairs of neighbouring groups in order, and pairs of groups anywhere in the text."""
    found = [group for word in words for group in concepts.of(word)[:2]]
    yield from (f"m {group}" for group in found)
    yield from (f"n {one} {two}" for one, two in pairwise(found))
    kinds = sorted(set(found))
    yield from (f"p {one} {two}" for i, one in enumerate(kinds) for two in kinds[i + 1 :])
