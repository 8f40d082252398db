"""The one small protocol between Pathbot and a language model. Bodies: `langchain_model`, `scripted`."""

from typing import Protocol

from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.task import Answer, Task


class Model(Protocol):
    """Answers tasks. Called from worker threads."""

    def warm(self) -> None:
        """Loads what the first answer would wait for. Sends nothing."""
        ...

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """An answer of the task's shape, or None: then the caller does without. Never raises for what a model or a
        network can do, never takes longer than the allowance, and records every request in it.
        """
        ...
