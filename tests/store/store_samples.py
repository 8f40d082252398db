"""A small school, and short ways to say what the tests of the store say often."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from pathbot.conversation import ConversationState, Line
from pathbot.evidence import Draft, Quote, SkillStatement, SkillTag
from pathbot.mentoring import MentorQuestion
from pathbot.messages import Address, Inbound, Outgoing, Priority, Text
from pathbot.people import Class, Concern, Consent, Membership, Person, School
from pathbot.reflection.journey import Journey
from pathbot.store import claims, people, turns
from pathbot.store.changes import Changes
from pathbot.store.ingest import Ingest

KEY = bytes(range(32))
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
HOME = Address(channel="web", conversation="maya")
OTHER = Address(channel="web", conversation="omar")
STAFF = Address(channel="web", conversation="ruiz")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def set_up(engine: Engine) -> None:
    """Cedar school: learners Maya and Omar, teacher Ms. Ruiz (also the safety contact), mentor Dana."""
    people.add_school(engine, School(id="cedar", name="Cedar High"))
    people.add_class(engine, Class(id="bio", school="cedar", name="Biology 2", project="water"))
    for name, who in {"maya": "Maya", "omar": "Omar", "ruiz": "Ms. Ruiz", "dana": "Dana"}.items():
        people.add_person(engine, Person(id=name, school="cedar", name=who))
        people.link_identity(engine, "cedar", "web", f"web-{name}", name)
    duties = [("maya", "learner"), ("omar", "learner"), ("ruiz", "teacher"), ("dana", "mentor")]
    for who, duty in duties:
        people.add_membership(engine, Membership(person=who, school="cedar", duty=duty, class_id="bio"))
    people.add_membership(engine, Membership(person="ruiz", school="cedar", duty="safety_contact"))


def inbound(
    number: int | str, text: str = "hello", *, sent: float | None = None, address: Address = HOME, by: str = "web-maya"
) -> Inbound:
    when = at(float(number) if sent is None and not isinstance(number, str) else sent or 0)
    delivery = f"{address.conversation}-{number}"
    return Inbound(channel=address.channel, delivery_id=delivery, address=address, person=by, text=text, sent_at=when)


def file_all(engine: Engine, *messages: Inbound, school: str = "cedar") -> list[bool]:
    """Files messages one after the other through the real door."""

    async def run() -> list[bool]:
        async with Ingest(engine, lambda: START) as ingest:
            return [await ingest.file(school, message) for message in messages]

    return asyncio.run(run())


def take(engine: Engine, seconds: float = 1000, worker: str = "w1") -> claims.Claim:
    claimed = claims.claim(engine, worker, at(seconds), LEASE)
    assert claimed is not None, "there should have been a message to answer"
    return claimed


def reply(key: str, text: str = "Thanks!", *, address: Address = HOME, priority: Priority = "reply") -> Outgoing:
    return Outgoing(key=key, address=address, reply=Text(text=text), priority=priority)


def line(message: Inbound, *, project: str = "water", step: int = 1, slot: str = "did") -> Line:
    return Line(
        id=message.delivery_id,
        sender="learner",
        text=message.text,
        step=step,
        slot=slot,
        project=project,
        at=message.sent_at,
    )


def yes(person: str = "maya", seconds: float = 0) -> Consent:
    return Consent(person=person, notice_hash="n1", given_at=at(seconds))


def changes(**parts: object) -> Changes:
    return Changes(**{"conversation": ConversationState(), **parts})  # type: ignore[arg-type]


def answer(engine: Engine, claimed: claims.Claim, seconds: float = 1000, **parts: object) -> bool:
    """Commits a turn that keeps the message and replies to it."""
    message = claimed.inbound
    usual = {"lines": (line(message),), "outgoing": (reply(f"re:{message.delivery_id}", address=message.address),)}
    return turns.commit(engine, claimed, changes(**{**usual, **parts}), at(seconds))


def converse(engine: Engine, *messages: Inbound, **parts: object) -> None:
    """Files and answers messages in order; `parts` go into every turn."""
    file_all(engine, *messages)
    for number, _ in enumerate(messages):
        assert answer(engine, take(engine, 1000 + number), 1000 + number, **parts)


def journey(learner: str = "maya", **parts: object) -> Journey:
    facts = {"id": f"j-{learner}", "school": "cedar", "learner": learner, "class_id": "bio", "project": "water"}
    made = {"framework": "pblp", "framework_hash": "h", "started_at": START, "updated_at": START, "step": "project"}
    return Journey(**{**facts, **made, **parts})  # type: ignore[arg-type]


def statement(said: str = "I tested the creek", *, number: str = "s1", learner: str = "maya") -> SkillStatement:
    quote = Quote(message_id="maya-1", start=0, end=len(said), text=said)
    skill = SkillTag(name="Critical Thinking", framework="NACE")
    draft = Draft(statement=f"{said}.", skills=(skill,), evidence=(quote,), own_words=0.9)
    return SkillStatement(id=number, learner=learner, project="water", draft=draft, created_at=START)


def question(text: str = "How did you start?", *, number: str = "q1", **parts: object) -> MentorQuestion:
    facts = {"id": number, "school": "cedar", "learner": "maya", "class_id": "bio", "project": "water", "text": text}
    return MentorQuestion(**{**facts, "asked_at": START, **parts})  # type: ignore[arg-type]


def concern(excerpt: str = "I do not feel safe", *, number: str = "c1", learner: str = "maya") -> Concern:
    facts = {"id": number, "school": "cedar", "learner": learner, "message_id": "maya-1", "tier": "B"}
    return Concern(**facts, excerpt=excerpt, raised_at=START)  # type: ignore[arg-type]
