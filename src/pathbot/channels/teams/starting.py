"""A teacher starts a project: the command, the card to choose with, and what was chosen in it, or typed instead.

The card goes to the teacher's own chat, because it names learners. One that does not come through is asked for again.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence

import httpx

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.starting import Named, Starter
from pathbot.channels.teams.connector import Connector
from pathbot.channels.teams.desk import NAME, Desk, Member, Route, Start, private_address
from pathbot.channels.teams.elements import Json, choose, submit, words
from pathbot.channels.teams.reading import FORM
from pathbot.channels.teams.render import as_card
from pathbot.channels.teams.wire import Activity
from pathbot.frozen import Frozen
from pathbot.messages import Address, Inbound, Outgoing, Text

START = "start_project"
PLACE = "pathbot_place"
CLASS, PROJECT, LEARNERS = "class", "project", "learners"
PATIENCE_SECONDS = 8.0  # Teams waits while we ask, and gives up after 10 to 15
MOST_LEARNERS = 100
TYPED = re.compile(r"(.+?)[ ,:]+(\d{1,3})[ ,;/]+(\d{1,3})")
"""A command and two numbers: the class and the project, as the card's text counts them."""
log = logging.getLogger("pathbot.teams")


class StartWords(Frozen):
    """What is said around a start, in one language. `commands` are what a teacher may type."""

    commands: tuple[str, ...]
    intro: str
    intro_here: str
    which_class: str
    project: str
    learners: str
    learners_here: str
    begin: str
    typing: str
    typing_here: str
    started: str
    not_ready: str
    not_started: str
    try_again: str


class Starting:
    """`show` posts a card to someone's private chat at once. `words` gives the words of a language."""

    def __init__(
        self,
        desk: Desk,
        connector: Connector,
        words: Callable[[str], StartWords],
        show: Callable[[Address, Json], Awaitable[None]],
    ) -> None:
        self._desk = desk
        self._connector = connector
        self._words = words
        self._show = show

    async def take(self, activity: Activity, inbound: Inbound, routes: Sequence[Route]) -> bool:
        """Whether it was a teacher's start, and is done with. Everything else goes on as any message does."""
        if inbound.kind == "form" and inbound.data.get("form") == START:
            return await self._chosen(inbound, routes)
        asked = " ".join(inbound.text.split()).strip(" .!").casefold()
        typed = TYPED.fullmatch(asked)
        known = {said for language in ("en", "es") for said in self._words(language).commands}
        if inbound.kind != "text" or (typed[1] if typed else asked) not in known:
            return False
        if inbound.address.shared and activity.conversation.conversation_type != "channel":
            return False
        return await self._asked(inbound, routes, typed)

    async def _asked(self, inbound: Inbound, routes: Sequence[Route], typed: re.Match[str] | None) -> bool:
        """Shows a teacher what there is to choose, or takes what was typed. False for everyone else: to a learner it
        is a word like others."""
        room, private = (routes[0] if inbound.address.shared else None), routes[-1]
        if await self._desk.starter(private.tenant, inbound.person, ()) is None:
            return False
        members = await self._members(room)
        starter = await self._desk.starter(private.tenant, inbound.person, tuple(m.person for m in members))
        if starter is None:
            return False
        if not starter.ready:
            await self._say(inbound, private.tenant, self._words(starter.language).not_ready)
        elif typed:
            chosen = _nth(starter.classes, typed[2]), _nth(starter.projects, typed[3])
            await self._begun(inbound, private, room, starter, members, *chosen)
        else:
            await self._offered(inbound, private, room, starter, members)
        return True

    async def _offered(
        self, inbound: Inbound, private: Route, room: Route | None, starter: Starter, members: Sequence[Member]
    ) -> None:
        own = self._words(starter.language)
        learners = [Named(m.person, m.name) for m in members if m.person not in starter.staff][:MOST_LEARNERS]
        try:
            card = start_card(starter, own, learners, room.conversation if room else "")
            await asyncio.wait_for(self._show(private_address(private.tenant, inbound.person), card), PATIENCE_SECONDS)
        except (CannotSend, RetryLater, TimeoutError, httpx.HTTPError, RuntimeError) as error:
            log.warning("the card for a start did not go out: %s", type(error).__name__)
            await self._say(inbound, private.tenant, own.try_again)

    async def _chosen(self, inbound: Inbound, routes: Sequence[Route]) -> bool:
        """Everyone is looked at once more: only members of the channel who are no staff and no guests are learners."""
        private = routes[-1]
        room = await self._room(inbound.data.get(PLACE, ""), private)
        wanted = set(filter(None, inbound.data.get(LEARNERS, "").split(",")))
        members = [m for m in await self._members(room) if m.person in wanted]
        starter = await self._desk.starter(private.tenant, inbound.person, tuple(m.person for m in members))
        if starter is not None:
            chosen = inbound.data.get(CLASS, ""), inbound.data.get(PROJECT, "")
            await self._begun(inbound, private, room, starter, members, *chosen)
        return True

    async def _begun(
        self,
        inbound: Inbound,
        private: Route,
        room: Route | None,
        starter: Starter,
        members: Sequence[Member],
        class_id: str,
        project: str,
    ) -> None:
        learners = [m for m in members if m.person not in starter.staff][:MOST_LEARNERS]
        for member in learners if room else ():
            await self._desk.remember(_way_to(member, room or private))
        start = Start(
            tenant=private.tenant,
            teacher=inbound.person,
            place=room.conversation if room else "",
            class_id=class_id,
            project=project,
            learners=tuple(learners),
            key=inbound.delivery_id,
        )
        greeted = await self._desk.begin(start)
        own = self._words(starter.language)
        said = own.not_started if greeted is None else own.started.replace("{count}", str(greeted))
        await self._say(inbound, private.tenant, said)

    async def _members(self, room: Route | None) -> tuple[Member, ...]:
        """The members of a channel's team who are of this school. Who is on the school's list is linked by e-mail."""
        if room is None:
            return ()
        try:
            found = await asyncio.wait_for(self._connector.members(room), PATIENCE_SECONDS)
        except Exception as error:  # without a list the learners of the class are still greeted
            log.warning("Teams did not say who is in a channel: %s", type(error).__name__)
            return ()
        for member in found:
            if not await self._desk.knows(room.tenant, member.person):
                for email in member.emails:
                    if await self._desk.introduce(room.tenant, member.person, email):
                        break
        return found

    async def _room(self, place: str, private: Route) -> Route | None:
        """The channel a card was asked for in, if it is one of this tenant's."""
        room = await self._desk.route(place) if place else None
        return room if room is not None and room.tenant == private.tenant and not room.person else None

    async def _say(self, inbound: Inbound, tenant: str, said: str) -> None:
        where = private_address(tenant, inbound.person)
        word = Outgoing(key=f"{NAME}:{inbound.delivery_id}:start", address=where, reply=Text(text=said))
        await self._desk.answer(tenant, word)


def start_card(starter: Starter, own: StartWords, learners: Sequence[Named], place: str) -> Json:
    """Which class, which project, and with whom: everyone of the channel is proposed and can be taken out."""
    body = [
        *words(own.intro_here if place else own.intro),
        choose(CLASS, own.which_class, starter.classes, chosen=starter.classes[:1]),
        choose(PROJECT, own.project, starter.projects),
        *([choose(LEARNERS, own.learners, learners, chosen=learners, many=True)] if learners else []),
        {"type": "ActionSet", "actions": [submit(own.begin, {FORM: START, PLACE: place})]},
    ]
    text = [
        own.intro_here if place else own.intro,
        f"{own.which_class}: {_counted(starter.classes)}",
        f"{own.project}: {_counted(starter.projects)}",
        *([f"{own.learners_here}: {', '.join(learner.name for learner in learners)}"] if learners else []),
        own.typing_here if place else own.typing,
    ]
    return {**as_card(body, "\n".join(text)), "summary": own.begin}


def _counted(choices: Sequence[Named]) -> str:
    return ", ".join(f"{n}. {choice.name}" for n, choice in enumerate(choices, 1))


def _nth(choices: Sequence[Named], number: str) -> str:
    """The id of the one with this number, "" when there is none."""
    return choices[int(number) - 1].id if 0 < int(number) <= len(choices) else ""


def _way_to(member: Member, room: Route) -> Route:
    """How a member of a team is reached in private: Teams lets Pathbot open that chat."""
    return Route(
        conversation=private_address(room.tenant, member.person).conversation,
        service_url=room.service_url,
        tenant=room.tenant,
        bot=room.bot,
        user=member.id,
        person=member.person,
    )
