"""A mentor's good answer on a role card: proposed by one adult, decided by another, shown with its source."""

from datetime import timedelta

import pytest

from pathbot.app.turn.handle import handle
from pathbot.channels.web.desk import private_address
from pathbot.mentoring import CardNote, answer
from pathbot.messages import Inbound, fallback
from pathbot.store import audit, card_notes, claims, ingest, people, questions, turns
from tests.office.test_work import post
from tests.office.town import Town

ANSWER = "You can start as a helper on a survey crew the summer after school."
ROLE = "Urban and Regional Planner"


@pytest.fixture
async def answered(town: Town) -> Town:
    """Nia's question has an answer."""
    question = questions.get_question(town.engine, "north-nia-q")
    assert question is not None
    questions.save_question(town.engine, answer(question, ANSWER, town.now))
    return town


def noted(town: Town) -> list[CardNote]:
    """What was proposed beside the note that stands there from the start."""
    return [note for note in card_notes.notes_of(town.engine, "north") if note.id != "north-note"]


async def page(town: Town, path: str, who: str) -> str:
    async with town.client(who) as client:
        return (await client.get(path)).text


async def told(town: Town, who: str) -> str:
    """What Pathbot tells this learner who opens the role."""
    card = next(c for c in town.kit.roles.ready().cards if c.title == ROLE)
    inbound = Inbound(
        channel="web",
        delivery_id=f"open-{who}-{town.now:%H%M%S}",
        address=private_address(who),
        person=who,
        kind="choice",
        data={"value": f"!role:{card.soc}"},
        sent_at=town.now,
    )
    async with ingest.Ingest(town.engine, town.clock) as inbox:
        await inbox.file(who.partition("-")[0], inbound)
    claim = claims.claim(town.engine, "w", town.now, timedelta(seconds=15))
    assert claim is not None
    known = turns.load(town.engine, claim)
    changes = handle(known, claim.inbound, town.kit, town.now)
    assert turns.commit(town.engine, claim, changes, town.now)
    town.now += timedelta(seconds=40)
    return "\n".join(fallback(o.reply) for o in changes.outgoing)


async def test_nothing_reaches_a_card_until_another_adult_agrees(answered: Town) -> None:
    town = answered
    assert ANSWER in await page(town, "/teach/north-1/questions", "north-tom")
    fields = {"class": "north-1", "role": ROLE.lower(), "text": ANSWER}
    assert (await post(town, "north-tom", "propose-note", **fields)).status_code == 303
    (note,) = noted(town)
    assert ANSWER not in await told(town, "north-nia")
    assert (await post(town, "north-tom", "approve-note", note=note.id)).status_code == 422, "not one's own"
    shown = await page(town, "/cards", "north-al")
    assert f"<ins>{ANSWER}</ins>" in shown
    assert "suggested by Tom north" in shown
    assert (await post(town, "north-al", "approve-note", note=note.id)).status_code == 303
    said = await told(town, "north-nia")
    assert f"From a mentor at your school (November 2026): {ANSWER}" in said
    assert ANSWER not in await told(town, "south-nia"), "another school's card stays as it is"
    assert [e.action for e in audit.entries(town.engine, "north")].count("approved-note") == 1
    await post(town, "north-al", "refuse-note", note=note.id)
    assert ANSWER not in await told(town, "north-nia"), "taken off again"


@pytest.mark.parametrize(
    "wrong", [{"role": "Wizard"}, {"text": ""}, {"text": "x" * 601}, {"text": "write me at mo@x.org"}]
)
async def test_what_cannot_stand_on_a_card_is_refused(answered: Town, wrong: dict[str, str]) -> None:
    fields = {"class": "north-1", "role": ROLE, "text": ANSWER} | wrong
    assert (await post(answered, "north-tom", "propose-note", **fields)).status_code == 422
    assert noted(answered) == []


async def test_who_proposed_is_forgotten_when_they_are_erased(answered: Town) -> None:
    from pathbot.store import rights

    fields = {"class": "north-1", "role": ROLE, "text": ANSWER}
    await post(answered, "north-tom", "propose-note", **fields)
    rights.erase_learner(answered.engine, "north-tom", answered.now)
    (note,) = noted(answered)
    assert (note.text, note.proposed_by) == (ANSWER, None)
    assert people.get_person(answered.engine, "north-tom") is None
