"""Permits and the record of requests to language models, the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from pathbot.people import Class, Membership, Person, School
from pathbot.store import audit, models, people, rights
from pathbot.store.engine import writing
from pathbot.store.fences import only
from pathbot.usage import ModelCall

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
START, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
PRICED = ModelCall(purpose="ask", model="m", prompt="abc", tokens_in=90, tokens_out=10, microdollars=700, outcome="ok")
UNPRICED = PRICED.model_copy(update={"microdollars": None, "outcome": "late", "purpose": "judge"})


@pytest.fixture
def schools(engine: Engine) -> Engine:
    """Two schools with a class and two learners each."""
    for school in ("a", "b"):
        people.add_school(engine, School(id=school, name=school))
        people.add_class(engine, Class(id=f"{school}1", school=school, name="P1", project="x"))
        for name in ("ann", "bob"):
            person = Person(id=f"{school}-{name}", school=school, name=name)
            people.add_person(engine, person)
            people.add_membership(
                engine, Membership(person=person.id, school=school, duty="learner", class_id=f"{school}1")
            )
    return engine


def keep(engine: Engine, school: str, name: str, *calls: ModelCall, at: datetime = NOW) -> None:
    with writing(engine) as connection:
        models.keep_calls(connection, school, f"{school}1", f"{school}-{name}", calls, at)


def test_a_permit_is_a_schools_own_and_every_change_is_on_the_trail(schools: Engine) -> None:
    models.allow(schools, "a", True, NOW, "al")
    models.allow(schools, "a", True, NOW, "al")  # nothing changes, nothing is written
    assert models.allowing(schools) == {"a"}
    models.allow(schools, "a", False, NOW, "al")
    assert models.allowing(schools) == frozenset()
    assert [e.action for e in audit.entries(schools, "a")] == ["model_on", "model_off"]
    assert audit.entries(schools, "b") == ()


def test_a_month_adds_up_for_learner_class_and_school(schools: Engine) -> None:
    models.allow(schools, "a", True, NOW)
    keep(schools, "a", "ann", PRICED, PRICED, UNPRICED)
    keep(schools, "a", "bob", PRICED)
    keep(schools, "b", "ann", PRICED)
    keep(schools, "a", "ann", PRICED, at=START - timedelta(seconds=1))
    month = models.month_for(schools, "a", "a1", "a-ann", NOW)
    assert month is not None
    assert (month.learner.tokens, month.learner.microdollars) == (300, 1400)
    assert (month.class_.tokens, month.school.tokens) == (400, 400)
    assert models.month_for(schools, "b", "b1", "b-ann", NOW) is None, "no permit, no month"


def test_what_was_used_up_can_be_read_for_one_school_alone(schools: Engine) -> None:
    keep(schools, "a", "ann", PRICED)
    keep(schools, "b", "bob", UNPRICED)
    used = models.spent_between(schools, START, END, "a")
    assert {(one.kind, one.id, one.spent.tokens) for one in used} == {
        ("learner", "a-ann", 100), ("class_", "a1", 100), ("school", "a", 100)
    }  # fmt: skip
    assert len(models.spent_between(schools, START, END)) == 6


def test_the_record_keeps_every_request_and_a_fence_keeps_schools_apart(schools: Engine) -> None:
    keep(schools, "a", "ann", PRICED, UNPRICED)
    keep(schools, "b", "ann", PRICED)
    rows = models.calls_between(schools, START, END)
    assert [(row.school, row.purpose, row.microdollars, row.outcome) for row in rows] == [
        ("a", "ask", 700, "ok"), ("a", "judge", None, "late"), ("b", "ask", 700, "ok")
    ]  # fmt: skip
    if schools.dialect.name == "postgresql":
        with only("a"):
            assert {row.school for row in models.calls_between(schools, START, END)} == {"a"}


def test_the_record_of_a_learner_goes_with_them(schools: Engine) -> None:
    keep(schools, "a", "ann", PRICED)
    keep(schools, "a", "bob", PRICED)
    rights.erase_learner(schools, "a-ann", NOW, "al")
    used = models.spent_between(schools, START, END, "a")
    assert {one.id for one in used if one.kind == "learner"} == {"a-bob"}
