"""What Slack asks of the app. It knows no store: whatever keeps these promises can stand behind it."""

from datetime import datetime
from typing import NamedTuple, Protocol

from pathbot.channels.slack.home import HomePart
from pathbot.channels.slack.starting import Start
from pathbot.channels.starting import Starter
from pathbot.frozen import Frozen
from pathbot.messages import Form, Inbound, Outgoing, Reply


class Unavailable(Exception):
    """Nothing could be stored or read just now; the same delivery will do later. Answered as 503."""


class Workspace(Frozen):
    """A workspace that installed Pathbot: how Pathbot signs in there, and what it is called there."""

    team: str
    token: str
    bot_user: str
    bot_id: str = ""


class Workspaces(Protocol):
    """The workspaces that Pathbot is installed in."""

    async def find(self, team: str) -> Workspace | None:
        """This one, with a token that works now; None when it is not installed."""
        ...


class Prompt(NamedTuple):
    """Something Slack offers to say for a person: what it is called, and the words."""

    title: str
    message: str


class OpenChat(NamedTuple):
    """A private conversation and when something was last written there."""

    team: str
    user: str
    last_message_at: datetime


class Desk(Protocol):
    """Every method may raise Unavailable. A `person` is `names.person_id`: a workspace and a user of it."""

    async def file(self, team: str, inbound: Inbound) -> bool:
        """Stores a message durably in the inbox of the workspace's school. True when new, False when known."""
        ...

    async def tell(self, team: str, outgoing: Outgoing) -> None:
        """Queues an answer that needs no turn: about a message that cannot be read, or to someone not let in."""
        ...

    async def is_known(self, person: str) -> bool:
        """Whether this user is someone the school knows."""
        ...

    async def meet(self, person: str, email: str) -> bool:
        """A member nobody was linked to, with an e-mail Slack has confirmed: True if the school knows them by it."""
        ...

    async def language(self, conversation: str) -> str:
        """The language of whoever this conversation is private with, else the school's."""
        ...

    async def reply(self, key: str) -> Reply | None:
        """What was sent under this key, None when it is erased."""
        ...

    async def form(self, person: str, choice: str) -> Form | None:
        """The form that this choice would be answered with, where it can be opened at once."""
        ...

    async def home(self, person: str) -> tuple[HomePart, ...]:
        """What stands in this person's Home."""
        ...

    async def prompts(self, person: str) -> tuple[Prompt, ...]:
        """What Slack may offer to say, at most four. Empty for people the school does not know."""
        ...

    async def starter(self, person: str, members: tuple[str, ...]) -> Starter | None:
        """What they may start in a channel with these users; None when they are no teacher."""
        ...

    async def begin(self, start: Start) -> bool:
        """The class does the project in this channel: it says so there, and every learner is greeted in private.
        False when it could not start.

        The learners were looked at: all of them are members of the workspace.
        """
        ...

    async def seat(self, person: str, channel: str, thread: str) -> str | None:
        """What to say to someone who answers the Round Table in this thread; None when it is none, or not theirs."""
        ...

    async def chats(self) -> tuple[OpenChat, ...]:
        """Private chats in which something was written in the last weeks."""
        ...

    async def leave(self, team: str) -> None:
        """Pathbot was removed from the workspace: what it knew through it is erased."""
        ...

    async def revoked(self, team: str) -> None:
        """Slack took back the token of the workspace: it is dropped, and nothing else."""
        ...
