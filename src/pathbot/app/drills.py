"""Once a month every safety contact gets an alert that nobody needed, so that a broken way is found on a quiet day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pathbot.app.kit import Kit
from pathbot.app.schedule import Routine
from pathbot.jobs import Job
from pathbot.messages import Card, Choice, Outgoing
from pathbot.people import Person
from pathbot.store import care, people
from pathbot.store.engine import Database
from pathbot.store.jobs import Result

AT = time(10)
LATE = timedelta(days=3)


def drill_routine(engine: Database, kit: Kit) -> Routine:
    """On the first weekday of a month at ten, in the school's time zone."""

    def coming(now: datetime) -> Iterable[Job]:
        for school in people.all_schools(engine):
            zone = ZoneInfo(care.rules_of(engine, school.id).zone)
            due_at = _first_weekday(now.astimezone(zone).date(), zone)
            if due_at <= now < due_at + LATE:
                yield drill_job(school.id, f"{due_at:%Y-%m}", due_at)

    return Routine(name="drill", run=lambda job, now: _drill(engine, kit, job, now), late=LATE, coming=coming)


def drill_job(school: str, month: str, due_at: datetime) -> Job:
    """The drill of a month (``2026-11``)."""
    return Job(name="drill", key=f"{school}|{month}", school=school, due_at=due_at, data={"month": month})


def _drill(engine: Database, kit: Kit, job: Job, now: datetime) -> Result:
    contacts = people.safety_contacts(engine, job.school)
    month = job.data["month"]
    sent = tuple(_to(engine, kit, contact, job.school, month) for contact in contacts)
    return Result(outgoing=sent, store=lambda transaction: care.drill_sent(transaction, job.school, month, now))


def _to(engine: Database, kit: Kit, contact: Person, school: str, month: str) -> Outgoing:
    say, language = kit.texts.say, contact.language
    seen = Choice(label=say("care.drill_seen", language), value=f"!drill:{month}")
    card = Card(title=say("care.drill_title", language), text=say("care.drill", language), choices=(seen,))
    address = people.address_of(engine, contact.id) or kit.home_address(contact.id)
    return Outgoing(
        key=f"drill:{school}:{month}:{contact.id}", address=address, reply=card, priority="alert", to=contact.id
    )


def _first_weekday(today: date, zone: ZoneInfo) -> datetime:
    day = today.replace(day=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return datetime.combine(day, AT, zone)
