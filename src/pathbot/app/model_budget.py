"""Budgets of the language model that are used up, in plain words for an administrator and for a teacher.

Learners are counted, not named: who asks for how much is nobody's business.
"""

from collections.abc import Collection
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.app.model_report import month_between
from pathbot.people import Class
from pathbot.store import models, people
from pathbot.store.engine import Database
from pathbot.store.models import Kind
from pathbot.usage import Month


def school_notes(engine: Database, kit: Kit, school: str, language: str, now: datetime) -> tuple[str, ...]:
    """A sentence for every budget of a school that is used up this month."""
    rooms = people.classes_of(engine, school)
    learners = {person.id for person in people.people_of(engine, school)}
    return _notes(engine, kit, school, rooms, learners, language, now)


def class_notes(engine: Database, kit: Kit, room: Class, language: str, now: datetime) -> tuple[str, ...]:
    """The same for a teacher, about their class."""
    learners = {person.id for person in people.members(engine, room.id, "learner")}
    return _notes(engine, kit, room.school, (room,), learners, language, now)


def _notes(
    engine: Database,
    kit: Kit,
    school: str,
    rooms: Collection[Class],
    learners: Collection[str],
    language: str,
    now: datetime,
) -> tuple[str, ...]:
    if kit.helper is None or school not in models.allowing(engine):
        return ()
    start, end = month_between("", now)
    used = models.spent_between(engine, start, end, school)
    spent = [one for one in used if kit.helper.limits.spent(Month().model_copy(update={one.kind: one.spent}))]

    def over(kind: Kind) -> set[str]:
        return {one.id for one in spent if one.kind == kind}

    def say(sentence: str, /, **values: str) -> str:
        return kit.texts.say(f"budget.{sentence}", language, day=f"{end:%Y-%m-%d}", **values)

    if over("school"):
        return (say("school"),)
    notes = [say("class_", name=room.name) for room in rooms if room.id in over("class_")]
    count = len(over("learner") & set(learners))
    if count:
        notes.append(say("learner") if count == 1 else say("learners", count=str(count)))
    return tuple(notes)
