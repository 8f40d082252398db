"""A model that says what a script says, for tests and rehearsals: a surprise is an error, and so are leftovers."""

from collections.abc import Sequence
from typing import NamedTuple

from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.task import Answer, Answered, Task
from pathbot.usage import ModelCall, Purpose


class Surprise(AssertionError):
    """The model was asked for something the script does not have next."""


class Leftover(AssertionError):
    """The script has lines nobody asked for."""


class Line(NamedTuple):
    """What comes next: which task, and its answer; None is a failure."""

    purpose: Purpose
    answer: Answered | None


class ScriptedModel:
    """A `Model`. `heard` keeps the data of every task, in order."""

    def __init__(self, script: Sequence[Line]) -> None:
        self._script = list(script)
        self.heard: list[Frozen] = []

    def warm(self) -> None:
        """Nothing to load."""

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """The next line of the script. Raises Surprise when it is another task's, or there is none."""
        if not allowance.take():
            return None
        if not self._script or self._script[0].purpose != task.purpose:
            expected = self._script[0].purpose if self._script else "nothing more"
            raise Surprise(f"asked to {task.purpose}; the script has {expected}")
        self.heard.append(data)
        answer = self._script.pop(0).answer
        outcome = "ok" if isinstance(answer, task.answer) else "unusable"
        allowance.calls.append(
            ModelCall(purpose=task.purpose, model="scripted", prompt=task.prompt.hash, outcome=outcome)  # type: ignore[arg-type]
        )
        return answer if isinstance(answer, task.answer) else None

    def finish(self) -> None:
        """Raises Leftover when the script has lines left."""
        if self._script:
            raise Leftover(f"never asked to {', '.join(line.purpose for line in self._script)}")
