"""A person's rights, checked against the live schema: a copy leaves nothing out, and nothing survives erasing."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, inspect, select

from pathbot.care import LearnerCare
from pathbot.conversation import ConversationState, Line
from pathbot.evidence import Draft, Quote, SavedRole, SkillStatement, SkillTag
from pathbot.jobs import Job
from pathbot.mentoring import CardNote, MentorOffer, MentorQuestion
from pathbot.messages import Address, Inbound, Outgoing, Text
from pathbot.people import Class, Concern, Consent, Invitation, Membership, Person, School, SignInLink
from pathbot.reflection.journey import Journey
from pathbot.store import (
    audit,
    card_notes,
    care,
    claims,
    concerns,
    digests,
    history,
    joining,
    people,
    portfolio,
    questions,
    rights,
    routes,
    sign_in,
    turns,
)
from pathbot.store.changes import Changes, TurnLog
from pathbot.store.engine import open_engine, reading, writing
from pathbot.store.errors import StoreProblem
from pathbot.store.ingest import Ingest
from pathbot.store.migrate import migrate
from pathbot.store.personal import HOLDINGS, Held, Public, subject
from pathbot.store.tables import conversations, metadata
from pathbot.usage import ModelCall

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
CANARY = "zanzibar-otter"  # in every text a learner wrote or that was made of it
HERS = Address(channel="web", conversation="room-of-maya7781")
SHARED = Address(channel="web", conversation="class", thread="t1", shared=True)
MENTOR = Address(channel="web", conversation="room-of-dana")
TEACHER = Address(channel="web", conversation="room-of-ruiz")
MAYA = Person(id="maya7781", school="cedar", name="Maya Quartz")
TRACES = (CANARY, MAYA.id, MAYA.name, "U-maya-55")  # her words, id, name, and what the channel calls her


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Without a key, so that the bytes of the file can be searched."""
    made = open_engine(f"sqlite:///{tmp_path / 'pathbot.db'}")
    migrate(made)
    yield made
    made.dispose()


def bytes_of(engine: Engine, folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(folder.iterdir()))


def message(number: int, address: Address = HERS, by: str = "U-maya-55", text: str = f"I saw a {CANARY}") -> Inbound:
    sent_at = NOW + timedelta(seconds=number)
    name = f"d{number}"
    return Inbound(channel="web", delivery_id=name, address=address, person=by, text=text, sent_at=sent_at)


def out(key: str, address: Address = HERS, text: str = f"You said: {CANARY}") -> Outgoing:
    return Outgoing(key=key, address=address, reply=Text(text=text))


def file(engine: Engine, *messages: Inbound) -> None:
    async def run() -> None:
        async with Ingest(engine, lambda: NOW) as ingest:
            for one in messages:
                await ingest.file("cedar", one)

    asyncio.run(run())


def answer(engine: Engine, **parts: Any) -> claims.Claim:
    claimed = claims.claim(engine, "w", NOW + timedelta(minutes=5), LEASE)
    assert claimed is not None
    changes = Changes(**{"conversation": ConversationState(question=f"About the {CANARY}?"), **parts})
    assert turns.commit(engine, claimed, changes, NOW)
    return claimed


def line(number: int, key: str = "", sender: str = "learner") -> Line:
    return Line(id=key or f"d{number}", sender=sender, text=f"I saw a {CANARY}", project="water", at=NOW)  # type: ignore[arg-type]


@pytest.fixture
def lived_in(engine: Engine) -> Engine:
    """A school where Maya left something in every table that can hold something of hers."""
    people.add_school(engine, School(id="cedar", name="Cedar"))
    people.add_class(engine, Class(id="bio", school="cedar", name="Bio", project="water"))
    others = [Person(id=who, school="cedar", name=who.title()) for who in ("omar", "dana", "ruiz")]
    for person, external in zip([MAYA, *others], ("U-maya-55", "U-omar", "U-dana", "U-ruiz"), strict=True):
        people.add_person(engine, person)
        people.link_identity(engine, "cedar", "web", external, person.id)
    for who, duty in ((MAYA.id, "learner"), ("omar", "learner"), ("dana", "mentor"), ("ruiz", "teacher")):
        people.add_membership(engine, Membership(person=who, school="cedar", duty=duty, class_id="bio"))  # type: ignore[arg-type]
    routes.keep_route(engine, "cedar", "web", "hers", '{"user": "U-maya-55"}', "U-maya-55")
    people.set_address(engine, others[1], MENTOR)
    people.set_address(engine, others[2], TEACHER)
    asked = MentorQuestion(
        id="q1", school="cedar", learner=MAYA.id, class_id="bio", project="water", text=CANARY, asked_at=NOW
    ).model_copy(update={"status": "open", "mentor": "dana"})
    quote = Quote(message_id="d1", start=8, end=8 + len(CANARY), text=CANARY)
    draft = Draft(
        statement=f"Found a {CANARY}.",
        skills=(SkillTag(name="Critical Thinking", framework="NACE"),),
        evidence=(quote,),
        own_words=0.8,
    )
    walk = {"class_id": "bio", "project": "water", "framework": "pblp", "framework_hash": "h", "updated_at": NOW}
    file(engine, message(1))
    answer(
        engine,
        consent=Consent(person=MAYA.id, notice_hash="n", given_at=NOW),
        lines=(line(1), line(1, "r1", "pathbot")),
        journey=Journey(id="j1", school="cedar", learner=MAYA.id, started_at=NOW, **walk),  # type: ignore[arg-type]
        statements=(SkillStatement(id="s1", learner=MAYA.id, project="water", draft=draft, created_at=NOW),),
        saved_roles=(SavedRole(learner=MAYA.id, soc="1", title="Biologist", saved_at=NOW),),
        questions=(asked,),
        concern=Concern(
            id="c1", school="cedar", learner=MAYA.id, message_id="d1", tier="B", excerpt=CANARY, raised_at=NOW
        ),
        log=TurnLog(decided="draft"),
        model_calls=(ModelCall(purpose="ask", model="small", prompt="0123456789ab", outcome="ok"),),
        outgoing=(out("r1"), out("ask-dana", MENTOR), out("alarm", TEACHER)),
        jobs=(Job(name="remind", key="q1", school="cedar", person=MAYA.id, due_at=NOW),),
    )
    file(engine, message(2, SHARED))
    answer(engine, lines=(line(2),), outgoing=(out("r2", SHARED),))
    answered = asked.model_copy(update={"status": "answered", "answer": f"Nice {CANARY}", "answered_at": NOW})
    file(engine, message(3, MENTOR, "U-dana", "answer it"))
    answer(
        engine, questions=(answered,), lines=(line(3, "ask-dana", "pathbot"),), outgoing=(out("r3"), out("r4", MENTOR))
    )
    concerns.acknowledge(engine, "c1", "ruiz", NOW)
    digests.file_digest(engine, "ruiz", "bio", "2026-W47", (out("week", TEACHER),), (MAYA.id, "omar"), NOW)
    joining.make_code(engine, "ABCD-2345", Invitation(code="", school="cedar", person=MAYA.id), NOW + timedelta(days=9))
    questions.set_offer(engine, "cedar", MentorOffer(person=MAYA.id, clusters=("Construction",)))
    care.put_learner(
        engine, LearnerCare(person=MAYA.id, school="cedar", age="16_17", parent_ok_on=NOW.date(), recorded_at=NOW)
    )
    with writing(engine) as connection:
        care.drill_sent(connection, "cedar", "2026-11", NOW)
        care.drill_answered(connection, "cedar", "2026-11", "ruiz", NOW)
    note = {"id": "note", "soc": "47-2031.00", "title": "Carpenter", "text": "Measure twice."}
    card_notes.propose(engine, CardNote(school="cedar", proposed_by="ruiz", proposed_at=NOW, **note))
    sign_in.add_link(engine, SignInLink(key="a key", expires_at=NOW + timedelta(minutes=9)), MAYA)
    audit.record(engine, "cedar", "ruiz", "view", MAYA.id, NOW)
    file(engine, message(4), message(5, Address(channel="web", conversation="elsewhere")))  # not answered yet
    return engine


def counts(engine: Engine, person: str) -> dict[str, int]:
    """How many rows of a person each table with personal rows holds."""
    with reading(engine) as connection:
        who = subject(connection, person, "cedar")
        return {
            name: connection.execute(
                select(func.count()).select_from(metadata.tables[name]).where(holding.of(who))
            ).scalar_one()
            for name, holding in HOLDINGS.items()
            if isinstance(holding, Held)
        }


def test_every_table_says_whether_it_holds_a_persons_data(engine: Engine) -> None:
    live = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert live == set(HOLDINGS), "say in personal.py which rows of the new table are a person's, or why none are"
    assert all(holding.why for holding in HOLDINGS.values() if isinstance(holding, Public))


def test_a_table_that_points_at_people_is_never_called_public(engine: Engine) -> None:
    live = inspect(engine)
    for name, holding in HOLDINGS.items():
        points = [key for key in live.get_foreign_keys(name) if key["referred_table"] == "people"]
        assert not (points and isinstance(holding, Public)), f"{name} points at people"


def test_every_row_carries_its_school(engine: Engine) -> None:
    live = inspect(engine)
    for name in HOLDINGS:
        columns = {column["name"]: column for column in live.get_columns(name)}
        carrier = "id" if name == "schools" else "school"
        assert not columns[carrier]["nullable"], f"{name} does not say whose its rows are"


def test_the_sample_leaves_something_in_every_table_so_that_these_tests_mean_something(lived_in: Engine) -> None:
    hers, teachers = counts(lived_in, MAYA.id), counts(lived_in, "ruiz")
    assert [name for name in hers if not hers[name] and not teachers[name]] == []
    assert [name for name in hers if not hers[name]] == ["digests", "card_notes", "drills"], "only adults have those"


def test_a_copy_has_every_row_of_the_person_and_reads_as_json(lived_in: Engine) -> None:
    copy = rights.export_learner(lived_in, MAYA.id)
    assert {name: len(rows) for name, rows in copy.items()} == counts(lived_in, MAYA.id)
    again = json.loads(json.dumps(copy))
    assert again["statements"][0]["skills"] == [{"name": "Critical Thinking", "framework": "NACE"}]
    assert again["statement_quotes"][0]["text"] == CANARY
    assert again["people"] == [
        {"id": MAYA.id, "school": "cedar", "name": MAYA.name, "language": "en", "title": "", "email": ""}
    ]
    assert len(again["inbox"]) == 4, "what waits is hers too"
    assert {entry["action"] for entry in again["audit"]} == {
        "view",
        "alert",
        "taken",
        "learner_care",
        "received-message",
    }


def test_a_copy_for_somebody_else_has_none_of_her_words(lived_in: Engine) -> None:
    copy = json.dumps(rights.export_learner(lived_in, "omar")["transcript"])
    assert CANARY not in copy


def test_erasing_leaves_no_row_and_no_byte(lived_in: Engine, tmp_path: Path) -> None:
    for trace in TRACES:
        assert trace.encode() in bytes_of(lived_in, tmp_path), "there has to be something to erase"
    before = counts(lived_in, MAYA.id)
    receipt = rights.erase_learner(lived_in, MAYA.id, NOW)
    assert receipt.wiped
    after = counts(lived_in, MAYA.id)
    assert {name for name, left in after.items() if left} == {"audit"}
    assert {name: n for name, n in receipt.rows.items() if n} == {
        name: n for name, n in before.items() if n and name != "audit"
    }
    for trace in TRACES:
        assert trace.encode() not in bytes_of(lived_in, tmp_path), f"{trace} is still in the file"
    lived_in.dispose()
    for trace in TRACES:
        assert trace.encode() not in bytes_of(lived_in, tmp_path), f"{trace} came back on closing"


def test_erasing_leaves_everyone_else_as_they_were(lived_in: Engine) -> None:
    before = {who: counts(lived_in, who) for who in ("omar", "dana")}
    rights.erase_learner(lived_in, MAYA.id, NOW)
    for who, had in before.items():
        has = counts(lived_in, who)
        shared = {"outbox", "outbox_people", "transcript", "audit"}  # messages that repeated her words went with her
        assert {n: c for n, c in has.items() if n not in shared} == {n: c for n, c in had.items() if n not in shared}
    assert digests.was_filed(lived_in, "ruiz", "bio", "2026-W47")
    assert history.shown(lived_in, MENTOR.key) == ()


def test_conversations_of_others_forget_her_words_and_nothing_else(lived_in: Engine) -> None:
    rights.erase_learner(lived_in, MAYA.id, NOW)
    with reading(lived_in) as connection:
        states = connection.execute(select(conversations.c.key, conversations.c.state_json)).all()
    assert {SHARED.key, MENTOR.key, TEACHER.key} <= {row.key for row in states}
    assert all(CANARY not in row.state_json for row in states)


def test_the_audit_trail_stays_whole_and_names_nobody(lived_in: Engine) -> None:
    rights.erase_learner(lived_in, MAYA.id, NOW, actor="ruiz")
    assert audit.first_broken(lived_in, "cedar") is None
    last = audit.entries(lived_in, "cedar")[-1]
    assert (last.actor, last.action, last.subject) == ("ruiz", "erase", audit.pseudonym("cedar", MAYA.id))


def test_a_turn_in_flight_stores_nothing_of_an_erased_person(lived_in: Engine, tmp_path: Path) -> None:
    claimed = claims.claim(lived_in, "w", NOW + timedelta(minutes=9), LEASE)
    assert claimed is not None
    assert claimed.inbound.delivery_id == "d4"
    rights.erase_learner(lived_in, MAYA.id, NOW)
    changes = Changes(conversation=ConversationState(), lines=(line(4),), outgoing=(out("late"),))
    assert not turns.commit(lived_in, claimed, changes, NOW)
    assert CANARY.encode() not in bytes_of(lived_in, tmp_path)


def test_a_learner_can_erase_themselves_and_still_hears_goodbye(lived_in: Engine, tmp_path: Path) -> None:
    goodbye = out("bye", text="Everything is erased.")
    answer(lived_in, conversation=ConversationState(), outgoing=(goodbye,), erase_person=True)
    assert [shown.key for shown in history.shown(lived_in, HERS.key)] == ["bye"]
    left = bytes_of(lived_in, tmp_path)
    for trace in (CANARY, MAYA.name, "U-maya-55"):
        assert trace.encode() not in left
    assert people.find_person(lived_in, MAYA.id) is None
    assert audit.entries(lived_in, "cedar")[-1].action == "erase"
    file(lived_in, message(9, text="hello again"))
    claimed = claims.claim(lived_in, "w", NOW + timedelta(minutes=9), LEASE)
    assert claimed is not None
    assert turns.load(lived_in, claimed).person is None


def test_a_receipt_says_when_a_reader_kept_the_log_busy(lived_in: Engine, tmp_path: Path) -> None:
    holding, done = threading.Event(), threading.Event()
    event.listen(lived_in, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout = 50"))

    def read() -> None:
        with reading(lived_in) as connection:
            connection.execute(select(conversations)).all()
            holding.set()
            done.wait(timeout=30)

    reader = threading.Thread(target=read)
    reader.start()
    holding.wait(timeout=10)
    receipt = rights.erase_learner(lived_in, MAYA.id, NOW)
    done.set()
    reader.join()
    assert not receipt.wiped
    assert portfolio.transcript_of(lived_in, MAYA.id) == ()


def test_erasing_or_copying_nobody_is_one_sentence(lived_in: Engine) -> None:
    with pytest.raises(StoreProblem, match="nobody with this id"):
        rights.erase_learner(lived_in, "ghost", NOW)
    with pytest.raises(StoreProblem, match="nobody with this id"):
        rights.export_learner(lived_in, "ghost")
