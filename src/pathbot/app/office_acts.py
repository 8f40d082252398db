"""What forms of the pages do. None where the viewer may not: the page then says the same as for what is not there."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pathbot.app import roster
from pathbot.app.cards_page import CardsPage
from pathbot.app.kit import Kit
from pathbot.app.mentor_words import floor_ends, passed, to_learner
from pathbot.app.refusals import Refusal
from pathbot.app.school_acts import SchoolActs, day_of
from pathbot.app.weekly import Weekly
from pathbot.mentoring import MentorQuestion, answer, claim, holds_contact_details
from pathbot.messages import Outgoing
from pathbot.people import Class, Item, Person, Viewer, may_see
from pathbot.store import audit, people, portfolio, questions, rights
from pathbot.store.engine import Database

LONGEST_ANSWER = 2000
Fields = Mapping[str, str]
Act = Callable[[Viewer, Person, Fields], str | None]


class Acts:
    """One method per action, called as the person who sent the form. `more` are acts of other pages."""

    def __init__(self, engine: Database, kit: Kit, clock: Callable[[], datetime], more: Mapping[str, Act]) -> None:
        self._engine = engine
        self._kit = kit
        self._clock = clock
        self._by_name: dict[str, Act] = {
            "start-project": self._start,
            "pause-project": self._state("paused"),
            "resume-project": self._state("running"),
            "end-project": self._state("ended"),
            "settings": self._change_class,
            "teams": self._teams,
            "send-summary": self._send_summary,
            "class-code": self._class_code,
            "confirm": self._confirm,
            "answer": self._step_in,
            "claim": self._claim,
            "pass": self._pass,
            "reply": self._reply,
            "erase": self._erase,
            **CardsPage(engine, kit, clock).by_name,
            **more,
            **SchoolActs(engine, kit, clock).by_name,
        }

    def act(self, viewer: Viewer, person: Person, action: str, fields: Fields) -> str | None:
        """Does it; the name of a sentence that says so, or a code. Raises BadInput."""
        return self._by_name[action](viewer, person, fields)

    def _room(self, viewer: Viewer, fields: Fields) -> Class | None:
        room = people.get_class(self._engine, fields.get("class", ""))
        if room is None or room.school != viewer.school:
            return None
        return room if any(m.duty == "teacher" and m.class_id == room.id for m in viewer.memberships) else None

    def _today(self, room: Class) -> date:
        return self._clock().astimezone(ZoneInfo(room.zone)).date()

    def _start(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        room = self._room(viewer, fields)
        if room is None:
            return None
        steps = tuple(step.id for step in self._kit.framework.steps)
        due = {name.removeprefix("due-"): text for name, text in fields.items() if name.startswith("due-")}
        dates = {step: on for step, text in due.items() if (on := day_of(text))}
        if fields.get("project", "") not in self._kit.projects or not set(due) <= set(steps):
            raise Refusal("choose")
        roster.start_project(
            self._engine,
            room,
            fields.get("project", ""),
            self._kit.projects,
            day_of(fields.get("from", "")) or self._today(room),
            day_of(fields.get("until", "")),
            dates,
            steps,
        )
        return "started"

    def _state(self, state: str) -> Callable[[Viewer, Person, Fields], str | None]:
        def change(viewer: Viewer, person: Person, fields: Fields) -> str | None:
            room = self._room(viewer, fields)
            if room is None:
                return None
            roster.set_state(self._engine, room, state, self._today(room))
            return state

        return change

    def _change_class(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        room = self._room(viewer, fields)
        if room is None:
            return None
        names = ("quiet_from", "quiet_until", "grade", "shows", "language")
        changes = {name: fields[name][:40] for name in names if name in fields}
        if changes.get("shows", "") not in ("", "NACE", "ESF", "O*NET") or changes.get("language", "en") not in (
            "en",
            "es",
        ):
            raise Refusal("choose")
        roster.add_class(self._engine, room.model_copy(update=changes), self._kit.projects)
        return "saved"

    def _teams(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        """One field per learner, named after them: the team's name, or nothing."""
        room = self._room(viewer, fields)
        if room is None:
            return None
        here = {p.id: p for p in people.members(self._engine, room.id, "learner")}
        for name, team in fields.items():
            learner = here.get(name.removeprefix("team-")) if name.startswith("team-") else None
            if learner is not None:
                roster.set_team(self._engine, room, team, [learner])
        return "saved"

    def _send_summary(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        room = self._room(viewer, fields)
        if room is None:
            return None
        sent = Weekly(self._engine, self._kit).send_now(person, room, self._clock())
        return "sent" if sent else "sent_already"

    def _class_code(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        room = self._room(viewer, fields)
        return roster.class_code(self._engine, room, self._clock()) if room else None

    def _confirm(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        room = self._room(viewer, fields)
        learner = people.get_person(self._engine, fields.get("learner", ""))
        if room is None or learner is None or learner.id not in self._learners(room):
            return None
        item = Item(kind="approved_statement", school=room.school, owner=learner.id, class_id=room.id)
        if not may_see(viewer, item):
            return None
        lines = portfolio.statements_of(self._engine, learner.id, "approved")
        line = next((one for one in lines if one.id == fields.get("line")), None)
        if line is None:
            return None
        confirmed = line.model_copy(update={"verification": "teacher-confirmed"})
        portfolio.store(self._engine, learner, statements=(confirmed,))
        audit.record(self._engine, room.school, person.id, "confirm", learner.id, self._clock())
        return "confirmed"

    def _learners(self, room: Class) -> set[str]:
        return {p.id for p in people.members(self._engine, room.id, "learner")}

    def _step_in(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        room = self._room(viewer, fields)
        question = questions.get_question(self._engine, fields.get("question", ""))
        if room is None or question is None or question.class_id != room.id:
            return None
        return self._answered(question, fields, person, "teacher")

    def _mine(self, viewer: Viewer, person: Person, fields: Fields) -> MentorQuestion | None:
        question = questions.get_question(self._engine, fields.get("question", ""))
        if question is None:
            return None
        sent = (question.mentor,) if question.mentor else ()
        item = Item(
            kind="mentor_question",
            school=question.school,
            owner=question.learner,
            class_id=question.class_id,
            shared_with=sent,
        )
        return question if question.mentor == person.id and may_see(viewer, item) else None

    def _claim(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        question = self._mine(viewer, person, fields)
        if question is None:
            return None
        if question.status != "open":
            raise Refusal("not_open")
        questions.settle(self._engine, claim(question, self._clock()), (), (), self._clock())
        return "claimed"

    def _pass(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        question = self._mine(viewer, person, fields)
        if question is None:
            return None
        now = self._clock()
        questions.settle(self._engine, question, (), (passed(question, now),), now)
        return "passed"

    def _reply(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        question = self._mine(viewer, person, fields)
        return self._answered(question, fields, person, "mentor") if question else None

    def _answered(self, question: MentorQuestion, fields: Fields, person: Person, by: str) -> str:
        text, now = fields.get("text", "").strip(), self._clock()
        if not text or len(text) > LONGEST_ANSWER:
            raise Refusal("answer", most=str(LONGEST_ANSWER))
        if question.status != "open":
            raise Refusal("not_open")
        if holds_contact_details(text):
            raise Refusal("contact_details")
        if self._kit.screen(text, ()).needs_adult:
            raise Refusal("held_back")
        learner = people.get_person(self._engine, question.learner)
        language = learner.language if learner else "en"
        done = answer(question, text, now, "teacher" if by == "teacher" else "mentor")
        card = to_learner(self._kit.texts, done, language, person.name if by == "teacher" else "")
        address = people.address_of(self._engine, question.learner) or self._kit.home_address(question.learner)
        out = Outgoing(key=f"{question.id}:{question.rounds}:answer", address=address, reply=card, to=question.learner)
        if not questions.settle(self._engine, done, (out,), floor_ends(done), now):
            raise Refusal("not_open")
        return "answered"

    def _erase(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        if not any(m.duty == "learner" for m in viewer.memberships):
            return None
        rights.erase_learner(self._engine, person.id, self._clock(), person.id)
        return "erased"
