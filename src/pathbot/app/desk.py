"""What stands behind the web chat: the store, read for one page at a time."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ParamSpec, TypeVar

from pathbot.app.alerts_shown import with_answers
from pathbot.app.kit import Kit
from pathbot.app.own_portfolio import own_portfolio
from pathbot.app.portfolios import Content, assemble, signed_badges
from pathbot.app.questions_shown import as_they_stand
from pathbot.channels.web.desk import Portfolio, PortfolioFile, Profile, Shown, StepMark, Unavailable
from pathbot.exports import KINDS, Format, leaving_school
from pathbot.messages import Inbound
from pathbot.people import Class, Membership, Person
from pathbot.store import care, fences, history, people, portfolio
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem, StoreUnavailable
from pathbot.store.ingest import Ingest

P = ParamSpec("P")
R = TypeVar("R")
FILES: Mapping[str, Format] = {"json" if name == "json-resume" else name: name for name in KINDS}
"""The files a learner can download, by the end of their address."""


class StoreDesk:
    """The `Desk` of the web chat. `notes` are the demo's lines about its people; without them nobody is listed."""

    def __init__(
        self,
        engine: Database,
        kit: Kit,
        ingest: Ingest,
        clock: Callable[[], datetime],
        arrived: asyncio.Event,
        notes: Mapping[str, str],
    ) -> None:
        self._engine = engine
        self._kit = kit
        self._ingest = ingest
        self._clock = clock
        self._arrived = arrived
        self._notes = notes

    async def file(self, inbound: Inbound) -> bool:
        """Into the inbox. True when new. Raises Unavailable."""
        person = await self._read(people.get_person, self._engine, inbound.person)
        if person is None:
            raise Unavailable
        try:
            new = await self._ingest.file(person.school, inbound)
        except StoreUnavailable:
            raise Unavailable from None
        self._arrived.set()
        return new

    async def shown(self, person: str, conversation: str, after: int) -> tuple[Shown, ...]:
        """What stands after `after` in a conversation."""
        return await self._for(person, self._shown, conversation, after) or ()

    async def holds(self, key: str) -> bool:
        """Whether the outbox has it: pages read from there."""
        return await self._read(history.reply_of, self._engine, key) is not None

    async def person(self, person: str) -> Profile | None:
        """Who this is, in the newest class they belong to."""
        return await self._for(person, self._profile)

    async def people(self) -> tuple[Profile, ...]:
        """The demo's people, in the order of its file."""
        found = [await self.person(person) for person in self._notes]
        return tuple(profile for profile in found if profile is not None)

    async def journey(self, person: str) -> tuple[StepMark, ...]:
        """The eight steps and where this learner is."""
        return await self._for(person, self._marks) or ()

    async def portfolio(self, person: str) -> Portfolio:
        """Approved lines and saved roles."""
        return await self._for(person, self._portfolio) or Portfolio()

    async def portfolio_file(self, person: str, format: str) -> PortfolioFile | None:
        """The portfolio as a file, None for a format there is not."""
        if format not in FILES:
            return None
        return await self._for(person, self._file, format)

    async def _for(self, who: str, read: Callable[..., R], *args: object) -> R | None:
        """Reads as this person, behind the fence of their school; None when there is nobody of this id."""
        return await self._read(as_person, self._engine, who, read, *args)

    async def _read(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await asyncio.to_thread(read, *args, **kwargs)
        except StoreProblem:
            raise Unavailable from None

    def _shown(self, person: Person, conversation: str, after: int) -> tuple[Shown, ...]:
        lines = history.shown(self._engine, conversation, after)
        shown = tuple(Shown(**line.model_dump(exclude={"reply"}), reply=line.reply) for line in lines)
        shown = with_answers(self._engine, shown, self._kit.texts, person.language)
        return as_they_stand(self._engine, shown, self._kit.texts, person.id, person.language)

    def _profile(self, person: Person) -> Profile:
        duties = people.viewer(self._engine, person).memberships
        held = _first(duties)
        room = people.get_class(self._engine, held.class_id) if held and held.class_id else None
        return Profile(
            id=person.id,
            name=person.name,
            duty=held.duty if held else "learner",
            title=person.title,
            language=person.language,
            class_id=room.id if room else None,
            class_name=room.name if room else "",
            zone=room.zone if room else care.rules_of(self._engine, person.school).zone,
            note=self._notes.get(person.id, ""),
            **self._project(room, person.language),
        )

    def _project(self, room: Class | None, language: str) -> dict[str, str]:
        project = self._kit.projects.get(room.project) if room else None
        if project is None:
            return {}
        return {"project": project.title.in_(language), "question": project.essential_question.in_(language)}

    def _marks(self, person: Person) -> tuple[StepMark, ...]:
        journeys = portfolio.journeys_of(self._engine, person.id)
        if not journeys:
            return ()
        journey = journeys[0]
        marks = []
        for step in self._kit.framework.steps:
            status = journey.state(step.id).status
            mark = "current" if step.id == journey.step else "ahead" if status == "open" else status
            marks.append(StepMark(name=step.name.in_(person.language), mark=mark))
        return tuple(marks)

    def _portfolio(self, person: Person) -> Portfolio:
        own = own_portfolio(self._engine, self._kit, person)
        return Portfolio(
            lines=own.lines,
            roles=own.roles,
            skills={line.id: own.skills(line) for line in own.lines},
            next=own.next(),
            projects={p.id: p.title.in_(person.language) for p in self._kit.projects.values()},
            formats=tuple(FILES),
        )

    def _file(self, person: Person, format: str) -> PortfolioFile:
        kit = self._kit
        vocabulary = kit.drafting.kit(person.language).vocabulary
        worded = Content(dict(kit.projects), vocabulary, months=kit.texts, words=kit.export_texts)
        portfolio = assemble(self._engine, person, worded, self._clock())
        kind = KINDS[FILES[format]]
        if format == "zip":
            content = leaving_school(portfolio, signed_badges(portfolio, person, must=False))
        else:
            content = kind.made(portfolio)
        return PortfolioFile(name=kind.name, media_type=kind.media_type, content=content)


def as_person(engine: Database, who: str, read: Callable[..., R], *args: object) -> R | None:
    """`read(person, *args)` behind the second fence of the person's school (`fences.only`); None for nobody."""
    person = people.get_person(engine, who)
    if person is None:
        return None
    with fences.only(person.school):
        return read(person, *args)


def _first(duties: tuple[Membership, ...]) -> Membership | None:
    """A duty in a class comes before one in the whole school."""
    return next((m for m in duties if m.class_id), duties[0] if duties else None)
