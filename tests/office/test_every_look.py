"""Every page there is, opened by everyone: no adult sees words of a learner without an entry in the audit trail, and
nothing is read outside the fence of one's own school. Pages are taken from the application: a new one is tried too.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi.openapi.utils import get_openapi
from sqlalchemy import event

from pathbot.app.content import default_folder, read
from pathbot.app.slack_desk import StoreSlackDesk
from pathbot.channels.web.desk import private_address
from pathbot.messages import Outgoing, Text
from pathbot.store import audit, fences, outbox, people
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts
from tests.office.town import ASKED, NOW, SHOWN, Town

PEOPLE = ("nia", "ned", "tom", "tia", "lou", "mo", "sam", "al")
ADULTS = PEOPLE[2:]
FILL = {
    "class_id": ("north-1", "north-2"),
    "learner": ("north-nia", "north-ned"),
    "person": ("north-nia", "north-tom"),
    "project": ("homes-for-birds",),
    "format": ("md",),
    "place": ("chat",),
    "number": ("1",),
}
STREAM = "/api/events"  # never ends, and shows what /api/messages shows
ALARM = "in an alert about {learner}"
DELIVERED = ("/inbox", "/api/messages", "/you/copy")
"""Show messages whose delivery to this adult stands in the trail already."""


def pages(town: Town) -> list[str]:
    """The path of every page, with something in each place."""
    found = []
    described = get_openapi(title="every page", version="1", routes=town.web.routes)["paths"]
    for path in (path for path, methods in described.items() if "get" in methods and path != STREAM):
        paths = [path]
        for name in re.findall(r"{(\w+)}", path):
            assert name in FILL, f"{path}: say in FILL what may stand for {name}"
            paths = [p.replace(f"{{{name}}}", value) for p in paths for value in FILL[name]]
        found += paths
    return found


def words_of(learner: str) -> tuple[str, ...]:
    return tuple(text.format(school=learner, learner=learner) for text in (SHOWN, ASKED, ALARM))


async def test_no_adult_sees_words_of_a_learner_without_an_entry_in_the_trail(town: Town) -> None:
    for learner, contact in (("north-nia", "north-sam"), ("north-ned", "north-sam")):
        alarm = Text(text=ALARM.format(learner=learner))
        out = Outgoing(key=f"alarm-{learner}", address=private_address(contact), reply=alarm, priority="alert")
        outbox.post(town.engine, "north", [out], NOW, about=[learner])
    looks = set()
    for name in ADULTS:
        who = f"north-{name}"
        for path in pages(town):
            before = len(audit.entries(town.engine, "north"))
            async with town.client(who) as client:
                text = (await client.get(path)).text
            entries = audit.entries(town.engine, "north")
            fresh = entries if path in DELIVERED else entries[before:]
            noted = {entry.subject for entry in fresh if entry.actor == who}
            seen = {person for person in ("north-nia", "north-ned") if any(w in text for w in words_of(person))}
            assert seen <= noted, f"{name} saw words of {seen - noted} on {path}, and the trail does not know"
            looks |= {(name, path)} if seen else set()
    assert {path for name, path in looks if name == "tom"} >= {
        "/teach/north-1",
        "/teach/north-1/lines",
        "/teach/north-1/questions",
        "/teach/north-1/learner/north-nia",
    }
    assert {name for name, _ in looks} == {"tom", "tia", "mo", "sam"}
    assert audit.first_broken(town.engine, "north") is None


async def test_a_learner_who_reads_their_own_page_leaves_no_entry(town: Town) -> None:
    async with town.client("north-nia") as client:
        for path in ("/chat", "/portfolio", "/you", "/you/copy"):
            assert (await client.get(path)).status_code == 200
    assert audit.entries(town.engine, "north") == ()


async def test_what_stands_in_the_home_in_slack_is_on_record_too(town: Town) -> None:
    texts = read(default_folder("prompts") / "slack.yaml", Texts)

    async def nothing(_: str) -> None: ...

    ingest, arrived = Ingest(town.engine, town.clock), asyncio.Event()
    desk = StoreSlackDesk(
        town.engine, town.kit, texts, lambda _: "north", ingest, arrived, clock=town.clock, left=nothing
    )
    for name in ("sam", "mo", "tom", "nia"):
        people.link_identity(town.engine, "north", "slack", f"T1/{name}", f"north-{name}")
        await desk.home(f"T1/{name}")
    found = {(entry.actor, entry.action, entry.subject) for entry in audit.entries(town.engine, "north")}
    assert found == {
        ("north-sam", "view-concerns", "north-nia"),
        ("north-sam", "view-concerns", "north-ned"),
        ("north-mo", "view-questions", "north-nia"),
        ("north-tom", "view-summary", "north-nia"),
    }


@contextmanager
def unfenced(town: Town) -> Iterator[list[str]]:
    """Collects what is asked of the database while no school is being worked for."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if fences.worked_for() is None:
            asked.append(" ".join(statement.split()))

    event.listen(town.engine, "before_cursor_execute", note)
    yield asked
    event.remove(town.engine, "before_cursor_execute", note)


async def test_pages_read_behind_the_fence_of_the_viewers_school(town: Town) -> None:
    """Only who somebody is has to be found out before it is known which school that is."""
    with unfenced(town) as asked:
        for name in PEOPLE:
            for path in pages(town):
                async with town.client(f"north-{name}") as client:
                    await client.get(path)
    assert set(asked) >= {"BEGIN"}, "looking somebody up has to be among it"
    others = {statement for statement in asked if " FROM people WHERE people.id = " not in statement}
    assert others == {"BEGIN"}
