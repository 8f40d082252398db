"""Everything a turn may use, read once at start: texts, projects, lexicons, the screen, skills and roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pathbot.app.errors import BadInput
from pathbot.app.lazy_library import LazyLibrary
from pathbot.app.models import Helper
from pathbot.channels.web.desk import private_address
from pathbot.evidence import Draft, Problem, Quote, Said, SkillTag
from pathbot.language.commands import Commands
from pathbot.language.lexicon import Lexicon
from pathbot.language.person import to_second_person
from pathbot.language.person_words import PersonWords
from pathbot.messages import Address
from pathbot.reflection.framework import Framework
from pathbot.reflection.judgement import Context, Judgement
from pathbot.reflection.kit import UnderstandingKit
from pathbot.reflection.project import Project
from pathbot.reflection.understand import understand
from pathbot.safety.finding import Finding
from pathbot.safety.protocol import Protocol
from pathbot.safety.screen import SafetyKit, screen
from pathbot.skills.draft import draft, own_words, shorter
from pathbot.skills.ground import verify
from pathbot.skills.kit import SkillKit
from pathbot.skills.tagging import MAX_TAGS, tag
from pathbot.skills.verbatim import draft_verbatim, shorter_verbatim, tag_verbatim, verify_verbatim
from pathbot.wording import Texts


@dataclass(frozen=True)
class Kit:
    """Read-only, shared by every turn. Languages fall back to English where nothing was written for them."""

    framework: Framework
    framework_hash: str
    projects: Mapping[str, Project]
    texts: Texts
    summary_texts: Texts
    commands: Mapping[str, Commands]
    person_words: Mapping[str, PersonWords]
    understanding: UnderstandingKit
    skills: Mapping[str, SkillKit]
    safety: SafetyKit
    protocol: Protocol
    roles: LazyLibrary
    url: str = ""
    """Address of the pages, without a slash at its end; "" when people are not told where they are."""
    helper: Helper | None = None

    def warm(self) -> None:
        """Does now what the first message would wait for: opens the role index, compiles patterns."""
        self.understand("", Context())
        self.screen("", ())
        self.skills_of("i made a map", "en")
        self.roles.ready()
        if self.helper is not None:
            self.helper.model.warm()

    def project(self, project_id: str) -> Project:
        """A project by id. Raises BadInput naming the ones there are."""
        if project_id not in self.projects:
            raise BadInput(f"There is no project {project_id}. There are: {', '.join(sorted(self.projects))}.")
        return self.projects[project_id]

    def lexicon(self, language: str) -> Lexicon:
        """The words of a language."""
        return self._skills(language).lexicon

    def say_back(self, text: str, language: str) -> str:
        """A learner's words as said to them, or "" when that is not safe."""
        if language in self.person_words:
            return self.person_words[language].to_second_person(text)
        return to_second_person(text, self.lexicon(language))

    def understand(self, text: str, context: Context) -> Judgement:
        """What a learner's message means in its place, without a model."""
        return understand(text, context, self.understanding)

    def means(self, text: str, command: str, language: str) -> bool:
        """Whether a message is one of the fixed phrases of a command, in the conversation's language or in English."""
        return any(self.commands[lang].means(text, command) for lang in {language, "en"} if lang in self.commands)

    def agrees(self, text: str, language: str) -> bool:
        """Whether a short message says yes, in the conversation's language or in English."""
        return any(self.commands[lang].agrees(text) for lang in {language, "en"} if lang in self.commands)

    def screen(self, text: str, recent: Sequence[str]) -> Finding:
        """The safety screen."""
        return screen(text, recent, self.safety)

    def skills_of(self, text: str, language: str) -> tuple[str, ...]:
        """Names of the skills a sentence shows, each once."""
        return tuple(dict.fromkeys(t.name for t in self._tags(text, language)))

    def draft(self, said: Sequence[Said], language: str) -> tuple[Draft, ...]:
        """Skill statements of what was said, best first."""
        if language in self.person_words:
            return draft_verbatim(said, self.person_words[language], self._skills(language))
        return draft(said, self._skills(language))

    def draft_of(self, statement: str, quotes: tuple[Quote, ...], language: str) -> Draft:
        """Somebody else's statement, already checked, as a draft beside the words it stands on."""
        tags = dict.fromkeys(found for quote in quotes for found in self._tags(quote.text, language))
        share = own_words(statement, quotes, self._skills(language))
        return Draft(statement=statement, skills=tuple(tags)[:MAX_TAGS], evidence=quotes, own_words=share)

    def shorter(self, line: Draft, said: Sequence[Said], language: str) -> Draft | None:
        """A shorter form of a line that is still true, or None."""
        if language in self.person_words:
            return shorter_verbatim(line)
        return shorter(line, said, self._skills(language))

    def verify(self, statement: str, said: Sequence[Said], language: str) -> tuple[Problem, ...]:
        """What a statement says that the learner did not."""
        if language in self.person_words:
            return verify_verbatim(statement, said, self.person_words[language], self._skills(language))
        return verify(statement, said, self._skills(language))

    def home_address(self, person: str) -> Address:
        """Where a word waits for someone who never wrote: their private chat on the web page."""
        return private_address(person)

    def _tags(self, text: str, language: str) -> tuple[SkillTag, ...]:
        kit = self._skills(language)
        return tag_verbatim(text, kit) if language in self.person_words else tag(text, kit)

    def _skills(self, language: str) -> SkillKit:
        return self.skills.get(language, self.skills["en"])
