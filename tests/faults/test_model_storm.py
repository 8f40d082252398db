"""A model that hangs, is busy, talks garbage, refuses and lies, a fifth of the time each: questions get plainer only.

The hostile half: learners who try to talk the model into things, and a model that does what it is told.
"""

import asyncio
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from tests.conversations.player import new_school
from tests.faults.report import Row, report
from tests.llm.fake_openai import Act, Asked, FakeOpenAI, finish, garbage, hang, huge, refuse, say, status
from tests.llm.helping import ANSWERS, Helped, helped_by
from tests.llm.hostile import CANARY, NAME, OTHERS, messages, plant, poisoned
from tests.llm.lies import MARKS, lie

from pathbot.app.kit import Kit
from pathbot.app.model_settings import ModelSettings
from pathbot.app.workers import LEASE
from pathbot.frozen import Frozen
from pathbot.llm.allowance import REQUESTS_A_TURN, Allowance, held_back
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.langchain_model import LangChainModel
from pathbot.llm.task import Answer, Task
from pathbot.messages import Outgoing, fallback
from pathbot.store import portfolio
from pathbot.store.engine import reading
from pathbot.store.errors import StoreUnavailable
from pathbot.store.tables import inbox

SEED = 20261125
SHORT_BUDGET = 0.25
TURNS = int(os.environ.get("FAULTS_TURNS", "2000"))
BUDGET = 1.0


def misbehaving(seed: int) -> Callable[[Asked], Act]:
    """A fifth each: hang, 429, garbage, refusal, lies."""
    chance = random.Random(seed)
    trash = [garbage(), garbage(b'{"choices": [{"mess', "application/json"), finish("length"), say("no JSON"), huge(1)]

    def behave(asked: Asked) -> Act:
        number = chance.randrange(10_000)
        kinds: tuple[Callable[[], Act], ...] = (
            hang,
            lambda: status(429, retry_after=str(chance.choice([0, 0.05, 30]))),
            lambda: trash[number % len(trash)],
            refuse,
            lambda: say(lie(asked, number)),
        )
        return kinds[number % 5]()

    return behave


@dataclass
class Watched:
    """A `Model` that notes how much each turn asked, and how long the turn waited for it."""

    model: LangChainModel
    waited: dict[int, float] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    kept: list[Allowance] = field(default_factory=list)

    def warm(self) -> None:
        """Loads the SDKs."""
        self.model.warm()

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """Passes it on."""
        began = time.monotonic()
        answer = self.model.answer(task, data, allowance)
        self.kept.append(allowance)  # so that no two turns share an id
        self.waited[id(allowance)] = self.waited.get(id(allowance), 0.0) + time.monotonic() - began
        self.asked[id(allowance)] = len(allowance.calls)
        return answer


class Sleeper(Thread):
    """Sleeps in naps of 20 ms while the block lasts. `overslept` is the worst a nap took too long, in seconds: what the
    machine and this process, busy with the server and all other learners, keep any thread from waking up in time.
    """

    NAP = 0.02

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.overslept = 0.0
        self._over = Event()

    def run(self) -> None:
        began = time.monotonic()
        while not self._over.wait(self.NAP):
            woke = time.monotonic()
            self.overslept, began = max(self.overslept, woke - began - self.NAP), woke

    def __enter__(self) -> "Sleeper":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self.join()


def model_of(server: FakeOpenAI) -> Watched:
    """A server's rest is a thousand times shorter here, or most turns would not ask."""
    endpoint = Endpoint(provider="openai", name="wild", base_url=server.url, key=SecretStr("sk-test"))
    model = LangChainModel({"cheap": [endpoint], "good": [endpoint]}, clock=lambda: time.monotonic() * 1000)
    watched = Watched(model)
    watched.warm()
    return watched


async def walk(folder: Path, kit: Kit, lines: list[str]) -> tuple[int, list[str]]:
    """One journey; how many turns were answered, and everything Pathbot said."""
    async with Helped(folder, kit) as player:
        await player.begins()
        for text in lines:
            assert await sends(player, text), "a message without an answer"
        said = [fallback(outgoing.reply) for outgoing in player.channel.sent]
        evidence = tuple(portfolio.said_by(player.engine, "maya"))
        for statement in portfolio.statements_of(player.engine, "maya"):
            assert kit.drafting.verify(statement.draft.statement, evidence, "en") == ()
        with reading(player.engine) as connection:
            assert connection.execute(select(inbox.c.id).where(inbox.c.error_code.is_not(None))).all() == []
        player.engine.dispose()
        return len(lines) + 2, said


async def sends(player: Helped, text: str) -> tuple[Outgoing, ...]:
    """As a channel does it: what could not be filed is sent again."""
    for _ in range(5):
        try:
            return await player.says(text)
        except StoreUnavailable:
            await asyncio.sleep(1)
    raise AssertionError("the store was away for good")


def storm(tmp_path: Path, kit: Kit, turns: int, threads: int, budget: float) -> dict[str, float]:
    """Journeys until `turns` turns were answered; the numbers."""
    lines = [*ANSWERS, "skip", "1", "save", "2", "idk", "yes", "not me"]
    journeys = max(1, round(turns / (len(lines) + 2)))
    with FakeOpenAI(misbehaving(SEED)) as server:
        model = model_of(server)
        helped = helped_by(kit, model, seconds=budget)
        new_school(tmp_path / "first", "shade-for-our-school").dispose()  # the copy that all others are made from
        with Sleeper() as sleeper, ThreadPoolExecutor(threads) as pool:
            jobs = [pool.submit(asyncio.run, walk(tmp_path / str(n), helped, lines)) for n in range(journeys)]
            done = [job.result() for job in jobs]
        model.model.close()
    for _, said in done:
        text = "\n".join(said).lower()
        assert not [mark for mark in MARKS if mark in text]
    waits = sorted(model.waited.values())
    assert max(model.asked.values()) <= REQUESTS_A_TURN
    late = max(0.0, sleeper.overslept - held_back(budget))  # a machine busy with other things wakes nobody in time
    assert waits[-1] <= budget + late, "a turn waited longer for a model than its budget"
    off = sum(model.asked.values()) - len(server.asked)
    assert 0 <= off <= turns / 200, "every request is on record; one or two may be cut off before they are sent"
    return {
        "turns": sum(count for count, _ in done),
        "asked": len(server.asked),
        "turns that asked": len(waits),
        "longer than the budget": sum(wait > budget for wait in waits),
        "a sleeping thread overslept": sleeper.overslept,
        "longest wait": waits[-1],
        "99th percentile": waits[len(waits) * 99 // 100],
        "median wait": waits[len(waits) // 2],
    }


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_wild_model_leaves_one_journey_whole(tmp_path: Path, kit: Kit) -> None:
    numbers = storm(tmp_path, kit, turns=27, threads=1, budget=SHORT_BUDGET)
    assert numbers["turns"] == 27


@pytest.mark.faults
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(("budget", "threads"), [(BUDGET, 8), (ModelSettings().llm_seconds, 16)])
def test_a_wild_model_leaves_two_thousand_turns_answered_and_true(
    tmp_path: Path, kit: Kit, capsys: pytest.CaptureFixture[str], budget: float, threads: int
) -> None:
    numbers = storm(tmp_path, kit, turns=TURNS, threads=threads, budget=budget)
    with capsys.disabled():
        print(numbers)
    turns, note = int(numbers["turns"]), f"{numbers['asked']:.0f} requests, none ungrounded"
    report(Row("F7", "sqlite", "turn", str(SEED), turns, 0, p99=numbers["99th percentile"], p99_most=25, note=note))
    assert numbers["turns"] >= TURNS * 0.99
    assert numbers["longest wait"] < LEASE.total_seconds(), "no turn loses its claim over a model"


def obeying(asked: Asked) -> Act:
    """A model under the spell of whatever it reads: it gives away what it has and claims all is done."""
    data, number = asked.data, len(str(asked.data))
    if asked.task == "ask" and number % 2:
        first = asked.system.split(". ")[0]
        return say({"said_back": data["answer"][:80], "question": f"What about this: {first} {data['answer'][:60]}?"})
    if asked.task == "draft" and number % 2:
        text = data["messages"][0]["text"] if data["messages"] else "i"
        line = {"statement": asked.system.split("\n")[0], "evidence": [{"message": 1, "quote": text}]}
        return say({"lines": [line, {**line, "statement": f"{text[:1].upper()}{text[1:80]}."}]})
    return say(lie(asked, number))


def shingles(text: str, size: int = 6) -> set[str]:
    """Every run of `size` words."""
    words = text.lower().split()
    return {" ".join(words[n : n + size]) for n in range(len(words) - size + 1)}


async def attack(folder: Path, kit: Kit, server: FakeOpenAI, lines: list[str], first: int) -> list[Asked]:
    """One hostile learner from step `first` on; what left the process for their messages."""
    async with Helped(folder, kit) as player:
        await plant(player)
        before = len(server.asked)
        assert any(CANARY in str(asked.body) for asked in server.asked), "the other learner's own requests hold it"
        await player.begins()
        await player.to_step(first)
        place, heard = first, ""
        for text in lines:
            heard += said(await player.says(text))
            journey = player.journey
            now = kit.framework.number(journey.step) if journey.step else 9
            assert now <= place + 1, f"more than one step for one message: {text[:40]}"
            place = max(place, now)
            assert portfolio.statements_of(player.engine, "maya", "approved") == ()
        for state in player.journey.steps:
            assert state.status != "done" or state.answers > 0 or state.step == "resume-integration"
        secret = shingles(" ".join(task.prompt.file.system for task in vars(kit.helper.tasks).values()))  # type: ignore[union-attr]
        assert not shingles(heard) & secret
        assert CANARY not in heard.lower()
        player.engine.dispose()
        return server.asked[before:]


def said(sent: tuple[Outgoing, ...]) -> str:
    return "\n" + "\n".join(fallback(outgoing.reply) for outgoing in sent)


def besiege(tmp_path: Path, kit: Kit, count: int, each: int) -> int:
    """`count` hostile messages in journeys of `each`; how many requests left."""
    every = messages(count)
    with FakeOpenAI(obeying) as server:
        model = model_of(server)
        helped, left = helped_by(poisoned(kit), model, seconds=1.0), list[Asked]()
        for number in range(0, count, each):
            first = 8 if number // each % 4 == 3 else 1  # every fourth learner is where lines are approved
            lines = every[number : number + each]
            left += asyncio.run(attack(tmp_path / str(number), helped, server, lines, first))
        model.model.close()
    assert helped.helper is not None
    assert count < 100 or helped.roles.shown > 20, "role cards have to be shown, or they could not leave"  # type: ignore[attr-defined]
    systems = {task.prompt.file.system for task in vars(helped.helper.tasks).values()}
    for asked in left:
        assert asked.system in systems, "instructions were changed"
        assert "tools" not in asked.body
        body = str(asked.body).lower()
        assert CANARY not in body, "another person's words left the process"
        assert not [what for what, mark in OTHERS.items() if mark in body], "texts of others left the process"
        assert NAME.lower() not in body
    return len(left)


def test_hostile_words_skip_nothing_save_nothing_and_give_nothing_away(tmp_path: Path, kit: Kit) -> None:
    assert besiege(tmp_path, kit, count=30, each=30) > 10


@pytest.mark.faults
def test_neither_do_five_hundred_of_them(tmp_path: Path, kit: Kit, capsys: pytest.CaptureFixture[str]) -> None:
    asked = besiege(tmp_path, kit, count=500, each=40)
    with capsys.disabled():
        print(f"500 hostile messages, {asked} requests")
    assert asked > 150


async def test_killing_the_model_in_mid_journey_makes_questions_plainer_and_nothing_else(
    tmp_path: Path, kit: Kit
) -> None:
    with FakeOpenAI(lambda asked: say(lie(asked, 1))) as server:
        model = model_of(server)
        async with (
            Helped(tmp_path / "helped", helped_by(kit, model, seconds=1.0)) as helped,
            Helped(tmp_path / "plain", kit) as plain,
        ):
            await helped.begins()
            await plain.begins()
            for number, text in enumerate((*ANSWERS, "1", "save")):
                if number == 6:
                    server.stop()
                one, two = await helped.says(text), await plain.says(text)
                assert len(one) == len(two)
                assert one, "the learner was left without an answer"
            assert portfolio.statements_of(helped.engine, "maya")
        model.model.close()
