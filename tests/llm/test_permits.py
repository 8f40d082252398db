"""A school's switch, and whose words never leave whatever it says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conversations.player import MONDAY, SCHOOL
from tests.llm.helping import Answering, Helped, helped_by

from pathbot.app.kit import Kit
from pathbot.care import LearnerCare
from pathbot.llm.task import Asking, Judged
from pathbot.messages import fallback
from pathbot.store import audit, care, models
from pathbot.store.engine import reading
from pathbot.usage import Month, Spent

ANSWERS = {"judge": Judged(intent="answer", heard=[], signals=[]), "ask": Asking(said_back="", question="What next?")}


async def test_the_switch_works_from_the_next_message_on_and_stands_in_the_audit_trail(
    tmp_path: Path, kit: Kit
) -> None:
    model = Answering(lambda task, data: ANSWERS.get(task))
    async with Helped(tmp_path, helped_by(kit, model)) as player:
        await player.begins()
        await player.says("my abuela sits in the car with the ac")
        asked = len(model.heard)
        assert asked
        models.allow(player.engine, SCHOOL.id, False, player.now, actor="ortiz")
        await player.says("why no trees there")
        assert len(model.heard) == asked
        assert models.allowing(player.engine) == frozenset()
        entries = [(entry.actor, entry.action) for entry in audit.entries(player.engine, SCHOOL.id)]
        assert entries[-2:] == [("pathbot", "model_on"), ("ortiz", "model_off")]


async def test_words_of_a_learner_under_13_never_leave(tmp_path: Path, kit: Kit) -> None:
    model = Answering(lambda task, data: ANSWERS.get(task))
    async with Helped(tmp_path, helped_by(kit, model)) as player:
        rules = care.rules_of(player.engine, SCHOOL.id).model_copy(update={"under_13": True})
        care.put_rules(player.engine, SCHOOL.id, rules, "ortiz", MONDAY)
        young = LearnerCare(person="maya", school=SCHOOL.id, age="under_13", recorded_at=MONDAY)
        care.put_learner(player.engine, young)
        await player.begins()
        await player.says("my abuela sits in the car with the ac")
        assert player.journey.answers, "they may take part"
        assert model.heard == []


async def test_a_month_counts_its_own_requests_only(tmp_path: Path, kit: Kit) -> None:
    from pathbot.llm.scripted import Line, ScriptedModel

    script = ScriptedModel([Line("judge", ANSWERS["judge"]), Line("ask", None)] * 2)
    async with Helped(tmp_path, helped_by(kit, script)) as player:
        await player.begins()
        await player.says("my abuela sits in the car with the ac")
        with reading(player.engine) as connection:
            now = models.month_of(connection, MONDAY, SCHOOL.id, "p3", "maya", player.now)
            next_month = models.month_of(connection, MONDAY, SCHOOL.id, "p3", "maya", player.now + timedelta(days=31))
        assert now is not None
        assert now.since == MONDAY
        assert next_month == Month(since=MONDAY)
        assert now.class_ == now.learner == now.school == Spent()  # a scripted model counts no tokens
        assert player.calls()
        assert models.start_of_month(datetime(2026, 11, 25, tzinfo=UTC)) == datetime(2026, 11, 1, tzinfo=UTC)


async def test_who_sees_what_names_the_model_where_it_may_read_along(tmp_path: Path, kit: Kit) -> None:
    model = Answering(lambda task, data: None)
    for name, allowed in (("on", True), ("off", False)):
        async with Helped(tmp_path / name, helped_by(kit, model), allowed=allowed) as player:
            notice = "\n".join(fallback(outgoing.reply) for outgoing in await player.says(kind="open"))
            assert ("with names taken out" in notice) == allowed


async def test_who_said_yes_before_hears_of_the_model_before_it_helps(tmp_path: Path, kit: Kit) -> None:
    model = Answering(lambda task, data: ANSWERS.get(task))
    async with Helped(tmp_path, helped_by(kit, model), allowed=False) as player:
        await player.begins()
        await player.says("my abuela sits in the car with the ac")
        models.allow(player.engine, SCHOOL.id, True, player.now)
        heard = await player.hears("why no trees there")
        assert heard.startswith("New at your school")
        assert model.heard == []
        await player.to_step(3)
        again = await player.hears("asphalt was 148 degrees and under the tree it was 95")
        assert "New at your school" not in again
        assert model.heard
