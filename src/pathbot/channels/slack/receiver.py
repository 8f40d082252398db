"""What Pathbot does with each delivery: let it in or not, store it, acknowledge. Never more, and never before."""

import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from pathbot.channels.slack import interactions, names
from pathbot.channels.slack.admission import Admission
from pathbot.channels.slack.background import Background
from pathbot.channels.slack.clients import Clients, NotInstalled
from pathbot.channels.slack.desk import Desk, Workspaces
from pathbot.channels.slack.extras import Extras
from pathbot.channels.slack.home import TURN_PAGE
from pathbot.channels.slack.interactions import Tap
from pathbot.channels.slack.modal import form_modal
from pathbot.channels.slack.names import person_id
from pathbot.channels.slack.reading import Heard, Payload, part, read_event, text
from pathbot.channels.slack.render import CHOOSE, OPEN_FORM
from pathbot.channels.slack.thinking import Thinking
from pathbot.channels.slack.words import Words
from pathbot.messages import Address, Form, Outgoing, Text

GONE = ("app_uninstalled", "tokens_revoked")

log = logging.getLogger("pathbot.slack")


class Receiver:
    """`clock` gives timezone-aware times. Every method may raise Unavailable: then nothing is acknowledged."""

    def __init__(
        self,
        desk: Desk,
        workspaces: Workspaces,
        clients: Clients,
        admission: Admission,
        words: Words,
        extras: Extras,
        thinking: Thinking,
        background: Background,
        clock: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._workspaces = workspaces
        self._clients = clients
        self._admission = admission
        self._words = words
        self._extras = extras
        self._thinking = thinking
        self._background = background
        self._clock = clock

    async def event(self, body: Payload) -> None:
        """A message, a mention, an opened chat. What it is not, is not an error. Raises NotInstalled."""
        event, team = part(body, "event"), text(body, "team_id")
        workspace = await self._workspaces.find(team)
        if workspace is None:
            raise NotInstalled
        if text(event, "type") in GONE:
            await self._gone(event, team)
            return
        if text(event, "type") == "app_home_opened":
            self._decorate(event, team)
        heard = read_event(body, workspace.bot_user, self._clock())
        if heard is None:
            return
        if heard.inbound.kind == "open" and not await self._desk.is_known(heard.inbound.person):
            return  # looking in is no message: a stranger hears how to join when they write
        in_chat = text(event, "channel_type") == "im"
        if in_chat:
            self._clients.note_chat(heard.user, text(event, "channel"))
        await self.take(await self._seated(heard, event))
        if in_chat and heard.inbound.kind == "text":
            at = text(event, "thread_ts") or text(event, "ts")
            self._thinking.wrote(heard.team, heard.user, text(event, "channel"), at)

    async def take(self, heard: Heard) -> None:
        """Into the inbox, if they may write and it can be read."""
        inbound = heard.inbound
        if not heard.member or not await self._admission.admits(heard.team, heard.user):
            day = f"{self._clock():%Y-%m-%d}"
            await self._say(heard, names.private_address(heard.team, heard.user), "refused", f"{inbound.person}:{day}")
        elif heard.problem:
            await self._say(heard, inbound.address, heard.problem, inbound.delivery_id)
        else:
            await self._desk.file(heard.team, inbound)

    async def tap(self, body: Payload) -> None:
        """A button in a message."""
        tap = interactions.read_tap(body, self._clock())
        if tap is None:
            return
        if tap.name == CHOOSE and tap.value:
            form = await self._desk.form(person_id(tap.team, tap.user), tap.value)
            if form is None or not await self._opened(tap, form):
                await self.take(interactions.chosen(tap, tap.value))
        elif tap.name == OPEN_FORM:
            reply = await self._desk.reply(tap.value)
            if isinstance(reply, Form):
                await self._opened(tap, reply)
        elif tap.name == TURN_PAGE and tap.value.isdecimal():
            self._background.start(self._extras.show_home(tap.team, tap.user, int(tap.value[:4])))

    async def submission(self, body: Payload) -> dict[str, str]:
        """A sent window. What is wrong with which field; empty when it was taken."""
        heard = interactions.read_form(body, self._clock())
        if heard is None:
            return {}
        fields = {name: value for name, value in heard.inbound.data.items() if name != "form"}
        if fields and not any(fields.values()):
            language = await self._desk.language(heard.inbound.address.conversation)
            return {next(iter(fields)): self._words.modal(language).empty}
        await self.take(heard)
        return {}

    async def _opened(self, tap: Tap, form: Form) -> bool:
        """Whether the form's window stands before them. Where Slack does not open it, typing still works."""
        if not await self._admission.admits(tap.team, tap.user):
            return False
        language = await self._desk.language(tap.address.conversation)
        view = form_modal(form, self._words.modal(language))
        try:
            await (await self._clients.of(tap.team)).views_open(trigger_id=tap.trigger, view=view)
        except (SlackApiError, ClientError, TimeoutError) as error:
            log.warning("a window did not open: %s", type(error).__name__)
            return False
        return True

    async def _say(self, heard: Heard, address: Address, line: str, about: str) -> None:
        language = await self._desk.language(address.conversation)
        reply = Text(text=self._words.say(f"reply.{line}", language))
        await self._desk.tell(heard.team, Outgoing(key=f"slack:{about}:{line}", address=address, reply=reply))

    async def _seated(self, heard: Heard, event: Payload) -> Heard:
        """An answer to the Round Table, given in its thread: the learner's own, so it goes on in their private chat."""
        thread = text(event, "thread_ts")
        inbound = heard.inbound
        if not (inbound.address.shared and thread and inbound.text and heard.member and not heard.problem):
            return heard
        said = await self._desk.seat(inbound.person, text(event, "channel"), thread)
        if said is None:
            return heard
        key = f"slack:{inbound.delivery_id}:seat"
        await self._desk.tell(heard.team, Outgoing(key=key, address=inbound.address, reply=Text(text=said)))
        private = names.private_address(heard.team, heard.user)
        return heard._replace(inbound=inbound.model_copy(update={"address": private, "data": {}}))

    def _decorate(self, event: Payload, team: str) -> None:
        user, channel = text(event, "user"), text(event, "channel")
        if not (names.is_id(team) and names.is_id(user)):
            return
        if text(event, "tab") == "home":
            self._background.start(self._extras.show_home(team, user))
        elif names.is_id(channel):
            self._background.start(self._extras.offer(team, user, channel))

    async def _gone(self, event: Payload, team: str) -> None:
        """Removed from the workspace. A token that was revoked alone erases nothing."""
        if text(event, "type") == "app_uninstalled":
            await self._desk.leave(team)
        elif part(event, "tokens").get("bot"):
            await self._desk.revoked(team)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Something nice to have, after the acknowledgement."""
        self._background.start(work)

    async def bot_of(self, team: str) -> str:
        """Pathbot's own user in a workspace, empty where it is not installed."""
        workspace = await self._workspaces.find(team)
        return workspace.bot_user if workspace else ""
