"""The fake Teams on a port of this machine, so that real clients and real processes can reach it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from tests.channels.teams.fake import FakeTeams


@asynccontextmanager
async def serve(fake: FakeTeams) -> AsyncIterator[FakeTeams]:
    """Runs it until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        fake.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(fake.app(), log_level="critical", lifespan="off"))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        try:
            yield fake
        finally:
            server.should_exit = True
            await running
