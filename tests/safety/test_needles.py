"""What is passed over could not have matched: the needles save work, and never a finding."""

import json
import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathbot.app.content import default_folder
from pathbot.app.safety import load_safety_kit
from pathbot.safety import SafetyKit
from pathbot.safety.lexicon import Hit, Lexicon
from pathbot.safety.needles import Haystack, needs
from pathbot.safety.normalise import forms

FILES = ("sentences.en.jsonl", "sentences.es.jsonl", "project_talk.en.jsonl", "project_talk.es.jsonl", "held_out.jsonl")
LEXICONS = load_safety_kit(learned=False).lexicons
NEEDLES = {needle for lexicon in LEXICONS for n in lexicon._haystack._needs for clause in n for needle in clause}
WORDS = sorted({word for needle in NEEDLES for word in needle.split()})


def every_pattern_tried(lexicon: Lexicon, text: str) -> tuple[Hit, ...]:
    """What the lexicon finds when nothing is passed over."""
    found = [(s, [m.end() for m in pattern.finditer(text)]) for s, pattern in lexicon._signals]
    return tuple(lexicon._hit(signal, ends[-1], text) for signal, ends in found if ends)


def same(text: str, kit: SafetyKit) -> int:
    """Number of findings in a text, the same either way."""
    found = 0
    for reading in forms(text, kit.shorthand):
        for lexicon in kit.lexicons:
            assert lexicon.hits(reading) == every_pattern_tried(lexicon, reading), reading
            found += len(lexicon.hits(reading))
    return found


def sentences() -> Iterator[str]:
    for name in FILES:
        for line in (Path(default_folder("knowledge")) / "safety" / name).read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line)["text"])


def test_the_screens_own_sentences_find_the_same_signals(phrases_only: SafetyKit) -> None:
    chosen = random.Random(3).sample(sorted(sentences()), 150)
    assert sum(same(text, phrases_only) for text in chosen) > 15


@pytest.mark.faults
def test_every_sentence_alone_and_in_a_row_finds_the_same_signals(phrases_only: SafetyKit) -> None:
    known = list(sentences())
    random.Random(5).shuffle(known)
    for before, text in pairwise(known):
        same(text, phrases_only)
        same(f"{before} {text}", phrases_only)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(("i", "my", "to", "the", "me", "."))), max_size=14))
def test_any_row_of_the_lexicons_words_finds_the_same_signals(words: list[str]) -> None:
    for lexicon in LEXICONS:
        text = " ".join(words)
        assert lexicon.hits(text) == every_pattern_tried(lexicon, text)


@given(st.text(max_size=60))
def test_any_text_at_all_finds_the_same_signals(text: str) -> None:
    for lexicon in LEXICONS:
        assert lexicon.hits(text) == every_pattern_tried(lexicon, text)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("kill myself", [{"kill myself"}]),
        ("wak(?:e|ing) up", [{"wake up", "waking up"}]),
        ("(?:never|not) (?:\\w+ ){0,3}wake", [{"never ", "not "}, {"wake"}]),
        ("(?:tonight|soon)(?! not)", [{"tonight", "soon"}]),
        ("(?:really )?gone", [{"really gone", "gone"}]),
        ("(?:really )*gone", [{"gone"}]),
        ("(?:ha){2,}", []),
        ("(?:hard ){2}", [{"hard "}]),
        ("(?:hard|\\w+)", []),
        ("(?i)hard", []),
        ("[hc]ard", [{"hard", "card"}]),
        ("[^h]ard", []),
        ("it", []),
    ],
)
def test_a_pattern_tells_what_it_needs(pattern: str, wanted: list[set[str]]) -> None:
    assert [set(clause) for clause in needs(pattern)] == wanted


ODD = (r"\w", "[ab]", "[^a]", ".", "(?=a)", "(?!b)", r"\b")
_pieces = st.recursive(
    st.one_of(st.text("abcd ", min_size=1, max_size=4), st.sampled_from(ODD)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part})*"),
        inner.map(lambda part: f"(?:{part}){{1,3}}"),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_pieces, min_size=1, max_size=4), st.text("abcd ", max_size=30))
def test_whatever_matches_is_never_passed_over(patterns: list[str], text: str) -> None:
    may = Haystack(patterns).may_match(text)
    assert {n for n, pattern in enumerate(patterns) if re.search(pattern, text)} <= set(may)
