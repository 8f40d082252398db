"""CPU of one model-free turn: inbox, decision, commit and outbox, over the recorded conversations."""

import asyncio
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import yaml
from tests.conversations.player import HERE, MONDAY, Player

from bench.row import Row
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit
from pathbot.messages import Inbound, Outgoing, Text
from pathbot.store import claims, outbox, turns
from pathbot.store.changes import Changes, TurnLog

LEASE = timedelta(seconds=15)
RECORDINGS = Path(__file__).parents[1] / "tests" / "conversations"


def measure(talks: int | None = None) -> list[Row]:
    """Median CPU milliseconds (process time), over so many of the recorded conversations, or all. The yardstick is the
    same path with nothing to decide."""
    with tempfile.TemporaryDirectory() as folder:
        kit = load_kit(Settings(home=Path(folder), _env_file=None))
        kit.warm()
        spent = asyncio.run(_turns(Path(folder), kit, talks))
        empty = asyncio.run(_empty_turns(Path(folder), kit))
    beside = "the same commit, nothing decided"
    return [
        Row("a turn, median CPU", statistics.median(spent), empty, beside),
        Row("a turn, 95th percentile CPU", statistics.quantiles(spent, n=20)[-1], empty, beside),
    ]


async def _turns(folder: Path, kit: Kit, talks: int | None) -> list[float]:
    spent: list[float] = []
    for path in sorted(RECORDINGS.glob("*.yaml"))[:talks]:
        recording = yaml.safe_load(path.read_text(encoding="utf-8"))
        home = folder / path.stem
        home.mkdir()
        async with Player(home, kit, recording["project"]) as player:
            for turn in recording["talk"]:
                began = time.process_time()
                await player.says(turn.get("says", ""), "text" if "says" in turn else "open")
                spent.append((time.process_time() - began) * 1000)
    return spent


async def _empty_turns(folder: Path, kit: Kit) -> float:
    home = folder / "empty"
    home.mkdir()
    spent: list[float] = []
    async with Player(home, kit) as player:
        ingest = player.room._ingest
        for number in range(60):
            began = time.process_time()
            await ingest.file("school", _inbound(number))
            claim = claims.claim(player.engine, "bench", MONDAY, LEASE)
            assert claim is not None
            known = turns.load(player.engine, claim)
            changes = Changes(conversation=known.state, log=TurnLog(decided="nothing"), outgoing=(_echo(number),))
            turns.commit(player.engine, claim, changes, MONDAY)
            sending = outbox.next_due(player.engine, ["collecting"], MONDAY, LEASE)
            assert sending is not None
            outbox.mark_sent(player.engine, sending, "x", MONDAY)
            spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def _inbound(number: int) -> Inbound:
    return Inbound(
        channel="collecting", delivery_id=f"e{number}", address=HERE, person="maya", text="hello", sent_at=MONDAY
    )


def _echo(number: int) -> Outgoing:
    return Outgoing(key=f"e{number}:1", address=HERE, reply=Text(text="hello"))
