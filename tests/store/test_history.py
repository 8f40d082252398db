"""What a page shows: both sides in order, from any point on, and nothing ever appears behind a reader."""

import threading

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import (
    HOME,
    LEASE,
    STAFF,
    answer,
    at,
    converse,
    file_all,
    inbound,
    line,
    reply,
    set_up,
    take,
    yes,
)

from pathbot.conversation import Line
from pathbot.messages import Choice, Choices, Outgoing
from pathbot.store import outbox
from pathbot.store.changes import Edit
from pathbot.store.history import shown


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def test_both_sides_are_shown_in_order_with_the_buttons_they_had(engine: Engine) -> None:
    buttons = Choices(text="Which one?", choices=(Choice(label="A", value="a"),))
    sent = (reply("k1", "Got it."), Outgoing(key="k2", address=HOME, reply=buttons, step=4))
    bot_line = Line(id="k1", sender="pathbot", text="Got it.", at=at(1000))
    message = inbound(1, "I tested the creek")
    converse(engine, message, consent=yes(), outgoing=sent, lines=(line(message), bot_line))
    found = shown(engine, HOME.key)
    assert [(one.sender, one.key, one.text) for one in found] == [
        ("learner", "maya-1", "I tested the creek"),
        ("pathbot", "k1", ""),
        ("pathbot", "k2", ""),
    ]
    assert [one.author for one in found] == ["Maya", "", ""]
    assert found[2].reply == buttons
    assert found[2].step == 4
    assert [one.seq for one in found] == sorted({one.seq for one in found})


def test_a_reader_goes_on_from_where_it_was(engine: Engine) -> None:
    converse(engine, inbound(1, "one"), inbound(2, "two"), consent=yes())
    everything = shown(engine, HOME.key)
    assert len(everything) == 4
    for place in range(5):
        after = everything[place - 1].seq if place else 0
        assert shown(engine, HOME.key, after) == everything[place:]
    assert shown(engine, HOME.key, 0, limit=3) == everything[:3]
    assert shown(engine, "web:nobody") == ()


def test_before_consent_a_page_shows_what_pathbot_said(engine: Engine) -> None:
    converse(engine, inbound(1, "hi there"))
    assert [one.sender for one in shown(engine, HOME.key)] == ["pathbot"]


def test_a_shared_conversation_says_who_wrote(engine: Engine) -> None:
    thread = HOME.model_copy(update={"thread": "t", "shared": True})
    converse(engine, inbound(1, "mine", address=thread), consent=yes())
    converse(engine, inbound(2, "also mine", address=thread, by="web-omar"), consent=yes("omar"))
    people = [(one.author, one.text) for one in shown(engine, thread.key) if one.sender == "learner"]
    assert people == [("Maya", "mine"), ("Omar", "also mine")]


def test_an_edited_message_shows_its_new_text_and_a_withdrawn_one_none(engine: Engine) -> None:
    converse(engine, inbound(1, "first"), inbound(2, "second"), consent=yes())
    file_all(engine, inbound(3))
    edits = {"edited": (Edit(message_id="maya-1", text="better"),), "withdrawn": ("maya-2",), "lines": ()}
    assert answer(engine, take(engine), **edits)
    people = [(one.text, one.withdrawn) for one in shown(engine, HOME.key) if one.sender == "learner"]
    assert people == [("better", False), ("", True)]


def test_a_message_that_was_given_up_was_never_shown(engine: Engine) -> None:
    outbox.post(engine, "cedar", (reply("a"), reply("b")), at(0))
    lost = outbox.next_due(engine, ("web",), at(1), LEASE)
    assert lost is not None
    outbox.give_up(engine, lost)
    assert [one.key for one in shown(engine, HOME.key)] == ["b"]


def test_nothing_appears_behind_a_reader_while_many_write(engine: Engine) -> None:
    outbox.post(engine, "cedar", (reply("start", address=STAFF),), at(0))

    def write(name: str) -> None:
        for number in range(15):
            outbox.post(engine, "cedar", (reply(f"{name}-{number}", address=STAFF),), at(number))

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers):
        seen += [one.seq for one in shown(engine, STAFF.key, seen[-1] if seen else 0, limit=1000)]
    for writer in writers:
        writer.join()
    seen += [one.seq for one in shown(engine, STAFF.key, seen[-1] if seen else 0, limit=1000)]
    assert seen == [one.seq for one in shown(engine, STAFF.key, 0, limit=1000)]
    assert len(seen) == 46
