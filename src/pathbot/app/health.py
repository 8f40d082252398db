"""For machines that watch Pathbot: is it alive, may it get traffic, and what do its numbers say."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from pathbot.app.disk import Disk
from pathbot.app.loops import Loops
from pathbot.store import gauges
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem
from pathbot.store.gauges import Gauges

PATIENCE_SECONDS = 2.0
PROXIED = ("x-forwarded-for", "forwarded")


def health(
    engine: Database, channels: Collection[str], disk: Disk, loops: Loops, clock: Callable[[], datetime]
) -> APIRouter:
    """`/healthz`: the process answers. `/readyz`: warm, and can store, answer and send. `/metrics`: for Prometheus.

    Nothing here names a person, a school or a word. `/metrics` is for the machine's own network: a request that came
    through a proxy is told that there is no such page.
    """
    routes = APIRouter()

    @routes.get("/healthz")
    async def alive() -> Response:
        return PlainTextResponse("ok\n")

    @routes.get("/readyz")
    async def ready() -> Response:
        problems = [*(["disk"] if disk.low else []), *loops.starting, *loops.down]
        if await _gauges(engine, clock()) is None:
            problems.append("database")
        return JSONResponse({"ready": not problems, "problems": problems}, 503 if problems else 200)

    @routes.get("/metrics")
    async def metrics(request: Request) -> Response:
        if any(name in request.headers for name in PROXIED):
            return PlainTextResponse("not found\n", 404)
        found = await _gauges(engine, clock())
        return PlainTextResponse(_exposed(found, disk, loops, channels), media_type="text/plain; version=0.0.4")

    return routes


async def _gauges(engine: Database, now: datetime) -> Gauges | None:
    try:
        return await asyncio.wait_for(asyncio.to_thread(gauges.measure, engine, now), PATIENCE_SECONDS)
    except (StoreProblem, TimeoutError):
        return None


def _exposed(found: Gauges | None, disk: Disk, loops: Loops, channels: Collection[str]) -> str:
    """Prometheus's text format: a help line, a type line, the number."""
    lines = [
        *_gauge("pathbot_up", "Whether the database answers.", int(found is not None)),
        *_gauge("pathbot_disk_low", "Whether the disk is too full to take messages.", int(disk.low)),
        *_gauge("pathbot_loops_down", "Loops of this process that died within the last minute.", len(loops.down)),
        *_gauge("pathbot_channels", "Channels this process sends to.", len(channels)),
    ]
    for name, field in Gauges.model_fields.items() if found else ():
        lines += _gauge(f"pathbot_{name}", str(field.description), getattr(found, name))
    return "\n".join(lines) + "\n"


def _gauge(name: str, what: str, value: float) -> tuple[str, str, str]:
    return f"# HELP {name} {what}", f"# TYPE {name} gauge", f"{name} {value}"
