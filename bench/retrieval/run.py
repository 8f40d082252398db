"""Measures role search on labelled queries:  python bench/retrieval/run.py [--misses]

Queries whose roles have no card are left out. hit@1 and hit@5 count queries with a right role among the first 1 or 5;
MRR is the mean of 1/rank within the first 10. `refused` rows count as right when no role they refuse is shown.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bm25 import Bm25

from pathbot.app.library import read_cards, read_search_words
from pathbot.app.settings import load_settings
from pathbot.roles.library import RoleLibrary
from pathbot.roles.minilm import MiniLM
from pathbot.roles.model import RoleCard

HERE = Path(__file__).parent
Search = Callable[[str], Sequence[RoleCard]]


def main() -> None:
    knowledge = load_settings().knowledge
    cards = read_cards(knowledge)
    rows = [json.loads(line) for line in (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    codes = {card.soc[:7] for card in cards}
    rows = [row for row in rows if row["kind"] in ("nothing", "refused") or codes & set(row["roles"])]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        library = RoleLibrary.open(cards, MiniLM(), Path(folder), read_search_words(knowledge))
        print(f"{len(cards)} cards, index built in {time.perf_counter() - started:.1f} s, {len(rows)} queries")
        report("pathbot", rows, lambda query: [found.card for found in library.search(query, n=10)])
    bm25 = Bm25([all_text(card) for card in cards])
    report("BM25", rows, lambda query: [cards[number] for number in bm25.ranking(query)[:10]])


def all_text(card: RoleCard) -> str:
    own = card.sections.model_dump()
    phrases = (*card.learner_phrases.en, *card.learner_phrases.es, *card.aliases.en, *card.aliases.es)
    return " ".join([card.title, *card.tools, *phrases, *(str(text) for text in own.values())])


def report(name: str, rows: Sequence[dict[str, object]], search: Search) -> None:
    search(str(rows[0]["query"]))
    search("me gusta")  # the Spanish dictionary loads once
    times = []
    for kind, language in (("wanted", "en"), ("wanted", "es"), ("refused", None), ("nothing", None)):
        chosen = [row for row in rows if row["kind"] == kind and language in (None, row["language"])]
        ranks = []
        for row in chosen:
            started = time.perf_counter()
            shown = search(str(row["query"]))
            times.append(time.perf_counter() - started)
            ranks.append(rank_of(row, shown))
            if "--misses" in sys.argv and (ranks[-1] != 1):
                print(f"   {name} {row['query']!r} rank {ranks[-1]}: {', '.join(card.slug for card in shown[:4])}")
        line = f"{name:8} {kind:8} {language or 'both':5} {len(chosen):4} queries "
        if kind == "wanted":
            mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
            print(f"{line} hit@1 {hit(ranks, 1):.2f} hit@5 {hit(ranks, 5):.2f} MRR {mrr:.2f}")
        else:
            print(f"{line} right {hit(ranks, 1):.2f}")
    times.sort()
    print(f"{name:8} p50 {times[len(times) // 2] * 1000:.1f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.1f} ms")


def rank_of(row: dict[str, object], shown: Sequence[RoleCard]) -> int:
    """1-based rank of the first right role, 0 for none. The other kinds are right (1) or wrong (0)."""
    roles = row["roles"]
    assert isinstance(roles, list)
    if row["kind"] == "nothing":
        return int(not shown)
    if row["kind"] == "refused":
        return int(not any(card.soc[:7] in roles for card in shown[:3]))
    return next((rank for rank, card in enumerate(shown, 1) if card.soc[:7] in roles), 0)


def hit(ranks: Sequence[int], within: int) -> float:
    return sum(0 < rank <= within for rank in ranks) / max(len(ranks), 1)


if __name__ == "__main__":
    main()
