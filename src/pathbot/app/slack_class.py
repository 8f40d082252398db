"""A class in a Slack channel: who may start a project there, what starting does, and the Round Table in its thread."""

from datetime import datetime
from hashlib import sha256

from pathbot.app import roster
from pathbot.app.kit import Kit
from pathbot.channels.slack.names import NAME, class_address, person_id, private_address
from pathbot.channels.slack.starting import Named, Start, Starter
from pathbot.messages import Card, Inbound, Outgoing
from pathbot.people import Class, Membership, Person
from pathbot.reflection.project import Project
from pathbot.store import history, outbox, people, portfolio
from pathbot.store.engine import Database
from pathbot.wording import Texts

TABLE = "table"
LONGEST_NAME = 40


def starter(engine: Database, kit: Kit, school: str, person: str, members: tuple[str, ...]) -> Starter | None:
    """The classes this user teaches, every project, and who of these users is staff of the school."""
    who = people.person_behind(engine, school, NAME, person)
    if who is None:
        return None
    rooms = [people.get_class(engine, m.class_id) for m in _duties(engine, who) if m.duty == "teacher" and m.class_id]
    if not rooms:
        return None
    team = person.partition("/")[0]
    projects = sorted((p.title.in_(who.language), p.id) for p in kit.projects.values())
    return Starter(
        classes=tuple(Named(room.id, room.name) for room in rooms if room is not None),
        projects=tuple(Named(id_, title) for title, id_ in projects),
        language=who.language,
        staff=tuple(user for user in members if _is_staff(engine, school, person_id(team, user))),
    )


def begin(engine: Database, kit: Kit, texts: Texts, school: str, start: Start, now: datetime) -> tuple[Inbound, ...]:
    """The class does the project in this channel. Returns how each learner's private chat is opened."""
    teacher = people.person_behind(engine, school, NAME, person_id(start.team, start.user))
    room = people.get_class(engine, start.class_id)
    teaches = teacher and room and any(m.duty == "teacher" and m.class_id == room.id for m in _duties(engine, teacher))
    if teacher is None or room is None or not teaches or start.project not in kit.projects:
        return ()
    roster.start_project(engine, room, start.project, kit.projects, now.date())
    here = {"project": start.project, "channel": NAME, "conversation": f"{start.team}/{start.channel}"}
    people.add_class(engine, room.model_copy(update=here))
    outbox.post(engine, school, [_table(texts, room, kit.projects[start.project], start)], now)
    return tuple(_greeting(engine, room, start, learner, now) for learner in start.learners)


def seat(engine: Database, kit: Kit, texts: Texts, school: str, person: str, channel: str, thread: str) -> str | None:
    """What a learner of the class hears in the Round Table's thread, while that is where they are."""
    key = history.key_of(engine, NAME, f"{channel}/{thread}")
    who = people.person_behind(engine, school, NAME, person) if key else None
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


def _table(texts: Texts, room: Class, project: Project, start: Start) -> Outgoing:
    language = room.language
    question, title = project.essential_question.in_(language), project.title.in_(language)
    card = Card(
        title=texts.say("table.title", language, question=question),
        text=texts.say("table.text", language, project=title),
    )
    key = f"{TABLE}|{room.id}|{project.id}|{start.key}"
    return Outgoing(key=key, address=class_address(start.team, start.channel, None), reply=card, step=1)


def _greeting(engine: Database, room: Class, start: Start, learner: Named, now: datetime) -> Inbound:
    """Adds who is new. Opening their chat is theirs: it says hello, or goes on where something waits."""
    person, address = person_id(start.team, learner.id), private_address(start.team, learner.id)
    who = people.person_behind(engine, room.school, NAME, person)
    if who is None:
        new = f"s-{sha256(person.encode()).hexdigest()[:12]}"
        who = Person(id=new, school=room.school, name=learner.name[:LONGEST_NAME], language=room.language)
        roster.add_person(engine, who)
        roster.link(engine, who, NAME, person)
    roster.give_duty(engine, who, "learner", room)
    people.set_address(engine, who, address)
    return Inbound(
        channel=NAME,
        delivery_id=f"{start.team}/start/{learner.id}/{start.key}",
        address=address,
        person=person,
        kind="open",
        sent_at=now,
    )


def _is_staff(engine: Database, school: str, person: str) -> bool:
    who = people.person_behind(engine, school, NAME, person)
    return who is not None and any(m.duty != "learner" for m in _duties(engine, who))


def _duties(engine: Database, person: Person) -> tuple[Membership, ...]:
    return people.viewer(engine, person).memberships
