"""The bell: what one process stored, another hears at once; on SQLite it is silent."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from tests.databases import emptied_postgres

from pathbot.store.bell import ARRIVED, Bell
from pathbot.store.engine import open_engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = emptied_postgres()
    yield made
    made.dispose()


async def _wait_for(heard: list[str], count: int) -> None:
    for _ in range(500):
        if len(heard) >= count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"heard only {heard}")


async def test_every_process_hears_each_ring_and_a_burst_of_the_same_once(engine: Engine) -> None:
    here: list[str] = []
    there: list[str] = []
    async with Bell(engine, here.append) as bell, Bell(engine, there.append):
        await asyncio.sleep(0.3)  # LISTEN has to be on before anything can be heard
        for _ in range(20):
            bell.ring("web:person-maya")
        bell.ring(ARRIVED)
        await _wait_for(there, 2)
        await _wait_for(here, 2)
    assert sorted(there) == sorted(here) == sorted([ARRIVED, "web:person-maya"])


async def test_a_cut_line_is_mended(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathbot.store.bell._AGAIN_SECONDS", 0.05)
    heard: list[str] = []
    async with Bell(engine, heard.append) as bell:
        await asyncio.sleep(0.3)
        with engine.begin() as connection:
            listeners = "FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {listeners}"))
        await asyncio.sleep(0.5)
        bell.ring("a")
        await _wait_for(heard, 1)


async def test_on_sqlite_it_is_silent(tmp_path: Path) -> None:
    heard: list[str] = []
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    async with Bell(engine, heard.append) as bell:
        bell.ring("a")
        await asyncio.sleep(0.05)
    assert heard == []
    engine.dispose()
