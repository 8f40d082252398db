"""The schedule: once per period, whatever clocks, restarts and neighbours do."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from tests.conversations.player import SCHOOL, new_school

from pathbot.app.kit import Kit
from pathbot.app.routines import every_routine
from pathbot.app.schedule import Routine, Schedule
from pathbot.channels.web.desk import private_address
from pathbot.jobs import Job, weeks_due
from pathbot.messages import Outgoing, Text
from pathbot.store import jobs
from pathbot.store.engine import Database
from pathbot.store.history import shown
from pathbot.store.jobs import Result

MONDAY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
ZONE = "America/Los_Angeles"
TEACHER = private_address("ortiz")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Database]:
    engine = new_school(tmp_path, "shade-for-our-school")
    yield engine
    engine.dispose()


class Clock:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


def coming(now: datetime) -> Iterator[Job]:
    for week in weeks_due(now, ZONE, 5, time(15, 30)):
        yield Job(name="weekly", key=f"p3|{week.key}", due_at=week.due_at, school=SCHOOL.id, person="ortiz")


def summary(job: Job, now: datetime) -> Result:
    return Result(outgoing=(Outgoing(key=f"weekly:{job.key}", address=TEACHER, reply=Text(text="This week")),))


def weekly(late: timedelta = timedelta(days=6)) -> Routine:
    return Routine(name="weekly", run=summary, late=late, coming=coming)


def sent(engine: Database) -> list[str]:
    return [s.key for s in shown(engine, TEACHER.key)]


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.faults) for n in range(2, 6))])
def test_a_year_of_skewed_clocks_long_nights_and_three_schedulers_gives_every_week_once(
    engine: Database, seed: int
) -> None:
    chance, clock, true = random.Random(seed), Clock(), MONDAY
    schedules = [Schedule(engine, [weekly()], clock) for _ in range(3)]
    while true < MONDAY + timedelta(weeks=52):
        true += timedelta(hours=chance.choice((1, 2, 6, 30)))  # 30 hours: everything was down
        clock.now = true + timedelta(minutes=chance.uniform(-90, 90))
        n = chance.randrange(3)
        if chance.random() < 0.1:
            schedules[n] = Schedule(engine, [weekly()], clock)  # restarted: it remembers nothing
        schedules[n].run_due()
    keys = Counter(sent(engine))
    assert [key for key, count in keys.items() if count > 1] == []
    # January 5 is a Monday, so the first week that was due before the clock started is the last of 2025.
    assert set(keys) - {"weekly:p3|2026-W01"} >= {f"weekly:p3|2026-W{n:02d}" for n in range(2, 53)}


def test_what_comes_too_late_is_reported_instead(engine: Database) -> None:
    clock = Clock()
    clock.now = MONDAY + timedelta(days=8)  # Tuesday: last Friday's is four days old, the one before eleven
    Schedule(engine, [weekly(timedelta(days=5))], clock).run_due()
    assert sent(engine) == ["weekly:p3|2026-W02"]
    assert [(t.key, t.state) for t in jobs.troubles(engine)] == [("p3|2026-W01", "missed")]


def test_a_routine_that_fails_is_tried_again_and_holds_nobody_up(
    engine: Database, caplog: pytest.LogCaptureFixture
) -> None:
    clock, failures = Clock(), [0]

    def shaky(job: Job, now: datetime) -> Result:
        failures[0] += 1
        if failures[0] < 3:
            raise KeyError("what a learner wrote")
        return summary(job, now)

    jobs.plan_all(engine, [Job(name="shaky", key="1", due_at=MONDAY, school=SCHOOL.id)])
    schedule = Schedule(engine, [Routine(name="shaky", run=shaky, late=timedelta(days=1)), weekly()], clock)
    for _ in range(3):
        schedule.run_due()
        clock.now += timedelta(minutes=5)
    assert Counter(sent(engine)) == Counter(["weekly:1", "weekly:p3|2026-W01"])
    assert "what a learner wrote" not in caplog.text


def test_what_is_urgent_goes_ahead_of_what_has_been_due_for_longer(engine: Database) -> None:
    clock, done = Clock(), list[str]()

    def run(job: Job, now: datetime) -> Result:
        done.append(job.name)
        return Result()

    late = timedelta(days=1)
    routines = [Routine(name="weekly", run=run, late=late), Routine(name="page", run=run, late=late, urgent=True)]
    for name, ago in (("weekly", 60), ("page", 1)):
        due = clock.now - timedelta(minutes=ago)
        jobs.plan_all(engine, [Job(name=name, key=f"{name}|1", school=SCHOOL.id, due_at=due)])
    Schedule(engine, routines, clock).run_due()
    assert done == ["page", "weekly"]


def test_a_job_may_lead_to_the_next_one(engine: Database) -> None:
    clock = Clock()

    def page(job: Job, now: datetime) -> Result:
        minutes = int(job.data["minutes"])
        later = Job(
            name="page",
            key=f"c1:{minutes + 5}",
            due_at=job.due_at + timedelta(minutes=5),
            school=SCHOOL.id,
            data={"minutes": str(minutes + 5)},
        )
        return summary(job, now).model_copy(update={"then": (later,) if minutes < 15 else ()})

    first = Job(name="page", key="c1:5", due_at=MONDAY, school=SCHOOL.id, data={"minutes": "5"})
    jobs.plan_all(engine, [first])
    schedule = Schedule(engine, [Routine(name="page", run=page, late=timedelta(days=9))], clock)
    for _ in range(30):
        schedule.run_due()
        clock.now += timedelta(minutes=1)
    assert sent(engine) == ["weekly:c1:5", "weekly:c1:10", "weekly:c1:15"]


def test_every_routine_of_the_server_runs(engine: Database, kit: Kit) -> None:
    clock = Clock()
    every = every_routine(engine, kit)
    names = [routine.name for routine in every]
    assert len(set(names)) == len(names)
    schedule = Schedule(engine, every, clock)
    for _ in range(48):
        schedule.run_due()
        clock.now += timedelta(hours=1)
    assert jobs.troubles(engine) == ()
