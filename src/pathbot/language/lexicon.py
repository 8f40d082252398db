"""The word lists of one language, as `knowledge/language/<language>/` holds them."""

from functools import cached_property

from pathbot.frozen import Frozen
from pathbot.language.forms import VerbForm, regular_forms

Words = tuple[str, ...]


class EverydayWords(Frozen):
    """`words.yaml`: pronouns, chat shorthand, numbers, names, and words to be careful with."""

    learner: Words
    learner_forms: Words
    group: Words
    team_nouns: Words
    others: Words
    object_forms: Words
    determiners: Words
    shorthand: dict[str, str]
    fillers: Words
    hedges: Words
    openers: Words
    jokes: Words
    opinions: Words
    coordinators: Words
    subordinators: Words
    causal: Words
    conditional: Words
    prepositions: Words
    modals: Words
    negations: Words
    numbers: dict[str, float]
    ordinals: dict[str, str]
    casing: dict[str, str]
    unsayable: Words
    praise: Words
    neutral: Words
    generic: Words
    quiet: Words
    names: Words
    titles: Words
    units: Words
    scope: Words
    wide_places: Words
    comparing: Words
    outcomes: Words
    ranks: Words
    tools: Words
    companions: Words
    abbreviations: Words
    states: Words = ()
    feelings: Words = ()
    countable: Words = ()
    manner: Words = ()


class VerbWords(Frozen):
    """`verbs.yaml`: what verbs there are, their forms, and how much each one claims."""

    irregular: dict[str, str]
    doubling: Words
    regular: Words
    stative: Words
    intention: Words
    attempt: Words
    assist: Words
    leading: Words
    result: Words
    causing: Words
    by_itself: Words
    of_things: Words
    plain: Words
    claiming: Words


class Paraphrase(Frozen):
    """`paraphrase.yaml`: words that say the same, and words that say less than another.

    `same` holds groups whose members may stand for each other. `weaker` maps a word of a statement to the words
    of the learner that already say as much or more; never the other way round. `glue` says nothing by itself.
    """

    same: tuple[Words, ...]
    weaker: dict[str, Words]
    glue: Words


class Lexicon(Frozen):
    """Everything a rule knows about one language. Built by `pathbot.app.lexicons.load_lexicon`."""

    language: str
    words: EverydayWords
    verbs: VerbWords
    paraphrase: Paraphrase

    @cached_property
    def verb_forms(self) -> dict[str, tuple[VerbForm, ...]]:
        """Every form of every listed verb, lower case, to what it can be (`cut` is base, past and participle)."""
        table: dict[str, tuple[VerbForm, ...]] = {}
        for lemma in dict.fromkeys((*self.verbs.irregular, *self.verbs.regular, *self.verbs.doubling)):
            for surface, form in regular_forms(lemma, self.verbs.irregular.get(lemma, ""), lemma in self.doubling):
                table[surface] = (*table.get(surface, ()), form)
        return table

    @cached_property
    def doubling(self) -> frozenset[str]:
        """Verbs whose last consonant is doubled (`stop`, `stopped`)."""
        return frozenset(self.verbs.doubling)

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that hold a sentence together and claim nothing by themselves."""
        names = ("determiners", "prepositions", "coordinators", "subordinators", "modals", "others", "group", "learner",
                 "learner_forms", "object_forms", "neutral")  # fmt: skip
        return frozenset().union(*(self.sets[name] for name in names))

    @cached_property
    def sets(self) -> dict[str, frozenset[str]]:
        """Each word list as a set, by its name in the files (`determiners`, `stative`, ...)."""
        lists = {**self.words.model_dump(), **self.verbs.model_dump()}
        return {name: frozenset(values) for name, values in lists.items()}
