"""What the pages of teachers, mentors, administrators and learners ask of the app.

Every method takes who is asking. None means: there is no such thing, or not for them; a page cannot tell which.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from pathbot.care import CareRules, LearnerCare
from pathbot.channels.web.desk import StepMark
from pathbot.chart import BarChart
from pathbot.evidence import ShownSkill, SkillStatement
from pathbot.frozen import Frozen
from pathbot.mentoring import CardNote, MentorQuestion
from pathbot.messages import Card, CardRow
from pathbot.people import Class, Membership, Person, Plan


class Refused(Exception):
    """What was asked cannot be done; the sentence says why and what to do."""


class LearnerRow(Frozen):
    """A learner in the class at a glance. `step` is 0 before the start; `days` is how long they are on it."""

    id: str
    name: str
    step: int = 0
    step_name: str = ""
    days: int = 0
    done: bool = False
    wrote: bool = False
    lines: int = 0
    waiting: int = 0
    asking: int = 0
    team: str = ""


class ClassView(Frozen):
    """A class as its teacher sees it. `steps` are pairs of id and name, `projects` of id and title.

    `notes` are sentences about a language model whose budget is used up.
    """

    room: Class
    project: str
    plan: Plan | None
    week: str
    card: Card
    chart: BarChart
    learners: tuple[LearnerRow, ...]
    steps: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    sent: tuple[tuple[str, datetime], ...] = ()
    notes: tuple[str, ...] = ()


class LineView(Frozen):
    """An approved line and whose it is, for a teacher to confirm."""

    learner: str
    name: str
    line: SkillStatement
    skills: tuple[ShownSkill, ...] = ()


class LearnerView(Frozen):
    """One learner as their teacher may see them: steps, approved lines, the state of questions. No transcript."""

    room: Class
    person: Person
    steps: tuple[StepMark, ...]
    lines: tuple[LineView, ...]
    questions: tuple[MentorQuestion, ...]
    told: tuple[str, ...]


class SlotView(Frozen):
    """A follow-up question of a step, by its id, as Pathbot usually asks it."""

    id: str
    usual: str


class StepView(Frozen):
    """A step of the form of a project: its number and name, its usual opening question and its follow-ups."""

    id: str
    title: str
    usual: str
    slots: tuple[SlotView, ...]


class ProjectView(Frozen):
    """A project's file, and what `pathbot check` says about it, each problem with its line.

    `fields` is the same as fields of a form, empty when the file cannot be read; `wrong` has the problems by field.
    `asked` is what a learner would read at the start of each step: its title and its question.
    """

    id: str
    title: str
    text: str = ""
    problems: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}
    wrong: Mapping[str, tuple[str, ...]] = {}
    steps: tuple[StepView, ...] = ()
    words: int = 0
    asked: tuple[tuple[str, str], ...] = ()


class YouView(Frozen):
    """What a learner can know about who knows what. `rows` is the promise, `told` what a summary may say of them."""

    rows: tuple[CardRow, ...]
    told: tuple[str, ...]
    agreed_at: datetime | None = None
    team: str = ""


class ModelView(Frozen):
    """The language model of a school: whether there is one, whether it may help, what it used this month."""

    there: bool = False
    allowed: bool = False
    notes: tuple[str, ...] = ()
    tokens: int = 0


class TroubleView(Frozen):
    """Something that was not done: the name of a routine, or ``message``, and when it was due or came in."""

    what: str
    at: datetime


class Held(Frozen):
    """Somebody, and everything they do in the school now."""

    person: Person
    duties: tuple[Membership, ...]


class SchoolView(Frozen):
    """A school as its administrator sees it. `todo` are keys of what is still to be decided. No learner's words.

    `learners` are by class id; `idle` are people who do nothing here now.
    """

    name: str
    todo: tuple[str, ...]
    adults: tuple[Held, ...]
    learners: Mapping[str, tuple[Held, ...]]
    idle: tuple[Held, ...]
    classes: tuple[Class, ...]
    projects: Mapping[str, str]
    contacts: tuple[Person, ...]
    rules: CareRules
    model: ModelView
    troubles: tuple[TroubleView, ...]


class NoteView(Frozen):
    """A proposed addition beside what stands on the card now. `own`: the viewer proposed it and cannot approve it."""

    note: CardNote
    before: tuple[str, ...]
    by: str
    own: bool


class CardsView(Frozen):
    """What a school adds to role cards."""

    waiting: tuple[NoteView, ...]
    approved: tuple[NoteView, ...]
    refused: tuple[NoteView, ...]


class PersonView(Frozen):
    """One person of a school, for its administrator. `channels` are where they are known; `care` what is recorded."""

    person: Person
    duties: tuple[Membership, ...]
    classes: tuple[Class, ...]
    channels: tuple[str, ...]
    care: LearnerCare | None = None


class TrailEntry(Frozen):
    """When, who, what, about whom; looks at many learners at once are one entry. `who` is "" for somebody erased.

    `whom` are names, as many as are known; `erased` says that there were others. Both are empty for the school itself.
    """

    at: datetime
    who: str
    act: str
    whom: tuple[str, ...]
    by_pathbot: bool = False
    erased: bool = False


class TrailView(Frozen):
    """The audit trail, the newest first; `broken` is the number of an entry that is not as written."""

    entries: tuple[TrailEntry, ...]
    count: int
    broken: int | None = None


class Office(Protocol):
    """Reads are None where `may_see` says no. `act` raises Refused, and returns the name of a sentence when done."""

    async def classes(self, who: str) -> tuple[Class, ...]:
        """The classes this person teaches."""
        ...

    async def class_view(self, who: str, class_id: str) -> ClassView | None:
        """A class they teach."""
        ...

    async def learner_view(self, who: str, class_id: str, learner: str) -> LearnerView | None:
        """A learner of a class they teach."""
        ...

    async def waiting(self, who: str, class_id: str) -> tuple[LineView, ...] | None:
        """Approved lines of a class that nobody confirmed yet."""
        ...

    async def questions(self, who: str, class_id: str) -> tuple[MentorQuestion, ...] | None:
        """What a class asked mentors."""
        ...

    async def queue(self, who: str) -> tuple[MentorQuestion, ...] | None:
        """Open questions for this mentor. None for people who are no mentors."""
        ...

    async def projects(self, who: str) -> tuple[ProjectView, ...] | None:
        """Every project, for teachers."""
        ...

    async def project(self, who: str, project: str, sent: Mapping[str, str] | None = None) -> ProjectView | None:
        """A project; with what a form sent (its fields, or the whole `text`), that checked instead of the file."""
        ...

    async def you(self, who: str) -> YouView | None:
        """For a learner."""
        ...

    async def copy(self, who: str) -> bytes | None:
        """Everything the store holds about this person, as JSON."""
        ...

    async def school_view(self, who: str) -> SchoolView | None:
        """For an administrator."""
        ...

    async def person_view(self, who: str, person: str) -> PersonView | None:
        """For an administrator: one person of the school."""
        ...

    async def cards(self, who: str) -> CardsView | None:
        """For teachers and administrators: additions to role cards."""
        ...

    async def role_titles(self) -> tuple[str, ...]:
        """Every role an addition can be proposed for."""
        ...

    async def trail(self, who: str) -> TrailView | None:
        """For an administrator: who did what to whose record."""
        ...

    async def act(self, who: str, action: str, fields: Mapping[str, str]) -> str | None:
        """Does something a form asks for."""
        ...

    async def by_code(self, code: str) -> str | None:
        """The person a personal code signs in."""
        ...

    async def by_link(self, token: str) -> str | None:
        """The person a one-time link signs in; the link is over after that."""
        ...

    async def mail_ready(self) -> bool:
        """Whether mail goes out now: asked for any address, so that the answer says nothing about one."""
        ...

    async def mail_link(self, email: str) -> None:
        """Sends a one-time link to a school e-mail, if the school knows it and mail is set up."""
        ...
