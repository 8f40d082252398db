"""A teacher's week with a class, as counts and a few names: who moves, who is stuck, who asks, what grows.

Everything here is counted by code from facts a teacher may see: steps, approved lines, the state of questions. There is
no field a transcript, a draft or a concern could travel in. What is said about groups is left out below `SMALLEST`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pathbot.frozen import Frozen

SMALLEST = 3
"""Fewer learners than this are never counted as a theme or a growth: it would point at someone."""
STUCK_AFTER = timedelta(days=14)
WAITS_LONG = timedelta(days=2)
MOST_NAMED = 3
MOST_GROWING = 3
MOST_QUOTED = 2
Why = Literal["stuck", "asking", "not_started"]


class Week(Frozen):
    """An ISO week of a class's time zone: its name (``2026-W47``) and the two instants it lies between."""

    key: str
    starts_at: datetime
    ends_at: datetime


class ApprovedLine(Frozen):
    """A statement its learner said yes to. `skills` are own (English) names in the framework the class shows."""

    id: str
    text: str
    skills: tuple[str, ...]
    approved_at: datetime
    confirmed: bool = False


class LearnerFacts(Frozen):
    """What a summary may know about one learner. `step` is the open step's number; 0 before the start or after the end.

    `since` is when that step opened, `wrote` whether they wrote in the week. `asked_at` are their open questions.
    """

    person: str
    name: str
    started: bool = False
    done: bool = False
    step: int = 0
    since: datetime | None = None
    wrote: bool = False
    asked_at: tuple[datetime, ...] = ()
    lines: tuple[ApprovedLine, ...] = ()


class TalkTo(Frozen):
    """A learner to talk to, and why. `days` is how long it has been so; 0 where that is not known."""

    person: str
    name: str
    why: Why
    step: int = 0
    days: int = 0


class Growth(Frozen):
    """How many learners have an approved line that shows a skill: before the week, and at its end."""

    skill: str
    before: int
    after: int


class Summary(Frozen):
    """One class, one week. `by_step` counts learners: not started, on each step, finished.

    `moving` opened a later step since the week began (or finished). `waiting` counts lines a teacher could confirm.
    `theme` is the skill most learners showed in the week with how many, None when it would point at someone.
    `most` is the number of the step most learners are on, 0 when nobody is on one.
    """

    week: Week
    learners: int
    wrote: int
    by_step: tuple[int, ...]
    most: int
    moving: tuple[TalkTo, ...] = ()
    stuck: tuple[TalkTo, ...] = ()
    asking: tuple[TalkTo, ...] = ()
    not_started: tuple[TalkTo, ...] = ()
    talk_to: tuple[TalkTo, ...] = ()
    quotes: tuple[str, ...] = ()
    growing: tuple[Growth, ...] = ()
    theme: Growth | None = None
    waiting: int = 0
    questions: int = 0
    oldest_question_days: int = 0


class SentSummary(Frozen):
    """Which summary a message belongs to: of a class, to a teacher, for an ISO week."""

    class_id: str
    teacher: str
    week: str

    @property
    def key(self) -> str:
        """What the keys of its messages begin with."""
        return f"summary:{self.class_id}:{self.teacher}:{self.week}"


def sent_summary(key: str) -> SentSummary | None:
    """The summary that a message with this key is a part of, None when it is none."""
    parts = key.split(":")
    if len(parts) != len(SentSummary.model_fields) + 2 or parts[0] != "summary":
        return None
    return SentSummary(class_id=parts[1], teacher=parts[2], week=parts[3])


def week_of(key: str, zone: str) -> Week:
    """The week called ``2026-W47`` in an IANA zone. Raises ValueError for anything that is no week."""
    year, _, number = key.partition("-W")
    if not (year.isdigit() and number.isdigit() and len(year) == 4 and len(number) == 2):
        raise ValueError(f"{key} is no week")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return Week(key=key, starts_at=_midnight(monday, zone), ends_at=_midnight(monday + timedelta(days=7), zone))


def week_at(now: datetime, zone: str, back: int = 0) -> Week:
    """The week of a time (timezone-aware) as people in `zone` count it, or the one so many weeks before."""
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(weeks=back)
    year, number, _ = day.isocalendar()
    return week_of(f"{year:04d}-W{number:02d}", zone)


def summarise(facts: Sequence[LearnerFacts], steps: int, week: Week, now: datetime) -> Summary:
    """The summary of a class from what is known about its learners at `now`. The order of `facts` does not matter."""
    everyone = sorted(facts, key=lambda f: (f.name.casefold(), f.person))
    by_step = Counter(steps + 1 if f.done else f.step for f in everyone)
    stuck = sorted((t for f in everyone if (t := _stuck(f, now))), key=lambda t: -t.days)
    asking = sorted((t for f in everyone if (t := _asking(f, now))), key=lambda t: -t.days)
    idle = tuple(TalkTo(person=f.person, name=f.name, why="not_started") for f in everyone if not f.started)
    on_a_step = [n for n in range(1, steps + 1) if by_step[n]]
    asked = [at for f in everyone for at in f.asked_at]
    growing = _growth(everyone, week)
    return Summary(
        week=week,
        learners=len(everyone),
        wrote=sum(f.wrote for f in everyone),
        by_step=tuple(by_step[n] for n in range(steps + 2)),
        most=max(on_a_step, key=lambda n: by_step[n], default=0),
        moving=tuple(_as_talk(f, now) for f in everyone if _moved(f, week)),
        stuck=tuple(stuck),
        asking=tuple(asking),
        not_started=idle,
        talk_to=_few((stuck, [t for t in asking if t.days >= WAITS_LONG.days], idle)),
        quotes=_quotes(everyone, week),
        growing=growing,
        theme=_theme(everyone, week),
        waiting=sum(not line.confirmed for f in everyone for line in f.lines),
        questions=len(asked),
        oldest_question_days=max(((now - at).days for at in asked), default=0),
    )


def about(facts: LearnerFacts, now: datetime) -> tuple[TalkTo, ...]:
    """What a summary may say about one learner by name: the same rules, for the learner to read."""
    idle = None if facts.started else TalkTo(person=facts.person, name=facts.name, why="not_started")
    return tuple(t for t in (_stuck(facts, now), _asking(facts, now), idle) if t)


def quoted(summary: Summary, facts: Iterable[LearnerFacts]) -> tuple[str, ...]:
    """Ids of the learners whose lines the summary quotes: whose words are seen by whoever reads it."""
    return tuple(f.person for f in facts if any(line.text in summary.quotes for line in f.lines))


def _as_talk(facts: LearnerFacts, now: datetime) -> TalkTo:
    days = (now - facts.since).days if facts.since else 0
    return TalkTo(person=facts.person, name=facts.name, why="stuck", step=facts.step, days=days)


def _stuck(facts: LearnerFacts, now: datetime) -> TalkTo | None:
    on_a_step = facts.started and not facts.done and facts.since is not None
    return _as_talk(facts, now) if on_a_step and facts.since and now - facts.since >= STUCK_AFTER else None


def _asking(facts: LearnerFacts, now: datetime) -> TalkTo | None:
    if not facts.asked_at:
        return None
    days = (now - min(facts.asked_at)).days
    return TalkTo(person=facts.person, name=facts.name, why="asking", step=facts.step, days=days)


def _moved(facts: LearnerFacts, week: Week) -> bool:
    return facts.since is not None and facts.since >= week.starts_at and (facts.done or facts.step > 1)


def _few(reasons: Iterable[Sequence[TalkTo]]) -> tuple[TalkTo, ...]:
    """The first of every reason, then the second, …; nobody twice."""
    queues = [list(reason) for reason in reasons]
    chosen: dict[str, TalkTo] = {}
    while len(chosen) < MOST_NAMED and any(queues):
        for queue in queues:
            while queue and queue[0].person in chosen:
                queue.pop(0)
            if queue and len(chosen) < MOST_NAMED:
                first = queue.pop(0)
                chosen[first.person] = first
    return tuple(chosen.values())


def _in_week(at: datetime, week: Week) -> bool:
    return week.starts_at <= at < week.ends_at


def _quotes(facts: Sequence[LearnerFacts], week: Week) -> tuple[str, ...]:
    """The newest approved lines of the week, of different learners, without saying whose they are."""
    newest = [
        (line.approved_at, f.person, line.text) for f in facts for line in f.lines if _in_week(line.approved_at, week)
    ]
    chosen: dict[str, str] = {}
    for _, person, text in sorted(newest, reverse=True):
        chosen.setdefault(person, text)
    return tuple(list(chosen.values())[:MOST_QUOTED])


def _showing(facts: Sequence[LearnerFacts], until: datetime, since: datetime | None = None) -> Counter[str]:
    """How many learners have an approved line of each skill, approved before `until` (and not before `since`)."""
    counted: Counter[str] = Counter()
    for f in facts:
        lines = [line for line in f.lines if line.approved_at < until and (since is None or line.approved_at >= since)]
        counted.update({skill for line in lines for skill in line.skills})
    return counted


def _growth(facts: Sequence[LearnerFacts], week: Week) -> tuple[Growth, ...]:
    before, after = _showing(facts, week.starts_at), _showing(facts, week.ends_at)
    grown = [Growth(skill=s, before=before[s], after=n) for s, n in after.items() if n >= SMALLEST and n > before[s]]
    grown.sort(key=lambda g: (g.before - g.after, g.skill))
    return tuple(grown[:MOST_GROWING])


def _theme(facts: Sequence[LearnerFacts], week: Week) -> Growth | None:
    shown = _showing(facts, week.ends_at, week.starts_at)
    skill, count = max(sorted(shown.items()), key=lambda item: item[1], default=("", 0))
    return Growth(skill=skill, before=0, after=count) if count >= SMALLEST else None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
