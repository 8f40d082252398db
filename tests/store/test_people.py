"""Schools, classes and people, and that none of them crosses into another school."""

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import HOME, STAFF, set_up

from pathbot.people import Class, Membership, Person, School, Viewer
from pathbot.store import people, tables
from pathbot.store.errors import StoreProblem

MAYA = Person(id="maya", school="cedar", name="Maya")


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


@pytest.mark.parametrize(("noun", "table"), [(School, "schools"), (Class, "classes"), (Person, "people")])
def test_every_field_of_a_noun_has_its_column(noun: type, table: str) -> None:
    assert set(noun.model_fields) == set(tables.metadata.tables[table].columns.keys())  # type: ignore[attr-defined]


def test_adding_again_changes_what_is_there(engine: Engine) -> None:
    people.add_school(engine, School(id="cedar", name="Cedar", country="ES", language="es"))
    people.add_person(engine, MAYA.model_copy(update={"name": "Maya B.", "title": "captain"}))
    assert people.get_school(engine, "cedar") == School(id="cedar", name="Cedar", country="ES", language="es")
    assert people.find_person(engine, "maya") == MAYA.model_copy(update={"name": "Maya B.", "title": "captain"})
    assert [school.id for school in people.all_schools(engine)] == ["cedar"]


def test_people_are_found_by_id_or_name_and_two_of_a_name_are_told_apart(engine: Engine) -> None:
    assert people.find_person(engine, "MAYA") == MAYA
    assert people.find_person(engine, "nobody") is None
    people.add_person(engine, Person(id="m2", school="cedar", name="Maya"))
    assert people.find_person(engine, "maya") == MAYA, "an id is nobody else's name"
    with pytest.raises(StoreProblem, match="2 have this name: use one of the ids m2, maya"):
        people.find_person(engine, "Maya")
    assert people.find_person(engine, "Maya", school="birch") is None


def test_classes_are_found_by_id_or_name(engine: Engine) -> None:
    found = people.find_class(engine, "biology 2")
    assert found is not None
    assert found == people.get_class(engine, "bio") == people.classes_of(engine, "cedar")[0]


def test_an_id_of_another_school_is_refused_everywhere(engine: Engine) -> None:
    people.add_school(engine, School(id="birch", name="Birch"))
    with pytest.raises(StoreProblem, match="another school"):
        people.add_person(engine, Person(id="maya", school="birch", name="Not Maya"))
    with pytest.raises(StoreProblem, match="another school"):
        people.add_class(engine, Class(id="bio", school="birch", name="Other", project="p"))
    with pytest.raises(StoreProblem, match="another school"):
        people.link_identity(engine, "birch", "web", "x", "maya")
    with pytest.raises(StoreProblem, match="another school"):
        people.add_membership(engine, Membership(person="maya", school="birch", duty="teacher"))
    people.add_person(engine, Person(id="zoe", school="birch", name="Zoe"))
    with pytest.raises(StoreProblem, match="another school"):
        people.add_membership(engine, Membership(person="zoe", school="birch", duty="teacher", class_id="bio"))
    with pytest.raises(StoreProblem, match="another school"):
        people.set_address(engine, Person(id="zoe", school="birch", name="Zoe"), _taken(engine))


def _taken(engine: Engine):  # type: ignore[no-untyped-def]
    people.set_address(engine, MAYA, HOME)
    return HOME


def test_a_membership_of_nobody_is_refused(engine: Engine) -> None:
    for stray in (Membership(person="ghost", school="cedar", duty="mentor"),):
        with pytest.raises(StoreProblem, match="add them first"):
            people.add_membership(engine, stray)
    with pytest.raises(StoreProblem, match="add them first"):
        people.add_membership(engine, Membership(person="maya", school="cedar", duty="learner", class_id="ghost"))


def test_a_duty_is_held_once_and_can_end(engine: Engine) -> None:
    contact = Membership(person="ruiz", school="cedar", duty="safety_contact")
    people.add_membership(engine, contact)
    who = Person(id="ruiz", school="cedar", name="Ms. Ruiz")
    assert people.safety_contacts(engine, "cedar") == (who,)
    duties = people.viewer(engine, who)
    assert isinstance(duties, Viewer)
    assert sorted(membership.duty for membership in duties.memberships) == ["safety_contact", "teacher"]
    people.add_membership(engine, contact.model_copy(update={"active": False}))
    assert people.safety_contacts(engine, "cedar", "bio") == ()


def test_members_are_those_who_hold_the_duty_now(engine: Engine) -> None:
    assert [person.id for person in people.members(engine, "bio", "learner")] == ["maya", "omar"]
    left = Membership(person="omar", school="cedar", duty="learner", class_id="bio", active=False)
    people.add_membership(engine, left)
    assert people.members(engine, "bio", "learner") == (MAYA,)


def test_a_sender_is_one_person_per_school_and_channel(engine: Engine) -> None:
    assert people.person_behind(engine, "cedar", "web", "web-maya") == MAYA
    assert people.person_behind(engine, "cedar", "slack", "web-maya") is None
    assert people.person_behind(engine, "birch", "web", "web-maya") is None
    people.link_identity(engine, "cedar", "web", "web-maya", "omar")
    found = people.person_behind(engine, "cedar", "web", "web-maya")
    assert found is not None
    assert found.id == "omar"


def test_a_person_can_be_reached_before_they_wrote_but_never_in_a_shared_place(engine: Engine) -> None:
    ruiz = Person(id="ruiz", school="cedar", name="Ms. Ruiz")
    assert people.address_of(engine, "ruiz") is None
    people.set_address(engine, ruiz, STAFF.model_copy(update={"thread": "t", "shared": True}))
    assert people.address_of(engine, "ruiz") is None
    people.set_address(engine, ruiz, STAFF)
    assert people.address_of(engine, "ruiz") == STAFF


def test_nobody_consented_yet(engine: Engine) -> None:
    assert people.consent_of(engine, "maya") is None
