"""A simulated term: every teacher gets one summary per class and week, and every number in it is the store's."""

import dataclasses
import random
import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from pathbot.app.kit import Kit
from pathbot.app.schedule import Schedule
from pathbot.app.weekly import LATE, Weekly
from pathbot.evidence import Draft, Quote, SkillStatement, SkillTag
from pathbot.mentoring import CardNote, MentorQuestion, Said
from pathbot.messages import Address, Card, Outgoing, Picture, fallback
from pathbot.people import Class, Membership, Person, Plan, School
from pathbot.reflection.journey import Journey
from pathbot.store import card_notes, digests, jobs, keep, people, plans
from pathbot.store.engine import Database, open_engine, reading, writing
from pathbot.store.migrate import migrate
from pathbot.store.tables import memberships, outbox, transcript
from pathbot.summaries import SMALLEST, week_of

ZONES = ("America/Los_Angeles", "Europe/Madrid", "Australia/Sydney")  # the clock goes back in two, forward in one
SKILLS = ("Troubleshooting", "Teamwork", "Critical Thinking")
START = datetime(2026, 9, 21, 0, tzinfo=UTC)
LEARNERS = 30
STEPS = (
    "round-table",
    "reflection-point",
    "knowledge-setting",
    "project",
    "community-involvement",
    "assessment",
    "feedback-loop",
    "resume-integration",
)
PRIVATE = "my private sentence number"


class Term:
    """Three classes on a clock that jumps; what learners do is written straight into the store."""

    def __init__(self, engine: Database, weekly: Weekly) -> None:
        self.chance = random.Random(7)
        self.engine = engine
        self.weekly = weekly
        self.real = START
        self.skew = timedelta()
        self.rooms = [
            Class(id=f"c{n}", school="s", name=f"Period {n}", project="shade-for-our-school", zone=zone)
            for n, zone in enumerate(ZONES)
        ]
        self.lines = 0
        self.journeys: dict[str, Journey] = {}

    def settle(self) -> None:
        """Everyone moves in."""
        engine = self.engine
        people.add_school(engine, School(id="s", name="School"))
        for room in self.rooms:
            people.add_class(engine, room)
            plans.put_plan(
                engine, Plan(school="s", class_id=room.id, project=room.project, starts_on=date(2026, 9, 21))
            )
            self.person(f"t-{room.id}", "teacher", room)
            for n in range(LEARNERS):
                self.person(f"{room.id}-l{n}", "learner", room)
        self.person("t-both", "teacher", self.rooms[0])
        people.add_membership(engine, Membership(person="t-both", school="s", duty="teacher", class_id="c1"))

    def person(self, name: str, duty: str, room: Class) -> None:
        person = Person(id=name, school="s", name=f"N-{name}")
        people.add_person(self.engine, person)
        people.set_address(self.engine, person, Address(channel="web", conversation=name))
        people.add_membership(self.engine, Membership(person=name, school="s", duty=duty, class_id=room.id))  # type: ignore[arg-type]

    def clock(self) -> datetime:
        return self.real + self.skew

    def live(self, room: Class) -> None:
        """Some hours of a class: a few write, some move on, some approve a line, some ask."""
        with writing(self.engine) as connection:
            for n in range(LEARNERS):
                who = f"{room.id}-l{n}"
                if self.chance.random() < 0.93 or n == 0:
                    continue
                self.write(connection, who)
                self.move(connection, room, who)
                if self.chance.random() < 0.3:
                    self.approve(connection, who)
                if self.chance.random() < 0.06:
                    self.ask(connection, room, who)
        self.go_on(room)

    def go_on(self, room: Class) -> None:
        """What a term has besides, and no summary tells: teams, a talk with a mentor, an addition to a role card."""
        who = f"{room.id}-l{self.chance.randint(1, LEARNERS - 1)}"
        people.set_team(self.engine, room.id, who, self.chance.choice(("", "Team A", f"{PRIVATE} team")))
        if self.chance.random() < 0.2:
            note = {"id": f"n{self.lines}-{who}-{self.real:%m%d%H}", "soc": "47-2031.00", "title": "Carpenter"}
            by = {"proposed_by": f"t-{room.id}", "proposed_at": self.real, "text": f"{PRIVATE} note"}
            card_notes.propose(self.engine, CardNote(school="s", **note, **by))  # type: ignore[arg-type]
            if self.chance.random() < 0.5:
                card_notes.decide(self.engine, note["id"], "approved", "t-both", self.real)

    def write(self, connection, who: str) -> None:  # type: ignore[no-untyped-def]
        self.lines += 1
        row = {
            "school": "s",
            "conversation": f"web:{who}",
            "person": who,
            "seq": self.lines,
            "line_id": f"d{self.lines}",
        }
        row |= {"sender": "learner", "text": f"{PRIVATE} {self.lines}", "step": 1, "slot": "", "project": "x"}
        connection.execute(transcript.insert().values({**row, "at": self.real, "edited": False, "withdrawn": False}))

    def move(self, connection, room: Class, who: str) -> None:  # type: ignore[no-untyped-def]
        walk = self.journeys.get(who) or Journey(
            id=who,
            school="s",
            learner=who,
            class_id=room.id,
            project=room.project,
            framework="pblp",
            framework_hash="h",
            step=STEPS[0],
            started_at=self.real,
            updated_at=self.real,
        )
        if who in self.journeys and walk.step and self.chance.random() < 0.5:
            after = STEPS.index(walk.step) + 1
            step = STEPS[after] if after < len(STEPS) else None
            walk = walk.model_copy(update={"step": step, "step_since": self.real})
        self.journeys[who] = walk.model_copy(update={"updated_at": self.real})
        keep.journey(connection, self.journeys[who])

    def approve(self, connection, who: str) -> None:  # type: ignore[no-untyped-def]
        said = f"{PRIVATE} {self.lines}"
        draft = Draft(
            statement=f"Checked spot {self.lines} twice.",
            skills=(SkillTag(name=self.chance.choice(SKILLS), framework="O*NET"),),
            evidence=(Quote(message_id=f"d{self.lines}", start=0, end=len(said), text=said),),
            own_words=0.9,
        )
        status = self.chance.choice(("approved", "approved", "proposed", "declined"))
        proof = self.chance.choice(("evidence attached", "teacher-confirmed"))
        made = SkillStatement(
            id=f"s{self.lines}",
            learner=who,
            project="x",
            draft=draft,
            status=status,  # type: ignore[arg-type]
            verification=proof,
            created_at=self.real,
            decided_at=self.real,  # type: ignore[arg-type]
        )
        keep.statement(connection, "s", made)

    def ask(self, connection, room: Class, who: str) -> None:  # type: ignore[no-untyped-def]
        status = self.chance.choice(("open", "answered", "previewed", "cancelled"))
        keep.question(
            connection,
            MentorQuestion(
                id=f"q{self.lines}",
                school="s",
                learner=who,
                class_id=room.id,
                project="x",
                text=f"{PRIVATE} {self.lines}",
                status=status,
                asked_at=self.real,  # type: ignore[arg-type]
                floor=f"web:{who}" if self.chance.random() < 0.3 else "",
                floor_until=self.real + timedelta(minutes=30),
                exchange=(Said(by="learner", text=f"{PRIVATE} asked back", at=self.real),),
            ),
        )


def summaries(engine: Database, after: int = 0) -> list[Outgoing]:
    """The summaries that went out, without the first so many."""
    with reading(engine) as connection:
        sent = select(outbox.c.body).where(outbox.c.priority == "summary").order_by(outbox.c.id)
        rows = connection.execute(sent.offset(after).limit(10_000))
        return [Outgoing.model_validate_json(row.body) for row in rows]


def counted(engine: Database, room: Class, week: str, now: datetime) -> dict[str, object]:
    """The numbers of a summary, counted with plain SQL and Python from the tables."""
    zone = ZoneInfo(room.zone)
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    begin = datetime(monday.year, monday.month, monday.day, tzinfo=zone).astimezone(UTC)
    sunday = monday + timedelta(days=7)
    end = datetime(sunday.year, sunday.month, sunday.day, tzinfo=zone).astimezone(UTC)
    naive = {"begin": begin.replace(tzinfo=None).isoformat(" "), "end": end.replace(tzinfo=None).isoformat(" ")}
    with reading(engine) as c:
        ids = [
            r.person
            for r in c.execute(
                text("SELECT person FROM memberships WHERE class_id = :c AND duty = 'learner' AND active"),
                {"c": room.id},
            )
        ]
        wrote = c.execute(
            text("SELECT count(DISTINCT person) FROM transcript WHERE person LIKE :p AND at >= :begin AND at < :end"),
            {**naive, "p": f"{room.id}-l%"},
        ).scalar_one()
        walks = [
            Journey.model_validate_json(r.snapshot)
            for r in c.execute(text("SELECT snapshot FROM journeys WHERE class_id = :c"), {"c": room.id})
        ]
        waiting = c.execute(
            text(
                "SELECT count(*) FROM statements WHERE learner LIKE :p AND status = 'approved' "
                "AND verification <> 'teacher-confirmed'"
            ),
            {"p": f"{room.id}-l%"},
        ).scalar_one()
        open_ = c.execute(
            text("SELECT learner, asked_at FROM mentor_questions WHERE class_id = :c AND status = 'open'"),
            {"c": room.id},
        ).all()
        asked = [r.asked_at for r in open_]
        shown = c.execute(
            text("SELECT learner, skills, decided_at FROM statements WHERE learner LIKE :p AND status = 'approved'"),
            {"p": f"{room.id}-l%"},
        ).all()
    steps = Counter("done" if w.step is None else str(STEPS.index(w.step) + 1) for w in walks)
    steps["start"] = len(ids) - len(walks)
    skills: dict[str, tuple[int, int]] = {}
    for skill in SKILLS:
        before = {r.learner for r in shown if skill in r.skills and r.decided_at < naive["begin"]}
        after = {r.learner for r in shown if skill in r.skills and r.decided_at < naive["end"]}
        skills[skill] = (len(before), len(after))
    moved = sum(1 for w in walks if (w.step_since or w.started_at) >= begin and (w.step is None or w.step != STEPS[0]))
    return {
        "learners": len(ids),
        "wrote": wrote,
        "steps": steps,
        "waiting": waiting,
        "questions": len(asked),
        "skills": skills,
        "moved": moved,
        "oldest": max(((now.replace(tzinfo=None) - at).days for at in map(_moment, asked)), default=0),
        "asking": {
            who: max((now.replace(tzinfo=None) - _moment(r.asked_at)).days for r in open_ if r.learner == who)
            for who in {r.learner for r in open_}
        },
        "stuck": {w.learner: (now - (w.step_since or w.started_at)).days // 7 for w in walks if w.step},
        "theme": {
            skill: len(
                {r.learner for r in shown if skill in r.skills and naive["begin"] <= r.decided_at < naive["end"]}
            )
            for skill in SKILLS
        },
    }


def _moment(at: object) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(str(at))


def check(engine: Database, out: list[Outgoing], rooms: dict[str, Class], now: datetime) -> int:
    """Compares every number a summary names; returns how many it named."""
    numbers = 0
    for card_out, picture_out in zip(out[::2], out[1::2], strict=True):
        _, class_id, _, week, _ = card_out.key.split(":")
        truth = counted(engine, rooms[class_id], week, now)
        card, picture = card_out.reply, picture_out.reply
        assert isinstance(card, Card)
        assert isinstance(picture, Picture)
        rows = {row.label: row.text for row in card.rows}
        assert card.text.startswith(f"{truth['wrote']} of {truth['learners']} wrote")
        numbers += 2
        told = dict(re.findall(r"(\d+) on step (\d)", picture.alt))
        found = {step: int(n) for n, step in re.findall(r"(\d+) on step (\d)", picture.alt)}
        found |= {"start": int(m[1])} if (m := re.search(r"(\d+) not started", picture.alt)) else {}
        found |= {"done": int(m[1])} if (m := re.search(r"(\d+) finished", picture.alt)) else {}
        assert found == {k: v for k, v in truth["steps"].items() if v}, told  # type: ignore[attr-defined]
        numbers += len(found)
        said = re.match(r"(\d+)", rows.get("Waiting for you", "0"))
        assert said
        assert int(said[1]) == truth["waiting"]
        said = re.match(r"(\d+)", rows.get("Mentor questions", "0"))
        assert said
        assert int(said[1]) == truth["questions"]
        for skill, before, after in re.findall(r"([A-Z][A-Za-z ]+) (\d+) → (\d+) learners", rows.get("Growing", "")):
            assert truth["skills"][skill.strip()] == (int(before), int(after))  # type: ignore[index]
            numbers += 2
        for skill, after in re.findall(r"([A-Z][A-Za-z ]+): now (\d+) learners", rows.get("Growing", "")):
            assert truth["skills"][skill.strip()][1] == int(after)  # type: ignore[index]
            numbers += 1
        numbers += named(card, truth)
        moving = rows.get("Moving", "")
        more = re.search(r"and (\d+) more", moving)
        assert moving.count("N-") + (int(more[1]) if more else 0) == truth["moved"]
        numbers += 3
        assert len(fallback(card).split()) < 220, "a minute's reading"
    return numbers


def named(card: Card, truth: dict[str, Any]) -> int:
    """Compares what is said of single learners, the lead and the talking point; how many numbers that were."""
    numbers, steps, everything = 0, truth["steps"], fallback(card)
    for who, weeks, step in re.findall(r"N-(\S+): (\d+) weeks on step (\d)", everything):
        assert truth["stuck"][who] == int(weeks) >= 2
        numbers += 1
        assert steps[step] > 0
    for who, days in re.findall(r"N-(\S+): a mentor question has been open for (\d+) days", everything):
        assert truth["asking"][who] == int(days)
        numbers += 1
    for days in re.findall(r"(?:1 open,|the oldest) for (\d+) days", everything):
        assert truth["oldest"] == int(days)
        numbers += 1
    for count, skill in re.findall(r"(\d+) learners showed ([A-Z][A-Za-z ]+) this week", everything):
        assert truth["theme"][skill] == int(count) >= SMALLEST
        numbers += 1
    for count in re.findall(r"(\d+) have not started yet", card.text):
        assert steps["start"] == int(count)
        numbers += 1
    for step in re.findall(r"Most are on step (\d)", card.text):
        assert 2 * steps[step] > truth["learners"]
        numbers += 1
    for count, step in re.findall(r"The biggest group, (\d+), is on step (\d)", card.text):
        assert steps[step] == int(count) == max(n for name, n in steps.items() if name.isdigit())
        numbers += 2
    return numbers


def _open(file: Path, kit: Kit) -> Term:
    engine = open_engine(f"sqlite:///{file}", bytes(32))
    return Term(engine, Weekly(engine, dataclasses.replace(kit, url="https://p.example")))


@pytest.fixture(scope="module")
def settled(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school before its term, built once and copied for each test."""
    file = tmp_path_factory.mktemp("term") / "term.db"
    made = _open(file, kit)
    migrate(made.engine)
    made.settle()
    made.engine.dispose()
    return file


@pytest.fixture
def term(kit: Kit, settled: Path, tmp_path: Path) -> Term:
    return _open(shutil.copy(settled, tmp_path / "term.db"), kit)


@pytest.mark.parametrize("weeks", [5, pytest.param(12, marks=pytest.mark.faults)])
def test_a_term_of_three_classes_gets_one_true_summary_per_teacher_class_and_week(term: Term, weeks: int) -> None:
    rooms = {room.id: room for room in term.rooms}
    seen, numbers = 0, 0
    first_day = [7 * 24 * week for week in (3, 6, 9)]  # 30 h in which nothing runs, over every class's Monday at 7
    schedules = [Schedule(term.engine, [term.weekly.routine()], term.clock) for _ in range(2)]
    for hour in range(0, weeks * 7 * 24, 6 if weeks > 5 else 12):
        term.real = START + timedelta(hours=hour)
        for room in term.rooms:
            term.live(room)
        if any(-6 <= hour - monday < 24 for monday in first_day):
            continue
        for schedule in schedules:  # two processes whose clocks differ by up to 90 minutes each way
            term.skew = timedelta(minutes=term.chance.randint(-90, 90))
            schedule.run_due()
            now, term.skew = term.clock(), timedelta()
            new = summaries(term.engine, seen)
            numbers += check(term.engine, new, rooms, now)
            seen += len(new)
    sent = Counter((o.key.rsplit(":", 1)[0]) for o in summaries(term.engine))
    per_class = {c: {k.split(":")[3] for k in sent if f":{c}:" in k} for c in rooms}
    for room in rooms.values():
        expected = {
            f"2026-W{n}"
            for n in range(39, 53)
            if week_of(f"2026-W{n}", room.zone).ends_at + timedelta(hours=7) <= term.real
        }
        assert per_class[room.id] == expected, "one for every week since the first, and for no other"
    assert set(sent.values()) == {2}, "a card and a picture, each once"
    teachers = {(k.split(":")[1], k.split(":")[2]) for k in sent}
    assert teachers == {("c0", "t-c0"), ("c1", "t-c1"), ("c2", "t-c2"), ("c0", "t-both"), ("c1", "t-both")}
    assert len(sent) == sum(len(per_class[c]) for c, _ in teachers)
    assert numbers > 30 * weeks
    print(f"{len(sent)} summaries, {numbers} numbers compared")
    assert PRIVATE not in "".join(fallback(o.reply) for o in summaries(term.engine))


def test_a_summary_that_is_too_late_is_reported_and_not_sent(term: Term) -> None:
    term.real = datetime(2026, 10, 5, 16, tzinfo=UTC)
    Schedule(term.engine, [term.weekly.routine()], term.clock).run_due()
    before = len(summaries(term.engine))
    term.real += timedelta(days=7) + LATE + timedelta(hours=8)
    Schedule(term.engine, [term.weekly.routine()], term.clock).run_due()
    assert len(summaries(term.engine)) == before
    assert "missed" in {t.state for t in jobs.troubles(term.engine)}


def test_sent_now_is_the_weeks_summary_and_monday_does_not_repeat_it(term: Term) -> None:
    room = term.rooms[0]
    term.real = datetime(2026, 10, 9, 20, tzinfo=UTC)
    teacher = people.find_person(term.engine, "t-c0")
    assert teacher is not None
    assert term.weekly.send_now(teacher, room, term.real)
    assert not term.weekly.send_now(teacher, room, term.real)
    term.real = datetime(2026, 10, 12, 20, tzinfo=UTC)
    Schedule(term.engine, [term.weekly.routine()], term.clock).run_due()
    assert sum("c0:t-c0:2026-W41" in o.key for o in summaries(term.engine)) == 2
    assert digests.sent(term.engine, "c0", "t-c0")[0][0] == "2026-W41"


def test_a_teacher_who_left_the_class_gets_none(term: Term) -> None:
    term.real = datetime(2026, 10, 12, 20, tzinfo=UTC)
    with writing(term.engine) as connection:
        connection.execute(memberships.update().where(memberships.c.person == "t-c0").values(active=False))
    Schedule(term.engine, [term.weekly.routine()], term.clock).run_due()
    assert not any(":t-c0:" in o.key for o in summaries(term.engine))


def test_a_class_set_up_in_the_middle_of_a_week_gets_no_summary_of_the_week_before(term: Term) -> None:
    first_days = {"bare": None, "back": date(2026, 9, 7)}  # no plan at all, and one whose first day is long ago
    rooms = [Class(id=name, school="s", name=name, project="shade-for-our-school") for name in first_days]
    for room in rooms:
        people.add_class(term.engine, room)
        term.person(f"t-{room.id}", "teacher", room)
        term.person(f"{room.id}-l1", "learner", room)
        if first_day := first_days[room.id]:
            plan = Plan(school="s", class_id=room.id, project=room.project, starts_on=first_day)
            plans.put_plan(term.engine, plan)
    schedule = Schedule(term.engine, [term.weekly.routine()], term.clock)

    def told() -> set[tuple[str, str]]:
        keys = [o.key.split(":") for o in summaries(term.engine)]
        return {(room, week) for _, room, _, week, _ in keys if room in first_days}

    term.real = datetime(2026, 9, 23, 18, tzinfo=UTC)  # Wednesday
    schedule.run_due()
    assert told() == set()
    with writing(term.engine) as connection:
        for room in rooms:
            term.move(connection, room, f"{room.id}-l1")
    term.real = datetime(2026, 9, 28, 14, 30, tzinfo=UTC)  # Monday, half past seven
    schedule.run_due()
    assert told() == {("bare", "2026-W39"), ("back", "2026-W39")}
