"""``python -m bench.slack.burst 30``: how soon messages that come at once are acknowledged and answered; 200 of them
without a number. The server, our Slack and the database share the machine."""

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.process import served

from pathbot.app.content import default_folder
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit

LEARNERS, ROUNDS = 200, 3
OPENING = ("hi", "ok")
LINE = "i found out the trees on our street were cut and we made a map of it"


async def _bursts(home: Path, index: Path, learners: int, rounds: int) -> list[dict[str, float]]:
    found = []
    async with FakeSlack() as slack:
        users = [slack.add_user(f"U0B{n:03d}", f"Learner{n}") for n in range(learners)]

        async def said(line: str) -> float:
            """Seconds until everybody was answered."""
            before = {user: len(slack.shown(user)) for user in users}
            began = time.perf_counter()
            await asyncio.gather(*(slack.says(user, line) for user in users))
            await slack.settle(lambda: all(len(slack.shown(user)) > before[user] for user in users), 300)
            return time.perf_counter() - began

        async with served(home, index, slack, users) as at:
            for line in OPENING:
                await said(line)
            for _ in range(rounds):
                await asyncio.sleep(5)
                slack.delivery.acks.clear()
                began = at.cpu()
                seconds = await said(LINE)
                acks = sorted(slack.delivery.acks)
                late = acks[int(len(acks) * 0.99) - 1]
                found.append({"ack": late, "answered": seconds, "cpu_ms": (at.cpu() - began) / learners * 1000})
    return found


def measure(learners: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Medians: seconds until 99 of 100 were acknowledged, until the last was answered, and CPU ms a message."""
    with tempfile.TemporaryDirectory() as folder:
        index, knowledge = Path(folder) / "index", default_folder("knowledge")
        index.mkdir()
        load_kit(Settings(home=index, knowledge=knowledge, _env_file=None)).roles.ready()
        (index / "knowledge").symlink_to(knowledge)
        gc.freeze()  # this side has read all of `knowledge/`: its stops for garbage are none of the server's
        bursts = asyncio.run(_bursts(Path(folder) / "home", index / "roles", learners, rounds))
    return {name: statistics.median(burst[name] for burst in bursts) for name in bursts[0]}


if __name__ == "__main__":
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS))
