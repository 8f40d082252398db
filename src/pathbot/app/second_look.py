"""A week after a first line was saved, the learner looks once more: still true, still theirs?"""

from datetime import datetime, timedelta

from pathbot.app.kit import Kit
from pathbot.app.schedule import Routine
from pathbot.app.turn.looking_again import NAME
from pathbot.app.turn.statement_cards import moment_label
from pathbot.jobs import Job
from pathbot.messages import Card, Choice, Outgoing
from pathbot.store import people, portfolio
from pathbot.store.engine import Database
from pathbot.store.jobs import Result

LATE = timedelta(days=21)
MOST_LINES = 5


class SecondLook:
    """`Routine` that shows the approved lines of a project again, once."""

    def __init__(self, engine: Database, kit: Kit) -> None:
        self._engine = engine
        self._kit = kit

    def routine(self) -> Routine:
        """After three weeks it would only puzzle."""
        return Routine(name=NAME, run=self._run, late=LATE)

    def _run(self, job: Job, now: datetime) -> Result:
        learner = people.get_person(self._engine, job.person or "")
        if learner is None:
            return Result()
        every = portfolio.statements_of(self._engine, learner.id, "approved")
        lines = [line for line in every if line.project == job.data["project"]][:MOST_LINES]
        if not lines:
            return Result()
        card = Card(
            title=self._kit.texts.say("statements.second_look_title", learner.language),
            text=self._kit.texts.say("statements.second_look", learner.language),
            choices=tuple(Choice(label=moment_label(s.draft.statement), value=f"!pick:{s.id}") for s in lines),
        )
        address = people.address_of(self._engine, learner.id) or self._kit.home_address(learner.id)
        out = Outgoing(key=f"{job.key}|look", address=address, reply=card, to=learner.id)
        return Result(outgoing=(out,), about=frozenset({learner.id}))
