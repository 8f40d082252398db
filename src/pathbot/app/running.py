"""What runs in every process that answers: workers, sender, schedule, heart and bell, started and stopped together."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

from pathbot.app.dead_letters import tell_writers
from pathbot.app.heart import Heart
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.loops import Loop, Loops
from pathbot.app.routines import every_routine
from pathbot.app.schedule import Schedule, keep
from pathbot.app.sender import Sender
from pathbot.app.wakes import Wakes
from pathbot.app.workers import work
from pathbot.channels.base import Channel
from pathbot.store.engine import Database
from pathbot.store.takeover import take_over

STOPPING_SECONDS = 10.0
OTHER_THREADS = 12
"""Beside one for every worker: pages, the sender, the schedule, the inbox."""
SWITCH_SECONDS = 0.001
"""How long a turn computes before the door gets its turn: a burst has to be acknowledged while others are answered."""
EXACT = ("web",)
"""Channels that show what the store holds, so that nothing can be out that is not known to be."""
log = logging.getLogger("pathbot.running")


@asynccontextmanager
async def running(
    engine: Database,
    kit: Kit,
    channels: Mapping[str, Channel],
    wakes: Wakes,
    workers: int,
    beside: Mapping[str, Loop] | None = None,
    loops: Loops | None = None,
) -> AsyncIterator[None]:
    """Answers and sends while the block lasts, with the loops `beside` it. At its end what was begun is finished.

    A loop that dies begins again; `loops` knows which did. What cannot be finished in ten seconds (and ten more to
    send) is left to its lease: another process goes on with it.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    # A turn may wait seconds for a language model: it waits in a thread that pages and the sender do not need.
    threads = ThreadPoolExecutor(workers + OTHER_THREADS, thread_name_prefix="pathbot")
    asyncio.get_running_loop().set_default_executor(threads)
    await asyncio.to_thread(take_over, engine, EXACT, now())
    heart = Heart(engine, now)
    every: dict[str, Loop] = {
        **{f"worker {n}": partial(work, engine, kit, f"w{n}", now, wakes, heart) for n in range(workers)},
        "schedule": lambda: keep(Schedule(engine, every_routine(engine, kit), now), wakes),
        "heart": lambda: heart.beat(wakes),
        "set aside": lambda: tell_writers(engine, kit, now, wakes),
        **(beside or {}),
    }
    loops = loops or Loops(wakes)
    if workers:  # a door that answers nothing waits for nothing
        every["warming up"] = loops.first("warming up", lambda: asyncio.to_thread(_warm_up, kit))
    tasks = [asyncio.create_task(loops.keep(name, loop)) for name, loop in every.items()]
    sender = asyncio.create_task(loops.keep("sender", Sender(engine, channels, now, wakes).run))
    try:
        yield
    finally:
        wakes.stop()
        await _finish(tasks)
        wakes.call_last()
        await _finish([sender])


def _warm_up(kit: Kit) -> None:
    """What was loaded stays: not looking for garbage in its 300,000 objects saves a stop of 0.2 s every few hundred
    messages, in which nothing is acknowledged."""
    kit.warm()
    gc.freeze()


async def _finish(tasks: Sequence[asyncio.Task[None]]) -> None:
    _, unfinished = await asyncio.wait(tasks, timeout=STOPPING_SECONDS)
    for task in unfinished:
        log.warning("stopped before everything was finished: it is done after the next start")
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
