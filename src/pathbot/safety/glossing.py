"""Spanish read as English, word for word, for a sentence encoder and weights that know English better."""

import re
from functools import cached_property

from pydantic import model_validator

from pathbot.frozen import Frozen

_LONGEST_PHRASE = 4
_SHORTEST_STEM = 2
_OBJECT = "me"
_ATTACHED = re.compile(r"(?:[mts]e|nos)?(?:l[aeo]s?|[mts]e|nos)$")  # pronouns written onto a verb: hacerlo, decirmelo


class Gloss(Frozen):
    """English and the Spanish words for it (`knowledge/safety/gloss.es.yaml`); `word*` stands for all its endings."""

    words: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _one_english_for_each(self) -> "Gloss":
        spanish = [word for words in self.words.values() for word in words]
        twice = sorted({word for word in spanish if spanish.count(word) > 1})
        if twice:
            raise ValueError(f"more than one English for: {', '.join(twice)}")
        return self

    @cached_property
    def _table(self) -> dict[str, str]:
        return {word: english for english, words in self.words.items() for word in words}

    def english(self, text: str) -> str:
        """A normalised text with every known word in English; what is not known stays as it is."""
        words, found, at = text.split(), [], 0
        while at < len(words):
            english, used = self._at(words, at)
            if words[at] == _OBJECT and used == 1 and at + 1 < len(words):  # "me pega": it stands after the verb
                verb, more = self._at(words, at + 1)
                english, used = f"{verb} {english}", used + more
            found.append(english)
            at += used
        return " ".join(filter(None, found))

    def _at(self, words: list[str], at: int) -> tuple[str, int]:
        """The English of the longest phrase that begins here, and how many words it took."""
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            english = self._table.get(" ".join(words[at : at + size]))
            if english is not None:
                return english, size
        return self._word(words[at]), 1

    def _word(self, word: str) -> str:
        """A word that does not stand in the table as it is: without attached pronouns, without plural, by its stem."""
        bare = (_ATTACHED.sub("", word), word.removesuffix("s"))
        whole = (self._table.get(form) for form in bare if len(form) > _SHORTEST_STEM)
        stems = (self._table.get(f"{word[:size]}*") for size in range(len(word), _SHORTEST_STEM - 1, -1))
        return next((english for english in (*whole, *stems) if english is not None), word)
