"""What Teams asks of the app, and the way to a conversation. It knows no store: the app stands behind the `Desk`."""

import hashlib
from typing import Protocol

from pathbot.channels.starting import Starter
from pathbot.frozen import Frozen
from pathbot.messages import Address, Inbound, Outgoing

NAME = "teams"


class Unavailable(Exception):
    """Nothing could be stored or read just now; the same request will do later. Answered as 503."""


class Route(Frozen):
    """How a conversation of ours is reached in Teams, as its last activity said.

    `conversation` is our name for it, `teams_id` the platform's: empty for a private chat that was never opened, which
    Pathbot opens itself with `user`. `tenant` is the Entra tenant, `bot` the id Teams knows Pathbot by. Of a private
    chat, `person` is who it is with, by the directory's id, and `locale` the language of their Teams (``en-US``).
    """

    conversation: str
    service_url: str
    tenant: str
    bot: str
    teams_id: str = ""
    user: str = ""
    person: str = ""
    locale: str = ""

    def since(self, before: "Route | None") -> "Route":
        """This route, with the chat and the language that were known `before` where it names none itself."""
        if before is None:
            return self
        kept = {"teams_id": self.teams_id or before.teams_id, "locale": self.locale or before.locale}
        return self.model_copy(update=kept)


class Member(Frozen):
    """Someone of a team: `id` is Teams' own, `person` the directory's, `name` the first name."""

    id: str
    person: str
    name: str
    emails: tuple[str, ...] = ()


class Start(Frozen):
    """What a teacher chose: this class does this project, in this channel if there is one, with these learners too."""

    tenant: str
    teacher: str
    place: str
    class_id: str
    project: str
    learners: tuple[Member, ...]
    key: str


class Desk(Protocol):
    """Every method may raise Unavailable."""

    async def file(self, tenant: str, inbound: Inbound) -> bool:
        """Stores a message durably for the school of this tenant: True when new, False for a repeated delivery."""
        ...

    async def answer(self, tenant: str, outgoing: Outgoing) -> None:
        """Sends a word that needs no turn. The same key is sent once."""
        ...

    async def knows(self, tenant: str, person: str) -> bool:
        """Whether this id in Teams is somebody of the tenant's school."""
        ...

    async def introduce(self, tenant: str, person: str, email: str) -> bool:
        """From now on this id is whoever the school knows by this verified e-mail. False when it knows nobody by it."""
        ...

    async def remember(self, route: Route) -> None:
        """Keeps how a conversation is reached."""
        ...

    async def route(self, conversation: str) -> Route | None:
        """How it is reached, None when Teams has never said."""
        ...

    async def starter(self, tenant: str, person: str, members: tuple[str, ...]) -> Starter | None:
        """What they may start, and who of these members is staff; None when they teach no class."""
        ...

    async def begin(self, start: Start) -> int | None:
        """The class does the project: it says so in the channel, and every learner is greeted in private.

        How many were; None when it could not start.
        """
        ...

    async def seat(self, tenant: str, person: str, message: str) -> str | None:
        """What to say to someone who answers the Round Table in the thread of this message; None when it is none, or
        not theirs."""
        ...

    async def forget(self, conversation: str) -> None:
        """The app was removed there."""
        ...


def private_address(tenant: str, user: str) -> Address:
    """The chat only this person reads. It keeps its name when Teams gives the chat a new id, and names nobody."""
    digest = hashlib.sha256(f"{tenant}/{user}".encode()).hexdigest()
    return Address(channel=NAME, conversation=f"person-{digest[:24]}")


def shared_address(teams_id: str, thread: str | None) -> Address:
    """A thread of a channel, or a group chat: others read along."""
    return Address(channel=NAME, conversation=teams_id, thread=thread, shared=True)
