"""Whose turn it is: one worker per conversation and per person, in order, and never stuck for ever."""

import threading

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import HOME, LEASE, OTHER, answer, at, changes, converse, file_all, inbound, set_up, take

from pathbot.messages import Address
from pathbot.store import claims, people, turns
from pathbot.store.claims import GIVE_UP_AFTER, LOST_AFTER, claim, give_back, heartbeat, revive


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def test_nothing_to_answer_is_none(engine: Engine) -> None:
    assert claim(engine, "w1", at(0), LEASE) is None
    converse(engine, inbound(1))
    assert claim(engine, "w1", at(2000), LEASE) is None


def test_messages_of_a_conversation_come_in_the_order_they_were_sent(engine: Engine) -> None:
    file_all(engine, inbound(3), inbound(1), inbound(2))
    order = []
    for second in range(3):
        claimed = take(engine, 1000 + second)
        order.append(claimed.inbound.delivery_id)
        assert answer(engine, claimed)
    assert order == ["maya-1", "maya-2", "maya-3"]


def test_messages_sent_at_the_same_time_come_in_the_order_they_were_filed(engine: Engine) -> None:
    file_all(engine, inbound("b", sent=5), inbound("a", sent=5))
    assert take(engine).inbound.delivery_id == "maya-b"


def test_a_conversation_has_one_worker_at_a_time_and_others_go_on(engine: Engine) -> None:
    file_all(engine, inbound(1), inbound(2), inbound(3, address=OTHER, by="web-omar"))
    first, second = take(engine, worker="w1"), take(engine, worker="w2")
    assert (first.conversation, second.conversation) == (HOME.key, OTHER.key)
    assert claim(engine, "w3", at(1000), LEASE) is None


def test_a_person_who_writes_in_two_channels_is_answered_one_at_a_time(engine: Engine) -> None:
    people.link_identity(engine, "cedar", "slack", "U1", "maya")
    slack = Address(channel="slack", conversation="D1")
    file_all(engine, inbound(1), inbound(2, address=slack, by="U1"))
    first = take(engine)
    assert claim(engine, "w2", at(1000), LEASE) is None
    answer(engine, first)
    assert take(engine).conversation == slack.key


def test_a_lease_that_ran_out_is_taken_over_and_the_old_worker_stores_nothing(engine: Engine) -> None:
    file_all(engine, inbound(1))
    zombie = take(engine, 1000, "w1")
    assert claim(engine, "w2", at(1029), LEASE) is None
    heir = take(engine, 1030, "w2")
    assert heir.inbound == zombie.inbound
    assert heir.fence > zombie.fence
    assert not heartbeat(engine, zombie, at(1031), LEASE)
    assert not answer(engine, zombie, 1031)
    assert not give_back(engine, zombie, at(1031), "slow")
    assert answer(engine, heir, 1032)


def test_a_heartbeat_keeps_a_slow_turn(engine: Engine) -> None:
    file_all(engine, inbound(1))
    slow = take(engine, 1000)
    assert heartbeat(engine, slow, at(1025), LEASE)
    assert claim(engine, "w2", at(1040), LEASE) is None
    assert answer(engine, slow, 1050)


def test_a_turn_past_its_lease_still_counts_when_nobody_took_over(engine: Engine) -> None:
    file_all(engine, inbound(1))
    slow = take(engine, 1000)
    assert answer(engine, slow, 5000)


def test_an_answered_turn_cannot_be_stored_a_second_time(engine: Engine) -> None:
    file_all(engine, inbound(1))
    claimed = take(engine)
    assert answer(engine, claimed)
    assert not answer(engine, claimed)
    assert not turns.commit(engine, claimed, changes(), at(1001))


def test_a_failed_message_is_tried_again_later_and_nothing_overtakes_it(engine: Engine) -> None:
    file_all(engine, inbound(1), inbound(2))
    assert not give_back(engine, take(engine, 1000), at(1000), "model_timeout")
    assert claim(engine, "w1", at(1001), LEASE) is None
    assert take(engine, 1002).inbound.delivery_id == "maya-1"


def test_a_message_nobody_can_answer_is_set_aside_and_the_conversation_goes_on(engine: Engine) -> None:
    file_all(engine, inbound(1, "poison"), inbound(2))
    last = [give_back(engine, take(engine, 1000 * n), at(1000 * n), "bug") for n in range(1, GIVE_UP_AFTER + 1)]
    assert last == [False] * (GIVE_UP_AFTER - 1) + [True]
    assert take(engine, 9000).inbound.delivery_id == "maya-2"


def test_a_message_that_kills_its_workers_is_set_aside_too(engine: Engine) -> None:
    file_all(engine, inbound(1, "poison"), inbound(2))
    seen = [take(engine, 1000 + 60 * n, f"w{n}").inbound.delivery_id for n in range(LOST_AFTER + 1)]
    assert seen == ["maya-1"] * LOST_AFTER + ["maya-2"]


def test_a_message_set_aside_can_be_opened_again_with_its_text(engine: Engine) -> None:
    file_all(engine, inbound(1, "please help"))
    for n in range(1, GIVE_UP_AFTER + 1):
        give_back(engine, take(engine, 1000 * n), at(1000 * n), "bug")
    assert revive(engine, "birch") == 0
    assert revive(engine, "cedar") == 1
    assert take(engine, 9000).inbound.text == "please help"


def test_a_message_older_than_the_last_answered_one_is_answered_once_as_late(engine: Engine) -> None:
    converse(engine, inbound(5))
    file_all(engine, inbound(3), inbound(6))
    late, on_time = take(engine), None
    assert (late.inbound.delivery_id, late.late) == ("maya-3", True)
    assert answer(engine, late)
    on_time = take(engine)
    assert (on_time.inbound.delivery_id, on_time.late) == ("maya-6", False)
    assert answer(engine, on_time)
    assert claims.claim(engine, "w1", at(2000), LEASE) is None


def test_workers_that_compete_never_claim_what_was_just_answered(engine: Engine) -> None:
    """PostgreSQL looks again only at the row it locks: the message beside it may be done since."""
    set_up(engine)
    homes = [Address(channel="web", conversation=f"c{n}") for n in range(30)]
    rounds = 12 if engine.dialect.name == "postgresql" else 3  # SQLite has one writer at a time anyway
    file_all(engine, *(inbound(n, address=home) for n in range(rounds) for home in homes))
    lost: list[int] = []

    def work(name: str) -> None:
        while mine := claims.claim(engine, name, at(1e4), LEASE, busy=True):
            if not answer(engine, mine, 1e4, lines=()):
                lost.append(mine.inbox_id)

    workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(30)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert lost == []
