"""First contact: nothing is kept before a yes, and the promise is made from the rule that keeps it."""

import pytest
from tests.app.school import Talk
from tests.conversations.player import SCHOOL

from pathbot.people import Class, Item, Membership, Person, Viewer, may_see
from pathbot.privacy import PROMISED, Member, who_sees
from pathbot.store import people

KEPT = ("transcript", "journeys", "statements", "mentor_questions", "saved_roles", "turn_log", "consents")
CANARY = "quokkas in the gym"


async def test_nothing_is_stored_before_a_yes(talk: Talk) -> None:
    await talk.says(kind="open")
    for text in (
        CANARY,
        "my question: who sees this",
        "Tell me more",
        "what jobs are there with trees",
        "Not now",
        CANARY,
    ):
        await talk.says(text)
    assert {name: talk.rows(name) for name in KEPT} == {name: [] for name in KEPT}
    assert talk.holds(CANARY) == []
    assert talk.failed() == []


@pytest.mark.parametrize("yes", ["OK, let's go", "1", "sure", "ok", "yes", "yeah lets go"])
async def test_a_yes_in_any_words_begins_and_is_kept_once(talk: Talk, yes: str) -> None:
    await talk.says(kind="open")
    assert "Step 1 of 8" in await talk.text(yes)
    assert len(talk.rows("consents")) == 1


@pytest.mark.parametrize("no", ["Not now", "3", "no", "nah", "stop", "later"])
async def test_a_no_stores_nothing_and_a_hello_asks_again(talk: Talk, no: str) -> None:
    await talk.says(kind="open")
    assert await talk.text(no) == "Fine. Nothing was saved. Write “hi” when you want to start."
    assert "I'm Pathbot" in await talk.text("hi")
    assert talk.rows("consents") == []


@pytest.mark.parametrize("unclear", ["maybe", "?", "🤷", "why should i", "not ok", "not ok lets go"])
async def test_anything_unclear_is_not_a_yes(talk: Talk, unclear: str) -> None:
    await talk.says(kind="open")
    await talk.says(unclear)
    assert talk.rows("consents") == []
    assert "OK, let's go" in talk.labels()


async def test_tell_me_more_and_who_sees_this_leave_the_question_open(talk: Talk) -> None:
    await talk.says(kind="open")
    assert "eight short steps" in await talk.text("Tell me more")
    assert "Mr. Ortiz" in await talk.text("who sees this")
    assert "Step 1 of 8" in await talk.text("1")


async def test_the_notice_names_the_teacher_and_the_counselor_and_no_mentor_by_name(talk: Talk) -> None:
    hello = await talk.text(kind="open")
    assert "a program, not a person" in hello
    assert "Lines you approve, which step you are on: you and Mr. Ortiz" in hello
    assert "you, that mentor (without your name) and Mr. Ortiz" in hello
    assert "I tell Ms. Lee (counselor)" in hello
    assert "Okafor" not in hello


@pytest.mark.parametrize("kind", PROMISED)
def test_the_notice_names_exactly_the_people_who_may_see(kind: str) -> None:
    room = Class(id="p3", school="school", name="Period 3", project="any")
    other = Class(id="p4", school="school", name="Period 4", project="any")
    duties = ("teacher", "mentor", "safety_contact", "admin", "learner")
    members = [
        Member(
            person=Person(id=f"{duty}-{place}", school="school", name=duty),
            membership=Membership(person=f"{duty}-{place}", school="school", duty=duty, class_id=place),  # type: ignore[arg-type]
        )
        for duty in duties
        for place in (room.id, other.id, None)
    ]
    learner = Person(id="maya", school="school", name="Maya")
    named = {m.person.id for m in who_sees(kind, learner, room, tuple(members))}  # type: ignore[arg-type]
    mentors = tuple(m.person.id for m in members if m.membership.duty == "mentor")
    item = Item(kind=kind, school="school", owner="maya", class_id="p3", shared_with=mentors)  # type: ignore[arg-type]
    allowed = {
        m.person.id
        for m in members
        if may_see(Viewer(person=m.person.id, school="school", memberships=(m.membership,)), item)
    }
    assert named == allowed
    assert ("teacher-p3" in named) == (kind in ("approved_statement", "progress", "mentor_question"))
    assert not {"teacher-p4", "learner-p3", "admin-p3"} & named


async def test_the_button_tapped_twice_begins_once(talk: Talk) -> None:
    await talk.says(kind="open")
    yes = talk.value("OK, let's go")
    await talk.says(kind="choice", value=yes)
    assert await talk.says(kind="choice", value=yes) == ()
    assert len(talk.rows("consents")) == 1


async def test_without_a_mentor_the_notice_promises_none(talk: Talk) -> None:
    gone = Membership(person="okafor", school=SCHOOL.id, duty="mentor", class_id="p3", active=False)
    people.add_membership(talk.engine, gone)
    assert "no mentor for your class yet" in await talk.text(kind="open")


async def test_without_a_safety_contact_nothing_starts_and_the_learner_hears_why(talk: Talk) -> None:
    for contact in ("lee", "kim"):
        gone = Membership(person=contact, school=SCHOOL.id, duty="safety_contact", active=False)
        people.add_membership(talk.engine, gone)
    assert "Your school can't start with me yet" in await talk.text(kind="open")
    assert talk.rows("consents") == []
