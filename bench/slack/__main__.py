"""``python -m bench.slack``: processor time of a message, ours and a bare echo's, in processes of their own."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.app.school import WORDS
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.process import cpu_of, free_port, served, until_up

from pathbot.app.content import default_folder
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit

LEARNERS, LINES = 40, 10
OPENING = ("hi", "ok")


async def ours(home: Path, index: Path) -> float:
    """Milliseconds of processor time for a learner's message: received, decided, stored, answered."""
    async with FakeSlack() as slack:
        learners = _people(slack)
        async with served(home, index, slack, learners) as at:
            for line in OPENING:
                await _everyone(slack, learners, [line])
            began = at.cpu()
            await _everyone(slack, learners, list(WORDS[:LINES]))
            return (at.cpu() - began) / (LEARNERS * LINES) * 1000


async def bare(folder: Path) -> float:
    """The same for the echo."""
    async with FakeSlack() as slack:
        learners, port = _people(slack), free_port()
        environment = {**os.environ, "ECHO_TOKEN": slack.token, "ECHO_API_URL": slack.url, "ECHO_SECRET": slack.secret}
        command = [sys.executable, "-m", "bench.slack.echo", str(port)]
        process = await asyncio.to_thread(subprocess.Popen, command, env=environment)
        try:
            await until_up(port, process)
            slack.delivery.to = f"http://127.0.0.1:{port}/slack/events"
            await _everyone(slack, learners, ["hi"])
            began = cpu_of(process.pid)
            await _everyone(slack, learners, list(WORDS[:LINES]))
            return (cpu_of(process.pid) - began) / (LEARNERS * LINES) * 1000
        finally:
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.wait, 30)


def _people(slack: FakeSlack) -> list[str]:
    return [slack.add_user(f"U0B{n:03d}", f"Learner{n}") for n in range(LEARNERS)]


async def _everyone(slack: FakeSlack, learners: list[str], lines: list[str]) -> None:
    """Each learner writes when they were answered; at the end everything has been said."""

    async def talk(user: str) -> None:
        for line in lines:
            before = len(slack.shown(user))
            await slack.says(user, line)
            await slack.settle(lambda before=before: len(slack.shown(user)) > before, 120)  # type: ignore[misc]

    await asyncio.gather(*(talk(user) for user in learners))
    await asyncio.sleep(3)


def measure() -> tuple[float, float]:
    """Milliseconds of processor time for a message: ours, and a bare Bolt echo's."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        index.mkdir()
        knowledge = default_folder("knowledge")
        load_kit(Settings(home=index, knowledge=knowledge, _env_file=None)).roles.ready()
        (index / "knowledge").symlink_to(knowledge)
        measured = asyncio.run(ours(Path(folder) / "home", index / "roles"))
        yardstick = asyncio.run(bare(Path(folder)))
    return measured, yardstick


if __name__ == "__main__":
    ours_, echo = measure()
    print(f"a message over Slack: {ours_:.1f} ms CPU; a bare Bolt echo: {echo:.1f} ms")
    print(f"ratio: {ours_ / echo:.1f}")
