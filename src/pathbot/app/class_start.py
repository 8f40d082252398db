"""A class begins a project from a chat: who may start it, what starting does, and the Round Table in its thread."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from pathbot.app import going_live, roster
from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.channels.starting import Named, Starter
from pathbot.frozen import Frozen
from pathbot.messages import Address, Card, Inbound, Outgoing
from pathbot.people import Class, Membership, Person
from pathbot.reflection.project import Project
from pathbot.store import history, outbox, people, portfolio
from pathbot.store.engine import Database
from pathbot.wording import Texts

TABLE = "table"
LONGEST_NAME = 40


class Newcomer(Frozen):
    """A learner to greet: who they are in the channel, their first name there, and where only they read.

    `delivery` names the greeting: the same one a second time opens nothing.
    """

    person: str
    name: str
    address: Address
    delivery: str


class Beginning(Frozen):
    """What a teacher chose. `place` is the class channel, None where the project starts without one."""

    channel: str
    teacher: str
    class_id: str
    project: str
    learners: tuple[Newcomer, ...]
    key: str
    place: Address | None = None


def starter(
    engine: Database, kit: Kit, school: str, channel: str, person: str, members: Mapping[str, str]
) -> Starter | None:
    """The classes this user teaches, every project, and who of these users is staff. None when they teach nobody.

    `members` maps how the platform calls a user to who that is in the channel.
    """
    who = people.person_behind(engine, school, channel, person)
    if who is None:
        return None
    rooms = [people.get_class(engine, m.class_id) for m in _duties(engine, who) if m.duty == "teacher" and m.class_id]
    if not rooms:
        return None
    projects = sorted((p.title.in_(who.language), p.id) for p in kit.projects.values())
    return Starter(
        classes=tuple(Named(room.id, room.name) for room in rooms if room is not None),
        projects=tuple(Named(id_, title) for title, id_ in projects),
        language=who.language,
        staff=tuple(user for user, member in members.items() if _is_staff(engine, school, channel, member)),
        ready=not going_live.missing(engine, roster.find_school(engine, school)),
    )


def begin(
    engine: Database, kit: Kit, texts: Texts, school: str, start: Beginning, now: datetime
) -> tuple[Inbound, ...] | None:
    """The class does the project, in this channel if there is one. Returns how each learner's chat is opened; None when
    it could not start."""
    teacher = people.person_behind(engine, school, start.channel, start.teacher)
    room = people.get_class(engine, start.class_id)
    teaches = teacher and room and any(m.duty == "teacher" and m.class_id == room.id for m in _duties(engine, teacher))
    if teacher is None or room is None or not teaches or start.project not in kit.projects:
        return None
    try:
        roster.start_project(engine, room, start.project, kit.projects, now.date())
    except BadInput:
        return None
    here: dict[str, str] = {"project": start.project}
    if start.place is not None:
        here |= {"channel": start.channel, "conversation": start.place.conversation}
    room = room.model_copy(update=here)
    people.add_class(engine, room)
    if start.place is not None:
        outbox.post(engine, school, [_table(texts, room, kit.projects[start.project], start, start.place)], now)
    return tuple(_greeting(engine, room, start.channel, learner, now) for learner in start.learners)


def known_there(engine: Database, channel: str, class_id: str) -> tuple[tuple[str, Person], ...]:
    """The learners of a class whom this channel knows, with what it calls them."""
    learners = people.members(engine, class_id, "learner")
    return tuple(
        (name, person)
        for person in learners
        for where, name in people.identities_of(engine, person.id)
        if where == channel
    )


def seat(engine: Database, kit: Kit, texts: Texts, school: str, channel: str, person: str, message: str) -> str | None:
    """What a learner of the class hears in the Round Table's thread, while that is where they are.

    `message` is what the platform calls the message the thread began with.
    """
    key = history.key_of(engine, channel, message)
    who = people.person_behind(engine, school, channel, person) if key else None
    if key is None or who is None or not key.startswith(f"{TABLE}|"):
        return None
    _, class_id, project, _ = key.split("|", 3)
    learns = any(m.duty == "learner" and m.class_id == class_id for m in _duties(engine, who))
    consent = people.consent_of(engine, who.id)
    if not learns or consent is None or consent.withdrawn_at is not None:
        return None
    journey = next((j for j in portfolio.journeys_of(engine, who.id) if j.project == project), None)
    first = kit.framework.steps[0].id
    if journey is not None and journey.step != first:
        return None
    return texts.say("table.noted", who.language, name=who.name)


def _table(texts: Texts, room: Class, project: Project, start: Beginning, place: Address) -> Outgoing:
    language = room.language
    question, title = project.essential_question.in_(language), project.title.in_(language)
    card = Card(
        title=texts.say("table.title", language, question=question),
        text=texts.say("table.text", language, project=title),
    )
    return Outgoing(key=f"{TABLE}|{room.id}|{project.id}|{start.key}", address=place, reply=card, step=1)


def _greeting(engine: Database, room: Class, channel: str, learner: Newcomer, now: datetime) -> Inbound:
    """Adds who is new. Opening their chat is theirs: it says hello, or goes on where something waits."""
    who = people.person_behind(engine, room.school, channel, learner.person)
    if who is None:
        new = f"{channel[0]}-{sha256(learner.person.encode()).hexdigest()[:12]}"
        who = Person(id=new, school=room.school, name=learner.name[:LONGEST_NAME], language=room.language)
        roster.add_person(engine, who)
        roster.link(engine, who, channel, learner.person)
    roster.give_duty(engine, who, "learner", room)
    people.set_address(engine, who, learner.address)
    return Inbound(
        channel=channel,
        delivery_id=learner.delivery,
        address=learner.address,
        person=learner.person,
        kind="open",
        sent_at=now,
    )


def _is_staff(engine: Database, school: str, channel: str, person: str) -> bool:
    who = people.person_behind(engine, school, channel, person)
    return who is not None and any(m.duty != "learner" for m in _duties(engine, who))


def _duties(engine: Database, person: Person) -> tuple[Membership, ...]:
    return people.viewer(engine, person).memberships
