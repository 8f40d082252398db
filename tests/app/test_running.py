"""Slow turns keep their claim, and a process that is told to stop finishes what it began."""

import asyncio
import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.conversations.player import HERE, SCHOOL, new_school

from pathbot.app import sender
from pathbot.app.disk import Disk
from pathbot.app.health import health
from pathbot.app.heart import HUNG_AFTER, LEASE, Heart
from pathbot.app.kit import Kit
from pathbot.app.loops import WELL_AFTER, Loops
from pathbot.app.running import running
from pathbot.app.sender import Sender
from pathbot.app.wakes import Wakes
from pathbot.channels.base import Channel
from pathbot.channels.collecting import Collecting
from pathbot.messages import Address, Inbound, Outgoing, Text
from pathbot.store import claims, outbox
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Database:
    return new_school(tmp_path, "shade-for-our-school")


async def file(engine: Database, wakes: Wakes | None = None) -> None:
    inbound = Inbound(
        channel="collecting", delivery_id="d", address=HERE, person="maya", text="hi", sent_at=datetime.now(UTC)
    )
    async with Ingest(engine, lambda: NOW, wakes.arrived.set if wakes else None) as ingest:
        await ingest.file(SCHOOL.id, inbound)


async def test_a_slow_turn_keeps_its_claim_and_a_hung_one_loses_it(engine: Database) -> None:
    await file(engine)
    time_ = {"now": NOW}
    claim = claims.claim(engine, "slow", NOW, LEASE)
    assert claim is not None
    heart = Heart(engine, lambda: time_["now"])
    with heart.beating(claim):
        for seconds in range(5, int(HUNG_AFTER.total_seconds()), 5):
            time_["now"] = NOW + timedelta(seconds=seconds)
            heart.once()
            assert claims.claim(engine, "other", time_["now"] + timedelta(seconds=5), LEASE) is None
        time_["now"] = NOW + HUNG_AFTER + LEASE
        heart.once()
        taken = claims.claim(engine, "other", time_["now"], LEASE)
    assert taken is not None
    assert taken.fence == claim.fence + 1


async def test_told_to_stop_a_process_finishes_the_turn_it_began_and_sends_its_reply(
    engine: Database, kit: Kit
) -> None:
    begun, channel, wakes = asyncio.Event(), Collecting("collecting"), Wakes()
    loop = asyncio.get_running_loop()

    @dataclasses.dataclass(frozen=True)
    class Slow(Kit):
        def screen(self, text: str, recent: object) -> object:  # type: ignore[override]
            if text:
                loop.call_soon_threadsafe(begun.set)
                time.sleep(0.3)
            return super().screen(text, recent)  # type: ignore[arg-type]

    slow = Slow(**{field.name: getattr(kit, field.name) for field in dataclasses.fields(kit)})
    async with running(engine, slow, {"collecting": channel, "web": Collecting("web")}, wakes, workers=2):
        await file(engine, wakes)
        await begun.wait()
    assert len(channel.sent) == 1


async def test_a_worker_begins_no_turn_while_a_crowd_stands_at_the_door(engine: Database, kit: Kit) -> None:
    channel, wakes, gone = Collecting("collecting"), Wakes(), asyncio.Event()

    async def lull() -> None:
        await gone.wait()

    wakes.lull = lull
    async with running(engine, kit, {"collecting": channel, "web": Collecting("web")}, wakes, workers=2):
        await file(engine, wakes)
        await asyncio.sleep(0.1)
        assert claims.claim(engine, "other", NOW, LEASE) is not None
        gone.set()


async def test_stopping_with_nothing_to_do_takes_no_time(engine: Database, kit: Kit) -> None:
    began = time.monotonic()
    async with running(engine, kit, {"collecting": Collecting("collecting")}, Wakes(), workers=4):
        await asyncio.sleep(0.1)
    assert time.monotonic() - began < 5


async def test_a_slow_platform_holds_up_nobody_else_and_keeps_the_order_within_a_conversation(engine: Database) -> None:
    """Thirty conversations of two messages each, every send a tenth of a second: one at a time would take six."""

    class Slow(Collecting):
        async def send(self, outgoing: Outgoing) -> str:
            await asyncio.sleep(0.1)
            return await super().send(outgoing)

    channel, wakes = Slow("collecting"), Wakes()
    homes = [Address(channel="collecting", conversation=f"c{n}") for n in range(30)]
    for number in (1, 2):
        messages = [Outgoing(key=f"{home.key}:{number}", address=home, reply=Text(text="hi")) for home in homes]
        outbox.post(engine, SCHOOL.id, messages, NOW)
    wakes.call_last()
    began = time.monotonic()
    await Sender(engine, {"collecting": channel}, lambda: NOW, wakes).run()
    assert len(channel.sent) == 60
    assert all([o.key for o in channel.sent_to(home)] == [f"{home.key}:1", f"{home.key}:2"] for home in homes)
    assert time.monotonic() - began < 5


class Frozen(Collecting):
    """The whole process stands still in the middle of looking for a message that may be out already."""

    def __init__(self, time_: dict[str, datetime]) -> None:
        super().__init__("collecting")
        self._time = time_
        self.meanwhile: Callable[[], None] = lambda: None

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        self._time["now"] += 2 * sender.LEASE
        self.meanwhile()
        return None


def half_sent(engine: Database) -> dict[str, datetime]:
    """A message whose first sender died; the clock after its lease."""
    outbox.post(engine, SCHOOL.id, [Outgoing(key="k", address=HERE, reply=Text(text="hi"))], NOW)
    assert outbox.next_due(engine, ["collecting"], NOW, sender.LEASE) is not None
    return {"now": NOW + 2 * sender.LEASE}


async def test_a_sender_that_wakes_up_past_its_lease_leaves_the_message_to_whoever_took_it(engine: Database) -> None:
    time_ = half_sent(engine)
    channel = Frozen(time_)

    def another_takes_it() -> None:
        assert outbox.next_due(engine, ["collecting"], time_["now"], sender.LEASE) is not None

    channel.meanwhile = another_takes_it
    assert await sender.send_next(engine, {"collecting": channel}, lambda: time_["now"])
    assert channel.sent == ()


async def test_a_sender_that_wakes_up_past_its_lease_goes_on_where_nobody_else_came(engine: Database) -> None:
    time_ = half_sent(engine)
    channel = Frozen(time_)
    assert await sender.send_next(engine, {"collecting": channel}, lambda: time_["now"])
    assert [sent.key for sent in channel.sent] == ["k"]
    assert outbox.next_due(engine, ["collecting"], time_["now"] + 2 * sender.LEASE, sender.LEASE) is None


async def test_what_is_answered_while_the_sender_looks_is_sent_at_once(
    engine: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, wakes, take_due = Collecting("collecting"), Wakes(), outbox.take_due
    loop = asyncio.get_running_loop()
    hi = Outgoing(key="late", address=HERE, reply=Text(text="hi"))

    def answered_meanwhile(*asked: Any, **more: Any) -> Any:
        found = take_due(*asked, **more)
        outbox.post(engine, SCHOOL.id, [hi], NOW)
        loop.call_soon_threadsafe(wakes.answered.set)
        return found

    monkeypatch.setattr(outbox, "take_due", answered_meanwhile)
    monkeypatch.setattr("pathbot.app.sender.IDLE_SECONDS", 30.0)
    sender = asyncio.create_task(Sender(engine, {"collecting": channel}, lambda: NOW, wakes).run())
    for _ in range(200):
        await asyncio.sleep(0.01)
        if channel.sent:
            break
    in_time = [o.key for o in channel.sent]
    wakes.call_last()
    await sender
    assert in_time == ["late"]


async def test_what_arrives_while_a_worker_looks_is_answered_at_once(
    engine: Database, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, wakes, claim = Collecting("collecting"), Wakes(), claims.claim
    loop, come = asyncio.get_running_loop(), threading.Event()

    def arrived_meanwhile(*asked: Any, **more: Any) -> Any:
        found = claim(*asked, **more)
        if not come.is_set():
            come.set()
            asyncio.run_coroutine_threadsafe(file(engine, wakes), loop).result(10)
        return found

    monkeypatch.setattr(claims, "claim", arrived_meanwhile)
    monkeypatch.setattr("pathbot.app.workers.IDLE_SECONDS", 30.0)
    async with running(engine, kit, {"collecting": channel, "web": Collecting("web")}, wakes, workers=1):
        for _ in range(500):
            await asyncio.sleep(0.01)
            if channel.sent:
                break
    assert come.is_set()
    assert channel.sent


async def test_a_loop_that_dies_is_said_on_readyz_and_begins_again(engine: Database, kit: Kit, tmp_path: Path) -> None:
    """The sender dies twice of something nobody thought of; the reply is out all the same, and not in silence."""
    wakes, seconds = Wakes(), {"now": 0.0}
    loops, names = Loops(wakes, lambda: seconds["now"]), Torn()
    channel, app = Collecting("collecting"), FastAPI()
    app.include_router(health(engine, ["web"], Disk(tmp_path, 0), loops, lambda: NOW))
    names.update(collecting=channel, web=Collecting("web"))
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pathbot") as client,
        running(engine, kit, names, wakes, workers=1, loops=loops),
    ):
        await file(engine, wakes)
        async with asyncio.timeout(20):
            while not channel.sent:  # noqa: ASYNC110 - the channel has no event for it
                await asyncio.sleep(0.05)
        assert names.left == 0
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["problems"]) == (503, ["sender"])
        assert "pathbot_loops_down 1" in (await client.get("/metrics")).text
        seconds["now"] = WELL_AFTER
        assert (await client.get("/readyz")).status_code == 200


async def test_a_process_that_is_still_warming_up_is_not_ready(engine: Database, kit: Kit, tmp_path: Path) -> None:
    """The first burst of a lesson must not wait for models and patterns to load."""
    warmed = threading.Event()

    @dataclasses.dataclass(frozen=True)
    class Cold(Kit):
        def warm(self) -> None:
            assert warmed.wait(20)

    cold = Cold(**{field.name: getattr(kit, field.name) for field in dataclasses.fields(kit)})
    wakes, app = Wakes(), FastAPI()
    loops = Loops(wakes)
    app.include_router(health(engine, ["web"], Disk(tmp_path, 0), loops, lambda: NOW))
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pathbot") as client,
        running(engine, cold, {"collecting": Collecting("collecting")}, wakes, workers=1, loops=loops),
    ):
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["problems"]) == (503, ["warming up"])
        warmed.set()
        async with asyncio.timeout(20):
            while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - that is what a watcher does
                await asyncio.sleep(0.01)


def test_one_try_at_warming_up_is_waited_for_even_if_it_fails() -> None:
    async def fails() -> None:
        raise RuntimeError

    loops = Loops(Wakes())
    with contextlib.suppress(RuntimeError):
        asyncio.run(loops.first("warming up", fails)())
    assert loops.starting == ()


class Torn(dict[str, Channel]):
    """Channels of which the sender cannot even read the names, twice."""

    left = 2

    def __iter__(self) -> Iterator[str]:
        if self.left:
            self.left -= 1
            raise RuntimeError
        return super().__iter__()


async def test_a_loop_that_is_dying_does_not_hold_up_the_end(engine: Database, kit: Kit) -> None:
    async def broken() -> None:
        raise ValueError

    began = time.monotonic()
    async with running(engine, kit, {"collecting": Collecting("collecting")}, Wakes(), 1, {"broken": broken}):
        await asyncio.sleep(0.1)
    assert time.monotonic() - began < 5
