"""The platforms around a storm, seen from their own side: who writes there, and what they read."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import aiohttp
from tests.channels.slack.fake import FakeSlack, reading
from tests.channels.teams.fake import APP, TENANT, FakeTeams, Json
from tests.channels.teams.reader import read
from tests.channels.teams.served import serve

from pathbot.app.settings import Settings
from pathbot.app.teams import load_labels
from pathbot.channels.slack.door import PATH as SLACK_PATH
from pathbot.channels.slack.names import person_id
from pathbot.channels.teams.door import PATH as TEAMS_PATH

PATIENCE = 600.0
AGAIN_SECONDS = 0.5
TOKEN_SECONDS = 600.0


class Face(Protocol):
    """A platform with its people. `acks` are the seconds each delivery waited for its 200."""

    name: str
    acks: list[float]

    def joins(self, user: str) -> str:
        """A person of the platform; the id Pathbot knows them by."""
        ...

    def environment(self, school: str) -> dict[str, str]:
        """What Pathbot has to be told about it."""
        ...

    def opens_at(self, url: str) -> None:
        """Where Pathbot listens."""
        ...

    def breaks(self, chance: random.Random) -> None:
        """From now on some posts are refused, or taken without anybody hearing of it, and deliveries come twice."""
        ...

    async def says(self, user: str, line: str) -> None:
        """Writes, and again until it is acknowledged."""
        ...

    def reads(self, user: str) -> list[str]:
        """What they read, in order. What says that it may be there already, and is, is left out."""
        ...

    def heard(self, user: str) -> int:
        """How many messages `reads` would be; asked ten times a second for everybody."""
        ...

    def repeated(self, user: str) -> int:
        """How many messages came twice and said so."""
        ...


class Slack:
    """Slack remembers what it was sent, so nothing may be there twice."""

    name = "slack"

    def __init__(self, fake: FakeSlack) -> None:
        self.fake = fake

    @property
    def acks(self) -> list[float]:
        return self.fake.delivery.acks

    def joins(self, user: str) -> str:
        self.fake.add_user(user, "Maya")
        return person_id(self.fake.team, user)

    def environment(self, school: str) -> dict[str, str]:
        return {
            "PATHBOT_SLACK_BOT_TOKEN": self.fake.token,
            "PATHBOT_SLACK_SIGNING_SECRET": self.fake.secret,
            "PATHBOT_SLACK_API_URL": self.fake.url,
            "PATHBOT_SLACK_SCHOOL": school,
        }

    def opens_at(self, url: str) -> None:
        self.fake.delivery.to = url + SLACK_PATH

    def breaks(self, chance: random.Random) -> None:
        self.fake.fault, self.fake.delivery.twice = broken_lines(chance), 0.1

    async def says(self, user: str, line: str) -> None:
        """Slack gives up after three tries; people do not."""
        channel = self.fake.chat(user)
        message = self.fake.add(channel, {"user": user, "text": line, "team": self.fake.team})
        event = {**message, "channel": channel, "channel_type": "im", "event_ts": message["ts"]}
        for _ in range(int(PATIENCE / AGAIN_SECONDS)):
            given_up = len(self.fake.delivery.given_up)
            await self.fake.delivery.event(event)
            if len(self.fake.delivery.given_up) == given_up:
                return
            await asyncio.sleep(AGAIN_SECONDS)
        raise AssertionError("a message was never taken")

    def reads(self, user: str) -> list[str]:
        return [reading.read(message) for message in self.fake.shown(user)]

    def heard(self, user: str) -> int:
        return len(self.fake.shown(user))

    def repeated(self, user: str) -> int:
        return 0


class Teams:
    """Teams cannot be asked what is there: what may be there already is sent again, and says so."""

    name = "teams"

    def __init__(self, fake: FakeTeams, client: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.acks: list[float] = []
        self._client = client
        self._url = ""
        self._chance: random.Random | None = None
        self._again = load_labels(Settings(_env_file=None))("en").again + "\n"
        self._read: dict[str, list[str]] = {}
        self._looked = 0
        self._token, self._until = "", 0.0

    def joins(self, user: str) -> str:
        return f"aad-{user}"

    def environment(self, school: str) -> dict[str, str]:
        return {
            "PATHBOT_TEAMS_APP_ID": APP,
            "PATHBOT_TEAMS_APP_SECRET": self.fake.secret,
            "PATHBOT_TEAMS_TENANTS": f"{TENANT}={school}",
            "PATHBOT_TEAMS_LOGIN_URL": self.fake.url,
            "PATHBOT_TEAMS_KEYS_URL": f"{self.fake.url}/v1/.well-known/openidconfiguration",
        }

    def opens_at(self, url: str) -> None:
        self._url = url + TEAMS_PATH

    def breaks(self, chance: random.Random) -> None:
        """3 % are told to wait, 5 % are taken and the line breaks."""
        faults: tuple[int | str, ...] = ("429:1", "drop", 0)
        self._chance = chance
        self.fake.faults.extend(chance.choices(faults, (3, 5, 92), k=20_000))

    async def says(self, user: str, line: str) -> None:
        activity = self.fake.activity(user=user, text=line)
        if self._chance is not None and self._chance.random() < 0.1:
            await asyncio.gather(self._deliver(activity), self._deliver(activity))
        else:
            await self._deliver(activity)

    def reads(self, user: str) -> list[str]:
        shown = self._shown(user)
        once = [said for n, said in enumerate(shown) if not self._repeats(shown, n)]
        return [said.removeprefix(self._again) for said in once]

    def heard(self, user: str) -> int:
        shown = self._shown(user)
        return len(shown) - sum(self._repeats(shown, n) for n in range(len(shown)))

    def repeated(self, user: str) -> int:
        return len(self._shown(user)) - self.heard(user)

    def _repeats(self, shown: list[str], at: int) -> bool:
        if at == 0 or not shown[at].startswith(self._again):
            return False
        return shown[at - 1].removeprefix(self._again) == shown[at].removeprefix(self._again)

    def _shown(self, user: str) -> list[str]:
        for posted in self.fake.posted[self._looked :]:
            self._read.setdefault(posted.conversation, []).append(read(posted.activity))
        self._looked = len(self.fake.posted)
        return self._read.get(self.fake.chat(user), [])

    async def _deliver(self, activity: Json) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            began = time.perf_counter()
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._client.post(self._url, json=activity, headers=self._head()) as answer:
                    if answer.status == 200:
                        self.acks.append(time.perf_counter() - began)
                        return
                    assert answer.status == 503, answer.status
            await asyncio.sleep(AGAIN_SECONDS)
        raise AssertionError("an activity never went through")

    def _head(self) -> dict[str, str]:
        if time.monotonic() > self._until:  # signing costs more than all else here
            self._token, self._until = self.fake.token(), time.monotonic() + TOKEN_SECONDS
        return {"Authorization": f"Bearer {self._token}"}


def broken_lines(chance: random.Random) -> Callable[[dict[str, Any]], str]:
    """3 % are told to wait, 5 % are accepted and the line breaks, 2 % accepted and answered 500, 1 % refused."""

    def fault(asked: dict[str, Any]) -> str:
        drawn = chance.random()
        bounds = (("429", 0.03), ("drop", 0.08), ("500", 0.10), ("refuse", 0.11))
        return next((name for name, below in bounds if drawn < below), "")

    return fault


@asynccontextmanager
async def both(chance: random.Random) -> AsyncIterator[tuple[Slack, Teams]]:
    """A Slack and a Teams at work."""
    # Not httpx: its pool looks at every connection for every request, and a hundred people cost more than Pathbot.
    lines = aiohttp.TCPConnector(limit=0)
    async with (
        FakeSlack(chance) as slack,
        serve(FakeTeams()) as teams,
        aiohttp.ClientSession(connector=lines, timeout=aiohttp.ClientTimeout(total=5)) as client,
    ):
        yield Slack(slack), Teams(teams, client)
