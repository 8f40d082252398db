"""An independent Slack emulator (npm ``local-slack-linux-x64``, MIT), driven as its own page drives it.

It is looser than Slack: it takes any token and any block, and knows neither streams nor prompts. Our own Slack has the
limits; this one proves that somebody else's reading of Slack agrees with ours.
"""

import asyncio
import html
import itertools
import json
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import yaml
from websockets.asyncio.client import ClientConnection, connect

from tests.channels.slack.fake import reading
from tests.channels.slack.process import free_port

PACKAGE = "local-slack-linux-x64@0.1.8"
TOOLS = Path(__file__).parents[2] / ".e2e"
BINARY = TOOLS / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
QUIET_SECONDS = 2.0
PATIENCE = 30.0
CLASS = "C0CLASS"


def missing() -> str:
    """Why it cannot be run here; empty when it can."""
    return "" if BINARY.exists() else f"{PACKAGE} is not installed: run `make e2e` where npm is"


class Delivery:
    """Where the emulator delivers to; it is told in its configuration."""

    to = ""


class LocalSlack:
    """The emulator, as `tests.channels.slack.school` needs a Slack and as `mission.Stage` needs a stage."""

    team, bot, secret = "T0SCHOOL", "U0PATHBOT", "a signing secret"
    token, app_token = "xoxb-test-token", "xapp-test-token"

    def __init__(self, port: int, socket: ClientConnection) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.url = f"{self.origin}/api/"
        self.delivery = Delivery()
        self.messages: dict[str, list[dict[str, Any]]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.modals: list[dict[str, Any]] = []
        self.connected = False
        """Whether Pathbot's socket is open, in Socket Mode."""
        self._socket = socket

    async def listen(self) -> None:
        """Follows what the page would show."""
        async for text in self._socket:
            said = json.loads(text)
            if said["t"] == "init":
                self.connected = any(app.get("connected") for app in said["state"].get("apps", []))
                self.messages |= said["state"].get("messages", {})
            elif said["t"] == "message":
                self.messages.setdefault(said["message"]["channel"], []).append(said["message"])
            elif said["t"] == "socket_status":
                self.connected = said["connected"]
            elif said["t"] == "view":
                self.modals = said.get("stack") or []
            elif said["t"] == "home":
                self.homes[said["user"]] = said["view"]

    async def do(self, kind: str, **what: Any) -> None:
        """What a click or a line in the page sends."""
        await self._socket.send(json.dumps({"t": kind, **what}))

    async def settle(self, done: Callable[[], Any], seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < until, "it never came"
            await asyncio.sleep(0.02)

    def shown(self, place: str) -> list[dict[str, Any]]:
        """Pathbot's messages in a channel or in a user's private chat."""
        return [m for m in self.messages.get(_channel(place), []) if m.get("user") == self.bot]

    async def says(self, user: str, text: str) -> None:
        await self.do("post_message", channel=_channel(user), user=user, text=text)

    async def mentions(self, user: str, text: str, thread: str) -> None:
        said = f"<@{self.bot}> {text}"
        await self.do("post_message", channel=CLASS, user=user, text=said, thread_ts=thread)

    async def taps(self, user: str, label: str) -> None:
        found = [(m, b, e) for m in self.shown(user) for b, e in reading.buttons(m)]
        message, block, button = next(f for f in reversed(found) if html.unescape(f[2]["text"]["text"]) == label)
        action = {**button, "block_id": block.get("block_id", "b")}
        await self.do(
            "block_action", channel=_channel(user), messageTs=message["ts"], user=user, action=action, appId="A0PATHBOT"
        )

    async def starts(self, teacher: str, project: str) -> None:
        await self.do("slash_command", appId="A0PATHBOT", channel=CLASS, user=teacher, command="/pathbot", text="start")
        await self.submits(teacher, project)

    async def submits(self, teacher: str, project: str) -> None:
        """Fills in the open window."""
        await self.settle(lambda: self.modals)
        chosen = {name: {"type": "static_select", "selected_option": {"value": value}} for name, value in (
            ("class", "p3"), ("project", project))}  # fmt: skip
        values: dict[str, Any] = {name: {name: given} for name, given in chosen.items()}
        values["learners"] = {"users": {"type": "multi_users_select", "selected_users": ["U0MAYA"]}}
        await self.do("view_submit", user=teacher, values=values)

    async def home(self, user: str) -> str:
        self.homes.pop(user, None)
        await self.do("open_home", appId="A0PATHBOT", user=user)
        await self.settle(lambda: user in self.homes)
        return self.words_of_home(user)

    def words_of_home(self, user: str) -> str:
        """What stands in the Home that was sent last."""
        return reading.read(self.homes[user])

    async def hears(self, place: str, words: str) -> str:
        await self.settle(lambda: any(words in text for text in self._read(place)))
        return next(text for text in reversed(self._read(place)) if words in text)

    async def count(self, place: str) -> int:
        return len(self.shown(place))

    async def more(self, place: str, than: int) -> str:
        await self.settle(lambda: len(self.shown(place)) > than)
        with suppress(AssertionError):
            while seen := len(self.shown(place)):
                await self.settle(lambda seen=seen: len(self.shown(place)) > seen, QUIET_SECONDS)  # type: ignore[misc]
        return "\n".join(self._read(place)[than:])

    async def table(self) -> str:
        return str(next(m["ts"] for m in self.shown(CLASS) if "Round Table" in reading.read(m)))

    def _read(self, place: str) -> list[str]:
        return [reading.read(m) for m in self.shown(place)]


Stage = TypeVar("Stage", bound=LocalSlack)


def _channel(place: str) -> str:
    return f"D{place[1:]}" if place.startswith("U") else place


@asynccontextmanager
async def local_slack(folder: Path, people: dict[str, str], deliver_to: str, kind: type[Stage]) -> AsyncIterator[Stage]:
    """The emulator with these users; `deliver_to` is Pathbot's address, empty for Socket Mode."""
    port = free_port()
    config = folder / "local-slack.yaml"
    config.write_text(yaml.safe_dump(_config(people, deliver_to)), encoding="utf-8")
    command = [str(BINARY), "--config", str(config), "--port", str(port), "--base-host", "127.0.0.1"]
    process = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in itertools.count():
            with suppress(OSError):
                socket = await connect(f"ws://127.0.0.1:{port}/ui", max_size=None)
                break
            assert process.poll() is None, "the emulator did not start"
            await asyncio.sleep(0.1)
        slack = kind(port, socket)
        following = asyncio.create_task(slack.listen())
        try:
            yield slack
        finally:
            following.cancel()
            await socket.close()
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)


def _config(people: dict[str, str], deliver_to: str) -> dict[str, Any]:
    app = {"appId": "A0PATHBOT", "botUserId": LocalSlack.bot, "botName": "Pathbot", "botToken": LocalSlack.token}
    app |= {"appToken": LocalSlack.app_token, "signingSecret": LocalSlack.secret}
    app |= {"mode": "events", "requestUrl": deliver_to} if deliver_to else {"mode": "socket"}
    chats = [
        {"id": f"D{user[1:]}", "name": name, "members": [user, LocalSlack.bot], "is_im": True, "is_channel": False}
        for user, name in people.items()
    ]
    room = {"id": CLASS, "name": "period-3", "members": [*people, LocalSlack.bot]}
    users = [{"id": user, "name": name.split()[-1].lower(), "real_name": name} for user, name in people.items()]
    workspace = {"name": "Lincoln High", "domain": "lincoln", "teamId": LocalSlack.team}
    return {"workspace": workspace, "app": app, "users": users, "channels": [room, *chats]}
