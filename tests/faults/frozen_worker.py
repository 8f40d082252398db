"""A worker process that can be frozen: `python -m tests.faults.frozen_worker LOG` answers and posts into a file.

The file stands for a platform: whatever is in it, people saw. Leases are short here, so that a frozen one runs out.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pathbot.app.heart as heart
import pathbot.app.sender as sending
from pathbot.messages import Capabilities, Outgoing

LEASE = timedelta(seconds=1.5)


class FileChannel:
    """Takes 20 ms before a post is out and 20 ms after it. Can be asked what is out."""

    name = "collecting"
    capabilities = Capabilities(forms=True)

    def __init__(self, log: Path) -> None:
        self._log = log

    async def send(self, outgoing: Outgoing) -> str:
        await asyncio.sleep(0.02)
        line = {"k": outgoing.key, "to": outgoing.address.conversation}
        with self._log.open("ab", buffering=0) as file:  # one write: lines of two processes never mix
            file.write(json.dumps(line).encode() + b"\n")
        await asyncio.sleep(0.02)
        return outgoing.key

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        return outgoing.key if any(line["k"] == outgoing.key for line in posted(self._log)) else None


def posted(log: Path) -> list[dict[str, str]]:
    """Everything people saw, in order."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


async def main(log: Path) -> None:
    heart.LEASE, heart.BEAT_SECONDS, sending.LEASE = LEASE, 0.5, LEASE
    from pathbot.app import workers
    from pathbot.app.home import now, open_store
    from pathbot.app.settings import Settings
    from pathbot.app.wakes import Wakes
    from pathbot.app.wiring import load_kit

    workers.LEASE = LEASE
    settings, wakes = Settings(_env_file=None), Wakes()
    kit = load_kit(settings)
    kit.warm()
    engine, beat = open_store(settings), heart.Heart(open_store(settings), now)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, wakes.stop)
    channels = {"collecting": FileChannel(log), "web": FileChannel(log)}
    sender = asyncio.create_task(sending.Sender(engine, channels, now, wakes).run())
    print("ready", flush=True)
    await asyncio.gather(beat.beat(wakes), *(workers.work(engine, kit, f"w{n}", now, wakes, beat) for n in range(2)))
    wakes.call_last()
    await sender


if __name__ == "__main__":
    os.environ.setdefault("PATHBOT_ENV", "dev")
    asyncio.run(main(Path(sys.argv[1])))
