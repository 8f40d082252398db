"""`python -m bench.model_cost IN OUT`: what a model costs for one learner and one project, at dollars a million tokens.

Every recorded conversation that ends with a saved line is walked again beside a model that answers plausibly. Tokens
are counted as four characters of what is sent (instructions, data and schema) and of what comes back.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from tests.conversations.player import MONDAY, SCHOOL, Player
from tests.llm.helping import Answering, helped_by

from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit
from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.rungs import schema_of
from pathbot.llm.server import CHARACTERS_A_TOKEN
from pathbot.llm.task import Answer, Answered, Asking, Cited, Drafted, DraftedLine, Heard, Judged, Summarised, Task
from pathbot.store import models

RECORDED = Path(__file__).parents[1] / "tests" / "conversations"


class Cost(NamedTuple):
    """Of one learner's project."""

    messages: int
    requests: int
    tokens_in: int
    tokens_out: int


class Counting(Answering):
    """Counts what each answer would have cost."""

    def __init__(self) -> None:
        super().__init__(_plausible)
        self.requests = self.tokens_in = self.tokens_out = 0

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """A plausible answer, with its cost counted."""
        answer = super().answer(task, data, allowance)
        if answer is not None:
            sent = task.prompt.file.system + data.model_dump_json() + json.dumps(schema_of(task.answer))
            self.requests += 1
            self.tokens_in += len(sent) // CHARACTERS_A_TOKEN
            self.tokens_out += len(answer.model_dump_json()) // CHARACTERS_A_TOKEN
        return answer


def _plausible(task: str, data: Any) -> Answered:
    if task == "judge":
        slot = data.wanted[0].slot if data.wanted else "action"
        return Judged(intent="answer", heard=[Heard(slot=slot, quote=data.answer)], signals=[])
    if task == "ask":
        return Asking(said_back=f"You said {data.answer}"[:80], question=data.question)
    if task == "summarise":
        return Summarised(line=data.plain)
    cited = [Cited(message=message.number, quote=message.text) for message in data.messages[:2]]
    return Drafted(lines=[DraftedLine(statement=" and ".join(c.quote for c in cited), evidence=cited)] * data.most)


async def walk(folder: Path, kit: Kit, recording: dict[str, Any]) -> Cost:
    """One recorded learner, walked again."""
    model = Counting()
    player = Player(folder, helped_by(kit, model), recording["project"], recording.get("language", "en"))
    models.allow(player.engine, SCHOOL.id, True, MONDAY)
    said = 0
    async with player:
        for turn in recording["talk"]:
            if "waits" in turn:
                player.waits(turn["waits"])
            await player.says(turn.get("says", ""), "text" if "says" in turn else "open")
            said += "says" in turn
    player.engine.dispose()
    return Cost(said, model.requests, model.tokens_in, model.tokens_out)


def costs() -> Iterator[Cost]:
    """Of every recorded learner who saved a line."""
    with tempfile.TemporaryDirectory() as folder:
        kit = load_kit(Settings(home=Path(folder), _env_file=None))
        for file in sorted(RECORDED.glob("*.yaml")):
            recording = yaml.safe_load(file.read_text(encoding="utf-8"))
            if recording["saved"]:
                yield asyncio.run(walk(Path(folder) / file.stem, kit, recording))


def main() -> None:
    """Prints the range and the mean in dollars."""
    price_in, price_out = (float(price) for price in sys.argv[1:3])
    found = list(costs())
    for name in Cost._fields:
        values = sorted(getattr(cost, name) for cost in found)
        print(f"{name:<11}{values[0]:>8} to {values[-1]:>8}")
    dollars = [(c.tokens_in * price_in + c.tokens_out * price_out) / 1_000_000 for c in found]
    mean = sum(dollars) / len(dollars)
    print(f"{len(found)} learners: {100 * mean:.2f} cents for a project (at most {100 * max(dollars):.2f}), "
          f"${30 * mean:.2f} for a class of thirty")  # fmt: skip


if __name__ == "__main__":
    main()
