"""The door: what was acknowledged is stored, once, in its own school."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, func, select
from tests.store.store_samples import HOME, OTHER, START, at, file_all, inbound, set_up

from pathbot.messages import Inbound
from pathbot.people import School
from pathbot.store import people
from pathbot.store.engine import reading, writing
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.ingest import Ingest
from pathbot.store.tables import conversations, inbox


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def stored(engine: Engine) -> list[Inbound]:
    with reading(engine) as connection:
        bodies = connection.execute(select(inbox.c.body).order_by(inbox.c.id)).scalars()
        return [Inbound.model_validate_json(body) for body in bodies]


def test_a_new_message_is_stored_whole(engine: Engine) -> None:
    message = inbound(1, "Señal débil 🦦", address=HOME.model_copy(update={"thread": "t9", "shared": True}))
    assert file_all(engine, message) == [True]
    assert stored(engine) == [message]
    with reading(engine) as connection:
        row = connection.execute(select(conversations)).one()
    assert (row.key, row.school, row.shared, row.last_message_at) == ("web:maya:t9", "cedar", True, at(1))


def test_the_same_delivery_is_one_message_however_often_it_comes(engine: Engine) -> None:
    first, again = inbound(1, "hello"), inbound(1, "hello")
    assert file_all(engine, first, again, inbound(2), again) == [True, False, True, False]
    assert [message.delivery_id for message in stored(engine)] == ["maya-1", "maya-2"]


async def test_a_burst_with_duplicates_is_stored_once_each(engine: Engine) -> None:
    messages = [inbound(n % 150, address=(HOME, OTHER)[n % 2]) for n in range(300)]
    async with Ingest(engine, lambda: START) as ingest:
        news = await asyncio.gather(*(ingest.file("cedar", message) for message in messages))
    assert sum(news) == len({message.delivery_id for message in messages}) == len(stored(engine))


def test_the_newest_message_time_is_kept_whatever_order_they_come_in(engine: Engine) -> None:
    file_all(engine, inbound(5), inbound(9), inbound(7))
    with reading(engine) as connection:
        assert connection.execute(select(conversations.c.last_message_at)).scalar_one() == at(9)


async def test_a_school_that_is_not_there_refuses_only_its_own_message(engine: Engine) -> None:
    async with Ingest(engine, lambda: START) as ingest:
        filed = [ingest.file("cedar", inbound(1)), ingest.file("nowhere", inbound(2)), ingest.file("cedar", inbound(3))]
        good, bad, also_good = await asyncio.gather(*filed, return_exceptions=True)
    assert (good, also_good) == (True, True)
    assert isinstance(bad, StoreProblem)
    assert not isinstance(bad, StoreUnavailable)
    assert [message.delivery_id for message in stored(engine)] == ["maya-1", "maya-3"]


async def test_a_conversation_never_changes_schools(engine: Engine) -> None:
    people.add_school(engine, School(id="birch", name="Birch"))
    async with Ingest(engine, lambda: START) as ingest:
        assert await ingest.file("cedar", inbound(1))
        with pytest.raises(StoreProblem, match="another school"):
            await ingest.file("birch", inbound(2))
        assert await ingest.file("cedar", inbound(3))


def test_a_nul_is_taken_out_before_anything_counts_characters(engine: Engine) -> None:
    file_all(engine, inbound(1, "a\0b").model_copy(update={"data": {"value": "c\0d"}}))
    assert [(message.text, message.data) for message in stored(engine)] == [("ab", {"value": "cd"})]


async def test_after_closing_nothing_is_acknowledged(engine: Engine) -> None:
    async with Ingest(engine, lambda: START) as ingest:
        assert await ingest.file("cedar", inbound(1))
    with pytest.raises(StoreUnavailable):
        await ingest.file("cedar", inbound(2))
    assert len(stored(engine)) == 1


async def test_what_is_waiting_when_it_closes_is_still_stored(engine: Engine) -> None:
    async with Ingest(engine, lambda: START) as ingest:
        waiting = [asyncio.create_task(ingest.file("cedar", inbound(n))) for n in range(20)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*waiting) == [True] * 20
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(inbox)).scalar_one() == 20


@contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    """Somebody else is writing and does not finish."""
    with writing(engine) as connection:
        connection.execute(conversations.update().values(last_seq=conversations.c.last_seq))
        yield


async def test_a_database_that_is_held_up_answers_unavailable_and_the_second_try_finds_the_message(
    engine: Engine,
) -> None:
    async with Ingest(engine, lambda: START) as ingest:
        await ingest.file("cedar", inbound(1))
        with _locked(engine):
            began = asyncio.get_running_loop().time()
            with pytest.raises(StoreUnavailable, match="again in a moment"):
                await ingest.file("cedar", inbound(1, "edited").model_copy(update={"delivery_id": "maya-2"}))
            assert asyncio.get_running_loop().time() - began < 2.5
        again = inbound(1, "edited").model_copy(update={"delivery_id": "maya-2"})
        await ingest.file("cedar", again)
    assert [message.delivery_id for message in stored(engine)] == ["maya-1", "maya-2"]


async def test_turns_wait_for_a_crowd_at_the_door_and_for_nobody_else(engine: Engine) -> None:
    async with Ingest(engine, lambda: START) as ingest:
        one = asyncio.create_task(ingest.file("cedar", inbound(0)))
        await asyncio.wait_for(ingest.lull(), 0.005)
        crowd = [asyncio.create_task(ingest.file("cedar", inbound(n))) for n in range(1, 30)]
        await asyncio.sleep(0)
        await asyncio.wait_for(ingest.lull(), 2)
        assert all(message.done() for message in (one, *crowd))


async def test_a_crowd_that_never_ends_does_not_stop_the_turns(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathbot.store.ingest.CROWD_SECONDS", 0.03)
    async with Ingest(engine, lambda: START) as ingest:

        async def come(first: int) -> None:
            for n in range(first, first + 200):
                await ingest.file("cedar", inbound(n))

        coming = [asyncio.create_task(come(1000 * n)) for n in range(8)]
        await asyncio.sleep(0)
        await ingest.lull()
        assert not any(task.done() for task in coming)
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)
