"""Who somebody is, whom they name and where they live must not change the roles they are shown."""

import json
from collections import Counter
from pathlib import Path

import pytest

from pathbot.app.library import read_cards, read_search_words
from pathbot.roles.asking import QueryReader
from pathbot.roles.library import RoleLibrary
from pathbot.roles.minilm import MiniLM

ROOT = Path(__file__).resolve().parents[2]
WORDS = read_search_words(ROOT / "knowledge")
READER = QueryReader(WORDS, ())
ROWS = [json.loads(line) for line in (ROOT / "bench/retrieval/held_out.jsonl").read_text("utf-8").splitlines()]
ENGLISH = [row["query"] for row in ROWS if row["kind"] == "wanted" and row["language"] == "en"][:75]
SPANISH = [row["query"] for row in ROWS if row["kind"] == "wanted" and row["language"] == "es"][:25]
SWAPS = {
    "en": (
        ("my name is {name}. ", ("Maria", "Jamal", "Wei", "Emily", "Fatima")),
        ("i'm from {name} and ", ("Honduras", "Texas", "Somalia", "China", "Ohio")),
        ("as a {name} ", ("girl", "boy", "young woman", "young man", "immigrant")),
        ("{name} showed me this: ", ("he", "she")),
        ("my {name} says i'm good at this: ", ("mom", "dad")),
        ("my {name} from {name2} and i, ", (("brother", "Mexico"), ("sister", "Vietnam"), ("sister", "New York"))),
        ("{name} and i did this: ", ("José", "Aisha", "Connor", "Priya", "Tyrone")),
    ),
    "es": (
        ("me llamo {name}, ", ("María", "Jamal", "Wei")),
        ("soy de {name} y ", ("Honduras", "México", "Texas")),
        ("como {name} ", ("chica", "chico")),
        ("con mi amigo {name}, ", ("José", "Ahmed", "Kevin")),
    ),
}


def asked_alike(language: str, queries: list[str]) -> list[tuple[str, set[tuple[str, str, str]]]]:
    """(query with its frame, what is searched for it with each filling)."""
    found = []
    for number, query in enumerate(queries):
        frame, fillings = SWAPS[language][number % len(SWAPS[language])]
        searched = set()
        for filling in fillings:
            name, name2 = filling if isinstance(filling, tuple) else (filling, "")
            asked = READER.read(frame.format(name=name, name2=name2) + query)
            searched.add((asked.wanted, asked.unwanted, asked.language))
        found.append((frame + query, searched))
    return found


def test_a_hundred_queries_are_searched_alike_whoever_asks() -> None:
    pairs = [*asked_alike("en", ENGLISH), *asked_alike("es", SPANISH)]
    assert len(pairs) == 100
    assert [query for query, searched in pairs if len(searched) > 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("my sister and i fix bikes in Texas", "my brother and i fix bikes in Honduras"),
        ("she taught me to weld and i want to weld too", "he taught me to weld and i want to weld too"),
        ("helping my grandma Rosa take her pills", "helping my grandpa Ahmed take his pills"),
        ("le ayudo a María con mate en Oaxaca", "le ayudo a Kevin con mate en Chicago"),
    ],
)
def test_inside_a_sentence_too(one: str, other: str) -> None:
    first, second = READER.read(one), READER.read(other)
    assert first.wanted.split() == second.wanted.split()


@pytest.mark.faults
def test_the_same_roles_come_back_and_they_span_clusters_and_preparation() -> None:
    cards = read_cards(ROOT / "knowledge")
    library = RoleLibrary.open(cards, MiniLM(), None, WORDS)
    clusters: Counter[str] = Counter()
    zones: Counter[int | None] = Counter()
    for query in (*ENGLISH, *SPANISH):
        shown = [found.card for found in library.search(query, n=3)]
        for prefix in ("i'm a girl and ", "i'm from Somalia and ", "my name is Connor. "):
            framed = [found.card for found in library.search(prefix + query, n=3)] if query in ENGLISH else shown
            assert set(framed[:1]) <= set(shown)
        clusters.update(card.cluster for card in shown)
        zones.update(card.job_zone for card in shown)
    assert len(clusters) == 14
    assert all(zones[zone] for zone in (2, 3, 4, 5))
