"""What is worth collecting next for a portfolio: few things, true ones, and only what a learner can do themselves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pathbot.evidence import SkillStatement
from pathbot.frozen import Frozen
from pathbot.reflection.journey import Journey

MOST = 3
Kind = Literal["go_on", "proof", "confirm", "again", "step"]


class Next(Frozen):
    """One thing to collect. `step` is a step's number, `count` how many lines, `about` quotes a line or a skill."""

    kind: Kind
    step: int = 0
    count: int = 0
    about: str = ""


def collect_next(
    lines: Sequence[SkillStatement], skills: Mapping[str, Sequence[str]], journey: Journey | None, steps: Sequence[str]
) -> tuple[Next, ...]:
    """At most three things, the most useful first.

    `lines` are the approved ones, `skills` the names each shows by its id, `journey` the walk that moved last, and
    `steps` the ids of all steps in order.
    """
    return tuple(_all(lines, skills, journey, steps))[:MOST]


def _all(
    lines: Sequence[SkillStatement], skills: Mapping[str, Sequence[str]], journey: Journey | None, steps: Sequence[str]
) -> Iterator[Next]:
    if journey and journey.step:
        yield Next(kind="go_on", step=steps.index(journey.step) + 1)
    if bare := [line for line in lines if line.verification == "self-stated"]:
        yield Next(kind="proof", count=len(bare), about=bare[0].draft.statement)
    if waiting := [line for line in lines if line.verification == "evidence attached"]:
        yield Next(kind="confirm", count=len(waiting))
    counted = Counter(name for line in lines for name in dict.fromkeys(skills.get(line.id, ())))
    if len(lines) > 1 and (once := next((name for name, count in counted.items() if count == 1), "")):
        yield Next(kind="again", about=once)
    if lines and journey and (skipped := [n for n, step in enumerate(steps, 1) if _skipped(journey, step)]):
        yield Next(kind="step", step=skipped[0])


def _skipped(journey: Journey, step: str) -> bool:
    return journey.state(step).status == "skipped"
