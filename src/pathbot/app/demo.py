"""The demo school: invented people whose lines are played through real turns, days apart, on a clock of its own."""

from datetime import datetime, timedelta
from pathlib import Path

from pathbot.app.content import read
from pathbot.app.engine_room import EngineRoom
from pathbot.app.kit import Kit
from pathbot.channels.collecting import Collecting
from pathbot.channels.web.desk import class_address, private_address
from pathbot.frozen import Frozen
from pathbot.messages import Address, Inbound, InboundKind
from pathbot.people import Class, Duty, Membership, Person, Plan, School
from pathbot.store import people, plans
from pathbot.store.engine import Database

BETWEEN_LINES = timedelta(minutes=1)
BETWEEN_SITTINGS = timedelta(days=3)
LINES_A_SITTING = 6


class DemoAdult(Frozen):
    """An invented adult of the demo school."""

    id: str
    name: str
    duty: Duty
    title: str
    note: str


class DemoLearner(Frozen):
    """An invented learner and everything they said, starting `days_ago`."""

    id: str
    name: str
    note: str
    days_ago: int
    lines: tuple[str, ...]


class DemoLine(Frozen):
    """A line in the class channel."""

    who: str
    text: str


class DemoClass(Frozen):
    """The demo's class."""

    id: str
    name: str
    project: str
    zone: str


class DemoSchool(Frozen):
    """`prompts/demo.yaml`."""

    school: School
    class_: DemoClass
    adults: tuple[DemoAdult, ...]
    learners: tuple[DemoLearner, ...]
    room: tuple[DemoLine, ...]

    def notes(self) -> dict[str, str]:
        """A line about each person, for the start page."""
        learners = {who.id: who.note for who in self.learners}
        return learners | {who.id: who.note for who in self.adults}


def read_demo(prompts: Path) -> DemoSchool:
    """The demo school's people and lines. Raises BadInput."""
    return read(prompts / "demo.yaml", DemoSchool)


def is_missing(engine: Database, demo: DemoSchool) -> bool:
    """Whether the demo school has yet to be made."""
    return people.get_school(engine, demo.school.id) is None


async def set_up(engine: Database, kit: Kit, demo: DemoSchool, now: datetime) -> None:
    """Makes the demo school, its people and what they said so far."""
    _add_people(engine, demo)
    began = (now - timedelta(days=max(learner.days_ago for learner in demo.learners))).date()
    plan = Plan(school=demo.school.id, class_id=demo.class_.id, project=demo.class_.project, starts_on=began)
    plans.put_plan(engine, plan)
    for learner in demo.learners:
        if learner.lines:
            await _play(engine, kit, demo, learner, now)
    await _talk_in_class(engine, kit, demo, now)


def _add_people(engine: Database, demo: DemoSchool) -> None:
    people.add_school(engine, demo.school)
    where = class_address(demo.class_.id)
    room = Class(school=demo.school.id, channel="web", conversation=where.conversation, **demo.class_.model_dump())
    people.add_class(engine, room)
    for adult in demo.adults:
        _add(engine, demo, Person(id=adult.id, school=demo.school.id, name=adult.name, title=adult.title), adult.duty)
    for learner in demo.learners:
        _add(engine, demo, Person(id=learner.id, school=demo.school.id, name=learner.name), "learner")


def _add(engine: Database, demo: DemoSchool, person: Person, duty: Duty) -> None:
    whole_school = duty in ("safety_contact", "admin")
    people.add_person(engine, person)
    people.add_membership(
        engine,
        Membership(
            person=person.id, school=demo.school.id, duty=duty, class_id=None if whole_school else demo.class_.id
        ),
    )
    people.link_identity(engine, demo.school.id, "web", person.id, person.id)
    people.set_address(engine, person, private_address(person.id))


async def _play(engine: Database, kit: Kit, demo: DemoSchool, learner: DemoLearner, now: datetime) -> None:
    clock = _Clock(now - timedelta(days=learner.days_ago), now)
    async with EngineRoom(engine, kit, {"web": Collecting("web")}, clock.time, "demo") as room:
        address = private_address(learner.id)
        await room.take(demo.school.id, _inbound(address, learner.id, 0, "open", "", clock.time()))
        for number, line in enumerate(learner.lines, 1):
            clock.move(BETWEEN_LINES if number % LINES_A_SITTING else BETWEEN_SITTINGS)
            await room.take(demo.school.id, _inbound(address, learner.id, number, "text", line, clock.time()))


async def _talk_in_class(engine: Database, kit: Kit, demo: DemoSchool, now: datetime) -> None:
    clock = _Clock(now - timedelta(days=2), now)
    address = class_address(demo.class_.id)
    async with EngineRoom(engine, kit, {"web": Collecting("web")}, clock.time, "demo") as room:
        for number, line in enumerate(demo.room, 1):
            clock.move(timedelta(minutes=11))
            await room.take(demo.school.id, _inbound(address, line.who, number, "text", line.text, clock.time()))


def _inbound(address: Address, who: str, number: int, kind: InboundKind, text: str, at: datetime) -> Inbound:
    delivery = f"demo:{address.conversation}:{who}:{number}"
    return Inbound(channel="web", delivery_id=delivery, address=address, person=who, kind=kind, text=text, sent_at=at)


class _Clock:
    """A clock that stands still until it is moved, and never passes the present."""

    def __init__(self, start: datetime, latest: datetime) -> None:
        self._now = start
        self._latest = latest

    def time(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now = min(self._now + by, self._latest)
