"""A kind word to a learner who has been away: rarely, in school hours, at most twice in a row, and never again then."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pathbot.app.kit import Kit
from pathbot.app.schedule import Routine
from pathbot.jobs import Job, days_due
from pathbot.messages import Outgoing, Text
from pathbot.people import Class, Plan
from pathbot.reflection.journey import Journey
from pathbot.store import concerns, people, plans, portfolio
from pathbot.store.engine import Database
from pathbot.store.jobs import Result

NAME = "nudge"
AT = time(15, 30)
LATE = timedelta(hours=3)
AFTER_DAYS = (5, 12)
"""Days without a word before the first nudge, and before the last one."""
SATURDAY = 6


class Nudges:
    """Which days a learner is nudged follows from when they last wrote: nothing has to be counted or remembered."""

    def __init__(self, engine: Database, kit: Kit) -> None:
        self._engine = engine
        self._kit = kit

    def routine(self) -> Routine:
        """Once a school day, in the class's zone."""
        return Routine(name=NAME, run=self._run, late=LATE, coming=self._coming)

    def _coming(self, now: datetime) -> Iterable[Job]:
        for school in people.all_schools(self._engine):
            for room in people.classes_of(self._engine, school.id):
                (day,) = days_due(now, room.zone, AT, back=0)
                on = date.fromisoformat(day.key)
                if room.state == "running" and on.isoweekday() < SATURDAY and now <= day.due_at + LATE:
                    key, data = f"{room.id}|{day.key}", {"class": room.id}
                    yield Job(name=NAME, key=key, school=school.id, due_at=day.due_at, data=data)

    def _run(self, job: Job, now: datetime) -> Result:
        room = people.get_class(self._engine, job.data["class"])
        if room is None or room.state != "running" or is_quiet(room, now):
            return Result()
        learners = {p.id: p for p in people.members(self._engine, room.id, "learner")}
        plan, out = plans.plan_of(self._engine, room.id), []
        cared_for = {c.learner for c in concerns.concerns_of(self._engine, room.school)}  # theirs is a person's word
        for journey in portfolio.journeys_of_class(self._engine, room.id):
            learner, address = learners.get(journey.learner), people.address_of(self._engine, journey.learner)
            if learner is None or address is None or learner.id in cared_for or not wants_nudge(journey, room, now):
                continue
            said = self._words(journey, plan, learner.language, job.due_at.astimezone(ZoneInfo(room.zone)).date())
            out.append(Outgoing(key=f"{job.key}:{learner.id}", address=address, reply=Text(text=said), to=learner.id))
        return Result(outgoing=tuple(out), about=frozenset(learners))

    def _words(self, journey: Journey, plan: Plan | None, language: str, today: date) -> str:
        number = self._kit.framework.number(journey.step) if journey.step else 0
        step = self._kit.framework.steps[number - 1].name.in_(language)
        place = {"number": str(number), "name": step}
        due = plan.dates.get(journey.step or "") if plan else None
        if due is not None and due >= today:
            return self._kit.texts.say("nudge.due", language, day=due.isoformat(), **place)
        return self._kit.texts.say("nudge.away", language, **place)


def wants_nudge(journey: Journey, room: Class, now: datetime) -> bool:
    """Whether today is one of the two days on which this learner hears from us. Who said stop is left alone."""
    if journey.step is None or journey.paused or journey.project != room.project:
        return False
    zone = ZoneInfo(room.zone)
    away = _school_days(journey.updated_at.astimezone(zone).date(), now.astimezone(zone).date())
    return away in AFTER_DAYS


def is_quiet(room: Class, now: datetime) -> bool:
    """Whether nobody of this class may be reminded of anything now."""
    start, end = time.fromisoformat(room.quiet_from), time.fromisoformat(room.quiet_until)
    here = now.astimezone(ZoneInfo(room.zone)).time()
    return start <= here < end if start <= end else here >= start or here < end


def _school_days(since: date, today: date) -> int:
    days = (since + timedelta(days=n) for n in range(1, (today - since).days + 1))
    return sum(day.isoweekday() < SATURDAY for day in days)
