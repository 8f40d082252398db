"""What stands behind Slack: the store, asked for one delivery at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from pathbot.app import class_start, slack_class, slack_home
from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.app.roster import link_by_email
from pathbot.app.turn.statement_cards import EDIT, edit_form
from pathbot.channels.slack.desk import OpenChat, Prompt, Unavailable
from pathbot.channels.slack.home import HomePart
from pathbot.channels.slack.names import NAME, person_id, place_of
from pathbot.channels.slack.starting import Start
from pathbot.channels.starting import Starter
from pathbot.messages import Form, Inbound, Outgoing, Reply
from pathbot.store import audit, history, leaving, outbox, people, portfolio
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("pathbot.slack")
RECENT = timedelta(days=21)


class StoreSlackDesk:
    """The `Desk` of Slack. `schools` maps workspaces to schools."""

    def __init__(
        self,
        engine: Database,
        kit: Kit,
        texts: Texts,
        schools: Callable[[str], str | None],
        ingest: Ingest,
        arrived: asyncio.Event,
        clock: Callable[[], datetime],
        left: Callable[[str], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._kit = kit
        self._texts = texts
        self._schools = schools
        self._ingest = ingest
        self._arrived = arrived
        self._clock = clock
        self._left = left

    async def file(self, team: str, inbound: Inbound) -> bool:
        """Into the inbox of the workspace's school."""
        try:
            new = await self._ingest.file(self._school(team), inbound)
        except StoreUnavailable:
            raise Unavailable from None
        self._arrived.set()
        return new

    async def tell(self, team: str, outgoing: Outgoing) -> None:
        """Into the outbox, once per key."""
        await self._store(outbox.post, self._engine, self._school(team), [outgoing], self._clock())

    async def is_known(self, person: str) -> bool:
        """Whether somebody is linked to this user."""
        school = self._schools(person.partition("/")[0])
        if school is None:
            return False
        return await self._store(people.person_behind, self._engine, school, NAME, person) is not None

    async def meet(self, person: str, email: str) -> bool:
        """Links the user to whoever has this address, and notes where a private word reaches them."""
        return await self._store(self._meet, person, email)

    async def language(self, conversation: str) -> str:
        """The person's, else the school's, else English."""
        return await self._store(self._language, conversation)

    async def reply(self, key: str) -> Reply | None:
        """What was queued under this key."""
        return await self._store(history.reply_of, self._engine, key)

    async def form(self, person: str, choice: str) -> Form | None:
        """What "Edit" opens: a line of their own. Everything else is answered in the chat."""
        line = choice.removeprefix(f"!{EDIT}:")
        return None if line == choice else await self._store(self._form, person, line)

    async def home(self, person: str) -> tuple[HomePart, ...]:
        """What stands in their Home."""
        return await self._store(self._home, person)

    async def prompts(self, person: str) -> tuple[Prompt, ...]:
        """What learners may want to say."""
        if not await self.is_known(person):
            return ()
        language = await self.language(person)
        return tuple(Prompt(title, said) for title, said in slack_home.prompts(self._texts, language))

    async def starter(self, person: str, members: tuple[str, ...]) -> Starter | None:
        """Their classes and every project, for a teacher."""
        team = person.partition("/")[0]
        there = {user: person_id(team, user) for user in members}
        return await self._store(class_start.starter, self._engine, self._kit, self._school(team), NAME, person, there)

    async def begin(self, start: Start) -> bool:
        """Says so in the channel, and opens the chat of every learner."""
        school, now, chosen = self._school(start.team), self._clock(), slack_class.beginning(start)
        opened = await self._store(class_start.begin, self._engine, self._kit, self._texts, school, chosen, now)
        for inbound in opened or ():
            await self.file(start.team, inbound)
        return opened is not None

    async def seat(self, person: str, channel: str, thread: str) -> str | None:
        """What they hear in the Round Table's thread."""
        school = self._school(person.partition("/")[0])
        message = f"{channel}/{thread}"
        return await self._store(class_start.seat, self._engine, self._kit, self._texts, school, NAME, person, message)

    async def chats(self) -> tuple[OpenChat, ...]:
        """Private chats of the last three weeks."""
        found = await self._store(people.private_chats, self._engine, NAME, self._clock() - RECENT)
        places = [(place_of(address), at) for address, at in found]
        return tuple(OpenChat(place.team, place.where, at) for place, at in places if place.is_person)

    async def leave(self, team: str) -> None:
        """Its tokens go first; then the learners known through it alone, and every conversation there."""
        school = self._school(team)
        await self._left(team)
        left = await self._store(leaving.leave, self._engine, school, NAME, team, self._clock())
        log.warning("Pathbot was removed from a workspace: %d learners erased, %d unlinked", left.erased, left.unlinked)

    async def revoked(self, team: str) -> None:
        """Its tokens only."""
        await self._left(team)

    def _home(self, person: str) -> tuple[HomePart, ...]:
        school = self._schools(person.partition("/")[0])
        who = people.person_behind(self._engine, school, NAME, person) if school else None

        def look(action: audit.Act, learners: Iterable[str]) -> None:
            if who is not None:
                audit.looked(self._engine, who.school, who.id, action, learners, self._clock())

        return slack_home.home_parts(
            self._engine, self._kit, self._texts, who, self._language(person), self._clock(), look
        )

    def _form(self, person: str, line: str) -> Form | None:
        who = people.person_behind(self._engine, self._school(person.partition("/")[0]), NAME, person)
        lines = portfolio.statements_of(self._engine, who.id) if who else ()
        found = next((s for s in lines if s.id == line), None)
        return edit_form(self._kit.texts, who.language, found) if who and found else None

    def _meet(self, person: str, email: str) -> bool:
        school = self._schools(person.partition("/")[0])
        if school is None:
            return False
        try:
            return link_by_email(self._engine, school, NAME, person, email) is not None
        except BadInput:
            return False

    def _language(self, conversation: str) -> str:
        school = self._schools(conversation.partition("/")[0])
        if school is None:
            return "en"
        who = people.person_behind(self._engine, school, NAME, conversation)
        found = people.get_school(self._engine, school)
        return who.language if who else found.language if found else "en"

    def _school(self, team: str) -> str:
        school = self._schools(team)
        if school is None:
            raise Unavailable
        return school

    async def _store(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        except StoreProblem:
            raise Unavailable from None


def only_school(engine: Database, asked: str, but: str) -> str:
    """The school of a workspace: the one asked for, else the only one. Raises BadInput saying what to set."""
    there: Mapping[str, str] = {s.id: s.name for s in people.all_schools(engine) if s.id != but}
    if asked in there:
        return asked
    if asked:
        raise BadInput(f"PATHBOT_SLACK_SCHOOL names the school {asked}, which is not there. Add it first.")
    if len(there) != 1:
        names = ", ".join(there) or "none yet; add one with `pathbot school add`"
        raise BadInput(f"Say which school the Slack workspace belongs to with PATHBOT_SLACK_SCHOOL ({names}).")
    return next(iter(there))
