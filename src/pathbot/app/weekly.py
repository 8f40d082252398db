"""A teacher's weekly summary: put together from the store as far as `may_see` goes, and sent once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.app.schedule import Routine
from pathbot.app.summary_words import NO_OTHERS, SummaryWords
from pathbot.app.telling import Telling, ToldLines
from pathbot.jobs import Job, weeks_due
from pathbot.messages import Outgoing, Picture, Reply
from pathbot.people import Class, Item, ItemKind, Person, Viewer, may_see
from pathbot.store import class_facts, digests, people, plans
from pathbot.store.class_facts import LearnerRecord
from pathbot.store.engine import Database, Transaction
from pathbot.store.jobs import Result
from pathbot.summaries import ApprovedLine, LearnerFacts, SentSummary, Summary, Week, summarise, week_at, week_of

NAME = "summary"
MONDAY, MORNING = 1, time(7)
LATE = timedelta(days=3)
SAME_DAY = timedelta(hours=12)
WORDED_UNTIL = timedelta(minutes=1)
"""After its hour. A model may make all summaries of a Monday together this much later, and not more."""


class Weekly:
    """Makes and sends summaries."""

    def __init__(self, engine: Database, kit: Kit) -> None:
        self._engine = engine
        self._kit = kit
        self.words = SummaryWords(kit.summary_texts, kit.framework, kit.projects, kit.url, kit.skill_name)

    def week(self, room: Class, key: str | None, now: datetime) -> Week:
        """The week called so, or the one that is running. Raises BadInput."""
        try:
            return week_of(key, room.zone) if key else week_at(now, room.zone)
        except ValueError:
            raise BadInput(f"{key} is no week. Write it like 2026-W47.") from None

    def facts(self, viewer: Viewer, room: Class, week: Week) -> tuple[LearnerFacts, ...]:
        """What this viewer may know about each learner of a class; nobody they may not see is in it."""
        found = class_facts.records(self._engine, room, week.starts_at, week.ends_at)
        return tuple(self._learner(viewer, room, record) for record in found if _sees("progress", viewer, room, record))

    def summary(self, viewer: Viewer, room: Class, week: Week, now: datetime) -> Summary:
        """The summary of a class for this viewer."""
        return self._summary_of(self.facts(viewer, room, week), week, now)

    def _summary_of(self, facts: Sequence[LearnerFacts], week: Week, now: datetime) -> Summary:
        made = summarise(facts, len(self._kit.framework.steps), week, now)
        safe = tuple(text for text in made.quotes if self._kit.screen(text, ()).tier == "none")
        return made.model_copy(update={"quotes": safe})

    def replies(
        self, summary: Summary, room: Class, language: str, told: Mapping[str, str] = NO_OTHERS
    ) -> tuple[Reply, ...]:
        """What is sent: the card, and the picture of the class over the eight steps. `told` is the card's."""
        from pathbot.pictures.png import png

        chart = self.words.chart(summary, language)
        return self.words.card(summary, room, language, told), Picture(text=chart.title, alt=chart.alt, png=png(chart))

    def outgoing(
        self, teacher: Person, room: Class, week: Week, summary: Summary, told: Mapping[str, str] = NO_OTHERS
    ) -> tuple[Outgoing, ...]:
        """The messages of this teacher's summary, to where they were last reached."""
        address = people.address_of(self._engine, teacher.id) or self._kit.home_address(teacher.id)
        key = SentSummary(class_id=room.id, teacher=teacher.id, week=week.key).key
        said = self.replies(summary, room, teacher.language, told)
        return tuple(
            Outgoing(key=f"{key}:{n}", address=address, reply=reply, priority="summary", to=teacher.id)
            for n, reply in enumerate(said, 1)
        )

    def send_now(self, teacher: Person, room: Class, now: datetime) -> bool:
        """Sends the summary of the running week at once. False when this week's went out already."""
        week = week_at(now, room.zone)
        summary = self.summary(people.viewer(self._engine, teacher), room, week, now)
        out = self.outgoing(teacher, room, week, summary)
        about = self._about(room)
        return digests.file_digest(self._engine, teacher.id, room.id, week.key, out, about, now)

    def routine(self) -> Routine:
        """Every Monday morning in the class's zone: the week that ended, once per teacher and class."""
        return Routine(name=NAME, run=self._run, late=LATE, coming=self._coming)

    def _coming(self, now: datetime) -> Iterable[Job]:
        for school in people.all_schools(self._engine):
            for room in people.classes_of(self._engine, school.id):
                if room.state == "running":
                    yield from self._of_class(room, now)

    def _of_class(self, room: Class, now: datetime) -> Iterable[Job]:
        for monday in weeks_due(now, room.zone, MONDAY, MORNING):
            ended = week_at(monday.due_at, room.zone, back=1)
            has_one = self._has_one(room, ended, now - monday.due_at)
            for teacher in people.members(self._engine, room.id, "teacher") if has_one else ():
                yield Job(
                    name=NAME,
                    key=f"{room.id}|{teacher.id}|{ended.key}",
                    school=room.school,
                    due_at=monday.due_at,
                    person=teacher.id,
                    data={"class": room.id, "week": ended.key},
                )

    def _has_one(self, room: Class, week: Week, late: timedelta) -> bool:
        """Whether there is anything to tell of a week: one before a class began has no summary."""
        plan = plans.plan_of(self._engine, room.id)
        if plan is not None and plan.starts_on >= week.ends_at.date():
            return False
        if any(sent <= week.key for sent, _ in digests.sent(self._engine, room.id)):
            return True
        if late > LATE:  # nobody can have missed the summary of a week before the first one
            return False
        # A first day may be written down later, as by who sets Pathbot up on a Wednesday: then only learners tell.
        planned = plan is not None and late <= SAME_DAY
        return planned or class_facts.begun_before(self._engine, room, week.ends_at)

    def _run(self, job: Job, now: datetime) -> Result:
        room = people.get_class(self._engine, job.data["class"])
        teacher = people.get_person(self._engine, job.person or "")
        if room is None or teacher is None or not self._teaches(teacher, room):
            return Result()
        week = week_of(job.data["week"], room.zone)
        if digests.was_filed(self._engine, teacher.id, room.id, week.key):
            return Result()
        facts = self.facts(people.viewer(self._engine, teacher), room, week)
        summary = self._summary_of(facts, week, now)
        told = self._told(job, teacher, room, facts, summary, now)
        out = self.outgoing(teacher, room, week, summary, told.lines)

        def store(transaction: Transaction) -> None:
            digests.note(transaction, teacher.id, room.id, room.school, week.key, now)
            told.keep(transaction, room, now)

        return Result(outgoing=out, about=frozenset(self._about(room)), store=store)

    def _told(
        self, job: Job, teacher: Person, room: Class, facts: Sequence[LearnerFacts], summary: Summary, now: datetime
    ) -> ToldLines:
        """A model's wordings, as far as a school allows one and the summary would not be late for them."""
        seconds = (job.due_at + WORDED_UNTIL - now).total_seconds()
        if self._kit.helper is None or seconds <= 0:
            return ToldLines()
        return Telling(self._engine, self._kit.helper, self.words, seconds).lines(room, teacher, facts, summary, now)

    def _teaches(self, person: Person, room: Class) -> bool:
        held = people.viewer(self._engine, person).memberships
        return any(m.duty == "teacher" and m.class_id == room.id for m in held)

    def _about(self, room: Class) -> tuple[str, ...]:
        return tuple(person.id for person in people.members(self._engine, room.id, "learner"))

    def _learner(self, viewer: Viewer, room: Class, record: LearnerRecord) -> LearnerFacts:
        journey = record.journey
        lines = record.lines if _sees("approved_statement", viewer, room, record) else ()
        asked = record.questions if _sees("mentor_question", viewer, room, record) else ()
        return LearnerFacts(
            person=record.person.id,
            name=record.person.name,
            started=journey is not None,
            done=journey is not None and journey.step is None,
            step=self._kit.framework.number(journey.step) if journey and journey.step else 0,
            since=(journey.step_since or journey.started_at) if journey else None,
            wrote=record.wrote,
            asked_at=tuple(question.asked_at for question in asked),
            lines=tuple(
                ApprovedLine(
                    id=line.id,
                    text=line.draft.statement,
                    skills=tuple(skill.name for skill in self._kit.named(line.draft.skills, room.shows, "en")),
                    approved_at=line.decided_at or line.created_at,
                    confirmed=line.verification == "teacher-confirmed",
                )
                for line in lines
            ),
        )


def _sees(kind: ItemKind, viewer: Viewer, room: Class, record: LearnerRecord) -> bool:
    return may_see(viewer, Item(kind=kind, school=room.school, owner=record.person.id, class_id=room.id))
