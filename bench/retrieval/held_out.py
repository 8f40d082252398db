"""Role search on held-out phrasings:  python bench/retrieval/held_out.py [--styles]

The phrasings in held_out.jsonl were written before their writer read the learner phrases of the cards;
docs/role-search.md says how far they have been used since. `BM25` ranks the whole text of each card, `TF-IDF` its runs
of letters; `MiniLM` compares the query with each card's summary, and does nothing else. Times are processor time,
embedding included; beside them stands one product of the passage matrix with a query, the least an exact search takes.
"""

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from bm25 import Bm25

from pathbot.app.library import read_cards, read_search_words
from pathbot.app.settings import load_settings
from pathbot.roles.library import RoleLibrary
from pathbot.roles.minilm import MiniLM
from pathbot.roles.model import RoleCard
from pathbot.roles.spelled import NameLikeness

ROWS = [json.loads(line) for line in Path(__file__).with_name("held_out.jsonl").read_text("utf-8").splitlines()]
Search = Callable[[str], Sequence[str]]


def main() -> None:
    knowledge = load_settings().knowledge
    cards, embedder = read_cards(knowledge), MiniLM()
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        library = RoleLibrary.open(cards, embedder, Path(folder), read_search_words(knowledge))
        print(f"{len(cards)} cards, index built in {time.process_time() - started:.1f} s of processor time")
    report("pathbot", cards, lambda query: [found.card.soc for found in library.search(query, n=10)])
    texts = [all_text(card) for card in cards]
    bm25 = Bm25(texts)
    report("BM25", cards, lambda query: [cards[number].soc for number in bm25.ranking(query)[:10]])
    runs = NameLikeness(texts, np.arange(len(cards)), len(cards))
    report("TF-IDF", cards, lambda query: best(cards, runs.scores(query)))
    plain = embedder.embed([f"{card.title}. {card.sections.summary}" for card in cards])
    report("MiniLM", cards, lambda query: best(cards, plain @ embedder.embed([query])[0]))
    matrix = np.random.default_rng(0).normal(size=(len(cards) * 37, 384)).astype(np.float32)
    started = time.process_time()
    for _ in range(50):
        np.einsum("pd,d->p", matrix, matrix[0])
    print(f"one product with {len(matrix):,} passages: {(time.process_time() - started) * 20:.1f} ms")


def best(cards: Sequence[RoleCard], scores: np.ndarray) -> list[str]:  # type: ignore[type-arg]
    return [cards[number].soc for number in np.argsort(-scores)[:10]]


def all_text(card: RoleCard) -> str:
    own = card.sections.model_dump()
    phrases = (*card.learner_phrases.en, *card.learner_phrases.es, *card.aliases.en, *card.aliases.es)
    return " ".join([card.title, *card.tools, *phrases, *(str(text) for text in own.values())])


def report(name: str, cards: Sequence[RoleCard], search: Search) -> None:
    have = {card.soc for card in cards}
    search("me gusta")  # the Spanish dictionary loads once
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    times = []
    for row in ROWS:
        if row["kind"] == "wanted" and not have & set(row["roles"]):
            continue
        started = time.process_time()
        shown = search(row["query"])
        times.append(time.process_time() - started)
        right = [rank for rank, soc in enumerate(shown, 1) if soc in row["roles"]]
        rank = int(not shown) if row["kind"] == "nothing" else min(right, default=0)
        group = "nothing" if row["kind"] == "nothing" else row["language"]
        for key in (f"{row['half']} {group}", f"style {row['style']}"):
            ranks[key].append(rank)
    for key, found in sorted(ranks.items()):
        if key.startswith("style") and "--styles" not in sys.argv:
            continue
        hits = [sum(0 < rank <= within for rank in found) / len(found) for within in (1, 5)]
        mrr = sum(1 / rank for rank in found if rank) / len(found)
        print(f"{name:8} {key:18} {len(found):4} hit@1 {hits[0]:.2f} hit@5 {hits[1]:.2f} MRR {mrr:.2f}")
    times.sort()
    print(f"{name:8} p50 {times[len(times) // 2] * 1000:.1f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
