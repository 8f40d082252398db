"""Schools, classes, people, and `may_see`: the one rule about who sees what, closed by default."""

from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from pathbot.evidence import Framework
from pathbot.frozen import Frozen
from pathbot.messages import Address

Shows = Framework | Literal[""]
ProjectState = Literal["running", "paused", "ended"]
Duty = Literal["learner", "teacher", "mentor", "safety_contact", "admin"]
ItemKind = Literal[
    "answer",
    "draft",
    "approved_statement",
    "progress",
    "mentor_question",
    "concern",
]


class School(Frozen):
    """A tenant. Nothing crosses from one school to another. `country` picks the crisis lines to name."""

    id: str
    name: str
    country: str = "US"
    language: str = "en"

    @property
    def alone(self) -> bool:
        """One person at a terminal: there is nobody to tell, and Pathbot says so when it matters."""
        return self.id == "local"


class Class(Frozen):
    """A group of learners doing one project, and how that goes.

    `zone` is an IANA time zone name. `grade` is said to mentors ("10th grade"). `shows` is the skills framework whose
    names people see; "" for all. `state` says whether the project goes on. Nobody is reminded of anything between
    `quiet_from` and `quiet_until`, local times such as "20:00"; the same time twice means no quiet hours.
    `channel` and `conversation` are where the class talks together; "" until a teacher says so.
    """

    id: str
    school: str
    name: str
    project: str
    zone: str = "America/Los_Angeles"
    language: str = "en"
    grade: str = ""
    shows: Shows = ""
    state: ProjectState = "running"
    quiet_from: str = "20:00"
    quiet_until: str = "07:00"
    channel: str = ""
    conversation: str = ""

    @property
    def address(self) -> Address | None:
        """The channel everyone of the class reads, None when there is none."""
        if not self.channel or not self.conversation:
            return None
        return Address(channel=self.channel, conversation=self.conversation, shared=True)


class Plan(Frozen):
    """A project of a class, from its start to its end. `dates` says by when a step (an id) should be done."""

    school: str
    class_id: str
    project: str
    state: ProjectState = "running"
    starts_on: date
    ends_on: date | None = None
    dates: dict[str, date] = Field(default_factory=dict)


class Person(Frozen):
    """Someone a school knows. `name` is what Pathbot calls them; `title` introduces an adult ("counselor").

    `email` is the school's address for them, in small letters; a channel that knows a sender by a verified e-mail
    finds the person by it. "" when the school gave none.
    """

    id: str
    school: str
    name: str
    title: str = ""
    language: str = "en"
    email: str = ""


class Membership(Frozen):
    """What a person does in a class, or in the whole school when `class_id` is None.

    `team` is whom a learner works with in a group project: learners of one class with the same name there; "" alone.
    """

    person: str
    school: str
    duty: Duty
    class_id: str | None = None
    active: bool = True
    team: str = ""


class Invitation(Frozen):
    """What a code a teacher made lets its holder do: be `person` here, or join `class_id` as somebody new.

    `code` is what the store knows it by, never what people type. `names` is the person or the class, to be shown,
    in their `language`.
    """

    code: str
    school: str
    duty: Duty = "learner"
    person: str | None = None
    class_id: str | None = None
    names: str = ""
    language: str = "en"


LINK_LASTS = timedelta(minutes=15)


class SignInLink(Frozen):
    """Opens the pages as one person, once, until `expires_at`. The store keeps a digest of the key only."""

    key: str = Field(repr=False)
    expires_at: datetime

    def address(self, url: str) -> str:
        """Where it leads. The key stands in the part of an address that no server and no preview ever sees."""
        return f"{url}/link#{self.key}"


class Consent(Frozen):
    """A learner said yes to the notice with this hash; `withdrawn_at` ends it. Times are timezone-aware."""

    person: str
    notice_hash: str
    given_at: datetime
    withdrawn_at: datetime | None = None


class Viewer(Frozen):
    """Who is asking, with every duty they have."""

    person: str
    school: str
    memberships: tuple[Membership, ...] = ()


class Item(Frozen):
    """What they ask to see. `owner` is the learner it is about; `shared_with` names people it was sent to."""

    kind: ItemKind
    school: str
    owner: str
    class_id: str | None = None
    shared_with: tuple[str, ...] = ()


def may_see(viewer: Viewer, item: Item) -> bool:
    """Whether this person may see this item. Anything not allowed here is not shown anywhere.

    A learner sees all of their own except the staff's record of a concern; a teacher sees approved statements,
    progress and the state of mentor questions of their own class; a mentor sees a question that was sent to
    them; a safety contact sees concerns of their school.
    """
    if viewer.school != item.school:
        return False
    if viewer.person == item.owner:
        return item.kind != "concern"
    duties = {m.duty for m in viewer.memberships if _covers(m, viewer, item)}
    if item.kind in ("approved_statement", "progress"):
        return "teacher" in duties
    if item.kind == "mentor_question":
        return "teacher" in duties or ("mentor" in duties and viewer.person in item.shared_with)
    if item.kind == "concern":
        return "safety_contact" in duties
    return False


def _covers(membership: Membership, viewer: Viewer, item: Item) -> bool:
    """A duty counts where it is active and held: in that class, or, for safety contacts, in the whole school."""
    if not membership.active or membership.person != viewer.person or membership.school != item.school:
        return False
    if membership.class_id is None:
        return membership.duty in ("safety_contact", "mentor")
    return membership.class_id == item.class_id


Heard = Literal["taken", "false_alarm"]
Outcome = Literal["", "taken", "false_alarm"]


class Concern(Frozen):
    """A safety event about a learner. `excerpt` is the least that lets an adult act. Times are timezone-aware.

    `outcome` is what the adult who answered said of it: they have it, or it was nothing.
    """

    id: str
    school: str
    learner: str
    message_id: str
    tier: Literal["B", "C"]
    excerpt: str
    raised_at: datetime
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    outcome: Outcome = ""
