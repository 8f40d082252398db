"""The `Model` that reaches real servers, through LangChain: OpenAI, Azure, and whatever speaks as OpenAI does."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.background import Background
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.server import Attempt, Server
from pathbot.llm.task import Answer, Task
from pathbot.usage import Outcome

TRIES = 2
"""For one task: the request, and one repair, retry, lower rung or fallback."""
FIRST_SHARE = 0.6
"""How much of the time left the first of two servers may take."""
LEAD, MOST_OF = 0.05, 0.9
"""A request ends so many seconds before the allowance does, at most a tenth of what is left: the waiting thread hears
how it ended. It waits no longer than the allowance for anything: a slow loop, a large answer, SDKs being loaded.
"""
_REPAIRABLE: frozenset[Outcome] = frozenset(["refused", "cut", "filtered", "unusable"])
log = logging.getLogger("pathbot.llm")


class LangChainModel:
    """`servers` are the endpoints for cheap and for good work, the fallbacks after the first. `clock` times the rest
    of servers that keep failing.
    """

    def __init__(
        self,
        servers: Mapping[Literal["cheap", "good"], Sequence[Endpoint]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        known = {endpoint: Server(endpoint, clock) for endpoints in servers.values() for endpoint in endpoints}
        self._servers = {kind: tuple(known[e] for e in endpoints) for kind, endpoints in servers.items()}
        self._all = tuple(known.values())
        self._background = Background()

    def warm(self) -> None:
        """Loads the SDKs, so that no turn waits for them. Raises ValueError for a setting they refuse."""
        for server in self._all:
            server.connect()

    def answer(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """See `Model`. None at once when the allowance is spent or every server rests."""
        if allowance.spent:
            return None
        try:
            allowance.begin()
            return self._background.run(self.ask(task, data, allowance), allowance.left)
        except Exception as error:
            log.warning("asking a model failed: %s", type(error).__name__)  # its text could hold what a learner wrote
            return None

    async def ask(self, task: Task[Answer], data: Frozen, allowance: Allowance) -> Answer | None:
        """`answer`, for a caller that has a loop and a clock of its own."""
        text = data.model_dump_json()
        servers = [s for s in self._servers[task.prompt.file.model] if s.breaker.closed]
        repairing = False
        for _ in range(TRIES):
            if not servers or not allowance.take():
                return None
            share = FIRST_SHARE if len(servers) > 1 else 1.0
            # On record before it is sent: should the waiting thread give up first, the request was made all the same.
            allowance.calls.append(servers[0].unfinished(task, text))
            seconds = max(allowance.left - LEAD, allowance.left * MOST_OF) * share
            attempt = await servers[0].ask(task, text, repairing, seconds)
            allowance.calls[-1] = attempt.call
            if attempt.answer is not None:
                return attempt.answer
            repairing = attempt.call.outcome in _REPAIRABLE
            if not await _stays(attempt, allowance, has_other=len(servers) > 1):
                servers.pop(0)
        return None

    def close(self) -> None:
        """Closes connections and the background loop; for tests and for the end of a process."""
        for server in self._all:
            self._background.run(server.close(), 5)
        self._background.stop()


async def _stays(attempt: Attempt[Answer], allowance: Allowance, has_other: bool) -> bool:
    """Whether the same server is asked again, after the pause it wants; one that is down only for lack of another."""
    if attempt.again_after is None or (has_other and attempt.call.outcome in ("away", "limited")):
        return False
    if attempt.again_after >= allowance.left:
        return False
    await asyncio.sleep(attempt.again_after)
    return True
