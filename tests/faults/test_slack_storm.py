"""F1 to F4 of the fault plan over Slack: what its log shows after kills, broken lines and doubled deliveries is what an
undisturbed learner sees. Nothing is read from Pathbot's own tables but that its database is sound.

`FAULTS_LEARNERS`, `FAULTS_KILLS` and `FAULTS_SEEDS` make it larger; the defaults take minutes.
"""

import asyncio
import os
import random
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.channels.slack.fake import FakeSlack
from tests.databases import new_postgres
from tests.faults.slack_storm import CALM, at_work, calm, kill_now_and_then, walk

from pathbot.store.gauges import measure

LEARNERS = int(os.environ.get("FAULTS_LEARNERS", "20"))
KILLS = int(os.environ.get("FAULTS_KILLS", "10"))
SEEDS = range(1, 1 + int(os.environ.get("FAULTS_SEEDS", "1")))
LINES = [
    "hi",
    "ok",
    "my abuela sits in the car with the ac bc her house is too hot",
    "why no trees there",
    "the little kids at the bus stop",
    "plant trees at every stop",
    "asphalt was 148 degrees and under the tree it was 95",
    "i measured it with the heat gun",
]


def broken_lines(chance: random.Random) -> object:
    """3 % are told to wait, 5 % are accepted and the line breaks, 2 % accepted and answered 500, 1 % refused."""

    def fault(asked: dict[str, object]) -> str:
        drawn = chance.random()
        bounds = (("429", 0.03), ("drop", 0.08), ("500", 0.10), ("refuse", 0.11))
        return next((name for name, below in bounds if drawn < below), "")

    return fault


@pytest.mark.faults
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("waits", [True, False], ids=["closed-loop", "burst"])
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_kills_broken_lines_and_doubled_deliveries_change_nothing_a_learner_sees(
    tmp_path: Path, role_index: Path, database: str, waits: bool, seed: int
) -> None:
    chance = random.Random(seed)
    learners = [f"U0L{n:04d}" for n in range(LEARNERS)]
    with new_postgres() if database == "postgresql" else nullcontext("") as url:
        async with (
            FakeSlack(chance) as slack,
            at_work(tmp_path / "home", role_index, slack, [CALM, *learners], 2, url) as (processes, engine),
        ):
            counts = await calm(slack, LINES)
            slack.fault, slack.delivery.twice = broken_lines(chance), 0.1  # type: ignore[assignment]
            slack.delivery.acks.clear()
            killer = asyncio.create_task(kill_now_and_then(processes, KILLS, chance))
            await asyncio.gather(*(walk(slack, user, LINES, counts, waits) for user in learners), killer)
            await asyncio.sleep(3)  # whatever is sent a second time would come now
            expected = slack.read(CALM)
            different = {user: slack.read(user) for user in learners if slack.read(user) != expected}
            keys = Counter(k for user in learners for k in _keys(slack, user))
            acks = sorted(slack.delivery.acks)
            print(
                f"F1-F4 {database} {'closed loop' if waits else 'burst'} seed {seed}: {LEARNERS * len(LINES)} messages,"
                f" {KILLS} kills, ack p50 {acks[len(acks) // 2]:.3f} s p99 {acks[int(len(acks) * 0.99)]:.3f} s"
            )
            assert [k for k, count in keys.items() if count > 1] == []
            assert different == {}
            stands = measure(engine, _now())
            assert (stands.inbox_open, stands.inbox_dead, stands.outbox_dead) == (0, 0, 0)


def _keys(slack: FakeSlack, user: str) -> list[str]:
    return [str(m.get("metadata", {}).get("event_payload")) for m in slack.shown(user)]


def _now() -> object:
    from pathbot.app.home import now

    return now()
