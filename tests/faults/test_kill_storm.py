"""`kill -9` at random moments: no message lost, none answered twice, every journey goes on as if nothing happened."""

import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.faults.storm import LINES, SCHOOL, Learner, Server, prepare, storm

from pathbot.app.engine_room import EngineRoom
from pathbot.app.kit import Kit
from pathbot.channels.collecting import Collecting
from pathbot.channels.web.desk import private_address
from pathbot.messages import Inbound
from pathbot.store import portfolio
from pathbot.store.engine import Database

SEED = 20261123


async def run(tmp_path: Path, kit: Kit, index: Path, learners: int, kills: int) -> None:
    names = [f"learner-{n}" for n in range(learners)]
    settings, engine = prepare(tmp_path / "stormy", names, index)
    server = Server(settings)
    talking = [Learner(server, settings, name, time.time()) for name in names]
    try:
        seen = await storm(server, talking, LINES, kills, SEED)
    finally:
        server.kill()
    for name in names:
        # The very first message came before the learner said OK, so it was answered and not kept.
        spoken = [m for m in seen[name] if m["mine"]]
        assert_once(name, [str(m["key"]) for m in seen[name]], len(spoken))
        calm = await undisturbed(tmp_path / f"calm-{name}", kit, index, name, len(spoken) + 1)
        assert transcript(engine, name) == transcript(calm, name)


def assert_once(name: str, keys: list[str], spoken: int) -> None:
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    answered = {re.sub(r"^web:(.*):\d+$", r"\1", key) for key in keys if key.startswith("web:")}
    assert {f"{name}-line-{n:04d}" for n in range(spoken + 1)} <= answered


async def undisturbed(home: Path, kit: Kit, index: Path, name: str, count: int) -> Database:
    """The same learner saying the same things to a Pathbot that nobody kills."""
    _, engine = prepare(home, [name], index)
    start = datetime.now(UTC)
    time_ = {"now": start}
    async with EngineRoom(engine, kit, {"web": Collecting("web")}, lambda: time_["now"], "calm") as room:
        for number in range(count):
            time_["now"] = start + timedelta(seconds=number)
            inbound = Inbound(
                channel="web",
                delivery_id=f"{name}-line-{number:04d}",
                address=private_address(name),
                person=name,
                text=LINES[number % len(LINES)],
                sent_at=time_["now"],
            )
            await room.take(SCHOOL.id, inbound)
    return engine


def transcript(engine: Database, name: str) -> list[tuple[str, str, int]]:
    return [(line.sender, line.text, line.step) for line in portfolio.transcript_of(engine, name)]


async def test_a_few_kills_lose_nothing_and_double_nothing(tmp_path: Path, kit: Kit, role_index: Path) -> None:
    await run(tmp_path, kit, role_index, learners=2, kills=2)


@pytest.mark.faults
async def test_twenty_kills_while_twenty_learners_talk_lose_nothing_and_double_nothing(
    tmp_path: Path, kit: Kit, role_index: Path
) -> None:
    await run(tmp_path, kit, role_index, learners=20, kills=20)
