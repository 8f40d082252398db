"""A turn that cannot be handled is tried again, set aside in the end, and its writer hears about it."""

from datetime import timedelta
from pathlib import Path

from tests.conversations.player import HERE, SCHOOL, Player

from pathbot.app.dead_letters import tell
from pathbot.app.kit import Kit
from pathbot.app.workers import answer_next
from pathbot.messages import Inbound, fallback
from pathbot.people import Person
from pathbot.store import claims, dead, people


class _Broken:
    """A kit none of whose parts work, but for its texts."""

    def __init__(self, kit: Kit) -> None:
        self.texts = kit.texts


async def test_a_message_that_always_fails_is_set_aside_and_its_writer_is_asked_to_write_again(
    kit: Kit, tmp_path: Path
) -> None:
    async with Player(tmp_path, kit) as player:
        await player.says("hi")
        inbound = Inbound(
            channel="collecting", delivery_id="bad", address=HERE, person="maya", text="hello", sent_at=player.now
        )
        await player.room._ingest.file(SCHOOL.id, inbound)
        assert dead.letters(player.engine) == ()
        while answer_next(player.engine, _Broken(kit), "w", lambda: player.now):
            player.now += timedelta(minutes=1)
        await player.says("hi again")
        sent = [fallback(outgoing.reply) for outgoing in player.channel.sent]
    assert sum("Please write it again" in text for text in sent) == 1
    assert "consent" not in sent[-1]
    assert len(sent) == 3
    (letter,) = dead.letters(player.engine, SCHOOL.id)
    assert (letter.delivery_id, letter.persons, letter.error_code) == ("bad", ("maya",), "AttributeError")
    assert dead.letters(player.engine, "elsewhere") == ()


async def test_a_message_whose_workers_all_died_is_heard_of_too_in_its_writers_language(
    kit: Kit, tmp_path: Path
) -> None:
    async with Player(tmp_path, kit) as player:
        people.add_person(player.engine, Person(id="maya", school=SCHOOL.id, name="Maya", language="es"))
        inbound = Inbound(
            channel="collecting", delivery_id="bad", address=HERE, person="maya", text="hola", sent_at=player.now
        )
        await player.room._ingest.file(SCHOOL.id, inbound)
        while claims.claim(player.engine, "w", player.now, timedelta(seconds=1)):
            player.now += timedelta(minutes=1)
        assert tell(player.engine, kit, player.now) == 1
        assert tell(player.engine, kit, player.now) == 0
        await player.room.pump()
        sent = [fallback(outgoing.reply) for outgoing in player.channel.sent]
    assert len(sent) == 1
    assert "escríbelo otra vez" in sent[0]
