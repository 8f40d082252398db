"""What a turn knows, and that it is stored whole, once, and not before a learner said yes."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, Table, func, select
from tests.store.store_samples import (
    HOME,
    OTHER,
    STAFF,
    START,
    answer,
    at,
    changes,
    concern,
    converse,
    file_all,
    inbound,
    journey,
    line,
    question,
    reply,
    set_up,
    statement,
    take,
    yes,
)

from pathbot.conversation import ConversationState
from pathbot.evidence import SavedRole
from pathbot.messages import Choice, Inbound
from pathbot.people import Class, Membership, Person
from pathbot.store import people, portfolio, tables, turns
from pathbot.store.changes import Edit, TurnLog
from pathbot.store.engine import reading

ROLE = SavedRole(learner="maya", soc="19-2041.00", title="Environmental Scientist", saved_at=START)


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def count(engine: Engine, table: Table) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def filed_bodies(engine: Engine) -> list[Inbound]:
    with reading(engine) as connection:
        return [Inbound.model_validate_json(b) for b in connection.execute(select(tables.inbox.c.body)).scalars()]


def test_an_unknown_sender_is_nobody_and_leaves_no_trace_but_the_conversation(engine: Engine) -> None:
    file_all(engine, inbound(1, "let me in", by="web-stranger"))
    claimed = take(engine)
    known = turns.load(engine, claimed)
    assert known.person is None
    assert known.class_ is None
    assert known.school.name == "Cedar High"
    assert answer(engine, claimed, journey=journey(), concern=concern())
    for table in (tables.transcript, tables.journeys, tables.concerns, tables.turn_log):
        assert count(engine, table) == 0
    assert count(engine, tables.outbox) == 1
    assert filed_bodies(engine)[0].text == ""


def test_before_consent_only_the_conversation_and_what_goes_out_is_stored(engine: Engine) -> None:
    everything = {
        "journey": journey(),
        "statements": (statement(),),
        "saved_roles": (ROLE,),
        "questions": (question(),),
        "log": TurnLog(decided="ask_consent"),
    }
    converse(engine, inbound(1, "I tested the creek"), **everything)
    written = {table.name for table in tables.metadata.sorted_tables if count(engine, table)}
    setting = {"schools", "classes", "people", "identities", "memberships"}
    assert written - setting == {"inbox", "conversations", "outbox", "outbox_people"}
    assert filed_bodies(engine)[0].text == ""


def test_a_concern_is_heard_whatever_was_agreed(engine: Engine) -> None:
    converse(engine, inbound(1), concern=concern())
    assert count(engine, tables.concerns) == 1
    assert count(engine, tables.transcript) == 0


def test_with_consent_everything_of_a_turn_is_there_for_the_next(engine: Engine) -> None:
    state = ConversationState(expecting="approval", subject="s1", offered=(Choice(label="Save", value="save"),))
    message = inbound(1, "I tested the creek with Omar")
    parts = {
        "consent": yes(),
        "conversation": state,
        "journey": journey(version=3),
        "statements": (statement(),),
        "saved_roles": (ROLE,),
        "questions": (question(status="open", mentor="dana"),),
        "log": TurnLog(decided="draft", suggested="draft", tokens=12),
    }
    converse(engine, message, **parts)
    file_all(engine, inbound(2, "next"))
    known = turns.load(engine, take(engine))
    assert known.state == state
    assert known.journey == journey(version=3)
    assert [(said.id, said.text, said.slot) for said in known.said] == [("maya-1", message.text, "did")]
    assert known.statements == (statement(),)
    assert known.saved_roles == (ROLE,)
    assert known.questions == (question(status="open", mentor="dana"),)
    assert known.consent == yes()
    assert known.recent == (message.text,)
    assert count(engine, tables.turn_log) == 1


def test_a_turn_knows_the_class_and_who_has_which_duty_and_where_to_reach_them(engine: Engine) -> None:
    people.set_address(engine, Person(id="ruiz", school="cedar", name="Ms. Ruiz"), STAFF)
    people.add_person(engine, Person(id="old", school="cedar", name="Left"))
    left = Membership(person="old", school="cedar", duty="mentor", class_id="bio", active=False)
    people.add_membership(engine, left)
    file_all(engine, inbound(1))
    known = turns.load(engine, take(engine))
    assert known.class_ == Class(id="bio", school="cedar", name="Biology 2", project="water")
    held = {(m.duty, known.people[m.person].name) for m in known.memberships}
    assert held == {("teacher", "Ms. Ruiz"), ("safety_contact", "Ms. Ruiz"), ("mentor", "Dana")}
    assert [duty.duty for duty in known.duties] == ["learner"]
    assert known.reach == {"ruiz": STAFF}


def test_a_learner_who_moved_is_known_in_the_newest_class(engine: Engine) -> None:
    people.add_class(engine, Class(id="chem", school="cedar", name="Chemistry", project="salt"))
    people.add_membership(engine, Membership(person="maya", school="cedar", duty="learner", class_id="chem"))
    converse(engine, inbound(1), consent=yes(), journey=journey())
    file_all(engine, inbound(2))
    known = turns.load(engine, take(engine))
    assert known.class_ is not None
    assert known.class_.id == "chem"
    assert known.journey is None, "the journey of another class's project is not this one"


def test_a_mentor_knows_the_questions_sent_to_them_and_where_the_learner_is(engine: Engine) -> None:
    converse(engine, inbound(1), consent=yes(), questions=(question(status="open", mentor="dana"),))
    file_all(engine, inbound(2, address=STAFF, by="web-dana"))
    known = turns.load(engine, take(engine))
    assert known.questions == (question(status="open", mentor="dana"),)
    assert known.reach["maya"] == HOME
    assert known.said == ()


def test_what_an_adult_writes_at_work_is_kept_without_a_notice(engine: Engine) -> None:
    converse(engine, inbound(1, address=STAFF, by="web-ruiz"))
    assert count(engine, tables.transcript) == 1


def test_after_consent_was_taken_back_nothing_more_is_kept(engine: Engine) -> None:
    converse(engine, inbound(1), consent=yes())
    over = yes().model_copy(update={"withdrawn_at": at(1500)})
    file_all(engine, inbound(2))
    assert answer(engine, take(engine), 1500, consent=over)
    assert count(engine, tables.transcript) == 1
    file_all(engine, inbound(3))
    claimed = take(engine)
    assert turns.load(engine, claimed).consent == over
    assert answer(engine, claimed, 1600, journey=journey())
    assert count(engine, tables.journeys) == 0
    file_all(engine, inbound(4))
    assert answer(engine, take(engine), 1700, consent=yes(seconds=1700))
    assert count(engine, tables.transcript) == 2
    assert count(engine, tables.consents) == 2


def test_the_text_leaves_the_inbox_and_stays_in_the_transcript(engine: Engine) -> None:
    message = inbound(1, "I tested the creek").model_copy(update={"data": {"field": "my words"}})
    converse(engine, message, consent=yes())
    left = filed_bodies(engine)[0]
    assert (left.text, left.data, left.delivery_id) == ("", {}, "maya-1")
    assert [said.text for said in portfolio.said_by(engine, "maya")] == ["I tested the creek"]


def test_a_reply_key_is_sent_once_however_often_it_is_written(engine: Engine) -> None:
    same = {"consent": yes(), "outgoing": (reply("k1"), reply("k1"), reply("k2", address=OTHER))}
    converse(engine, inbound(1), inbound(2), **same)
    assert count(engine, tables.outbox) == 2


def test_a_message_to_another_school_undoes_the_whole_turn(engine: Engine) -> None:
    from pathbot.people import School
    from pathbot.store.errors import StoreProblem

    people.add_school(engine, School(id="birch", name="Birch"))
    people.add_person(engine, Person(id="zoe", school="birch", name="Zoe"))
    people.set_address(engine, Person(id="zoe", school="birch", name="Zoe"), OTHER)
    file_all(engine, inbound(1))
    claimed = take(engine)
    with pytest.raises(StoreProblem, match="another school"):
        answer(engine, claimed, consent=yes(), outgoing=(reply("k1"), reply("k2", address=OTHER)))
    assert count(engine, tables.outbox) == count(engine, tables.transcript) == count(engine, tables.consents) == 0
    assert answer(engine, claimed), "the message can still be answered"


def test_the_transcript_is_in_the_order_things_were_sent_even_when_one_comes_late(engine: Engine) -> None:
    converse(engine, inbound(5, "second"), consent=yes(), journey=journey())
    converse(engine, inbound(3, "first"))
    assert [said.text for said in portfolio.said_by(engine, "maya", "water")] == ["first", "second"]
    file_all(engine, inbound(6))
    assert [said.text for said in turns.load(engine, take(engine)).said] == ["first", "second"]


def test_an_edited_message_reads_anew_and_a_withdrawn_one_is_gone(engine: Engine) -> None:
    converse(engine, inbound(1, "I tested"), inbound(2, "oops my number is 555"), consent=yes())
    file_all(engine, inbound(3))
    edits = {"edited": (Edit(message_id="maya-1", text="I tested twice"),), "withdrawn": ("maya-2",), "lines": ()}
    assert answer(engine, take(engine), **edits)
    assert [said.text for said in portfolio.said_by(engine, "maya")] == ["I tested twice"]
    with reading(engine) as connection:
        assert "555" not in str(connection.execute(select(tables.transcript)).all())


def test_nobody_edits_or_withdraws_what_somebody_else_said(engine: Engine) -> None:
    thread = HOME.model_copy(update={"thread": "t", "shared": True})
    converse(engine, inbound(1, "mine", address=thread), consent=yes())
    file_all(engine, inbound(2, address=thread, by="web-omar"))
    attack = {"withdrawn": ("maya-1",), "edited": (Edit(message_id="maya-1", text="stolen"),), "lines": ()}
    assert answer(engine, take(engine), consent=yes("omar"), **attack)
    assert [said.text for said in portfolio.said_by(engine, "maya")] == ["mine"]


def test_a_shared_conversation_belongs_to_nobody(engine: Engine) -> None:
    thread = HOME.model_copy(update={"thread": "t", "shared": True})
    converse(engine, inbound(1, address=thread), consent=yes())
    assert people.address_of(engine, "maya") is None
    converse(engine, inbound(2))
    assert people.address_of(engine, "maya") == HOME


def test_an_answered_question_stays_answered(engine: Engine) -> None:
    asked = question(status="open", mentor="dana")
    done = asked.model_copy(update={"status": "answered", "answer": "Ask around.", "answered_at": at(50)})
    converse(engine, inbound(1), consent=yes(), questions=(asked,))
    converse(engine, inbound(2, address=STAFF, by="web-dana"), questions=(done,))
    converse(engine, inbound(3), questions=(asked.model_copy(update={"status": "cancelled"}),))
    with reading(engine) as connection:
        row = connection.execute(select(tables.mentor_questions)).one()
    assert (row.status, row.answer) == ("answered", "Ask around.")


def test_only_the_last_few_messages_go_to_the_safety_screen(engine: Engine) -> None:
    converse(engine, *(inbound(n, f"part {n}") for n in range(1, 6)), consent=yes())
    file_all(engine, inbound(6))
    assert turns.load(engine, take(engine)).recent == ("part 3", "part 4", "part 5")


def test_a_naive_time_is_refused(engine: Engine) -> None:
    file_all(engine, inbound(1))
    claimed = take(engine)
    with pytest.raises(Exception, match="time zone"):
        turns.commit(engine, claimed, changes(consent=yes(), log=TurnLog(decided="x")), START.replace(tzinfo=None))
    assert turns.commit(engine, claimed, changes(lines=(line(claimed.inbound),)), START + timedelta(hours=1))
