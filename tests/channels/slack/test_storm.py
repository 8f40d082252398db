"""A storm: deliveries twice, Slack asking for patience, connections that break after a message was taken."""

import asyncio
import random
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles

import pytest
from sqlalchemy import func, select
from tests.app.school import WORDS
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.process import Served, served

from pathbot.app.kit import Kit
from pathbot.store.engine import Database
from pathbot.store.tables import conversations, inbox, outbox

LINES = ("hi", "ok", *WORDS, "skip", "help")
PATIENCE = 900.0


def faulty(chance: random.Random, patience: float, dropped: float) -> object:
    def fault(asked: dict[str, object]) -> str:
        dice = chance.random()
        return "429" if dice < patience else "drop" if dice < patience + dropped else ""

    return fault


async def storm(slack: FakeSlack, at: Served, learners: list[str], lines: int) -> None:
    """Everyone writes at once, their next line as soon as Slack took the one before; then until all is answered."""

    async def write(user: str) -> None:
        for number in range(lines):
            await slack.says(user, LINES[number % len(LINES)])

    await asyncio.gather(*(write(user) for user in learners))
    until = time.monotonic() + PATIENCE
    while any(await asyncio.to_thread(_open, at.engine)):
        assert time.monotonic() < until, f"not answered: {await asyncio.to_thread(_open, at.engine)}"
        await asyncio.sleep(0.5)


def _open(engine: Database) -> tuple[int, int]:
    with engine.connect() as connection:
        waiting = connection.execute(select(func.count()).where(inbox.c.state == "new")).scalar_one()
        unsent = connection.execute(select(func.count()).where(outbox.c.state.in_(("new", "sending")))).scalar_one()
    return waiting, unsent


def check(slack: FakeSlack, at: Served, learners: list[str], lines: int) -> None:
    """Nothing lost, nothing doubled, nothing out of order."""
    with at.engine.connect() as connection:
        states = Counter(connection.execute(select(inbox.c.state)).scalars())
        sent = connection.execute(
            select(conversations.c.conversation, outbox.c.platform_id, outbox.c.state, outbox.c.k)
            .join(conversations, conversations.c.key == outbox.c.conversation)
            .order_by(outbox.c.conversation, outbox.c.seq)
        ).all()
    assert states == {"done": len(learners) * lines}
    assert {row.state for row in sent} == {"sent"}
    answered = {row.k.rpartition(":")[0] for row in sent}
    for user in learners:
        channel = slack.chats[user]
        own = {f"slack:{slack.team}/{channel}/{m['ts']}" for m in slack.messages[channel] if m["user"] == user}
        assert len(own) == lines
        assert own <= answered, f"{user} was not answered"
        shown = [m for m in slack.messages[channel] if m["user"] == slack.bot]
        parts = [(m["metadata"]["event_payload"]["k"], m["metadata"]["event_payload"]["part"]) for m in shown]
        assert [part for part, count in Counter(parts).items() if count > 1] == []
        first = [f"{channel}/{m['ts']}" for m in shown if m["metadata"]["event_payload"]["part"] == 0]
        assert first == [row.platform_id for row in sent if row.conversation == f"{slack.team}/{user}"]


async def run(tmp_path: Path, index: Path, people: int, lines: int) -> tuple[FakeSlack, float]:
    chance = random.Random(20261125)
    async with FakeSlack(chance) as slack:
        learners = [slack.add_user(f"U0L{n:04d}", f"Learner{n}") for n in range(people)]
        slack.delivery.twice = 0.05
        slack.fault = faulty(chance, 0.03, 0.01)  # type: ignore[assignment]
        slack.pace = 0.5
        async with served(tmp_path / "home", index, slack, learners) as at:
            began = at.cpu()
            await storm(slack, at, learners, lines)
            check(slack, at, learners, lines)
            spent = at.cpu() - began
        assert slack.delivery.given_up == []
        return slack, spent


async def test_a_short_storm_loses_nothing_and_doubles_nothing(tmp_path: Path, kit: Kit, role_index: Path) -> None:
    await run(tmp_path, role_index, people=6, lines=4)


@pytest.mark.faults
async def test_a_storm_of_four_thousand_deliveries_loses_nothing_and_doubles_nothing(
    tmp_path: Path, kit: Kit, role_index: Path
) -> None:
    slack, spent = await run(tmp_path, role_index, people=200, lines=20)
    acks = quantiles(slack.delivery.acks, n=100)
    posts = sum(name == "chat.postMessage" for name, _ in slack.api.calls)
    print(f"ack p50 {acks[49]:.3f} s, p99 {acks[98]:.3f} s; {posts} posts; {spent / 4000 * 1000:.1f} ms CPU a message")
