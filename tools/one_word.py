"""One-word inventions: an honest line with one word or one phrase too many, and where that stands.

`tools/fit_doubt.py` learns from them. Every kind is drawn from lists (`doubt_examples.yaml`) and from the other lines.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("doubt_examples.yaml").read_text(encoding="utf-8")
)
_NOUN = re.compile(r"\b(?:the|an?|with|of|about|for|in|on|to|at|from) ([a-z]{4,})\b(?! [a-z]+(?:ing|ed)\b)")
_NO_NOUNS = frozenset(
    ["that", "which", "them", "this", "these", "those", "their", "what", "where", "while", "until", "each", "every",
     "about", "with", "from", "into", "more", "than", "some"]
)  # fmt: skip


class Invention(NamedTuple):
    """A line with what was added to it at ``line[start:end]``.

    `kind` is ending, effect, adverb, adjective, noun, verb, or deed.
    """

    kind: str
    line: str
    start: int
    end: int

    @property
    def added(self) -> str:
        """The words that were added."""
        return self.line[self.start : self.end]


def nouns_of(lines: Sequence[str], about: Callable[[str], str]) -> dict[str, list[str]]:
    """The nouns of some lines, by what they are about ("artifact", "person")."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for noun, _ in _nouns(line, about):
            found.setdefault(about(noun), set()).add(noun)
    return {kind: sorted(words) for kind, words in found.items()}


def inventions(
    line: str, nouns: Mapping[str, Sequence[str]], verbs: Sequence[str], about: Callable[[str], str], rng: random.Random
) -> Iterator[Invention]:
    """One invention of each kind that fits the line."""
    body = line.rstrip(".")
    first, _, rest = body.partition(" ")
    ending = rng.choice(EXAMPLES["endings"])
    yield Invention("ending", f"{body} {ending}.", len(body) + 1, len(body) + 1 + len(ending))
    effect = rng.choice(EXAMPLES["effects"])
    yield Invention("effect", f"{body}{effect}.", len(body), len(body) + len(effect))
    adverb = rng.choice(EXAMPLES["adverbs"])
    yield Invention("adverb", f"{adverb.capitalize()} {body[0].lower()}{body[1:]}.", 0, len(adverb))
    verb = rng.choice(verbs)
    if first in verbs:
        yield Invention("verb", f"{verb} {rest}.", 0, len(verb))
        second = rng.choice(verbs).lower()
        yield Invention("deed", f"{first} and {second} {rest}.", len(first) + 5, len(first) + 5 + len(second))
    places = list(_nouns(body, about))
    if places:
        _, at = rng.choice(places)
        adjective = rng.choice(EXAMPLES["adjectives"])
        yield Invention("adjective", f"{body[:at]}{adjective} {body[at:]}.", at, at + len(adjective))
        noun, at = rng.choice(places)
        others = [other for other in nouns[about(noun)] if other not in body]
        if others:
            other = rng.choice(others)
            yield Invention("noun", f"{body[:at]}{other}{body[at + len(noun) :]}.", at, at + len(other))


def _nouns(line: str, about: Callable[[str], str]) -> Iterator[tuple[str, int]]:
    for match in _NOUN.finditer(line):
        if match.group(1) not in _NO_NOUNS and about(match.group(1)):
            yield match.group(1), match.start(1)
