"""A worker process that can be frozen: `python -m tests.faults.frozen_worker PORT` answers, and posts to a platform.

The platform is in another process, so a post that was on its way when this one was frozen still arrives, as it would in
life. Leases are short here, so that a frozen worker's run out.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pathbot.app.heart as heart
import pathbot.app.sender as sending
from pathbot.messages import Capabilities, Outgoing

LEASE = timedelta(seconds=1.5)
SLOW_SECONDS = 0.02


class Platform:
    """Takes 20 ms before a post is out and 20 ms until it says so. Can be asked what is out."""

    def __init__(self) -> None:
        self.posted: list[str] = []
        self.port = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Platform"]:
        """Listens on loopback."""
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            asked = json.loads(line)
            if asked["post"]:
                await asyncio.sleep(SLOW_SECONDS)
                self.posted.append(asked["k"])
                await asyncio.sleep(SLOW_SECONDS)
            writer.write(json.dumps(asked["k"] in self.posted).encode() + b"\n")
        writer.close()


class Line:
    """The channel to it: connections that stay open, as HTTP's do, so that a post leaves at once."""

    name = "collecting"
    capabilities = Capabilities(forms=True)

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, outgoing: Outgoing) -> str:
        await self._ask(outgoing.key, post=True)
        return outgoing.key

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        return outgoing.key if await self._ask(outgoing.key, post=False) else None

    async def _ask(self, key: str, post: bool) -> bool:
        line = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        line[1].write(json.dumps({"k": key, "post": post}).encode() + b"\n")
        answer = json.loads(await line[0].readline())
        self._idle.append(line)
        return bool(answer)


async def main(port: int) -> None:
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
    channels = {"collecting": Line(port), "web": Line(port)}
    sender = asyncio.create_task(sending.Sender(engine, channels, now, wakes).run())
    print("ready", flush=True)
    await asyncio.gather(beat.beat(wakes), *(workers.work(engine, kit, f"w{n}", now, wakes, beat) for n in range(2)))
    wakes.call_last()
    await sender


if __name__ == "__main__":
    os.environ.setdefault("PATHBOT_ENV", "dev")
    asyncio.run(main(int(sys.argv[1])))
