"""After a life with Pathbot and an erasure: a search for the learner's word through everything that is on the disk.

The word goes wherever a learner's words go: answers, an edit, a role search, a mentor's question and answer, a concern
and its alert, a saved line, a weekly summary, every file of the portfolio, the log at its most talkative.
"""

import asyncio
import json
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.app.school import Talk
from tests.conversations.player import make_school
from tests.databases import emptied_postgres

from pathbot.app.desk import FILES, StoreDesk
from pathbot.app.engine_room import EngineRoom
from pathbot.app.kit import Kit
from pathbot.app.weekly import Weekly
from pathbot.store import people, rights
from pathbot.store.engine import Database, open_engine, reading
from pathbot.store.ingest import Ingest
from pathbot.store.tables import metadata

CANARY = "zorilla"
CRISIS = f"i want to kill myself, the {CANARY} is gone"
PROJECT = "shade-for-our-school"


class Plain(Talk):
    """A `Talk` on a database whose bytes can be searched."""

    def __init__(self, folder: Path, kit: Kit, engine: Database) -> None:
        super().__init__(folder / "unused", kit)
        self.engine.dispose()
        self.engine = engine
        self.room = EngineRoom(engine, kit, {"collecting": self.channel, "web": self.web}, lambda: self.now, "searched")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without a key: in an encrypted file a search would find nothing whatever was left."""
    if request.param == "postgresql":
        made = emptied_postgres()
    else:
        (tmp_path / "home").mkdir()
        made = open_engine(f"sqlite:///{tmp_path / 'home' / 'pathbot.db'}")
    yield make_school(made, PROJECT)
    made.dispose()


@pytest.fixture
async def talk(tmp_path: Path, kit: Kit, engine: Database) -> AsyncIterator[Plain]:
    async with Plain(tmp_path, kit, engine) as talk:
        yield talk


@contextmanager
def talkative(folder: Path) -> Iterator[None]:
    """Everything any library says goes into a file, and temporary files go where the search looks."""
    (folder / "temp").mkdir()
    handler = logging.FileHandler(folder / "pathbot.log")
    root, level, before = logging.getLogger(), logging.getLogger().level, tempfile.tempdir
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    tempfile.tempdir = str(folder / "temp")
    try:
        yield
    finally:
        tempfile.tempdir = before
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()


async def live(talk: Plain) -> None:
    """Everything that can be done with a word."""
    await talk.says(kind="open")
    await talk.says("ok")
    await talk.says(f"a {CANARY} lives on my street")
    await talk.says(f"why the {CANARY} has no shade", kind="edit", message=f"m{talk.count}")
    await talk.says(f"which jobs work with a {CANARY}")
    for words in (f"i drew the {CANARY} map and measured 14 spots with a tape measure", f"i showed the {CANARY} map"):
        await talk.says(words)
    await talk.to_a_line()
    await talk.says(kind="choice", value=talk.value("Save"))
    await talk.says("ask a mentor")
    await talk.says(f"how do you build shade for a {CANARY}")
    await talk.says("Send")
    await talk.someone("okafor", f"give the {CANARY} a tree")
    await talk.taps("Ask back")
    await talk.says(f"how tall should the tree of the {CANARY} be")
    await talk.someone("okafor", f"as tall as a {CANARY}")
    assert f"as tall as a {CANARY}" in str(talk.channel.sent[-1].reply)
    await talk.says("pathbot, go on")
    for asked in ("portfolio", "export", "who sees this"):
        await talk.says(asked)
    room, teacher = people.get_class(talk.engine, "p3"), people.get_person(talk.engine, "ortiz")
    assert room
    assert teacher
    Weekly(talk.engine, talk.kit).send_now(teacher, room, talk.now)
    await talk.room.pump()
    desk = StoreDesk(
        talk.engine, talk.kit, Ingest(talk.engine, lambda: talk.now), lambda: talk.now, asyncio.Event(), {}
    )
    for format_ in FILES:
        assert await desk.portfolio_file("maya", format_)
    await talk.says(CRISIS)
    talk.now += timedelta(minutes=1)


def tables_with(engine: Database) -> set[str]:
    """Tables in which the word stands, whatever the column."""
    found = set()
    with reading(engine) as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(table.select()).all()
            found |= {table.name} if any(CANARY in str(row) for row in rows) else set()
    return found


def files_with(*folders: Path) -> list[str]:
    """Files in which the word stands, in any letters: database, log of the database, temp, logs, role index."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if CANARY.encode() in file.read_bytes().lower()]


async def test_after_erasing_a_search_finds_the_word_nowhere(talk: Plain, tmp_path: Path, role_index: Path) -> None:
    with talkative(tmp_path):
        await live(talk)
        spread = tables_with(talk.engine)
        assert spread >= {"transcript", "outbox", "statements", "statement_quotes", "mentor_questions", "concerns"}
        if talk.engine.dialect.name == "sqlite":
            assert files_with(tmp_path / "home"), "there has to be something to find"
        receipt = rights.erase_learner(talk.engine, "maya", talk.now)
        assert receipt.wiped
        await talk.room.pump()
        assert tables_with(talk.engine) == set()
        assert files_with(tmp_path, role_index) == []
        talk.engine.dispose()
    assert files_with(tmp_path, role_index) == []


async def test_a_copy_holds_every_value_the_store_holds_of_the_person(talk: Plain) -> None:
    """Counted without the list that the export walks: whatever row names her or her conversation has to be in it."""
    await live(talk)
    copied = rights.export_learner(talk.engine, "maya")
    held = dict.fromkeys(copied, 0)
    with reading(talk.engine) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                values = {name: str(value) for name, value in row._mapping.items()}
                named = "maya" in values.values() or values.get("conversation") == "collecting:maya"
                if named or any(CANARY in value for value in values.values()):
                    assert table.name in copied, f"{table.name} holds something of hers"
                    held[table.name] += 1
    short = {name: (len(copied[name]), count) for name, count in held.items() if len(copied[name]) < count}
    assert not short, "the copy has fewer rows than the store"
    assert sum(held.values()) > 40
    assert CANARY in json.dumps(copied["mentor_questions"])
    with reading(talk.engine) as connection:
        everything = connection.execute(text("SELECT count(*) FROM transcript WHERE person = 'maya'")).scalar_one()
    assert len(copied["transcript"]) >= everything
