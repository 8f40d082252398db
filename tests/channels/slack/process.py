"""`pathbot serve` in a process of its own, beside our own Slack: for storms, and to measure what it costs."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.channels.slack.fake import FakeSlack
from tests.faults.storm import SCHOOL, prepare

from pathbot.app import roster
from pathbot.app.settings import Settings
from pathbot.channels.slack.door import PATH
from pathbot.channels.slack.names import NAME, person_id
from pathbot.store import people
from pathbot.store.engine import Database

TICKS = os.sysconf("SC_CLK_TCK")
MODELS = {name for name in os.environ if name.startswith(("PATHBOT_", "OPENAI_"))}


@dataclass
class Served:
    """The process, its store, and its settings."""

    process: subprocess.Popen[bytes]
    engine: Database
    settings: Settings

    def cpu(self) -> float:
        """Seconds of processor time it used so far."""
        return cpu_of(self.process.pid)


@asynccontextmanager
async def served(home: Path, index: Path, slack: FakeSlack, learners: Sequence[str]) -> AsyncIterator[Served]:
    """Pathbot with these users as learners of one class."""
    ids = [f"learner-{n}" for n in range(len(learners))]
    settings, engine = prepare(home, ids, index)
    for user, learner in zip(learners, ids, strict=True):
        person = people.find_person(engine, learner)
        assert person is not None
        roster.link(engine, person, NAME, person_id(slack.team, user))
    environment = {name: value for name, value in os.environ.items() if name not in MODELS} | {
        "PATHBOT_HOME": str(home),
        "PATHBOT_KNOWLEDGE": str(settings.knowledge),
        "PATHBOT_ENV": "dev",
        "PATHBOT_SLACK_BOT_TOKEN": slack.token,
        "PATHBOT_SLACK_SIGNING_SECRET": slack.secret,
        "PATHBOT_SLACK_SCHOOL": SCHOOL.id,
        "PATHBOT_SLACK_API_URL": slack.url,
    }
    command = [sys.executable, "-m", "pathbot", "serve", "--port", str(settings.port)]
    process = await asyncio.to_thread(subprocess.Popen, command, env=environment, stdout=subprocess.DEVNULL, cwd=home)
    try:
        await until_up(settings.port, process)
        slack.delivery.to = f"http://127.0.0.1:{settings.port}{PATH}"
        yield Served(process, engine, settings)
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 30)
        engine.dispose()


def cpu_of(process: int) -> float:
    """Seconds of processor time a process used so far, all threads together. Linux only."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it answers, and does not say that it is not ready (a bare echo knows no such page)."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(1200):
            assert process.poll() is None, "the server did not start"
            with suppress(httpx.HTTPError):
                if (await client.get("/readyz")).status_code != 503:
                    return
            await asyncio.sleep(0.1)
    raise AssertionError("the server did not start")
