"""One criterion, one text, several votes."""

import hashlib
from pathlib import Path
from typing import Literal

from pathbot.app.content import read
from pathbot.app.models import Helper
from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.prompt import HASH_LENGTH, Prompt, PromptFile
from pathbot.llm.task import Answered, Task

HERE = Path(__file__).parent
VOTES = 3
PATIENCE = 60.0
"""Seconds for one answer: nobody waits for an evaluation."""
Kind = Literal["question", "line"]


class ToRule(Frozen):
    """What the judge is shown."""

    criterion: str
    said: tuple[str, ...]
    text: str


class Ruling(Answered):
    """What it says."""

    reason: str
    met: bool


class ToPlay(Frozen):
    """What a simulated learner knows."""

    who: str
    facts: tuple[str, ...]
    heard: str
    said: tuple[str, ...]


class Played(Answered):
    """What they write."""

    text: str


class BadSample(Frozen):
    """A text the judge must refuse for one criterion."""

    kind: Kind
    criterion: str
    text: str


class SimulatedLearner(Frozen):
    """An invented learner."""

    label: str
    who: str
    facts: tuple[str, ...]
    language: Literal["en", "es"] = "en"


class Cases(Frozen):
    """`cases.yaml`."""

    criteria: dict[Kind, dict[str, str]]
    learners: tuple[SimulatedLearner, ...]
    bad: tuple[BadSample, ...]
    bad_said: tuple[str, ...]


class Row(Frozen):
    """One verdict: `votes` of `of` said the criterion is met; `right` compares with what was expected, if anything."""

    label: str
    kind: Kind
    criterion: str
    source: Literal["model", "own", "bad"]
    text: str
    votes: int
    of: int
    expected: Literal["met", "not met", ""] = ""

    @property
    def met(self) -> bool:
        """The majority."""
        return self.votes * 2 > self.of

    @property
    def right(self) -> bool:
        """Whether the verdict is the expected one; always, where none is."""
        return not self.expected or self.met == (self.expected == "met")


def read_cases() -> Cases:
    """The cases beside this file."""
    return read(HERE / "cases.yaml", Cases)


def rule(helper: Helper, criterion: str, said: tuple[str, ...], text: str, votes: int = VOTES) -> tuple[int, int]:
    """How many of the answers say that the criterion is met, and how many answers there were."""
    task = Task("judge", _prompt("judge"), Ruling)
    data = ToRule(criterion=criterion, said=said, text=text)
    rulings = [helper.model.answer(task, data, Allowance(PATIENCE)) for _ in range(votes)]
    given = [ruling for ruling in rulings if ruling is not None]
    return sum(ruling.met for ruling in given), len(given)


def play(helper: Helper, learner: SimulatedLearner, heard: str, said: tuple[str, ...]) -> str:
    """What a simulated learner writes next; a shrug when the model has nothing."""
    task = Task("judge", _prompt("learner"), Played)
    data = ToPlay(who=learner.who, facts=learner.facts, heard=heard, said=said[-8:])
    answer = helper.model.answer(task, data, Allowance(PATIENCE))
    return (answer.text.strip() if answer else "") or "idk"


def _prompt(name: str) -> Prompt:
    path = HERE / f"{name}.yaml"
    return Prompt(file=read(path, PromptFile), hash=hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH])
