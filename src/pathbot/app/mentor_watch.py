"""Watches over open questions: a reminder, another mentor, and in the end an honest word to the learner."""

from datetime import datetime, timedelta

from pathbot.app.kit import Kit
from pathbot.app.mentor_words import WATCH, to_mentor, watch
from pathbot.app.schedule import Routine
from pathbot.jobs import Job
from pathbot.mentoring import MentorQuestion, choose, expire, leave_floor, pass_on
from pathbot.messages import Choice, Choices, Outgoing, Reply, Text
from pathbot.people import Class, Person
from pathbot.store import keep, people, questions
from pathbot.store.engine import Database, Transaction
from pathbot.store.jobs import Result

LATE = timedelta(days=30)


class MentorWatch:
    """`Routine` for jobs that turns and pages plan with `mentor_words.watch` and `passed`."""

    def __init__(self, engine: Database, kit: Kit) -> None:
        self._engine = engine
        self._kit = kit

    def routine(self) -> Routine:
        """Late is better than never: a learner was promised a word either way."""
        return Routine(name=WATCH, run=self._run, late=LATE)

    def _run(self, job: Job, now: datetime) -> Result:
        question = questions.get_question(self._engine, job.data["question"])
        room = people.get_class(self._engine, question.class_id) if question else None
        if question is not None and job.data["stage"] == "floor":
            return self._floor(question, job, now)
        if question is None or room is None or question.status != "open":
            return Result()
        if job.data["stage"] == "over":
            return self._over(question, room, now)
        if (question.mentor or "") != job.data["mentor"]:
            return Result()  # somebody else has it by now, who is watched by a job of their own
        return self._next(question, room, job, now)

    def _next(self, question: MentorQuestion, room: Class, job: Job, now: datetime) -> Result:
        learner = self._person(question.learner)
        project = self._kit.projects.get(question.project)
        tried = (*question.tried, *([question.mentor] if question.mentor else []))
        offers = questions.offers_of(self._engine, room)
        other = choose(offers, project.clusters if project else (), learner.language, tried)
        if other is None:
            return self._remind(question, room, job, now)
        moved = pass_on(question, other)
        card = to_mentor(self._kit.texts, moved, self._person(other).language)
        out = [self._to(other, card, f"{question.id}:{question.rounds}:mentor:{other}")]
        if job.data["stage"] == "late":
            out.append(self._word(question, learner, "second", f"{job.key}:told"))
        return self._result(moved, out, watch(moved, now))

    def _remind(self, question: MentorQuestion, room: Class, job: Job, now: datetime) -> Result:
        """Nobody else is free: the mentor who has it is reminded once; a mentor who passed is let go."""
        learner, out = self._person(question.learner), []
        if job.data["stage"] == "pass":
            alone = pass_on(question, None)
            text = self._say("mentor.nobody_free", learner, teacher=self._teacher(room, learner))
            return self._result(alone, [self._to(learner.id, Text(text=text), f"{job.key}:told")], ())
        if question.mentor is not None:
            card = to_mentor(self._kit.texts, question, self._person(question.mentor).language, "reminder")
            out.append(self._to(question.mentor, card, f"{job.key}:again"))
        out.append(self._word(question, learner, "reminded" if question.mentor else "still_open", f"{job.key}:told"))
        return self._result(question, out, ())

    def _over(self, question: MentorQuestion, room: Class, now: datetime) -> Result:
        ended = expire(question, now)
        if ended.status != "expired":
            return Result()
        learner = self._person(question.learner)
        text = self._say("mentor.expired", learner, teacher=self._teacher(room, learner))
        out = [self._to(learner.id, Text(text=text), f"{question.id}:{question.rounds}:expired")]
        if question.mentor is not None:
            mentor = self._person(question.mentor)
            told = Text(text=self._say("mentor.no_longer_open", mentor))
            out.append(self._to(mentor.id, told, f"{question.id}:{question.rounds}:over"))
        return self._result(ended, out, ())

    def _floor(self, question: MentorQuestion, job: Job, now: datetime) -> Result:
        """Nobody has written for a while: Pathbot has the floor again, and says so where the talk was."""
        going_on = question.status in ("open", "answered") and question.thanked_at is None
        until = question.floor_until
        if not going_on or not question.floor or until is None or until > now:
            return Result()  # over already, or somebody spoke since: a job of its own looks at that
        learner, ended = self._person(question.learner), leave_floor(question)
        text = self._say("mentor.floor_over_open" if question.status == "open" else "mentor.floor_over", learner)

        def store(transaction: Transaction) -> None:
            keep.question(transaction, ended)

        out = self._to(learner.id, Text(text=text), f"{job.key}:told")
        return Result(outgoing=(out,), about=frozenset({learner.id}), store=store)

    def _result(self, question: MentorQuestion, out: list[Outgoing], then: tuple[Job, ...]) -> Result:
        def store(transaction: Transaction) -> None:
            if questions.still_open(transaction, question.id):
                keep.question(transaction, question)

        return Result(outgoing=tuple(out), about=frozenset({question.learner}), then=then, store=store)

    def _word(self, question: MentorQuestion, learner: Person, line: str, key: str) -> Outgoing:
        cancel = Choice(label=self._say("mentor.cancel", learner), value=f"!question-dont:{question.id}")
        return self._to(learner.id, Choices(text=self._say(f"mentor.{line}", learner), choices=(cancel,)), key)

    def _to(self, person: str, reply: Reply, key: str) -> Outgoing:
        address = people.address_of(self._engine, person) or self._kit.home_address(person)
        return Outgoing(key=key, address=address, reply=reply, to=person)

    def _say(self, line: str, to: Person, /, **values: str) -> str:
        return self._kit.texts.say(line, to.language, **values)

    def _teacher(self, room: Class, learner: Person) -> str:
        there = people.members(self._engine, room.id, "teacher")
        return there[0].name if there else self._say("mentor.your_teacher", learner)

    def _person(self, person: str) -> Person:
        found = people.get_person(self._engine, person)
        assert found is not None, "a question goes with the people in it"
        return found
