"""Portfolios, questions, concerns, weekly summaries and the audit trail."""

import pytest
from sqlalchemy import Engine, update
from tests.store.store_samples import (
    LEASE,
    STAFF,
    START,
    answer,
    at,
    concern,
    converse,
    file_all,
    inbound,
    journey,
    question,
    reply,
    set_up,
    statement,
    take,
    yes,
)

from pathbot.conversation import Line
from pathbot.evidence import SavedRole
from pathbot.people import Person
from pathbot.store import audit, concerns, digests, outbox, portfolio, questions
from pathbot.store.engine import reading, writing
from pathbot.store.tables import audit as audit_table
from pathbot.store.tables import outbox_people

MAYA = Person(id="maya", school="cedar", name="Maya")


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)


def test_a_statement_keeps_its_quotes_letter_for_letter_through_every_change(engine: Engine) -> None:
    made = statement("Señal — 🦦 creek")
    portfolio.store(engine, MAYA, statements=(made, statement(number="s2")))
    approved = made.model_copy(update={"status": "approved", "decided_at": at(9)})
    portfolio.store(engine, MAYA, statements=(approved,))
    assert portfolio.statements_of(engine, "maya") == (approved, statement(number="s2"))
    assert portfolio.statements_of(engine, "maya", "approved") == (approved,)
    assert portfolio.statements_of(engine, "omar") == ()


def test_the_newest_snapshot_of_a_journey_is_the_truth(engine: Engine) -> None:
    later = journey(version=2, step=None, updated_at=at(5))
    portfolio.store(engine, MAYA, journeys=(journey(), journey("maya", id="j0", project="old"), later))
    assert portfolio.journeys_of(engine, "maya")[0] == later
    assert {one.id for one in portfolio.journeys_of_class(engine, "bio")} == {"j-maya", "j0"}


def test_a_role_is_saved_once(engine: Engine) -> None:
    role = SavedRole(learner="maya", soc="19-2041.00", title="Environmental Scientist", saved_at=START)
    portfolio.store(engine, MAYA, roles=(role,))
    portfolio.store(engine, MAYA, roles=(role.model_copy(update={"saved_at": at(9)}),))
    assert portfolio.roles_of(engine, "maya") == (role,)


def test_a_transcript_has_both_sides_and_a_line_is_stored_once(engine: Engine) -> None:
    message = inbound(1, "I tested")
    mine = Line(id="maya-1", sender="learner", text="I tested", step=4, slot="did", project="water", at=at(1))
    bot = Line(id="re:maya-1", sender="pathbot", text="Thanks!", step=4, project="water", at=at(2))
    converse(engine, message, inbound(2), consent=yes(), lines=(mine, bot))
    assert portfolio.transcript_of(engine, "maya") == (mine, bot)
    assert [said.text for said in portfolio.said_by(engine, "maya")] == ["I tested"]
    assert portfolio.said_by(engine, "maya", "other project") == ()


def test_a_mentor_finds_their_questions_and_those_nobody_has(engine: Engine) -> None:
    asked = [
        question(number="mine", status="open", mentor="dana"),
        question(number="free", status="open"),
        question(number="else", status="open", mentor="ruiz"),
        question(number="draft"),
        question(number="chem", status="open", class_id="chem"),
    ]
    for one in asked:
        questions.save_question(engine, one)
    assert {one.id for one in questions.open_for(engine, "dana")} == {"mine", "free"}
    assert len(questions.questions_of_class(engine, "bio")) == 4
    assert questions.get_question(engine, "free") == asked[1]


def test_the_first_adult_who_takes_a_concern_has_it(engine: Engine) -> None:
    converse(engine, inbound(1), concern=concern())
    assert concerns.unheard(engine) == concerns.concerns_of(engine, "cedar") == (concern(),)
    assert concerns.acknowledge(engine, "c1", "ruiz", at(60))
    assert not concerns.acknowledge(engine, "c1", "dana", at(61))
    assert not concerns.acknowledge(engine, "c9", "dana", at(61))
    heard = concerns.get_concern(engine, "c1")
    assert heard is not None
    assert (heard.acknowledged_by, heard.acknowledged_at) == ("ruiz", at(60))
    assert concerns.unheard(engine) == ()
    assert [(one.actor, one.action, one.subject) for one in audit.entries(engine, "cedar")] == [
        ("pathbot", "alert", "maya"),
        ("ruiz", "taken", "maya"),
    ]


def test_the_same_concern_raised_again_stays_acknowledged(engine: Engine) -> None:
    converse(engine, inbound(1), concern=concern())
    concerns.acknowledge(engine, "c1", "ruiz", at(60))
    file_all(engine, inbound(2))
    assert answer(engine, take(engine), concern=concern())
    assert concerns.unheard(engine) == ()


def test_a_teacher_gets_one_summary_per_class_and_week(engine: Engine) -> None:
    def file(week: str) -> bool:
        message = reply(f"summary:{week}", "Your week", address=STAFF, priority="summary")
        return digests.file_digest(engine, "ruiz", "bio", week, (message,), ("maya",), at(0))

    assert [file("2026-W47"), file("2026-W47"), file("2026-W48")] == [True, False, True]
    assert digests.was_filed(engine, "ruiz", "bio", "2026-W47")
    assert not digests.was_filed(engine, "ruiz", "bio", "2026-W49")
    sent = []
    while sending := outbox.next_due(engine, ("web",), at(1), LEASE):
        outbox.mark_sent(engine, sending, "t", at(1))
        sent.append(sending.outgoing.key)
    assert sent == ["summary:2026-W47", "summary:2026-W48"]


def test_the_audit_trail_is_whole_until_somebody_touches_it(engine: Engine) -> None:
    for second, action in enumerate(("view", "export", "view")):
        audit.record(engine, "cedar", "ruiz", action, "maya", at(second))
    assert audit.first_broken(engine, "cedar") is None
    assert audit.first_broken(engine, "birch") is None
    with writing(engine) as connection:
        connection.execute(update(audit_table).where(audit_table.c.n == 2).values(action="nothing"))
    assert audit.first_broken(engine, "cedar") == 2


def test_an_entry_taken_out_of_the_audit_trail_is_noticed(engine: Engine) -> None:
    for second in range(3):
        audit.record(engine, "cedar", audit.SYSTEM, "sweep", "maya", at(second))
    with writing(engine) as connection:
        connection.execute(audit_table.delete().where(audit_table.c.n == 2))
    assert audit.first_broken(engine, "cedar") == 2


def test_what_goes_to_somebody_else_is_marked_with_whose_words_it_may_repeat(engine: Engine) -> None:
    alarm = reply("alarm", address=STAFF, priority="alert")
    converse(engine, inbound(1), consent=yes(), questions=(question(),), outgoing=(alarm,))
    with reading(engine) as connection:
        assert connection.execute(outbox_people.select()).one().person == "maya"
