"""The school of one: what `pathbot chat` sets up so that a single person can walk a project in the terminal."""

from datetime import datetime

from pathbot.messages import Address
from pathbot.people import Class, Membership, Person, School
from pathbot.store import models, people
from pathbot.store.engine import Database

SCHOOL = School(id="local", name="This computer")


def set_up(engine: Database, project: str, person_id: str, name: str, language: str) -> Address:
    """A class for this project, a learner in it, and the terminal they write from. Running it again changes nothing."""
    room = Class(id=f"local-{project}", school=SCHOOL.id, name=project, project=project, language=language)
    person = Person(id=person_id, school=SCHOOL.id, name=name, language=language)
    people.add_school(engine, SCHOOL)
    people.add_class(engine, room)
    people.add_person(engine, person)
    people.add_membership(engine, Membership(person=person.id, school=SCHOOL.id, duty="learner", class_id=room.id))
    people.link_identity(engine, SCHOOL.id, "terminal", person.id, person.id)
    return Address(channel="terminal", conversation=person.id)


def allow_model(engine: Database, now: datetime) -> None:
    """Whoever configured a model for their own terminal has decided for the one person in it."""
    models.allow(engine, SCHOOL.id, True, now)
