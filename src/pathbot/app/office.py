"""What stands behind the pages of adults: the store, as far as `may_see` lets this viewer look."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import ParamSpec, TypeVar

from pathbot.app import roster
from pathbot.app.cards_page import CardsPage
from pathbot.app.desk import as_person
from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.app.mailed_links import MailedLinks
from pathbot.app.model_budget import class_notes
from pathbot.app.office_acts import Acts
from pathbot.app.projects_page import ProjectsPage
from pathbot.app.refusals import on_a_page
from pathbot.app.school_page import SchoolPage
from pathbot.app.settings import Settings
from pathbot.app.weekly import Weekly
from pathbot.channels.web.desk import StepMark, Unavailable
from pathbot.channels.web.office import (
    CardsView,
    ClassView,
    LearnerRow,
    LearnerView,
    LineView,
    PersonView,
    ProjectView,
    Refused,
    SchoolView,
    TrailView,
    YouView,
)
from pathbot.evidence import SkillStatement
from pathbot.mentoring import MentorQuestion
from pathbot.people import Class, Duty, Item, ItemKind, Person, Viewer, may_see
from pathbot.privacy import Member, notice_rows
from pathbot.store import (
    audit,
    care,
    class_facts,
    digests,
    joining,
    models,
    people,
    plans,
    portfolio,
    questions,
    rights,
    sign_in,
)
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem
from pathbot.summaries import LearnerFacts, about, quoted, week_at

P = ParamSpec("P")
R = TypeVar("R")


class StoreOffice:
    """The `Office` of the web pages."""

    def __init__(self, settings: Settings, engine: Database, kit: Kit, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._kit = kit
        self._clock = clock
        self._weekly = Weekly(engine, kit)
        self._projects = ProjectsPage(settings, engine, kit, clock)
        self._cards = CardsPage(engine, kit, clock)
        self._school = SchoolPage(engine, kit, clock)
        self._mailed = MailedLinks(settings, engine, kit, clock)
        self._acts = Acts(engine, kit, clock, self._projects.by_name)

    async def classes(self, who: str) -> tuple[Class, ...]:
        """The classes this person teaches."""
        return await self._for(who, self._classes) or ()

    async def class_view(self, who: str, class_id: str) -> ClassView | None:
        """A class they teach."""
        return await self._for(who, self._class_view, class_id)

    async def learner_view(self, who: str, class_id: str, learner: str) -> LearnerView | None:
        """A learner of a class they teach."""
        return await self._for(who, self._learner_view, class_id, learner)

    async def waiting(self, who: str, class_id: str) -> tuple[LineView, ...] | None:
        """Approved lines nobody confirmed yet."""
        return await self._for(who, self._waiting, class_id)

    async def questions(self, who: str, class_id: str) -> tuple[MentorQuestion, ...] | None:
        """What a class asked mentors."""
        return await self._for(who, self._questions, class_id)

    async def queue(self, who: str) -> tuple[MentorQuestion, ...] | None:
        """Open questions for this mentor."""
        return await self._for(who, self._queue)

    async def projects(self, who: str) -> tuple[ProjectView, ...] | None:
        """Every project, for teachers."""
        return await self._for(who, self._projects.projects)

    async def project(self, who: str, project: str, sent: Mapping[str, str] | None = None) -> ProjectView | None:
        """A project, or what a form says of it, checked in its place."""
        return await self._for(who, self._projects.project, project, sent)

    async def you(self, who: str) -> YouView | None:
        """For a learner: who sees what, and what a summary may say."""
        return await self._for(who, self._you)

    async def copy(self, who: str) -> bytes | None:
        """Everything the store holds about them."""
        return await self._for(who, self._copy)

    async def school_view(self, who: str) -> SchoolView | None:
        """For an administrator."""
        return await self._for(who, self._school.school)

    async def person_view(self, who: str, person: str) -> PersonView | None:
        """For an administrator: one person of the school."""
        return await self._for(who, self._school.person, person)

    async def cards(self, who: str) -> CardsView | None:
        """For teachers and administrators: additions to role cards."""
        return await self._for(who, self._cards.cards)

    async def role_titles(self) -> tuple[str, ...]:
        """Every role an addition can be proposed for."""
        return await self._read(self._cards.titles)

    async def trail(self, who: str) -> TrailView | None:
        """For an administrator: who did what to whose record."""
        return await self._for(who, self._school.trail)

    async def act(self, who: str, action: str, fields: Mapping[str, str]) -> str | None:
        """What a form asks for."""
        return await self._for(who, self._acts.act, action, fields)

    async def by_code(self, code: str) -> str | None:
        """The person a personal code signs in."""
        found = await self._read(joining.read_code, self._engine, code, self._clock())
        return found.person if found else None

    async def by_link(self, token: str) -> str | None:
        """The person a one-time link signs in, once."""
        return await self._read(sign_in.use_link, self._engine, token, self._clock())

    async def mail_ready(self) -> bool:
        """Whether a link can go by e-mail now."""
        return await self._read(self._mailed.ready)

    async def mail_link(self, email: str) -> None:
        """A link by e-mail, where the school set mail up."""
        await self._read(self._mailed.send, email)

    async def _for(self, who: str, read: Callable[..., R], *args: object) -> R | None:
        """Reads as this person, behind the fence of their school."""

        def viewed(person: Person) -> R:
            try:
                return read(people.viewer(self._engine, person), person, *args)
            except BadInput as error:
                raise Refused(on_a_page(error, person.language)) from None

        return await self._read(as_person, self._engine, who, viewed)

    async def _read(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await asyncio.to_thread(read, *args, **kwargs)
        except StoreProblem:
            raise Unavailable from None

    def _classes(self, viewer: Viewer, person: Person) -> tuple[Class, ...]:
        taught = [m.class_id for m in viewer.memberships if m.duty == "teacher" and m.class_id]
        return tuple(room for c in taught if (room := people.get_class(self._engine, c)) is not None)

    def _taught(self, viewer: Viewer, class_id: str) -> Class | None:
        room = people.get_class(self._engine, class_id)
        return room if room and teaches(viewer, room) else None

    def _class_view(self, viewer: Viewer, person: Person, class_id: str) -> ClassView | None:
        room = self._taught(viewer, class_id)
        if room is None:
            return None
        now, language = self._clock(), person.language
        week = week_at(now, room.zone)
        summary = self._weekly.summary(viewer, room, week, now)
        facts = self._weekly.facts(viewer, room, week)
        self._looks(person, "view-summary", quoted(summary, facts))
        project = self._kit.projects.get(room.project)
        team = {p.id: name for name, who in roster.teams_of(self._engine, room).items() for p in who}
        return ClassView(
            room=room,
            project=project.title.in_(language) if project else room.project,
            plan=plans.plan_of(self._engine, room.id),
            week=week.key,
            card=self._weekly.words.card(summary, room, language),
            chart=self._weekly.words.chart(summary, language),
            learners=tuple(self._row(f, language, now, team.get(f.person, "")) for f in facts),
            steps=tuple((step.id, step.name.in_(language)) for step in self._kit.framework.steps),
            projects=tuple((p.id, p.title.in_(language)) for p in self._kit.projects.values()),
            sent=digests.sent(self._engine, room.id, person.id)[:3],
            notes=class_notes(self._engine, self._kit, room, language, now),
        )

    def _row(self, facts: LearnerFacts, language: str, now: datetime, team: str) -> LearnerRow:
        step = self._kit.framework.steps[facts.step - 1].name.in_(language) if facts.step else ""
        return LearnerRow(
            id=facts.person,
            name=facts.name,
            step=facts.step,
            step_name=step,
            days=(now - facts.since).days if facts.since else 0,
            done=facts.done,
            wrote=facts.wrote,
            lines=len(facts.lines),
            waiting=sum(not line.confirmed for line in facts.lines),
            asking=len(facts.asked_at),
            team=team,
        )

    def _learner_view(self, viewer: Viewer, person: Person, class_id: str, learner: str) -> LearnerView | None:
        room = self._taught(viewer, class_id)
        found = people.get_person(self._engine, learner)
        if room is None or found is None or not self._learns(found, room):
            return None
        if not _sees("progress", viewer, room, found):
            return None
        now = self._clock()
        facts = self._weekly.facts(viewer, room, week_at(now, room.zone))
        told = [t for f in facts if f.person == learner for t in about(f, now)]
        shown = _sees("approved_statement", viewer, room, found)
        lines = portfolio.statements_of(self._engine, learner, "approved") if shown else ()
        asked = [q for q in self._asked(room) if q.learner == learner]
        self._looks(person, "view-learner", (learner,))
        return LearnerView(
            room=room,
            person=found,
            steps=self._steps(room, learner, person.language),
            lines=tuple(self._line_view(line, found, room, person.language) for line in lines),
            questions=tuple(asked),
            told=tuple(self._weekly.words.told(t, person.language, "them") for t in told),
        )

    def _line_view(self, line: SkillStatement, learner: Person, room: Class, language: str) -> LineView:
        skills = self._kit.named(line.draft.skills, room.shows, language)
        return LineView(learner=learner.id, name=learner.name, line=line, skills=skills)

    def _steps(self, room: Class, learner: str, language: str) -> tuple[StepMark, ...]:
        walks = [j for j in portfolio.journeys_of(self._engine, learner) if j.project == room.project]
        marks = []
        for step in self._kit.framework.steps:
            status = walks[0].state(step.id).status if walks else "open"
            here = bool(walks) and walks[0].step == step.id
            mark = "current" if here else "ahead" if status == "open" else status
            marks.append(StepMark(name=step.name.in_(language), mark=mark))
        return tuple(marks)

    def _waiting(self, viewer: Viewer, person: Person, class_id: str) -> tuple[LineView, ...] | None:
        room = self._taught(viewer, class_id)
        if room is None:
            return None
        week = week_at(self._clock(), room.zone)
        found = class_facts.records(self._engine, room, week.starts_at, week.ends_at)
        shown = tuple(
            self._line_view(line, record.person, room, person.language)
            for record in found
            if _sees("approved_statement", viewer, room, record.person)
            for line in record.lines
            if line.verification != "teacher-confirmed"
        )
        self._looks(person, "view-lines", (one.learner for one in shown))
        return shown

    def _questions(self, viewer: Viewer, person: Person, class_id: str) -> tuple[MentorQuestion, ...] | None:
        room = self._taught(viewer, class_id)
        if room is None:
            return None
        asked = self._asked(room)
        self._looks(person, "view-questions", (q.learner for q in asked))
        return asked

    def _asked(self, room: Class) -> tuple[MentorQuestion, ...]:
        asked = questions.questions_of_class(self._engine, room.id)
        return tuple(q for q in reversed(asked) if q.status in ("open", "answered", "expired"))

    def _looks(self, person: Person, action: audit.Act, learners: Iterable[str]) -> None:
        """Into the trail before it is on the page: no look without an entry."""
        audit.looked(self._engine, person.school, person.id, action, learners, self._clock())

    def _queue(self, viewer: Viewer, person: Person) -> tuple[MentorQuestion, ...] | None:
        if not any(m.duty == "mentor" for m in viewer.memberships):
            return None
        asked = questions.open_for(self._engine, person.id)
        self._looks(person, "view-questions", (q.learner for q in asked))
        return asked

    def _you(self, viewer: Viewer, person: Person) -> YouView | None:
        held = next((m for m in viewer.memberships if m.duty == "learner" and m.class_id), None)
        room = people.get_class(self._engine, held.class_id) if held and held.class_id else None
        if room is None:
            return None
        now, members = self._clock(), self._members(room)
        seen_by = Viewer(person=person.id, school=person.school, memberships=viewer.memberships)
        facts = self._weekly.facts(seen_by, room, week_at(now, room.zone))
        told = [t for f in facts if f.person == person.id for t in about(f, now)]
        consent = people.consent_of(self._engine, person.id)
        return YouView(
            rows=notice_rows(person, room, members, self._kit.texts, person.language, self._model_reads(person)),
            told=tuple(self._weekly.words.told(t, person.language, "you") for t in told),
            team=self._team(person, room),
            agreed_at=consent.given_at if consent and consent.withdrawn_at is None else None,
        )

    def _team(self, person: Person, room: Class) -> str:
        """Whom this learner works with: names, "" for who works alone."""
        for who in roster.teams_of(self._engine, room).values():
            if person.id in {p.id for p in who}:
                return self._kit.listed([p.name for p in who if p.id != person.id], person.language)
        return ""

    def _model_reads(self, person: Person) -> bool:
        recorded = care.learner(self._engine, person.id)
        young = recorded is not None and recorded.age == "under_13"
        return self._kit.helper is not None and person.school in models.allowing(self._engine) and not young

    def _members(self, room: Class) -> tuple[Member, ...]:
        held = [
            m for m in people.memberships_of(self._engine, room.school) if m.class_id in (None, room.id) and m.active
        ]
        there = {p.id: p for p in people.people_of(self._engine, room.school)}
        return tuple(Member(person=there[m.person], membership=m) for m in held)

    def _copy(self, viewer: Viewer, person: Person) -> bytes:
        everything = rights.export_learner(self._engine, person.id)
        return json.dumps(everything, ensure_ascii=False, indent=2, default=str).encode()

    def _learns(self, person: Person, room: Class) -> bool:
        return any(p.id == person.id for p in people.members(self._engine, room.id, "learner"))


def teaches(viewer: Viewer, room: Class) -> bool:
    """Whether this viewer is an active teacher of this class."""
    held: Duty = "teacher"
    mine = (m for m in viewer.memberships if m.active and m.duty == held and m.class_id == room.id)
    return room.school == viewer.school and any(mine)


def _sees(kind: ItemKind, viewer: Viewer, room: Class, learner: Person) -> bool:
    return may_see(viewer, Item(kind=kind, school=room.school, owner=learner.id, class_id=room.id))
