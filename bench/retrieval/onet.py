"""An O*NET release beside the cards:  python bench/retrieval/onet.py [DATA]

DATA holds `onet_29_3` and `onet_30_0_text` (default: ../shared/data beside the repository). Imports 29.3 as
`pathbot roles import-onet` does and says how long that took; then asks for what 30.0 brought new, which the index has
never seen: job titles and tasks. `letters` ranks the titles by TF-IDF of letter runs over every title and alternate
title. At last the search is timed once more over 60,000 passages. Times of searches are processor time.
"""

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from pathbot.app.library import read_cards, read_search_words
from pathbot.app.settings import load_settings
from pathbot.roles.index import PassageIndex
from pathbot.roles.library import Imported, RoleLibrary
from pathbot.roles.minilm import MiniLM
from pathbot.roles.onet.release import Release, read_release
from pathbot.roles.onet.shelf import keep, name_prototypes
from pathbot.roles.search import RoleSearch
from pathbot.roles.spelled import NameLikeness

Search = Callable[[str], Sequence[str]]
Queries = Mapping[str, set[str]]
"""The occupations that are right for each query."""
_REPOSITORY = Path(__file__).resolve().parents[2]
_MANY = 60_000


def main() -> None:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else _REPOSITORY.parent / "shared" / "data"
    knowledge = load_settings().knowledge
    cards, words, embedder = read_cards(knowledge), read_search_words(knowledge), MiniLM()
    with tempfile.TemporaryDirectory() as folder:
        wall, started = time.perf_counter(), time.process_time()
        release = read_release(data / "onet_29_3", "29.3")
        keep(release, Path(folder) / "onet")
        imported = Imported(release, Path(folder) / "onet")
        library = RoleLibrary.open(cards, embedder, Path(folder) / "roles", words, imported=imported)
        took = time.process_time() - started
        print(f"import of {len(release.occupations):,} occupations beside {len(cards)} cards: ", end="")
        print(f"{time.perf_counter() - wall:.0f} s on the clock, {took:.0f} s of processor time")
        newer = read_release(data / "onet_30_0_text", "30.0")
        titles, tasks = new_titles(release, newer), new_tasks(release, newer)
        report("new job titles", titles, lambda query: found(library, query))
        report("  the same, letters", titles, letters(release))
        report("new tasks", tasks, lambda query: found(library, query))
        for language in ("en", "es"):
            report(f"phrasings of learners, {language}", phrasings(language), lambda query: found(library, query))
        names = name_prototypes(release, embedder, Path(folder) / "onet", lambda done, total: None)
        many = RoleSearch(library.cards, grown(library), embedder, words, release, names)
        report(f"{_MANY:,} passages", tasks, lambda query: [one.card.soc for one in many.search(query, 10, (), "en")])


def new_titles(old: Release, new: Release) -> Queries:
    known = {name.casefold() for one in old.occupations for name in (one.title, *one.names)}
    return asked((name, one.soc) for one in new.occupations for name in one.names if name.casefold() not in known)


def new_tasks(old: Release, new: Release) -> Queries:
    known = {task.casefold() for one in old.occupations for task in one.tasks}
    return asked((task, one.soc) for one in new.occupations for task in one.tasks if task.casefold() not in known)


def phrasings(language: str) -> Queries:
    rows = map(json.loads, Path(__file__).with_name("held_out.jsonl").read_text("utf-8").splitlines())
    kept = [row for row in rows if row["kind"] == "wanted" and row["language"] == language]
    return asked((row["query"], soc) for row in kept for soc in row["roles"])


def asked(pairs: object) -> Queries:
    right: defaultdict[str, set[str]] = defaultdict(set)
    for query, soc in pairs:  # type: ignore[attr-defined]
        right[query].add(soc)
    return right


def found(library: RoleLibrary, query: str) -> list[str]:
    return [one.card.soc for one in library.search(query, n=10)]


def letters(release: Release) -> Search:
    named = [(number, name) for number, one in enumerate(release.occupations) for name in (one.title, *one.names)]
    numbers = np.array([number for number, _ in named])
    likeness = NameLikeness([name for _, name in named], numbers, len(release.occupations))
    socs = [one.soc for one in release.occupations]
    return lambda query: [socs[n] for n in np.argsort(-likeness.scores(query), kind="stable")[:10]]


def grown(library: RoleLibrary) -> PassageIndex:
    """The index with its passages once more under other ids, until there are many."""
    index = library.index
    rows = np.arange(_MANY) % len(index.passages)
    passages = [index.passages[row].model_copy(update={"id": f"{row}-{number}"}) for number, row in enumerate(rows)]
    return PassageIndex(passages, index.vectors[rows])


def report(name: str, queries: Queries, search: Search) -> None:
    search("me gusta")  # the Spanish dictionary loads once
    ranks, times = [], []
    for query, right in queries.items():
        started = time.process_time()
        shown = search(query)
        times.append(time.process_time() - started)
        ranks.append(next((rank for rank, soc in enumerate(shown, 1) if soc in right), 0))
    hits = [sum(0 < rank <= within for rank in ranks) / len(ranks) for within in (1, 5, 10)]
    times.sort()
    print(f"{name:28} {len(ranks):4} R@1 {hits[0]:.2f} R@5 {hits[1]:.2f} R@10 {hits[2]:.2f}  ", end="")
    print(f"p50 {times[len(times) // 2] * 1000:.1f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
