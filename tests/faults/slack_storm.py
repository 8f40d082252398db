"""Pathbot as real processes (one with the door, others that only answer) with our own Slack around it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
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

PATIENCE = 300.0


class Processes:
    """One `pathbot serve` that takes messages in, and `workers` that answer."""

    def __init__(self, settings: Settings, slack: FakeSlack, workers: int) -> None:
        self._port = _free_port()
        self._environment = {
            **os.environ,
            "PATHBOT_HOME": str(settings.home),
            "PATHBOT_KNOWLEDGE": str(settings.knowledge),
            "PATHBOT_DATABASE": settings.database,
            "PATHBOT_ENV": "dev",
            "PATHBOT_BACKUP_DAYS": "0",
            "PATHBOT_SLACK_BOT_TOKEN": slack.token,
            "PATHBOT_SLACK_SIGNING_SECRET": slack.secret,
            "PATHBOT_SLACK_API_URL": slack.url,
            "PATHBOT_SLACK_SCHOOL": SCHOOL.id,
        }
        serve = ["serve", "--port", str(self._port)]
        self._commands = [serve, *(["worker", "--turns", "2"] for _ in range(workers))]
        self._running: list[subprocess.Popen[bytes] | None] = [None] * len(self._commands)
        self.door = f"http://127.0.0.1:{self._port}{PATH}"

    def start(self, which: int) -> None:
        command = [sys.executable, "-m", "pathbot", *self._commands[which]]
        # The door's process leaves the answering to the others, so that killing it hits the intake alone.
        environment = {**self._environment, "PATHBOT_WORKERS": "0" if which == 0 else "2"}
        self._running[which] = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    def kill(self, which: int, how: signal.Signals = signal.SIGKILL) -> None:
        process = self._running[which]
        if process is not None and process.poll() is None:
            process.send_signal(how)
            process.wait()

    def memory(self, which: int) -> int:
        """Bytes of memory one of them holds. Linux only."""
        process = self._running[which]
        assert process is not None
        pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def threads(self, which: int) -> int:
        """How many threads one of them has. Linux only."""
        process = self._running[which]
        assert process is not None
        return len(list(Path(f"/proc/{process.pid}/task").iterdir()))

    async def ready(self) -> None:
        async with httpx.AsyncClient() as client:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                with suppress(httpx.HTTPError):
                    if (await client.get(f"http://127.0.0.1:{self._port}/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.1)
        raise AssertionError("the server did not start")

    def __len__(self) -> int:
        return len(self._commands)


@asynccontextmanager
async def at_work(
    home: Path, index: Path, slack: FakeSlack, learners: list[str], workers: int, database: str = ""
) -> AsyncIterator[tuple[Processes, Database]]:
    """A class of these Slack users, and every process running."""
    names = {user: user.removeprefix("U0").lower() for user in learners}
    settings, engine = prepare(home, list(names.values()), index, database)
    for user, name in names.items():
        slack.add_user(user, "Maya")
        person = people.find_person(engine, name)
        assert person is not None
        roster.link(engine, person, NAME, person_id(slack.team, user))
    processes = Processes(settings, slack, workers)
    slack.delivery.to = processes.door
    try:
        for which in range(len(processes)):
            processes.start(which)
        await processes.ready()
        yield processes, engine
    finally:
        for which in range(len(processes)):
            processes.kill(which)
        engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
