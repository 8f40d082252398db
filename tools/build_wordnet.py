"""Builds `knowledge/language/en/related.tsv.gz`: what one everyday English word already says, from WordNet 3.0.

    python tools/build_wordnet.py WORDNET_DICT WORD_LIST knowledge/language/en/related.tsv.gz

WORDNET_DICT is WordNet's `dict` folder (Debian: package wordnet-base, /usr/share/wordnet); WORD_LIST has one common
word a line (Debian: wamerican-small) and only chooses which words are kept. A line of the result is `word TAB part of
speech TAB kinds TAB words it says`. A word says its synonyms, the words it is derived from, and wider words ("cage"
says "enclosure"), never narrower ones: the grounding check asks whether a learner's word says at least as much as a
statement's. Only senses that people mean by the word are used (those with at least a twenty-fifth of its tagged
uses).
"""

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSE_POS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
UP = {"n": 4, "v": 1, "a": 1, "r": 0}  # levels of wider words
MOST_SENSES, SENSES_UP = 6, 2  # senses whose synonyms count, and those whose wider words count as well
SHARE = 0.04
# Above these a noun says nothing any more.
ROOTS = frozenset(
    [
        "entity", "physical_entity", "abstraction", "object", "whole", "thing", "matter", "attribute",
        "relation", "psychological_feature", "causal_agent", "living_thing", "organism", "artifact", "unit",
        "instrumentality", "act", "event", "state", "group", "measure", "communication", "cognition", "being",
        "activity", "action", "substance", "content", "property", "quality", "happening", "process",
        "physical_object", "natural_object", "instrumentation", "way", "natural_process", "physical_process",
    ]
)  # fmt: skip
LEXICOGRAPHER = (
    "adj.all", "adj.pert", "adv.all", "noun.Tops", "noun.act", "noun.animal", "noun.artifact", "noun.attribute",
    "noun.body", "noun.cognition", "noun.communication", "noun.event", "noun.feeling", "noun.food", "noun.group",
    "noun.location", "noun.motive", "noun.object", "noun.person", "noun.phenomenon", "noun.plant",
    "noun.possession", "noun.process", "noun.quantity", "noun.relation", "noun.shape", "noun.state",
    "noun.substance", "noun.time", "verb.body", "verb.change", "verb.cognition", "verb.communication",
    "verb.competition", "verb.consumption", "verb.contact", "verb.creation", "verb.emotion", "verb.motion",
    "verb.perception", "verb.possession", "verb.social", "verb.stative", "verb.weather", "adj.ppl",
)  # fmt: skip


class Pointer(NamedTuple):
    kind: str
    synset: tuple[str, int]
    source: int
    target: int


class Synset(NamedTuple):
    words: list[str]
    kind: str
    pointers: list[Pointer]


Synsets = dict[tuple[str, int], Synset]
Senses = dict[tuple[str, str], list[tuple[str, int]]]


def read_synsets(folder: Path) -> Synsets:
    """Every synset by part of speech and offset. Format: wndb(5WN)."""
    found: Synsets = {}
    for pos, name in FILES.items():
        for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                fields = line.partition(" | ")[0].split()
                found[pos, int(fields[0])] = _synset(fields)
    return found


def _synset(fields: list[str]) -> Synset:
    count = int(fields[3], 16)
    words = [fields[4 + 2 * i].lower().partition("(")[0] for i in range(count)]
    at = 4 + 2 * count
    pointers = []
    for i in range(int(fields[at])):
        kind, offset, pos, ends = fields[at + 1 + 4 * i : at + 5 + 4 * i]
        target = ("a" if pos == "s" else pos, int(offset))
        pointers.append(Pointer(kind, target, int(ends[:2], 16), int(ends[2:], 16)))
    return Synset(words, LEXICOGRAPHER[int(fields[1])], pointers)


def read_senses(folder: Path) -> Senses:
    """The synsets that people mean by a word, by word and part of speech."""
    tagged: Counter[tuple[str, str, int]] = Counter()
    for line in (folder / "cntlist.rev").read_text(encoding="utf-8").splitlines():
        key, number, count = line.split()
        word, _, rest = key.partition("%")
        slot = (word, SENSE_POS[rest[0]], int(number))
        tagged[slot] = max(tagged[slot], int(count))
    senses: Senses = {}
    for pos, name in FILES.items():
        for line in (folder / f"index.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                every = [(pos, int(offset)) for offset in fields[6 + int(fields[3]) :]]
                uses = [tagged[fields[0], pos, n + 1] for n in range(len(every))]
                senses[fields[0], pos] = _meant(every, uses, pos)
    return senses


def _meant(every: list[tuple[str, int]], uses: list[int], pos: str) -> list[tuple[str, int]]:
    if not any(uses):
        return every[: 2 if pos == "v" else 1]
    often = [synset for synset, count in zip(every, uses, strict=True) if count >= SHARE * sum(uses)]
    return often[:MOST_SENSES] or every[:1]


def says(word: str, pos: str, synsets: Synsets, senses: Senses) -> tuple[list[str], set[str]]:
    """The kinds of a word's senses as one part of speech, the commonest first, and the words it says."""
    kinds: dict[str, None] = {}
    found: set[str] = set()
    for number, key in enumerate(senses[word, pos]):
        synset = synsets[key]
        place = synset.words.index(word) + 1 if word in synset.words else 0
        found.update(synset.words, _derived(synset, place, synsets))
        kinds[synset.kind.partition(".")[2]] = None
        if number < SENSES_UP:
            found.update(_wider(key, UP[pos], synsets))
    return list(kinds), found - {word} - ROOTS


def _derived(synset: Synset, place: int, synsets: Synsets) -> Iterator[str]:
    """Words of the same family: `measure` and `measurement`; never the person who does it."""
    for pointer in synset.pointers:
        if pointer.kind in {"+", "\\"} and pointer.source in (0, place):
            other = synsets[pointer.synset]
            if other.kind != "noun.person" and pointer.target:
                yield other.words[pointer.target - 1]


def _wider(key: tuple[str, int], levels: int, synsets: Synsets) -> Iterator[str]:
    if not levels:
        return
    for pointer in synsets[key].pointers:
        if pointer.kind in {"@", "@i", "&"}:
            above = synsets[pointer.synset]
            if not set(above.words) & ROOTS:
                yield from above.words
                yield from _wider(pointer.synset, levels - 1, synsets)


def main() -> None:
    folder, word_list, result = map(Path, sys.argv[1:4])
    synsets, senses = read_synsets(folder), read_senses(folder)
    listed = {line.strip() for line in word_list.read_text(encoding="utf-8").splitlines()}
    common = {w for w in listed if w.isascii() and w.isalpha() and w.islower() and len(w) > 2}
    lines = []
    for word in sorted(common):
        for pos in (pos for pos in FILES if (word, pos) in senses):
            kinds, found = says(word, pos, synsets, senses)
            lines.append("\t".join([word, pos, " ".join(kinds), " ".join(sorted(found & common))]))
    result.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
