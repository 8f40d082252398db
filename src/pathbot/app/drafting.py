"""Statements in the language the learner wrote in: English by clause rules, others in their own sentences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathbot.app.content import read
from pathbot.app.lexicons import load_skill_kit
from pathbot.evidence import Draft, Problem, Quote, Said, SkillTag
from pathbot.language.lexicon import Paraphrase
from pathbot.language.person_words import PersonWords
from pathbot.language.which import language_of
from pathbot.skills.draft import draft, own_words, shorter
from pathbot.skills.ground import verify
from pathbot.skills.kit import SkillKit
from pathbot.skills.plainer import plainer
from pathbot.skills.reworded import Reworded, RewordingWords
from pathbot.skills.tagging import MAX_TAGS, tag
from pathbot.skills.verbatim import draft_verbatim, shorter_verbatim, tag_verbatim

LANGUAGES = ("en", "es")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Drafting:
    """`kits` tell problems in their language; `person_words` are there for languages without clause rules.

    `language` is the conversation's, and decides only where the words themselves do not.
    """

    kits: Mapping[str, SkillKit]
    person_words: Mapping[str, PersonWords]
    reworded: Mapping[str, Reworded]

    def kit(self, language: str) -> SkillKit:
        """Word lists and skills, with problems told in `language`."""
        return self.kits.get(language, self.kits["en"])

    def tags(self, text: str, language: str) -> tuple[SkillTag, ...]:
        """Skills a sentence shows."""
        words = self._words([text], language)
        return tag(text, self.kit(language)) if words is None else tag_verbatim(text, self.kit("es"))

    def draft(self, said: Sequence[Said], language: str) -> tuple[Draft, ...]:
        """Skill statements of what was said, best first."""
        words = self._words([s.text for s in said], language)
        return draft(said, self.kit(language)) if words is None else draft_verbatim(said, words, self.kit("es"))

    def shorter(self, line: Draft, said: Sequence[Said], language: str) -> Draft | None:
        """A shorter form of a line that is still true, or None."""
        words = self._words([line.statement], language)
        return shorter(line, said, self.kit(language)) if words is None else shorter_verbatim(line)

    def plainer(self, line: Draft, said: Sequence[Said], language: str) -> Draft | None:
        """A form of a line in plainer words that is still true, or None. Spanish lines are the learner's own words."""
        words = self._words([line.statement], language)
        return plainer(line, said, self.kit(language)) if words is None else None

    def verify(self, statement: str, said: Sequence[Said], language: str) -> tuple[Problem, ...]:
        """What a statement says that the learner did not."""
        words = self._words([s.text for s in said], language)
        if words is None:
            return verify(statement, said, self.kit(language))
        return self.reworded[language_of([s.text for s in said], language)].verify(statement, said, self.kit(language))

    def draft_of(self, statement: str, quotes: tuple[Quote, ...], language: str) -> Draft:
        """Somebody else's statement, already checked, as a draft beside the words it stands on."""
        tags = dict.fromkeys(found for quote in quotes for found in self.tags(quote.text, language))
        share = own_words(statement, quotes, self.kit(language))
        return Draft(statement=statement, skills=tuple(tags)[:MAX_TAGS], evidence=quotes, own_words=share)

    def names_the_speaker(self, text: str, language: str) -> bool:
        """Whether a text itself says whose deed it tells: by "i" or "we", or by the form of its verbs."""
        words = self._words([text], language)
        said = [word.lower() for word in _WORD.findall(text)]
        if words is not None:
            return any(words.is_own_deed(word) for word in said)
        sets = self.kit(language).lexicon.sets
        return bool(set(said) & (sets["learner"] | sets["group"]))

    def _words(self, texts: Sequence[str], language: str) -> PersonWords | None:
        return self.person_words.get(language_of(texts, language))


def load_drafting(knowledge: Path, prompts: Path) -> Drafting:
    """Reads the word lists and skills. Raises BadInput when a file is missing or broken."""
    people = {language: knowledge / "language" / language / "person.yaml" for language in LANGUAGES}
    person_words = {language: read(path, PersonWords) for language, path in people.items() if path.exists()}
    return Drafting(
        kits={language: load_skill_kit(knowledge, prompts, language) for language in LANGUAGES},
        person_words=person_words,
        reworded={
            language: Reworded(
                lists=read(people[language].with_name("paraphrase.yaml"), Paraphrase),
                person=words,
                words=read(people[language].with_name("rewording.yaml"), RewordingWords),
                language=language,
            )
            for language, words in person_words.items()
        },
    )
