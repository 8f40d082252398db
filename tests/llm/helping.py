"""A learner's talk with a model at Pathbot's side, through the real inbox, turn and outbox."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.conversations.player import MONDAY, SCHOOL, Player

from pathbot.app.content import default_folder
from pathbot.app.kit import Kit
from pathbot.app.models import Helper, Limits, load_tasks, load_words
from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.model import Model
from pathbot.llm.task import Answer, Answered, Task
from pathbot.messages import fallback
from pathbot.reflection.journey import Journey
from pathbot.store import models, portfolio
from pathbot.store.models import CallRow, calls_between
from pathbot.usage import ModelCall

PLENTY = Limits(
    learner_tokens=10**9, class_tokens=10**9, learner_dollars=0, class_dollars=0, school_dollars=0
)  # fmt: skip
ANSWERS = [
    "my abuela sits in the car with the ac bc her house is too hot",
    "why no trees there",
    "the little kids at the bus stop",
    "plant trees at every stop",
    "asphalt was 148 degrees and under the tree it was 95",
    "i measured it with the heat gun",
    "i drew the shade map with chalk",
    "the shadow kept moving",
    "i marked it with chalk first and measured again",
    "yes",
    "30 parents saw it",
    "they asked where new trees could go",
    "the measuring",
    "my chalk marks in the photos",
    "the key was too small",
    "mr ortiz said my key was confusing",
    "i changed one green to orange",
    "i told leo his roof needs a label",
]


def helped_by(kit: Kit, model: Model, seconds: float = 2.0, limits: Limits = PLENTY) -> Kit:
    """The kit with a model in it."""
    folder = default_folder("prompts")
    words = load_words(default_folder("knowledge"))
    return dataclasses.replace(kit, helper=Helper(model, load_tasks(folder), limits, words, seconds))


class Standing:
    """A `Model` that does what `model` does, and has nothing to say while that is None."""

    def __init__(self, model: Model | None = None) -> None:
        self.model = model

    def warm(self) -> None:
        """Nothing to load."""

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """What the model in its place says now."""
        return None if self.model is None else self.model.answer(task, data, allowance)


class Answering:
    """A `Model` that answers by a function of the task's name and its data, and keeps the data."""

    def __init__(self, say: Callable[[str, Any], Answered | None]) -> None:
        self._say = say
        self.heard: list[Frozen] = []

    def warm(self) -> None:
        """Nothing to load."""

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """The function's answer, if the turn may still ask."""
        if not allowance.take():
            return None
        self.heard.append(data)
        answer = self._say(task.purpose, data)
        return answer if isinstance(answer, task.answer) else None


class Spending:
    """A `Model` that answers nothing and costs so many tokens each time."""

    def __init__(self, tokens: int) -> None:
        self._tokens = tokens

    def warm(self) -> None:
        """Nothing to load."""

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """None, with its cost on record."""
        if allowance.take():
            call = {"purpose": task.purpose, "model": "m", "prompt": task.prompt.hash, "outcome": "unusable"}
            allowance.calls.append(ModelCall(tokens_in=self._tokens, **call))  # type: ignore[arg-type]
        return None


class Helped(Player):
    """A learner whose school allows a model, unless said otherwise."""

    def __init__(self, folder: Path, kit: Kit, allowed: bool = True) -> None:
        super().__init__(folder, kit)
        if allowed:
            models.allow(self.engine, SCHOOL.id, True, MONDAY)

    async def begins(self) -> None:
        """Opens the chat and says OK."""
        await self.says(kind="open")
        await self.says("ok")

    async def hears(self, text: str) -> str:
        """What Pathbot answers, as plain text."""
        return "\n".join(fallback(outgoing.reply) for outgoing in await self.says(text))

    async def to_step(self, number: int) -> None:
        """Answers, and skips when the answers are used up, until a step begins."""
        for text in (*ANSWERS, *["skip"] * 8):
            if self.at(number):
                return
            await self.says(text)

    def at(self, number: int) -> bool:
        """Whether a step has begun."""
        return any(f"Step {number} of 8" in fallback(outgoing.reply) for outgoing in self.channel.sent)

    @property
    def journey(self) -> Journey:
        """As it stands."""
        return portfolio.journeys_of(self.engine, "maya")[0]

    def calls(self) -> tuple[CallRow, ...]:
        """Every recorded request."""
        return calls_between(self.engine, MONDAY - timedelta(days=1), MONDAY + timedelta(days=400))
