"""``python -m bench.slack.burst``: how soon 200 messages that come at once are acknowledged, three times."""

import asyncio
import tempfile
from pathlib import Path

from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.process import served

from pathbot.app.content import default_folder
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit

LEARNERS, ROUNDS = 200, 3
OPENING = ("hi", "ok")
LINE = "i found out the trees on our street were cut and we made a map of it"


async def measure(home: Path, index: Path) -> None:
    """Prints a line for each burst: seconds until the acknowledgement, and the server's processor time meanwhile."""
    async with FakeSlack() as slack:
        users = [slack.add_user(f"U0B{n:03d}", f"Learner{n}") for n in range(LEARNERS)]

        async def answered(line: str) -> None:
            before = {user: len(slack.shown(user)) for user in users}
            await asyncio.gather(*(slack.says(user, line) for user in users))
            await slack.settle(lambda: all(len(slack.shown(user)) > before[user] for user in users), 300)

        async with served(home, index, slack, users) as at:
            for line in OPENING:
                await answered(line)
            for _ in range(ROUNDS):
                await asyncio.sleep(5)
                slack.delivery.acks.clear()
                before = {user: len(slack.shown(user)) for user in users}
                began = at.cpu()
                await asyncio.gather(*(slack.says(user, LINE) for user in users))
                spent, acks = at.cpu() - began, sorted(slack.delivery.acks)
                print(
                    f"ack p50 {acks[len(acks) // 2]:.3f} p99 {acks[int(len(acks) * 0.99) - 1]:.3f} s, CPU {spent:.2f} s"
                )
                await slack.settle(lambda before=before: all(len(slack.shown(u)) > before[u] for u in users), 300)  # type: ignore[misc]


def main() -> None:
    """Makes a server and measures it."""
    with tempfile.TemporaryDirectory() as folder:
        index, knowledge = Path(folder) / "index", default_folder("knowledge")
        index.mkdir()
        load_kit(Settings(home=index, knowledge=knowledge, _env_file=None)).roles.ready()
        (index / "knowledge").symlink_to(knowledge)
        asyncio.run(measure(Path(folder) / "home", index / "roles"))


if __name__ == "__main__":
    main()
