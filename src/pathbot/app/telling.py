"""The weekly summary's lines about single learners in a model's wording, where the school allows one.

No word of a learner leaves and no name: only the facts the summary says anyway, about one learner in each request. Code
checks every wording; what does not stand, comes late or costs too much is said as it always is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pathbot.app.models import Helper
from pathbot.app.summary_words import SummaryWords
from pathbot.llm.allowance import Allowance
from pathbot.llm.task import ToTell
from pathbot.people import Class, Person
from pathbot.redaction import NotRedacted, Roster, redact
from pathbot.reflection.telling import LEARNER, told_trouble
from pathbot.store import care, models, people
from pathbot.store.engine import Database, Transaction
from pathbot.summaries import LearnerFacts, Summary, about
from pathbot.usage import ModelCall

REQUESTS = 4
"""For one summary, which names three learners at most: one request each, and one repair."""


@dataclass
class ToldLines:
    """Wordings by learner, and what asking for them cost."""

    lines: dict[str, str] = field(default_factory=dict)
    calls: dict[str, tuple[ModelCall, ...]] = field(default_factory=dict)

    def keep(self, transaction: Transaction, room: Class, now: datetime) -> None:
        """Puts the requests on record, each for the learner it was about."""
        for learner, calls in self.calls.items():
            models.keep_calls(transaction, room.school, room.id, learner, calls, now)


class Telling:
    """Asks for the wordings of one summary; `seconds` is the time for all of them together."""

    def __init__(self, engine: Database, helper: Helper, words: SummaryWords, seconds: float) -> None:
        self._engine = engine
        self._helper = helper
        self._words = words
        self._allowance = Allowance(min(seconds, helper.seconds), REQUESTS)

    def lines(
        self, room: Class, teacher: Person, facts: Sequence[LearnerFacts], summary: Summary, now: datetime
    ) -> ToldLines:
        """A wording for each learner the teacher is to talk to, where one stands the checks."""
        told, known = ToldLines(), {one.person: one for one in facts}
        for talk in summary.talk_to:
            if self._allowance.spent or not self._may_help(room, talk.person, now):
                continue
            before = len(self._allowance.calls)
            line = self._line(room, teacher, known[talk.person], now)
            told.calls[talk.person] = tuple(self._allowance.calls[before:])
            if line:
                told.lines[talk.person] = line
        return told

    def _may_help(self, room: Class, learner: str, now: datetime) -> bool:
        month = models.month_for(self._engine, room.school, room.id, learner, now)
        if month is None or self._helper.limits.spent(month):
            return False
        recorded = care.learner(self._engine, learner)
        return recorded is None or recorded.age != "under_13"

    def _line(self, room: Class, teacher: Person, learner: LearnerFacts, now: datetime) -> str:
        words = self._helper.words.get(teacher.language)
        nameless = learner.model_copy(update={"name": LEARNER})
        facts = tuple(self._words.told(talk, teacher.language) for talk in about(nameless, now))
        if words is None or not facts or not self._nobody_in(facts, room):
            return ""
        data = ToTell(language=teacher.language, facts=facts)
        answer = self._helper.model.answer(self._helper.tasks.tell, data, self._allowance)
        line = answer.line.strip().rstrip(".") + "." if answer else ""
        return "" if not line or told_trouble(line, facts, words) else line.replace(LEARNER, learner.name)

    def _nobody_in(self, facts: tuple[str, ...], room: Class) -> bool:
        """Whether redaction finds nothing to take out: these sentences are ours, and should name nobody."""
        everyone = tuple(person.name for person in people.people_of(self._engine, room.school))
        school = people.get_school(self._engine, room.school)
        try:
            return redact(facts, Roster(people=everyone, schools=(school.name,) if school else ())).texts == facts
        except NotRedacted:
            return False
