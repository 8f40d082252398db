"""What leaves: in order, alerts first, once if the sender reconciles, and no row holds up another conversation."""

import pytest
from sqlalchemy import Engine, select, update
from tests.store.store_samples import HOME, LEASE, OTHER, STAFF, at, reply, set_up

from pathbot.messages import Address, Outgoing, Text
from pathbot.people import Person
from pathbot.store import audit, outbox, people, tables
from pathbot.store.engine import reading, writing

WEB = ("web",)


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def post(engine: Engine, *messages: Outgoing) -> None:
    outbox.post(engine, "cedar", messages, at(0))


def due(engine: Engine, seconds: float) -> outbox.Sending | None:
    return outbox.next_due(engine, WEB, at(seconds), LEASE)


def send_all(engine: Engine, seconds: float = 100) -> list[str]:
    sent = []
    while sending := due(engine, seconds):
        outbox.mark_sent(engine, sending, f"ts-{sending.id}", at(seconds))
        sent.append(sending.outgoing.key)
    return sent


def test_a_conversation_is_sent_in_order_and_nothing_twice(engine: Engine) -> None:
    post(engine, reply("a"), reply("b"), reply("x", address=OTHER), reply("c"))
    post(engine, reply("a", "changed"))
    assert send_all(engine) == ["a", "b", "x", "c"]
    assert send_all(engine, 9000) == []
    with reading(engine) as connection:
        row = connection.execute(select(tables.outbox).where(tables.outbox.c.k == "a")).one()
    assert (row.state, row.platform_id, row.sent_at) == ("sent", f"ts-{row.id}", at(100))
    assert Outgoing.model_validate_json(row.body) == reply("a")


def test_alerts_go_ahead_of_everything(engine: Engine) -> None:
    post(engine, reply("a"), reply("b", address=STAFF), reply("alarm", address=STAFF, priority="alert"))
    assert send_all(engine) == ["alarm", "a", "b"]


def test_an_alert_does_not_wait_for_a_reply_that_is_being_sent(engine: Engine) -> None:
    post(engine, reply("a"))
    assert due(engine, 1) is not None
    post(engine, reply("alarm", priority="alert"), reply("b"))
    alarm = due(engine, 2)
    assert alarm is not None
    assert alarm.outgoing.key == "alarm"
    assert due(engine, 2) is None


def test_only_the_oldest_unsent_message_of_a_conversation_is_due(engine: Engine) -> None:
    post(engine, reply("a"), reply("b"), reply("x", address=OTHER))
    first, second = due(engine, 1), due(engine, 1)
    assert [sending.outgoing.key for sending in (first, second) if sending] == ["a", "x"]
    assert due(engine, 1) is None


def test_a_message_the_platform_was_too_busy_for_waits_and_holds_back_only_its_conversation(engine: Engine) -> None:
    post(engine, reply("a"), reply("b"), reply("x", address=OTHER))
    busy = due(engine, 1)
    assert busy is not None
    outbox.put_back(engine, busy, at(60))
    assert send_all(engine, 30) == ["x"]
    again = due(engine, 60)
    assert again is not None
    assert (again.outgoing.key, again.half_sent, again.attempt) == ("a", False, 2)


def test_a_message_whose_sender_died_comes_back_as_half_sent(engine: Engine) -> None:
    post(engine, reply("a"))
    first = due(engine, 1)
    assert first is not None
    assert not first.half_sent
    assert due(engine, 30) is None
    second = due(engine, 31)
    assert second is not None
    assert second.half_sent


def test_a_message_in_doubt_comes_back_as_half_sent_when_asked_for(engine: Engine) -> None:
    post(engine, reply("a"))
    first = due(engine, 1)
    assert first is not None
    outbox.doubt(engine, first, at(5))
    assert due(engine, 4) is None
    second = due(engine, 5)
    assert second is not None
    assert second.half_sent


def test_a_message_once_in_doubt_stays_in_doubt_when_the_platform_is_too_busy_to_be_asked(engine: Engine) -> None:
    post(engine, reply("a"))
    assert due(engine, 1) is not None  # posted, and its sender died before it could say so
    asking = due(engine, 50)
    assert asking is not None
    assert asking.half_sent
    outbox.put_back(engine, asking, at(60))
    assert due(engine, 55) is None
    again = due(engine, 60)
    assert again is not None
    assert again.half_sent


def test_a_sender_that_lost_its_row_changes_nothing_but_can_say_it_was_sent(engine: Engine) -> None:
    post(engine, reply("a"), reply("b"))
    slow = due(engine, 1)
    heir = due(engine, 31)
    assert slow is not None
    assert heir is not None
    outbox.put_back(engine, slow, at(0))
    outbox.give_up(engine, slow)
    outbox.doubt(engine, slow, at(0))
    assert due(engine, 32) is None, "the row is still held by its heir"
    outbox.mark_sent(engine, slow, "ts", at(33))
    outbox.put_back(engine, heir, at(34))
    assert send_all(engine) == ["b"]


def test_a_message_that_can_never_be_sent_lets_the_next_one_through(engine: Engine) -> None:
    post(engine, reply("a"), reply("b"))
    gone = due(engine, 1)
    assert gone is not None
    outbox.give_up(engine, gone)
    assert send_all(engine) == ["b"]


def test_a_sender_gets_only_its_own_channels(engine: Engine) -> None:
    post(engine, reply("a", address=HOME.model_copy(update={"channel": "slack"})), reply("b"))
    assert send_all(engine) == ["b"]
    assert outbox.next_due(engine, (), at(1), LEASE) is None
    slack = outbox.next_due(engine, ("teams", "slack"), at(1), LEASE)
    assert slack is not None
    assert slack.outgoing.key == "a"


def test_whoever_gets_words_of_a_learner_stands_in_the_audit_trail_once(engine: Engine) -> None:
    unopened = Address(channel="web", conversation="nobody-was-here-yet")
    people.set_address(engine, Person(id="ruiz", school="cedar", name="Ms. Ruiz"), STAFF)
    parts = [
        Outgoing(key="week:1", address=STAFF, reply=Text(text="hi"), priority="summary"),
        Outgoing(key="week:2", address=STAFF, reply=Text(text="hi"), priority="summary"),
        Outgoing(key="alarm", address=unopened, reply=Text(text="hi"), priority="alert", to="ruiz"),
    ]
    outbox.post(engine, "cedar", parts, at(0), about=["maya", "omar"])
    outbox.post(engine, "cedar", parts, at(0), about=["maya", "omar"])
    found = [(e.actor, e.action, e.subject) for e in audit.entries(engine, "cedar")]
    assert sorted(found) == [
        ("ruiz", "received-alert", "maya"),
        ("ruiz", "received-alert", "omar"),
        ("ruiz", "received-summary", "maya"),
        ("ruiz", "received-summary", "omar"),
    ]


def test_a_row_that_cannot_be_read_is_set_aside_and_holds_up_nobody(engine: Engine) -> None:
    post(engine, reply("a"), reply("x", address=OTHER), reply("b"))
    with writing(engine) as connection:
        connection.execute(update(tables.outbox).where(tables.outbox.c.k == "a").values(body='{"torn":'))
    assert send_all(engine) == ["x", "b"]
    with reading(engine) as connection:
        row = connection.execute(select(tables.outbox).where(tables.outbox.c.k == "a")).one()
    assert row.state == "dead"
