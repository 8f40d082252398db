"""Tells a teacher that a summary they got is not true any more: somebody was erased, or took a line back."""

from datetime import datetime, timedelta

from pathbot.app.kit import Kit
from pathbot.app.schedule import Routine
from pathbot.jobs import Job
from pathbot.messages import Outgoing, Text
from pathbot.store import corrections, people
from pathbot.store.engine import Database
from pathbot.store.jobs import Result

LATE = timedelta(days=60)  # a copy may lie in a mailbox for a whole holiday


def correction_routine(engine: Database, kit: Kit) -> Routine:
    """One sentence for each word that the store planned (`store/corrections.py`)."""

    def run(job: Job, now: datetime) -> Result:
        teacher = people.get_person(engine, job.person or "")
        room = people.get_class(engine, job.data["class"])
        if teacher is None or room is None:
            return Result()
        said = words(kit, room.name, tuple(job.data["weeks"].split()), job.data["why"], teacher.language)
        address = people.address_of(engine, teacher.id) or kit.home_address(teacher.id)
        key = f"{corrections.NAME}:{job.key}"
        return Result(
            outgoing=(Outgoing(key=key, address=address, reply=Text(text=said), priority="summary", to=teacher.id),)
        )

    return Routine(name=corrections.NAME, run=run, late=LATE)


def words(kit: Kit, class_name: str, weeks: tuple[str, ...], why: str, language: str) -> str:
    """The sentence. It names no learner: who is erased is named nowhere any more."""
    say = kit.summary_texts.say
    numbers = ", ".join(str(int(week.partition("-W")[2])) for week in weeks)
    which = say("correction.week" if len(weeks) == 1 else "correction.weeks", language, numbers=numbers)
    return say(f"correction.{why}", language, class_=class_name, weeks=which)
