"""The workspace: who is there, what was said, and what its people do."""

import asyncio
import random
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp import web
from tests.channels.slack.fake import reading
from tests.channels.slack.fake.api import Refused, WebApi
from tests.channels.slack.fake.delivery import Delivery
from tests.channels.slack.fake.sockets import Sockets

Message = dict[str, Any]
CLASS = "C0CLASS"
TRIGGER_SECONDS = 3.0


class FakeSlack:
    """``async with FakeSlack() as slack``. Faults are off until they are asked for."""

    team = "T0SCHOOL"
    bot = "U0PATHBOT"
    secret = "a signing secret"
    token = "xoxb-test-token"
    app_token = "xapp-test-token"

    def __init__(self, chance: random.Random | None = None) -> None:
        self.chance = chance or random.Random(7)
        self.users: dict[str, Message] = {}
        self.chats: dict[str, str] = {}
        self.channels: dict[str, list[str]] = {CLASS: []}
        self.shared: set[str] = set()
        self.messages: dict[str, list[Message]] = defaultdict(list)
        self.messages[CLASS] = []
        self.ephemeral: list[Message] = []
        self.homes: dict[str, Message] = {}
        self.views: list[Message] = []
        self.files: dict[str, bytes] = {}
        self.scopes: tuple[str, ...] = ("chat:write", "im:history", "im:write", "users:read", "commands")
        self.codes: dict[str, Message] = {}
        self.pace = 0.0
        """Seconds between two messages of a channel; faster ones are refused."""
        self.fault: Callable[[Message], str] = lambda asked: ""
        self.api = WebApi(self)
        self.delivery = Delivery(self)
        self.sockets = Sockets(self)
        self._last: dict[str, float] = {}
        self._triggers: dict[str, float] = {}
        self._ts = time.time()
        self._runner: web.AppRunner | None = None
        self.origin = ""

    async def __aenter__(self) -> "FakeSlack":
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self.api.handle)
        app.router.add_get("/socket", self.sockets.connect)
        app.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.origin = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.delivery.close()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The Web API."""
        return f"{self.origin}/api/"

    @property
    def socket_url(self) -> str:
        """Where Socket Mode connects."""
        return self.origin.replace("http:", "ws:") + "/socket"

    # People and places

    def add_user(self, user: str, name: str, in_class: bool = True, **more: Any) -> str:
        """A person of the workspace; `more` as in ``users.info`` (``is_restricted=True`` is a guest)."""
        profile = {"real_name": name, "display_name": name.split()[0], **more.pop("profile", {})}
        self.users[user] = {"id": user, "team_id": self.team, "name": name.lower(), "profile": profile, **more}
        if in_class:
            self.channels[CLASS].append(user)
        return user

    def chat(self, user: str) -> str:
        """The private chat of a user with Pathbot."""
        if user not in self.chats:
            self.chats[user] = f"D{user[1:]}"
            self.messages[self.chats[user]] = []
        return self.chats[user]

    def next_ts(self) -> str:
        """A time stamp that only grows."""
        self._ts = max(self._ts + 0.000002, time.time())
        return f"{self._ts:.6f}"

    def add(self, channel: str, message: Message) -> Message:
        """Something said in a channel."""
        full = {"type": "message", "ts": self.next_ts(), **message}
        self.messages[channel].append(full)
        return full

    def too_fast(self, channel: str) -> bool:
        """Whether this channel had a message less than `pace` ago."""
        now, before = time.monotonic(), self._last.get(channel, 0.0)
        if self.pace and now - before < self.pace:
            return True
        self._last[channel] = now
        return False

    # What people read

    def shown(self, place: str) -> list[Message]:
        """Pathbot's messages in a channel, or in a user's private chat."""
        channel = self.chats.get(place, place)
        return [m for m in self.messages.get(channel, []) if m["user"] == self.bot]

    def read(self, place: str) -> list[str]:
        """The same, as a person reads them."""
        return [reading.read(m) for m in self.shown(place)]

    # What people do

    async def says(self, user: str, text: str, **more: Any) -> Message:
        """Writes in the private chat."""
        channel = self.chat(user)
        message = self.add(channel, {"user": user, "text": text, "team": self.team, **more})
        await self.delivery.event({**message, "channel": channel, "channel_type": "im", "event_ts": message["ts"]})
        return message

    async def mentions(self, user: str, text: str, channel: str = CLASS, thread: str | None = None) -> Message:
        """Calls Pathbot by name in a channel."""
        said = {"user": user, "text": f"<@{self.bot}> {text}", "team": self.team}
        message = self.add(channel, {**said, **({"thread_ts": thread} if thread else {})})
        await self.delivery.event({**message, "type": "app_mention", "channel": channel, "event_ts": message["ts"]})
        return message

    async def edits(self, user: str, message: Message, text: str) -> None:
        """Changes a message in the private chat."""
        before = dict(message)
        message |= {"text": text, "edited": {"user": user, "ts": self.next_ts()}}
        await self._changed(user, "message_changed", message=dict(message), previous_message=before)

    async def deletes(self, user: str, message: Message) -> None:
        """Takes a message of the private chat back."""
        before = dict(message)
        message["deleted"] = True
        await self._changed(user, "message_deleted", deleted_ts=message["ts"], previous_message=before)

    async def _changed(self, user: str, subtype: str, **more: Any) -> None:
        ts = self.next_ts()
        event = {"type": "message", "subtype": subtype, "channel": self.chat(user), "channel_type": "im", "ts": ts}
        await self.delivery.event({**event, "event_ts": ts, **more})

    async def opens(self, user: str, tab: str = "messages") -> None:
        """Looks at Pathbot's Home or messages."""
        event = {"type": "app_home_opened", "user": user, "channel": self.chat(user), "tab": tab}
        await self.delivery.event({**event, "event_ts": self.next_ts()})

    async def taps(self, user: str, label: str, place: str | None = None) -> Any:
        """Taps the newest button with this label in the private chat, in a channel, or in the Home (``home``)."""
        if place == "home":
            source: Message = {"blocks": self.homes[user]["blocks"]}
            block, button = next((b, e) for b, e in reading.buttons(source) if e["text"]["text"] == label)
            where: Message = {"container": {"type": "view", "view_id": "V0"}, "view": self.homes[user]}
        else:
            channel = place or self.chat(user)
            found = [(m, b, e) for m in self.messages[channel] for b, e in reading.buttons(m)]
            message, block, button = next(f for f in reversed(found) if f[2]["text"]["text"] == label)
            container = {"type": "message", "message_ts": message["ts"], "channel_id": channel}
            if "thread_ts" in message:
                container["thread_ts"] = message["thread_ts"]
            where = {"container": container, "channel": {"id": channel}, "message": message}
        action = {k: button[k] for k in ("action_id", "type", "value", "text") if k in button}
        action |= {"block_id": block.get("block_id", "b"), "action_ts": self.next_ts()}
        return await self.interacts({"type": "block_actions", "actions": [action], **where}, user)

    async def submits(self, user: str, **values: Any) -> Any:
        """Fills in the window on top and sends it."""
        view = self.views[-1]
        state: Message = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            given = values.get(block["block_id"], element.get("initial_value"))
            if element["type"] == "static_select":
                chosen = given or (element.get("initial_option") or {}).get("value")
                kept = {"type": "static_select", "selected_option": {"value": chosen} if chosen else None}
            elif element["type"] == "multi_users_select":
                kept = {"type": element["type"], "selected_users": given or element.get("initial_users") or []}
            else:
                kept = {"type": element["type"], "value": given}
            state[block["block_id"]] = {element["action_id"]: kept}
        return await self.interacts({"type": "view_submission", "view": {**view, "state": {"values": state}}}, user)

    async def commands(self, user: str, text: str, channel: str = CLASS) -> Any:
        """Types ``/pathbot text`` in a channel."""
        fields = {"command": "/pathbot", "text": text, "channel_id": channel, "user_id": user, "team_id": self.team}
        return await self.delivery.command({**fields, "trigger_id": self.trigger(), "response_url": self.origin})

    async def shortcut(self, user: str, message: Message, channel: str = CLASS, name: str = "save_evidence") -> Any:
        """Uses a shortcut on a message."""
        body = {"type": "message_action", "callback_id": name, "message": message, "channel": {"id": channel}}
        return await self.interacts({**body, "message_ts": message["ts"]}, user)

    async def interacts(self, body: Message, user: str) -> Any:
        """Any interaction, with who and where filled in. The answer is what Slack reads from the acknowledgement."""
        who = {"user": {"id": user, "team_id": self.team}, "team": {"id": self.team}, "trigger_id": self.trigger()}
        return await self.delivery.interaction({"api_app_id": "A0PATHBOT", **who, **body})

    # Windows

    def trigger(self) -> str:
        """A right to open one window, for three seconds."""
        name = f"{time.time():.6f}.{secrets.token_hex(8)}"
        self._triggers[name] = time.monotonic()
        return name

    def use_trigger(self, name: str) -> None:
        """Slack takes it once, and not late."""
        given = self._triggers.pop(name, None)
        if given is None:
            raise Refused("invalid_trigger_id")
        if time.monotonic() - given > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")

    def show_view(self, view: Message, replaces: str = "") -> Message:
        """A window on the screen."""
        shown = {**view, "id": replaces or f"V{len(self.views)}", "hash": secrets.token_hex(6)}
        self.views.append(shown)
        return shown

    def exchange(self, asked: Message) -> Message:
        """OAuth: a code or a refresh token for tokens, once."""
        given = self.codes.pop(str(asked.get("code") or asked.get("refresh_token")), None)
        if given is None:
            raise Refused("invalid_code" if asked.get("code") else "invalid_refresh_token")
        return given

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def settle(self, done: Callable[[], bool], seconds: float = 10.0) -> None:
        """Waits until something is so."""
        until = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < until, "it never came"
            await asyncio.sleep(0.01)
