"""F18 of the fault plan: after a learner is erased, their words are nowhere on the machine that kept them."""

import logging
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.databases import new_postgres
from tests.faults.report import Row, report
from tests.faults.storm import SCHOOL, prepare

from pathbot.app import backups
from pathbot.app.engine_room import EngineRoom
from pathbot.app.home import open_store
from pathbot.app.kit import Kit
from pathbot.channels.collecting import Collecting
from pathbot.channels.web.desk import private_address
from pathbot.messages import Inbound
from pathbot.store import rights
from pathbot.store.engine import Database
from pathbot.store.tables import metadata

CANARY = "zanzibarotter"
LINES = (
    "hi",
    "ok",
    f"the {CANARY} lives in the creek on my street",
    f"why the {CANARY} is sick",
    f"my cousin, the {CANARY} keeper",
    f"the city should care for the {CANARY}",
    f"what job works with a {CANARY}?",
    f"can i ask a mentor how they feed a {CANARY} in the winter please",
    "yes",
    f"im scared of the {CANARY} man, he hits me",
    "go on",
    f"i measured where the {CANARY} sleeps and drew a map of 14 spots",
    "show my portfolio",
)


def tables_with(engine: Database, word: str) -> list[str]:
    with engine.connect() as connection:
        return [
            name
            for name, table in metadata.tables.items()
            if any(word in str(row).lower() for row in connection.execute(table.select()))
        ]


def files_with(folders: list[Path], word: str) -> list[str]:
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    shapes = (word.encode(), word.encode("utf-16-le"), word.upper().encode())
    return [path.name for path in found if any(shape in path.read_bytes().lower() for shape in shapes)]


@pytest.mark.faults
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_f18_no_table_file_log_index_or_backup_holds_an_erased_learners_words(
    tmp_path: Path, kit: Kit, role_index: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, home = tmp_path / "tmp", tmp_path / "home"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    if database == "sqlite":
        await _live_and_erase(home, temporary, kit, role_index, "")
        return
    with new_postgres() as url:
        await _live_and_erase(home, temporary, kit, role_index, url)


async def _live_and_erase(home: Path, temporary: Path, kit: Kit, index: Path, url: str) -> None:
    settings, engine = prepare(home, ["maya"], index, url)
    heard = logging.FileHandler(home / "pathbot.log")
    logging.getLogger().addHandler(heard)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        await _live(engine, kit)
        assert {"transcript", "inbox", "outbox", "journeys"} & set(tables_with(engine, CANARY))
        backups.back_up(settings, engine, home / "backups" / "before.db")
        assert rights.erase_learner(engine, "maya", datetime.now(UTC)).wiped
        backups.back_up(settings, engine, home / "backups" / "after.db")
    finally:
        logging.getLogger().removeHandler(heard)
        heard.close()
    assert tables_with(engine, CANARY) == []
    engine.dispose()
    assert files_with([home, temporary], CANARY) == []
    reopened = open_store(settings)
    assert tables_with(reopened, CANARY) == []
    reopened.dispose()
    report(Row("F18", engine.dialect.name, "everywhere", events=len(LINES), lost=0, bar="0 hits", note="0 hits"))


async def _live(engine: Database, kit: Kit) -> None:
    time = datetime.now(UTC)
    clock = {"now": time}
    async with EngineRoom(engine, kit, {"web": Collecting("web")}, lambda: clock["now"], "room") as room:
        for number, line in enumerate(LINES):
            clock["now"] = time + timedelta(seconds=40 * number)
            inbound = Inbound(
                channel="web",
                delivery_id=f"d{number}",
                address=private_address("maya"),
                person="maya",
                text=line,
                sent_at=clock["now"],
            )
            await room.take(SCHOOL.id, inbound)
