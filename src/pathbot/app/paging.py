"""Calls again while nobody has answered a concern: the first contact, the next, all of them, then the admins."""

from datetime import datetime, timedelta

from pathbot.app.kit import Kit
from pathbot.app.schedule import Routine
from pathbot.app.turn.care import alert_card, next_page
from pathbot.jobs import Job
from pathbot.messages import Card, Outgoing
from pathbot.people import Concern, Person
from pathbot.safety.paging import called, due, rung
from pathbot.store import concerns, people
from pathbot.store.engine import Database
from pathbot.store.jobs import Result

LATE = timedelta(days=7)  # a page that comes late still comes, and says how long nobody has answered


class Paging:
    """What is sent for one more unanswered while, and when the next one is due."""

    def __init__(self, engine: Database, kit: Kit) -> None:
        self._engine = engine
        self._kit = kit

    def routine(self) -> Routine:
        """For the schedule. The turn that raised a concern planned its first job."""
        return Routine(name="page", run=self._page, late=LATE, urgent=True)

    def _page(self, job: Job, now: datetime) -> Result:
        concern = concerns.get_concern(self._engine, job.data["concern"])
        if concern is None or concern.acknowledged_at is not None:
            return Result()
        number = int(job.data["number"])
        after = _next(concern, number, now)
        then = (next_page(concern, after),) if due(concern.raised_at, concern.tier, after) else ()
        return Result(outgoing=tuple(self._calls(concern, number, now)), about=frozenset({concern.learner}), then=then)

    def _calls(self, concern: Concern, number: int, now: datetime) -> list[Outgoing]:
        learner = people.get_person(self._engine, concern.learner)
        contacts = {c.id: c for c in concerns.to_call(self._engine, concern.school, concern.learner)}
        reach = rung(concern.tier, number).reach
        minutes = str(int((now - concern.raised_at).total_seconds() // 60))
        name = learner.name if learner else ""
        calls = []
        for contact in (contacts[who] for who in called(reach, tuple(contacts))):
            waited = self._kit.texts.say("care.page_again", contact.language, minutes=minutes)
            text = f"{waited}\n{concern.excerpt}"
            card = alert_card(self._kit.texts, contact.language, name, text, concern.id)
            calls.append(self._call(concern, number, contact, card))
        if reach == "admins" or not contacts:
            names = ", ".join(c.name for c in contacts.values())
            admins = (a for a in concerns.admins(self._engine, concern.school) if a.id not in contacts)
            calls += [self._call(concern, number, a, self._admin_card(a, name, minutes, names)) for a in admins]
        return calls

    def _admin_card(self, admin: Person, name: str, minutes: str, contacts: str) -> Card:
        """An admin hears that somebody has to go, and about whom, but not what the learner wrote."""
        say, language = self._kit.texts.say, admin.language
        whom = contacts or say("care.contact_role", language)
        text = say("care.admin_page", language, name=name, minutes=minutes, contacts=whom)
        return Card(title=say("care.admin_title", language), text=text)

    def _call(self, concern: Concern, number: int, whom: Person, card: Card) -> Outgoing:
        address = people.address_of(self._engine, whom.id) or self._kit.home_address(whom.id)
        key = f"page:{concern.id}:{number}:{whom.id}"
        return Outgoing(key=key, address=address, reply=card, priority="alert", to=whom.id)


def _next(concern: Concern, number: int, now: datetime) -> int:
    """The next page that is not already past: after a long outage one call goes out, not all that were missed."""
    following = number + 1
    while (at := due(concern.raised_at, concern.tier, following)) is not None and at <= now:
        following += 1
    return following
