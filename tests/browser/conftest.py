"""A running server and a browser for each test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import uvicorn
from tests.browser.chrome import CHROMIUM, Page, chrome
from tests.browser.school import mid_journey
from tests.channels.memory_desk import MemoryDesk
from tests.channels.web_app import make_web

from pathbot.channels.web.hub import Hub


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium")
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(absent)


@dataclass
class Running:
    """A server on loopback over a memory desk."""

    desk: MemoryDesk
    hub: Hub
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serves while the block runs, on the same port each time."""
        web = make_web(self.desk, self.hub, clock=lambda: datetime.now(UTC))
        config = uvicorn.Config(web, host="127.0.0.1", port=self.port, log_level="error", timeout_graceful_shutdown=3)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        self.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
def school() -> Running:
    hub = Hub()
    return Running(mid_journey(hub), hub)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with chrome() as opened:
        yield opened


async def sign_in(page: Page, school: Running, name: str) -> None:
    """Chooses someone on the start page, as a person does."""
    await page.open(f"{school.url}/")
    await page.run(f"document.querySelector('button[value={name}]').click()")
    await page.until("document.querySelector('#log') && document.readyState === 'complete'")
