"""Plays a recorded conversation through the real inbox, turn and outbox, on a clock of its own."""

import atexit
import functools
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pathbot.app.engine_room import EngineRoom
from pathbot.app.kit import Kit
from pathbot.channels.collecting import Collecting
from pathbot.evidence import Said, SkillStatement
from pathbot.messages import Address, Inbound, Outgoing, fallback, options
from pathbot.people import Class, Membership, Person, School
from pathbot.store import people, portfolio
from pathbot.store.engine import Database, open_engine
from pathbot.store.migrate import migrate

MONDAY = datetime(2026, 9, 14, 16, tzinfo=UTC)
SCHOOL = School(id="school", name="Lincoln High")
HERE = Address(channel="collecting", conversation="maya")
KEY = bytes(range(32))
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Player:
    """A learner in a class with a teacher, a mentor, a safety contact and a backup."""

    def __init__(
        self,
        folder: Path,
        kit: Kit,
        project: str = "shade-for-our-school",
        language: str = "en",
        lived_in: Path | None = None,
    ) -> None:
        """`lived_in`: a folder of a school where something was said already, to go on from a copy of it."""
        self.kit = kit
        self.now = MONDAY
        self.count = 0
        self.channel = Collecting("collecting")
        self.web = Collecting("web")
        self.engine = copy_of(lived_in or _template(project, language), folder)
        self.room = self.new_room()

    def new_room(self) -> EngineRoom:
        """What answers and sends, over this store and these channels."""
        channels = {"collecting": self.channel, "web": self.web}
        return EngineRoom(self.engine, self.kit, channels, lambda: self.now, "player")

    async def __aenter__(self) -> "Player":
        await self.room.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.room.__aexit__()

    async def says(self, text: str = "", kind: str = "text", **data: str) -> tuple[Outgoing, ...]:
        """One message of the learner; what Pathbot sent them for it."""
        self.count += 1
        self.now += timedelta(seconds=40)
        before = len(self.channel.sent)
        inbound = Inbound(
            channel="collecting",
            delivery_id=f"m{self.count}",
            address=HERE,
            person="maya",
            kind=kind,
            text=text,
            data=data,
            sent_at=self.now,
        )
        await self.room.take(SCHOOL.id, inbound)
        return self.channel.sent[before:]

    async def taps(self, label: str) -> tuple[Outgoing, ...]:
        """Taps an option of the last message that offered it."""
        offered = next(c for o in reversed(self.channel.sent) for c in options(o.reply) if c.label == label)
        return await self.says(kind="choice", value=offered.value)

    def waits(self, how_long: str) -> None:
        """Time passes: 30m, 5h, 3d."""
        self.now += timedelta(**{UNITS[how_long[-1]]: int(how_long[:-1])})


def new_school(folder: Path, project: str, language: str = "en") -> Database:
    """A fresh encrypted database with one class in it: a copy, because making one takes longer than most tests."""
    return copy_of(_template(project, language), folder)


def copy_of(school: Path, folder: Path) -> Database:
    """The database of another folder, which nobody has open, copied into this one."""
    shutil.copytree(school, folder, dirs_exist_ok=True)
    return open_engine(f"sqlite:///{folder / 'school.db'}", KEY)


@functools.cache
def _template(project: str, language: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pathbot-school-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_school(open_engine(f"sqlite:///{folder / 'school.db'}", KEY), project, language).dispose()
    return folder


def make_school(engine: Database, project: str, language: str = "en") -> Database:
    """Everyone of the class in an empty database."""
    migrate(engine)
    people.add_school(engine, SCHOOL)
    people.add_class(engine, Class(id="p3", school=SCHOOL.id, name="Period 3", project=project, language=language))
    for person, name, title, duty, class_id in (
        ("maya", "Maya", "", "learner", "p3"),
        ("ortiz", "Mr. Ortiz", "", "teacher", "p3"),
        ("okafor", "Ms. Okafor", "builder", "mentor", "p3"),
        ("lee", "Ms. Lee", "counselor", "safety_contact", None),
        ("kim", "Mr. Kim", "nurse", "safety_contact", None),
    ):
        people.add_person(engine, Person(id=person, school=SCHOOL.id, name=name, title=title, language=language))
        people.add_membership(engine, Membership(person=person, school=SCHOOL.id, duty=duty, class_id=class_id))
        people.link_identity(engine, SCHOOL.id, "collecting", person, person)
        people.link_identity(engine, SCHOOL.id, "web", person, person)
    return engine


class Played(NamedTuple):
    """The conversation as it goes now, and what it left in the store."""

    recording: dict[str, Any]
    statements: tuple[SkillStatement, ...]
    said: dict[str, Said]


async def play(recording: dict[str, Any], folder: Path, kit: Kit) -> Played:
    """The same conversation with the replies Pathbot gives now."""
    talk = []
    async with Player(folder, kit, recording["project"], recording.get("language", "en")) as player:
        for turn in recording["talk"]:
            if "waits" in turn:
                player.waits(turn["waits"])
            sent = await player.says(turn.get("says", ""), "text" if "says" in turn else "open")
            asked = {key: value for key, value in turn.items() if key != "replies"}
            talk.append({**asked, "replies": [_shown(outgoing) for outgoing in sent]})
    statements = portfolio.statements_of(player.engine, "maya")
    saved = sum(s.status == "approved" for s in statements)
    said = {s.id: s for s in portfolio.said_by(player.engine, "maya")}
    return Played({**recording, "saved": saved, "talk": talk}, statements, said)


def _shown(outgoing: Outgoing) -> str:
    return (f"[{outgoing.step}] " if outgoing.step else "") + fallback(outgoing.reply)


class _Dumper(yaml.SafeDumper):
    pass


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def dump(recording: dict[str, Any]) -> str:
    """A recording as YAML people can read in a diff."""
    return yaml.dump(recording, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
