"""Everything a turn may use, read once at start: texts, projects, lexicons, the screen, skills and roles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pathbot.app.drafting import Drafting
from pathbot.app.keys import new_key
from pathbot.app.lazy_library import LazyLibrary
from pathbot.app.models import Helper
from pathbot.app.refusals import Refusal
from pathbot.care import MinAge
from pathbot.channels.web.desk import private_address
from pathbot.evidence import ShownSkill, SkillTag
from pathbot.language.commands import Commands
from pathbot.language.lexicon import Lexicon
from pathbot.language.person import to_second_person
from pathbot.language.which import is_mixed, language_of
from pathbot.messages import Address
from pathbot.people import Shows
from pathbot.reflection.framework import Framework
from pathbot.reflection.judgement import Context, Judgement
from pathbot.reflection.kit import UnderstandingKit
from pathbot.reflection.project import Project
from pathbot.reflection.understand import understand
from pathbot.safety.finding import Finding
from pathbot.safety.protocol import Protocol
from pathbot.safety.screen import SafetyKit, screen
from pathbot.wording import Texts

WARMING = "i made a map of the trees on our street"
"""Nobody's words. A real sentence, because an empty one is answered before anything is loaded."""


@dataclass(frozen=True)
class Kit:
    """Read-only, shared by every turn. Languages fall back to English where nothing was written for them."""

    framework: Framework
    framework_hash: str
    projects: Mapping[str, Project]
    texts: Texts
    summary_texts: Texts
    export_texts: Texts
    commands: Mapping[str, Commands]
    understanding: UnderstandingKit
    drafting: Drafting
    safety: SafetyKit
    protocol: Protocol
    roles: LazyLibrary
    url: str = ""
    """Address of the pages, without a slash at its end; "" when people are not told where they are."""
    min_ages: Mapping[str, MinAge] = field(default_factory=dict)
    """Least age of a channel that has one of its own."""
    helper: Helper | None = None
    new_key: Callable[[], str] = new_key
    """Makes the key of a sign-in link; a test puts its own here."""

    def warm(self) -> None:
        """Does now what the first message would wait for: opens the index, loads the embedder, compiles patterns."""
        self.understand(WARMING, Context())
        self.screen(WARMING, ())
        self.skills_of(WARMING, "en")
        self.roles.search(WARMING, n=1)
        if self.helper is not None:
            self.helper.model.warm()

    def project(self, project_id: str) -> Project:
        """A project by id. Raises BadInput naming the ones there are."""
        if project_id not in self.projects:
            raise Refusal("no_project", project=project_id, there=", ".join(sorted(self.projects)))
        return self.projects[project_id]

    def lexicon(self, language: str) -> Lexicon:
        """The words of a language."""
        return self.drafting.kit(language).lexicon

    def say_back(self, text: str, language: str) -> str:
        """A learner's words as said to them, or "" when that is not safe."""
        spoken = language_of([text], language)
        if is_mixed(text, spoken):
            return ""
        words = self.drafting.person_words.get(spoken)
        return to_second_person(text, self.lexicon(language)) if words is None else words.to_second_person(text)

    def understand(self, text: str, context: Context) -> Judgement:
        """What a learner's message means in its place, without a model."""
        return understand(text, context, self.understanding)

    def means(self, text: str, command: str, language: str) -> bool:
        """Whether a message is one of the fixed phrases of a command, in the conversation's language or in English."""
        return any(self.commands[lang].means(text, command) for lang in {language, "en"} if lang in self.commands)

    def agrees(self, text: str, language: str) -> bool:
        """Whether a short message says yes, in the conversation's language or in English."""
        return any(self.commands[lang].agrees(text) for lang in {language, "en"} if lang in self.commands)

    def listed(self, names: Sequence[str], language: str) -> str:
        """ "Ana, Leo and Sam"."""
        *first, last = names or [""]
        return f"{', '.join(first)} {self.texts.say('notice.and', language)} {last}" if first else last

    def screen(self, text: str, recent: Sequence[str]) -> Finding:
        """The safety screen."""
        return screen(text, recent, self.safety)

    def skills_of(self, text: str, language: str, shows: Shows = "") -> tuple[str, ...]:
        """Names of the skills a sentence shows, in the learner's language and the framework their class shows."""
        return tuple(skill.name for skill in self.named(self.drafting.tags(text, language), shows, language))

    def named(self, tags: Iterable[SkillTag], shows: Shows, language: str) -> tuple[ShownSkill, ...]:
        """Skills as people read them: the one rule for chat, pages, summaries and exports."""
        return self.drafting.kit(language).vocabulary.named(tags, shows, language)

    def skill_name(self, name: str, language: str) -> str:
        """A skill's own (English) name in a language."""
        return self.drafting.kit(language).vocabulary.name_of(name, language)

    def home_address(self, person: str) -> Address:
        """Where a word waits for someone who never wrote: their private chat on the web page."""
        return private_address(person)
