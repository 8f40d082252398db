"""What an idle learner costs: `python -m bench.idle`. Memory of `pathbot serve` with so many pages open, doing nothing.

A learner without an open page costs no memory at all: nothing about anybody is kept between two messages.
"""

import asyncio
import os
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
from tests.faults.storm import Server, prepare

from pathbot.app.content import default_folder
from pathbot.app.server import session_secret
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit
from pathbot.channels.web.session import COOKIE, Sessions

PAGES = 300
SETTLE_SECONDS = 4.0


def measure(pages: int = PAGES) -> dict[str, float]:
    """Kilobytes for each open page, and megabytes of the whole process before and after."""
    with tempfile.TemporaryDirectory() as folder:
        index, knowledge = Path(folder) / "index", default_folder("knowledge")
        index.mkdir()
        load_kit(Settings(home=index, knowledge=knowledge, _env_file=None)).roles.ready()
        (index / "knowledge").symlink_to(knowledge)
        return asyncio.run(_open(Path(folder) / "home", index / "roles", pages))


async def _open(home: Path, index: Path, pages: int) -> dict[str, float]:
    settings, engine = prepare(home, [f"l{n}" for n in range(pages)], index)
    server, sessions = Server(settings), Sessions(session_secret(settings), time.time)
    server.start()
    try:
        await server.ready()
        client = httpx.AsyncClient(base_url=server.url, timeout=None, limits=httpx.Limits(max_connections=None))
        async with client, AsyncExitStack() as all_:
            # What it loads at its start is no page's.
            while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.5)
            await asyncio.sleep(SETTLE_SECONDS)
            cookies = [{"Cookie": f"{COOKIE}={sessions.start(f'l{n}')}"} for n in range(pages)]
            sizes = []
            for half in (cookies[: pages // 2], cookies[pages // 2 :]):
                for cookie in half:
                    answer = await all_.enter_async_context(client.stream("GET", "/api/events", headers=cookie))
                    answer.raise_for_status()
                await asyncio.sleep(SETTLE_SECONDS)
                sizes.append(_memory(server))
        # The first half also fills what the process fills once.
        return {"each_kb": (sizes[1] - sizes[0]) / (pages - pages // 2) / 1024, "mb": sizes[0] / 2**20}
    finally:
        server.kill()
        engine.dispose()


def _memory(server: Server) -> int:
    """Bytes. Linux only."""
    assert server.process is not None
    pages = int(Path(f"/proc/{server.process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    print(measure())
