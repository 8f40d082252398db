"""The role cards as a set: easy to read, spread over clusters and preparation, and worded like learners talk."""

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import get_args

import pytest

from pathbot.roles.card import RoleCard, load_cards
from pathbot.roles.check import check_cards
from pathbot.roles.model import Cluster

FOLDER = Path(__file__).resolve().parents[2] / "knowledge" / "roles"
CARDS = load_cards(FOLDER)
BY_CLUSTER: dict[str, list[RoleCard]] = defaultdict(list)
for _card in CARDS:
    BY_CLUSTER[_card.cluster].append(_card)

HIGHEST_GRADE = 8
SILENT = re.compile(
    r"(?<=[^aeiouytd])ed$|(?<=[^aeiouylsxzcg])es$|(?<=[^aeiouyl])e$|(?<=[aeiouy][^aeiouy])e(?=ly$|ful|ment|less)"
)
EACH_CARD = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
FLATTERY = re.compile(r"\b(anyone can|unlike most|perfect for|born to|dream job|exciting|passionate|amazing)\b", re.I)
GENDERED = re.compile(
    r"\b(he|she|his|her|hers|him|himself|herself|guys?|girls?|boys?|ladies|gentlemen|women|men|man|woman"
    r"|(?!hu)\w+woman|(?:fire|police|sales|crafts|repair|handy|fore|camera|trades|weather)m[ae]n)\b",
    re.I,
)


def _body(card: RoleCard) -> str:
    said = card.sections
    return "\n".join([said.summary, said.tuesday, said.why_it_matters, said.try_this_week, *said.ways_in])


def _syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", SILENT.sub("", word.lower()))))


def _grade(text: str) -> float:
    """Flesch-Kincaid grade. The library for it fetches a dictionary from the network; vowel groups come within 0.3."""
    words = re.findall(r"[A-Za-z0-9'’-]+", text)
    sentences = len(re.findall(r"[.!?]+(?=\s|$|\")", text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def _slug(cluster: str) -> str:
    return "-".join(re.findall(r"[a-z]+", cluster.lower()))


def test_the_grade_tells_plain_words_from_hard_ones() -> None:
    assert _grade("The crew lifts racks onto the roof. They test each plug.") < 3
    assert _grade("Professionals coordinate interdisciplinary municipal infrastructure initiatives.") > 20


@EACH_CARD
def test_a_card_reads_at_grade_eight_or_lower(card: RoleCard) -> None:
    assert _grade(_body(card)) <= HIGHEST_GRADE


@EACH_CARD
def test_a_card_speaks_of_no_gender_and_flatters_nobody(card: RoleCard) -> None:
    assert GENDERED.findall(_body(card)) == []
    assert FLATTERY.findall(_body(card)) == []


@EACH_CARD
def test_a_card_gives_several_ways_in_and_not_only_college(card: RoleCard) -> None:
    assert len(card.sections.ways_in) >= 3


@EACH_CARD
def test_phrases_are_how_a_learner_asks_who_does_not_know_the_name(card: RoleCard) -> None:
    for phrases, title in (
        (card.learner_phrases.en, card.title),
        (card.learner_phrases.es, card.title_in("es")),
    ):
        assert 8 <= len(phrases) <= 15
        assert [phrase for phrase in phrases if _plain(title) in _plain(phrase)] == []


def test_no_two_cards_share_a_phrase() -> None:
    said = Counter(_plain(phrase) for card in CARDS for phrase in (*card.learner_phrases.en, *card.learner_phrases.es))
    assert [phrase for phrase, times in said.items() if times > 1] == []


def test_no_two_cards_share_a_title_or_alias_in_a_language() -> None:
    for language in ("en", "es"):
        names = Counter(
            name
            for card in CARDS
            for name in {_plain(card.title_in(language)), *map(_plain, getattr(card.aliases, language))}
        )
        assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("cluster", get_args(Cluster))
def test_every_cluster_has_fifteen_roles_or_more_and_a_way_in_at_every_level(cluster: str) -> None:
    zones = {card.job_zone for card in BY_CLUSTER[cluster]}
    assert len(BY_CLUSTER[cluster]) >= 15
    assert zones & {1, 2}
    assert 3 in zones
    assert zones & {4, 5}


def test_the_set_spreads_over_preparation() -> None:
    zones = Counter("low" if card.job_zone <= 2 else "middle" if card.job_zone == 3 else "high" for card in CARDS)
    for level in ("low", "middle", "high"):
        assert zones[level] >= len(CARDS) // 5


def test_a_card_lies_in_the_folder_of_its_cluster() -> None:
    for cluster, cards in BY_CLUSTER.items():
        for card in cards:
            assert (FOLDER / _slug(cluster) / f"{card.slug}.md").is_file()


def test_pathbot_check_finds_nothing_to_mend_on_the_day_of_the_last_review() -> None:
    newest = max((card.reviewed_on for card in CARDS), default=datetime.date(2026, 11, 23))
    assert check_cards(FOLDER, newest) == ()


@EACH_CARD
def test_its_spanish_parts_are_there_and_easy_to_read(card: RoleCard) -> None:
    assert card.es
    said = f"{card.es.what} {card.es.try_this_week}"
    sentences = [sentence.split() for sentence in re.split(r"(?<=[.!?])\s+", said)]
    letters = sum(map(len, re.findall(r"\w+", said))) / len(re.findall(r"\w+", said))
    assert max(map(len, sentences)) <= 25
    assert sum(map(len, sentences)) / len(sentences) <= 14
    assert letters <= 5.6
    assert len(said.split()) <= 60
