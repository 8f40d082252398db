"""What a month of asking models came to: rows for an administrator, and budgets that are used up in plain words."""

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from pathbot.app.errors import BadInput
from pathbot.app.models import Limits
from pathbot.frozen import Frozen
from pathbot.store.models import CallRow, Used, start_of_month
from pathbot.usage import Month


class ReportRow(Frozen):
    """One school, class, model, prompt and task. `dollars` is None where the price is not known; times are ms."""

    month: str
    school: str
    class_id: str
    model: str
    task: str
    prompt: str
    calls: int
    outcomes: dict[str, int]
    tokens_in: int
    tokens_out: int
    dollars: float | None
    median_ms: int
    slowest_ms: int

    def line(self) -> str:
        """The row as people read it."""
        cost = "price not set" if self.dollars is None else f"${self.dollars:.4f}"
        ended = ", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.items())
        return (
            f"{self.month} {self.school}/{self.class_id} {self.model} {self.task}: {self.calls} requests ({ended}), "
            f"{self.tokens_in} + {self.tokens_out} tokens, {cost}, {self.median_ms} ms (slowest {self.slowest_ms})"
        )


def month_between(month: str, now: datetime) -> tuple[datetime, datetime]:
    """The first moments of a month (``2026-11``, "" for this one) and of the next, in UTC. Raises BadInput."""
    if not month:
        start = start_of_month(now)
    else:
        try:
            start = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        except ValueError:
            raise BadInput(f"“{month}” is not a month. Write it like 2026-11.") from None
    return start, start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


def report_of(calls: Sequence[CallRow], month: str) -> Iterator[ReportRow]:
    """One row per school, class, model and task, in that order."""
    keys = sorted({_key(call) for call in calls})
    for key in keys:
        same = [call for call in calls if _key(call) == key]
        times = [call.milliseconds for call in same]
        costs = [call.microdollars for call in same if call.microdollars is not None]
        yield ReportRow(
            month=month,
            school=key[0],
            class_id=key[1],
            model=key[2],
            task=key[3],
            prompt=key[4],
            calls=len(same),
            outcomes=dict(Counter(call.outcome for call in same).most_common()),
            tokens_in=sum(call.tokens_in for call in same),
            tokens_out=sum(call.tokens_out for call in same),
            dollars=round(sum(costs) / 1_000_000, 6) if costs else None,
            median_ms=round(statistics.median(times)),
            slowest_ms=max(times),
        )


def spent_lines(used: Iterable[Used], limits: Limits, until: datetime) -> Iterator[str]:
    """One sentence for every budget that is used up. Learners are counted, not named."""
    learners = 0
    for one in used:
        month = Month().model_copy(update={one.kind: one.spent})
        if not limits.spent(month):
            continue
        if one.kind == "learner":
            learners += 1
            continue
        what = "class" if one.kind == "class_" else "school"
        yield f"The {what} {one.id} has used up its budget: it goes on without a model until {until:%Y-%m-%d}."
    if learners:
        who = "1 learner has" if learners == 1 else f"{learners} learners have"
        yield f"{who} used up their budget and go on without a model until {until:%Y-%m-%d}."


def _key(call: CallRow) -> tuple[str, str, str, str, str]:
    return call.school, call.class_id, call.model, call.purpose, call.prompt
