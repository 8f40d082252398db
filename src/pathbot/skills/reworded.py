"""The check of a line in a language without clause rules: its words by dictionary form, and whose deed each verb was.

Stricter than the English check: a word that no list and no form of the learner's words supports is refused.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from pathbot.evidence import Problem, ProblemKind, Said
from pathbot.frozen import Frozen
from pathbot.language.fold import fold
from pathbot.language.lexicon import Paraphrase
from pathbot.language.person_words import PersonWords
from pathbot.language.word_forms import accented, word_forms
from pathbot.skills.kit import SkillKit
from pathbot.skills.verbatim import words_of

_NEAR = 4  # words


class RewordingWords(Frozen):
    """`rewording.yaml`: small word lists of one language, without accents.

    `numbers` maps a number word to its digits. `with_others` makes a statement one of shared work, which `together`
    words say too. `others_endings` are of verbs told of somebody else, `somebody` and `myself` words that stand before
    such a verb, `not_yet` before one that is not done. `scope` and `manner` are claims that must have been said.
    """

    numbers: dict[str, str]
    with_others: tuple[str, ...]
    together: tuple[str, ...]
    others_endings: tuple[str, ...]
    somebody: tuple[str, ...]
    myself: tuple[str, ...]
    not_yet: tuple[str, ...]
    scope: tuple[str, ...]
    manner: tuple[str, ...]


class Reworded(Frozen):
    """Word lists of one language, indexed. `language` is its code, as "es"."""

    lists: Paraphrase
    person: PersonWords
    words: RewordingWords
    language: str

    @cached_property
    def _same(self) -> dict[str, frozenset[str]]:
        return {word: frozenset(group) for group in self.lists.same for word in group}

    def verify(self, statement: str, said: Sequence[Said], kit: SkillKit) -> tuple[Problem, ...]:
        """What a statement says that the learner did not, each kind once."""
        found: dict[ProblemKind, list[str]] = {}
        for kind, word in sorted(self._findings(statement, said), key=lambda found: found[0] != "number"):
            found.setdefault(kind, []).append(word)
        return tuple(
            kit.problems.problem(kind, ", ".join(dict.fromkeys(words)), kit.language) for kind, words in found.items()
        )

    def _findings(self, statement: str, said: Sequence[Said]) -> Iterator[tuple[ProblemKind, str]]:
        heard = [words_of(message.text) for message in said]
        plain = {word for message in heard for word in message}
        known = {form for word in plain for form in self._forms(word)}
        known |= {other for form in known for other in self._same.get(form, ())}
        known |= set(self.words.together) if any(len(word) > 4 and word.endswith("mos") for word in plain) else set()
        mine = words_of(statement)
        shared = bool(set(mine) & set(self.words.with_others)) or "con" in mine
        free = {fold(word) for word in (*self.person.small, *self.lists.glue)}
        number = self.words.numbers
        numbers = {number.get(word, word) for word in plain}
        yield from self._claims_of_manner(mine, heard)
        for word in mine:
            if word in self.words.scope and not self._forms(word) & known:
                yield "scope", word
                continue
            if word in free or self._forms(word) & free:
                continue
            if word in number or word.isdecimal():
                if number.get(word, word) not in numbers:
                    yield "number", word
            else:
                yield from self._of_word(word, known, heard, shared)

    def _claims_of_manner(
        self, mine: Sequence[str], heard: Sequence[Sequence[str]]
    ) -> Iterator[tuple[ProblemKind, str]]:
        line, told = f" {' '.join(mine)} ", [f" {' '.join(message)} " for message in heard]
        for phrase in self.words.manner:
            if f" {phrase} " in line and not any(f" {phrase} " in message for message in told):
                yield "adjective", phrase

    def _of_word(
        self, word: str, known: set[str], heard: Sequence[Sequence[str]], shared: bool
    ) -> Iterator[tuple[ProblemKind, str]]:
        forms = self._forms(word)
        if not forms & known and not any(set(self.lists.weaker.get(form, ())) & known for form in forms):
            yield "entity", word
            return
        if not self._is_own(word):
            return
        whose = [self._whose(other, message) for message in heard for other in message if self._alike(forms, other)]
        if whose and "open" in whose and not {"own", "we"} & set(whose):
            yield "tense_or_completion", word
        elif whose and "own" not in whose and not (shared and "we" in whose):
            yield "team_as_own", word

    def _alike(self, forms: frozenset[str], other: str) -> bool:
        theirs = self._forms(other)
        return bool(forms & theirs) or any(self._same.get(form, frozenset()) & theirs for form in forms)

    def _is_own(self, word: str) -> bool:
        """`medí`, `hice`; written without its accent too."""
        return self.person.is_own_deed(word) or self.person.is_own_deed(accented(word))

    def _whose(self, word: str, message: Sequence[str]) -> str:
        """`own`, `we`, `theirs`, or `open` for what is going on or planned."""
        before = set(message[max(0, message.index(word) - _NEAR) : message.index(word)])
        if (word.endswith(("ndo", "ar", "er", "ir")) and before & set(self.words.not_yet)) or "no" in before:
            return "open"
        if word.endswith("mos"):
            return "we"
        if "yo" in before:
            return "own"  # "yo repartia agua"
        if word.endswith("o") and before & set(self.words.somebody) and not before & set(self.words.myself):
            return "theirs"  # "mi hermano los colgo", for "colgó"
        if word.endswith(self.words.others_endings) or (
            word.endswith("a") and len(word) > 4 and _is_verb(word, self.language)
        ):
            return "theirs"
        return "own"

    def _forms(self, word: str) -> frozenset[str]:
        return word_forms(word, self.language)


def _is_verb(word: str, language: str) -> bool:
    return any(form != word and form.endswith(("ar", "er", "ir")) for form in word_forms(word, language))
