"""A chat platform beside the web chat: what the server needs to know of it."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from fastapi import APIRouter

from pathbot.channels.base import Channel
from pathbot.store.ingest import Ingest


@dataclass(frozen=True)
class Attached:
    """`router` is where the platform writes to, if it does. `running` holds while the server runs."""

    channel: Channel
    router: APIRouter | None
    running: Callable[[], AbstractAsyncContextManager[None]]


Attach = Callable[[Ingest, asyncio.Event], Attached]
"""Made when the server is: with the inbox to file into, and the event that wakes the workers."""
