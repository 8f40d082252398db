"""Two schools with everyone in them, 200 planted private sentences, and the real pages over the real store."""

import asyncio
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from pathbot.app.content import default_folder, read
from pathbot.app.desk import StoreDesk
from pathbot.app.kit import Kit
from pathbot.app.office import StoreOffice
from pathbot.app.settings import Settings
from pathbot.channels.web.app import create_web
from pathbot.channels.web.desk import private_address
from pathbot.channels.web.hub import Hub
from pathbot.channels.web.session import COOKIE, Sessions
from pathbot.channels.web.texts import PageTexts
from pathbot.conversation import Line
from pathbot.evidence import Draft, Quote, SkillStatement
from pathbot.mentoring import CardNote, MentorQuestion
from pathbot.people import Class, Concern, Consent, Membership, Person, School
from pathbot.reflection.journey import Journey
from pathbot.store import card_notes, keep, people
from pathbot.store.engine import Database, open_engine, writing
from pathbot.store.ingest import Ingest
from pathbot.store.migrate import migrate

ORIGIN = "http://localhost"
SECRET = b"a secret for tests, of forty bytes or so"
NOW = datetime(2026, 11, 25, 17, tzinfo=UTC)
PLANTED = 200
ROLES = ("learner", "teacher", "mentor", "safety_contact", "admin")
SHOWN = "Measured {school} shade at 14 spots with a tape measure."
ASKED = "In a class doing “Shade”. Question: how do you pick the trees in {school}"


@dataclass
class Town:
    """`north` and `south` have the same: nia (learner), tom (teacher), mo (mentor), sam (contact), al (admin)."""

    engine: Database
    kit: Kit
    settings: Settings
    now: datetime = NOW
    web: Any = None
    private: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Everyone moves in."""
        for school in ("north", "south"):
            self._school(school)

    def open(self, mail: bool = False) -> "Town":
        """The pages."""
        texts = {f.stem: read(f, PageTexts) for f in (default_folder("prompts") / "pages").glob("*.yaml")}
        hub, arrived = Hub(), asyncio.Event()
        self.ingest = Ingest(self.engine, self.clock)
        desk = StoreDesk(self.engine, self.kit, self.ingest, self.clock, arrived, {})
        office = StoreOffice(self.settings, self.engine, self.kit, self.clock)
        self.web = create_web(desk, hub, texts=texts, secret=SECRET, clock=self.clock, office=office, mail=mail)
        self.sessions = Sessions(SECRET, lambda: self.now.timestamp())
        return self

    def clock(self) -> datetime:
        return self.now

    def client(self, person: str | None) -> httpx.AsyncClient:
        """A browser with someone signed in, or nobody."""
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        cookies = {COOKIE: self.sessions.start(person)} if person else {}
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}, cookies=cookies)

    def token(self, client: httpx.AsyncClient) -> str:
        """The token that this browser's forms carry."""
        session = self.sessions.read(client.cookies.get(COOKIE) or "")
        return session.token if session else ""

    def plant(self, what: str) -> str:
        sentence = f"{what} zq{len(self.private):03d}x nobody else may read this"
        self.private.append(sentence)
        return sentence

    def _school(self, school: str) -> None:
        people.add_school(self.engine, School(id=school, name=f"{school.title()} High"))
        for n in (1, 2):
            room = Class(id=f"{school}-{n}", school=school, name=f"{school} {n}", project="shade-for-our-school")
            people.add_class(self.engine, room)
        for name, duty in zip(("nia", "tom", "mo", "sam", "al"), ROLES, strict=True):
            whole = duty in ("safety_contact", "admin")
            self._person(school, name, duty, None if whole else f"{school}-1")
        self._person(school, "sue", "safety_contact", None)  # a project starts only with a contact and a backup
        self._person(school, "ned", "learner", f"{school}-2")
        self._person(school, "tia", "teacher", f"{school}-2")
        self._person(school, "lou", "teacher", f"{school}-1", active=False)
        self._note(school)
        for learner, room in (("nia", f"{school}-1"), ("ned", f"{school}-2")):
            self._record(school, f"{school}-{learner}", room)

    def _note(self, school: str) -> None:
        by, at = f"{school}-sue", NOW - timedelta(days=2)
        note = {"id": f"{school}-note", "soc": "47-2031.00", "title": "Carpenter", "text": "Measure twice."}
        card_notes.propose(self.engine, CardNote(school=school, proposed_by=by, proposed_at=at, **note))

    def _person(self, school: str, name: str, duty: str, room: str | None, active: bool = True) -> None:
        person = Person(id=f"{school}-{name}", school=school, name=f"{name.title()} {school}")
        people.add_person(self.engine, person)
        held = Membership(person=person.id, school=school, duty=duty, class_id=room, active=active)  # type: ignore[arg-type]
        people.add_membership(self.engine, held)
        people.link_identity(self.engine, school, "web", person.id, person.id)
        people.set_address(self.engine, person, private_address(person.id))

    def _record(self, school: str, learner: str, room: str) -> None:
        key = private_address(learner).key
        facts = {"school": school, "learner": learner, "class_id": room, "project": "shade-for-our-school"}
        walk = {"framework": "pblp", "framework_hash": "h", "step": "project", "started_at": NOW - timedelta(days=30)}
        with writing(self.engine) as c:
            keep.consent(c, school, Consent(person=learner, notice_hash="n", given_at=NOW - timedelta(days=30)))
            keep.journey(c, Journey(id=f"j-{learner}", updated_at=NOW, **facts, **walk))  # type: ignore[arg-type]
            for n in range(PLANTED // 4 - 5):
                text = self.plant("i feel alone and")
                said = Line(id=f"{learner}-{n}", sender="learner", text=text, step=2, project=facts["project"], at=NOW)
                keep.lines(c, school, key, learner, (said,), iter((n + 1,)))
            for n in range(4):
                text = self.plant("draft line")
                keep.statement(c, school, self._line(f"{learner}-d{n}", learner, text, "proposed" if n else "declined"))
            for n in range(2):
                concern = {"id": f"{learner}-c{n}", "message_id": f"{learner}-{n}", "tier": "B", "raised_at": NOW}
                excerpt = self.plant("i want to hurt myself")
                keep.concern(c, Concern(school=school, learner=learner, excerpt=excerpt, **concern))  # type: ignore[arg-type]
            for n in range(2):
                asked = MentorQuestion(id=f"{learner}-p{n}", text=self.plant("unsent question"), asked_at=NOW, **facts)
                keep.question(c, asked)
            keep.statement(c, school, self._line(f"{learner}-ok", learner, SHOWN.format(school=learner), "approved"))
            sent = MentorQuestion(
                id=f"{learner}-q",
                text=ASKED.format(school=learner),
                asked_at=NOW - timedelta(days=3),
                status="open",
                mentor=f"{school}-mo" if room.endswith("1") else None,
                **facts,
            )
            keep.question(c, sent)

    def _line(self, name: str, learner: str, text: str, status: str) -> SkillStatement:
        quote = Quote(message_id=f"{learner}-own", start=0, end=9, text="i measured"[:9])
        draft = Draft(statement=text, evidence=(quote,), own_words=0.9)
        return SkillStatement(
            id=name,
            learner=learner,
            project="shade-for-our-school",
            draft=draft,
            status=status,  # type: ignore[arg-type]
            created_at=NOW,
            decided_at=NOW,
        )


def build_town(folder: Path, kit: Kit) -> tuple[str, ...]:
    """A town's database in a folder, and the private sentences that were planted in it."""
    engine = open_engine(f"sqlite:///{folder / 'town.db'}", bytes(32))
    migrate(engine)
    town = Town(engine, kit, Settings(home=folder, _env_file=None))
    town.settle()
    engine.dispose()
    return tuple(town.private)


def new_town(folder: Path, built: Path, private: tuple[str, ...], kit: Kit, mail: bool = False) -> Town:
    """A copy of a town, with project files that may be changed."""
    shutil.copy(built / "town.db", folder / "town.db")
    shutil.copytree(default_folder("prompts"), folder / "prompts")
    settings = Settings(home=folder, prompts=folder / "prompts", _env_file=None)
    engine = open_engine(f"sqlite:///{folder / 'town.db'}", bytes(32))
    return Town(engine, kit, settings, private=list(private)).open(mail)
