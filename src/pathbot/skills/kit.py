"""Everything the skills rules need, in one frozen bundle. Built by `pathbot.app.lexicons.load_skill_kit`."""

from functools import cached_property

from pydantic import ConfigDict, Field

from pathbot.evidence import Framework, Problem, ProblemKind
from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.skills.doubt import Alike, Doubts
from pathbot.skills.thesaurus import Nearness, Thesaurus, thesaurus
from pathbot.skills.vocabulary import Vocabulary
from pathbot.wording import Localized


class ProblemTexts(Frozen):
    """What a learner reads when a word of a statement has no support. `{words}` is replaced by those words."""

    texts: dict[ProblemKind, Localized]
    empty: Localized

    def problem(self, kind: ProblemKind, words: str, language: str) -> Problem:
        """The problem of one kind, in a sentence."""
        return Problem(kind=kind, text=self.texts[kind].in_(language).replace("{words}", words))


class PlainWords(Frozen):
    """`knowledge/language/en/plainer.yaml`: everyday words for workforce ones. Verbs by their dictionary form."""

    verbs: dict[str, str]
    words: dict[str, str]
    phrases: dict[str, str]


class SkillKit(Frozen):
    """Word lists, skills and sentences.

    `language` is the one problems are told in; `frameworks` are the ones a school chose to show; `related` are the
    lines of `knowledge/language/en/related.tsv.gz`; `near` and `alike` compare meanings, where a model for
    it is at hand; `doubts` weigh what they say; `plain_words` make a line plainer.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    lexicon: Lexicon
    vocabulary: Vocabulary
    problems: ProblemTexts
    language: str = "en"
    frameworks: tuple[Framework, ...] = ("NACE", "O*NET")
    related: tuple[str, ...] = Field(default=(), repr=False)
    near: Nearness | None = None
    alike: Alike | None = None
    doubts: Doubts | None = None
    plain_words: PlainWords = PlainWords(verbs={}, words={}, phrases={})

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The paraphrase table, ready to be asked."""
        return thesaurus(self.lexicon, self.related, self.near)
