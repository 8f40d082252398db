"""A small learned reading of short messages, for wordings no rule foresaw: one linear layer over pieces of words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

from pathbot.reflection.judgement import Intent
from pathbot.reflection.plain import Plain

MAX_WORDS = 24
"""Longer messages are accounts of something, not requests."""
_GRAMS = range(2, 6)
_SURE = 0.4
_SURE_OF_A_SHORT_ONE = 0.65
_SHORT = 6
"""Words. A short reply to a question is an answer that may hold a command's word ("stop signs")."""
_ASKING = frozenset(["help", "ask_role", "off_topic", "vague"])
_SAYS_LITTLE = frozenset(["vague", "help", "ask_role"])


@dataclass(frozen=True)
class LearnedWeights:
    """`weights` is intents x buckets in 8-bit steps of `scale`; made by `tools/train_intents.py`."""

    intents: tuple[Intent, ...]
    weights: Any
    scale: Any

    @cached_property
    def table(self) -> Any:
        """buckets x intents as floats."""
        return (self.weights.astype("float32") * self.scale[:, None]).T.copy()

    @property
    def buckets(self) -> int:
        """How many places features are hashed to; the last row of `table` is the bias."""
        return int(self.weights.shape[1]) - 1


def unforeseen(typed: Plain, told: bool, wondering: bool, asked: bool, learned: LearnedWeights) -> Intent:
    """What a message that no rule knows is likely to be: an answer, unless the weights are sure of something else.

    What is `told` as done is an answer. When something was `asked`, a short reply needs stronger signs to be
    no answer. Asked for a question, a learner
    who asks one answers.
    """
    words = typed.text.split()
    if told or len(words) > MAX_WORDS or not any(word.isalpha() for word in words):
        return "answer"
    intent, chance = likely(typed.text, learned)
    if wondering and intent in _ASKING:
        return "answer"
    short = asked and len(words) <= _SHORT and intent not in _SAYS_LITTLE
    sure = _SURE_OF_A_SHORT_ONE if short else _SURE
    return intent if chance >= sure else "answer"


def likely(text: str, learned: LearnedWeights) -> tuple[Intent, float]:
    """The likeliest intent of plain text and its probability, 0 to 1."""
    import numpy as np

    rows = sorted(set(features(text, learned.buckets)))
    scores = learned.table[rows].sum(axis=0) / max(len(rows), 1) ** 0.5 + learned.table[-1]
    chances = np.exp(scores - scores.max())
    best = int(chances.argmax())
    return learned.intents[best], float(chances[best] / chances.sum())


def features(text: str, buckets: int) -> Iterator[int]:
    """Where a plain text's words, neighbours and pieces of words fall: numbers below `buckets`."""
    words = text.split()[: MAX_WORDS + 2]
    padded = ["<", *words, ">"]
    for i, word in enumerate(padded):
        yield _place(f"w {word}", buckets)
        if i + 1 < len(padded):
            yield _place(f"b {word} {padded[i + 1]}", buckets)
        if i + 2 < len(padded):
            yield _place(f"t {word} {padded[i + 1]} {padded[i + 2]}", buckets)
    for word in words:
        edged = f" {word} "
        for size in _GRAMS:
            for i in range(len(edged) - size + 1):
                yield _place(edged[i : i + size], buckets)


def _place(feature: str, buckets: int) -> int:
    return crc32(feature.encode()) % buckets
