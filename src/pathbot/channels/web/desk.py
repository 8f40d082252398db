"""What the web chat asks of the app. It knows no store: whatever keeps the `Desk` promises can stand behind it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from pydantic import Field

from pathbot.conversation import Sender
from pathbot.evidence import SavedRole, ShownSkill, SkillStatement
from pathbot.frozen import Frozen
from pathbot.messages import Address, Inbound, Reply
from pathbot.people import Duty

NAME = "web"
Mark = Literal["done", "current", "skipped", "ahead"]


class Unavailable(Exception):
    """Nothing could be stored or read just now; the same request will do later. Answered as 503."""


class Profile(Frozen):
    """Who is signed in, as the pages need it. `note` is a line for the demo's start page.

    `class_id` is None for people of no single class; only a learner or teacher with one sees a class channel.
    `zone` is the IANA time zone their pages tell times in.
    `project` and `question` are the title and the essential question of the class's project.
    """

    id: str
    name: str
    duty: Duty
    title: str = ""
    language: str = "en"
    class_id: str | None = None
    class_name: str = ""
    zone: str = "UTC"
    project: str = ""
    question: str = ""
    note: str = ""


class StepMark(Frozen):
    """A step's name in the person's language, and where they are with it."""

    name: str
    mark: Mark = "ahead"


class Shown(Frozen):
    """One thing said in a conversation. `seq` only grows there, from 1.

    Pathbot's messages carry `reply`; people's carry `text` (empty once `withdrawn`), `person` (an id) and `author`
    (what to call them). `key` is the delivery id of a person's message, the outbox key of Pathbot's.
    """

    seq: int = Field(ge=1)
    key: str
    sender: Sender
    at: datetime
    text: str = ""
    person: str = ""
    author: str = ""
    reply: Reply | None = None
    step: int = 0
    withdrawn: bool = False


class Portfolio(Frozen):
    """What a learner has to show. `projects` maps project ids to titles; `formats` are the files they may download.

    `skills` are those each line shows, by the line's id. `next` says what to collect next, in sentences.
    """

    lines: tuple[SkillStatement, ...] = ()
    roles: tuple[SavedRole, ...] = ()
    projects: Mapping[str, str] = {}
    formats: tuple[str, ...] = ()
    skills: Mapping[str, tuple[ShownSkill, ...]] = {}
    next: tuple[str, ...] = ()


class PortfolioFile(Frozen):
    """A download: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


class Desk(Protocol):
    """Every method may raise Unavailable. Person ids are the school's own; conversation keys are `Address.key`."""

    async def file(self, inbound: Inbound) -> bool:
        """Stores a message durably: True when new, False when that delivery id was there already."""
        ...

    async def shown(self, person: str, conversation: str, after: int) -> tuple[Shown, ...]:
        """The next of what stands after `after`, in order; as many as suit. Empty when there is no more.

        `person` is who reads it: nothing of another school is there for them.
        """
        ...

    async def holds(self, key: str) -> bool:
        """Whether Pathbot's message of this key stands in its conversation."""
        ...

    async def person(self, person: str) -> Profile | None:
        """Who this is, or None for someone who left."""
        ...

    async def people(self) -> tuple[Profile, ...]:
        """The invented people of a demo, to choose from on the start page. Empty outside a demo."""
        ...

    async def journey(self, person: str) -> tuple[StepMark, ...]:
        """The eight steps, in order. Empty for people who walk none."""
        ...

    async def portfolio(self, person: str) -> Portfolio:
        """What this learner has to show."""
        ...

    async def portfolio_file(self, person: str, format: str) -> PortfolioFile | None:
        """The portfolio as a file, or None for a format that is not offered."""
        ...


def private_address(person: str) -> Address:
    """The chat only this person reads."""
    return Address(channel=NAME, conversation=f"person-{person}")


def class_address(class_id: str) -> Address:
    """The channel everyone of a class reads."""
    return Address(channel=NAME, conversation=f"class-{class_id}", shared=True)
