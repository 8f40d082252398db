"""What an everyday word already says: its synonyms, its family, and wider words. A table made from WordNet."""

from collections.abc import Iterable, Mapping

_NOTHING: frozenset[str] = frozenset()


class Related:
    """The table of `tools/build_wordnet.py`, by word and part of speech (`n`, `v`, `a`, `r`).

    "cage" says "enclosure", never the other way round. `protected` words are never said by way of the table: they
    claim ranks, results or praise and need the learner's own word.
    """

    def __init__(self, rows: Mapping[tuple[str, str], tuple[str, str]], protected: frozenset[str]) -> None:
        self._rows = rows
        self._protected = protected

    def says(self, word: str, parts: str) -> frozenset[str]:
        """Every word that a dictionary form says, read as any of the parts of speech in `parts`."""
        found = (self._rows.get((word, part)) for part in parts)
        return frozenset(w for row in found if row for w in row[1].split()) - self._protected

    def knows(self, word: str) -> bool:
        """Whether a word is in the table at all."""
        return any((word, part) in self._rows for part in "nvar")

    def is_protected(self, word: str) -> bool:
        """Whether a word needs the learner's own word, however near another one is."""
        return word in self._protected

    def kinds(self, word: str, part: str, most: int | None = None) -> frozenset[str]:
        """What a word is about, as one part of speech: `motion`, `artifact`, `person`, ...; the `most` commonest."""
        row = self._rows.get((word, part))
        return frozenset(row[0].split()[:most]) if row else _NOTHING


def related(lines: Iterable[str], protected: frozenset[str]) -> Related:
    """Reads the table's lines: word, part of speech, kinds and said words, with tabs between."""
    rows: dict[tuple[str, str], tuple[str, str]] = {}
    for line in lines:
        word, part, kinds, said = line.rstrip("\n").split("\t")
        rows[word, part] = (kinds, said)
    return Related(rows, protected)
