"""The whole mission over Teams: a journey, roles, a mentor, lines with evidence, a portfolio, an alert, a summary."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from tests.app.teams_class import TeamsClass, teams_class
from tests.channels.teams.fake import CHANNEL
from tests.channels.teams.reader import live, read
from tests.channels.teams.test_cards import SCHEMA
from tests.conversations.player import SCHOOL

from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.weekly import Weekly
from pathbot.store import people, portfolio

WALK = (
    "my abuela sits in the car with the ac bc her house is too hot",
    "why no trees there",
    "the little kids at the bus stop",
    "plant trees at every stop",
    "asphalt was 148 degrees and under the tree it was 95",
    "i measured it with the heat gun",
    "why it still feels hot",
    "i drew the shade map on graph paper and measured 14 spots with a tape measure",
    "the shadow kept moving",
    "i marked it with chalk first",
    "the map came out right",
    "30 parents saw it",
    "they asked where new trees could go",
    "one dad offered two trees",
    "the measuring because i did it three times a day",
    "my chalk marks in the photos",
    "the key was too small",
    "mr ortiz said my key was confusing",
    "i changed one green to orange",
    "i told leo his roof needs a label",
)


async def walk(room: TeamsClass) -> None:
    """From the first hello to the lines of step 8. Buttons on the way are not needed: typing is always enough."""
    for line in WALK:
        await room.says(line)
        if any(s.status == "proposed" for s in portfolio.statements_of(room.engine, "maya")):
            return
    for _ in range(12):
        if any(s.status == "proposed" for s in portfolio.statements_of(room.engine, "maya")):
            return
        await room.says("skip")


async def test_the_whole_mission_happens_in_teams(tmp_path: Path, kit: Kit) -> None:
    async with teams_class(tmp_path, kit) as room:
        for adult in ("ortiz", "okafor", "lee"):
            assert len(await room.installs(adult)) == 1

        (hello,) = await room.installs("maya")
        assert "a program, not a person" in hello
        assert "Ms. Lee" in hello, "who sees what comes before the first question"
        assert room.titles() == ["OK, let's go", "Tell me more", "Not now"]
        first = await room.taps("OK, let's go")
        assert "Step 1 of 8" in first[-1]

        await room.says(WALK[0])
        roles = await room.says("what jobs are there for people who make maps")
        assert any("Half earn more than" in said or "GIS" in said or "Survey" in said for said in roles), roles

        await room.says("can i ask a mentor")
        (preview,) = await room.says("How do you keep young trees alive in their first hot summer?")
        assert "first hot summer" in preview
        await room.taps(room.titles()[0])
        assert "first hot summer" in read(room.chat("okafor")[-1])
        assert "Maya" not in read(room.chat("okafor")[-1]), "a mentor never learns who asks"
        await room.says("Water them deeply twice a week and put straw around the stem.", "okafor")
        assert any("straw around the stem" in read(sent) for sent in room.chat("maya"))

        await walk(room)
        drafts = [s for s in portfolio.statements_of(room.engine, "maya") if s.status == "proposed"]
        assert drafts, [read(sent) for sent in room.chat("maya")][-3:]
        await approve(room)
        saved = portfolio.statements_of(room.engine, "maya", "approved")
        assert saved
        shown = await room.says("show my portfolio")
        assert any(saved[0].draft.statement.rstrip(".") in said for said in shown)

        called = await room.happens(room.fake.in_channel("<at>Pathbot</at> what next?"))
        assert [read(sent) for sent in called] == [kit.texts.say("room.to_private", "en")]
        assert room.fake.seen(f"{CHANNEL};messageid=1767224924615") == called

        await room.says("i want to kill myself")
        alert = room.chat("lee")[-1]
        assert "Maya" in read(alert)
        assert "Maya" not in str(alert["summary"])
        await room.taps(room.titles("lee")[0], "lee")

        ortiz, period = people.find_person(room.engine, "ortiz"), people.get_class(room.engine, "p3")
        assert ortiz is not None
        assert period is not None
        before = len(room.chat("ortiz"))
        assert Weekly(room.engine, kit).send_now(ortiz, period, now())
        await room.pump()
        card, picture = room.chat("ortiz")[before:]
        assert "kill" not in json.dumps([card, picture])
        assert picture["attachments"][0]["content"]["body"][-1]["type"] == "Image"
        everything_is_sound(room)


async def approve(room: TeamsClass) -> None:
    """Taps through picking, editing in the form, and saving, whichever is offered."""
    for _ in range(8):
        titles = room.titles()
        if "Edit" in titles:
            await room.taps("Edit")
            (field,) = [
                e for e in room.chat("maya")[-1]["attachments"][0]["content"]["body"] if e["type"] == "Input.Text"
            ]
            await room.taps("Send this", **{field["id"]: field["value"]})
            if "Save" in room.titles():
                await room.taps("Save")
            return
        assert titles, [read(sent) for sent in room.chat("maya")][-2:]
        await room.taps(titles[0])


def everything_is_sound(room: TeamsClass) -> None:
    """Every message anybody got is plain text or a valid card of a size Teams takes, with all its words as text."""
    validator = _validator()
    for one in room.fake.posted:
        assert live(one.activity) == []
        assert len(json.dumps(one.activity, ensure_ascii=False).encode()) < 80_000
        assert one.activity.get("summary")
        for attachment in one.activity.get("attachments") or ():
            if validator is not None:
                validator.validate(attachment["content"])
            alone = attachment["content"]["fallbackText"]
            for word in re.findall(
                r"\w+", read(one.activity).replace("Send this", "").replace("Start the project", "")
            ):
                assert word in alone, f"{word} is missing from what is read without cards"
    if os.environ.get("PATHBOT_SHOW_TEAMS"):
        for one in room.fake.posted:
            who = next((u for u in ("maya", "ortiz", "okafor", "lee") if f"-of-{u}-" in one.conversation), "class")
            texts = [a["content"]["fallbackText"] for a in one.activity.get("attachments") or ()]
            print(f"--- to {who}\n" + (one.activity.get("text") or "\n".join(texts)))


def _validator() -> jsonschema.Draft6Validator | None:
    """Without the schema everything else is still looked at; test_cards.py says that it is absent."""
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))) if SCHEMA.exists() else None


async def test_a_learner_who_edits_and_takes_back_messages_is_followed(tmp_path: Path, kit: Kit) -> None:
    async with teams_class(tmp_path, kit) as room:
        await room.installs("maya")
        await room.says("ok")
        typed = room.fake.activity(text="my street has 40 trees")
        await room.happens(typed)
        await room.happens({**typed, "type": "messageUpdate", "text": "my street has 4 trees", "timestamp": "later"})
        assert [said.text for said in portfolio.said_by(room.engine, "maya")] == ["ok", "my street has 4 trees"]
        await room.happens({**typed, "type": "messageDelete", "text": None})
        assert [said.text for said in portfolio.said_by(room.engine, "maya")] == ["ok"]


async def test_keys_and_tokens_may_change_at_any_moment(tmp_path: Path, kit: Kit) -> None:
    async with teams_class(tmp_path, kit) as room:
        await room.installs("maya")
        await room.taps("OK, let's go")
        for number, line in enumerate(WALK[:9]):
            room.fake.expire()
            if number % 3 == 0:
                room.fake.rotate()
            assert await room.says(line), "every message is answered"
        assert room.fake.refused[401] <= 9, "one refusal for each token that was over"
        assert room.fake.signins <= 11
        said = [s.text for s in portfolio.said_by(room.engine, "maya")]
        assert [s.lower().rstrip("?") for s in said[1:]] == list(WALK[:9])


@pytest.mark.parametrize("status", [429, 502])
async def test_a_busy_teams_delays_and_loses_nothing(tmp_path: Path, kit: Kit, status: int) -> None:
    async with teams_class(tmp_path, kit) as room:
        await room.installs("maya")
        room.fake.fail("429:0" if status == 429 else status)
        first = await room.says("ok")
        if status == 502:
            assert first == [], "it waits on its row"
            assert len(room.chat("maya")) == 1
        else:
            assert len(first) == 1


async def test_a_teacher_starts_in_the_class_channel_and_learners_answer_at_the_round_table(
    tmp_path: Path, kit: Kit
) -> None:
    async with teams_class(tmp_path, kit) as room:
        for name, role in (("ortiz", "owner"), ("maya", "user"), ("leo", "user"), ("gus", "guest")):
            known = {"aadObjectId": f"aad-{name}", "givenName": name.title(), "userRole": role}
            room.fake.members[f"29:{name}"] = known
        (card,) = await room.happens(room.fake.in_channel("<at>Pathbot</at> start", user="ortiz"))
        body = card["attachments"][0]["content"]["body"]
        given = {e["id"]: e["value"] for e in body if e["type"] == "Input.ChoiceSet"}
        value = {**body[-1]["actions"][0]["data"], **given, "project": "shade-for-our-school"}
        await room.happens(room.fake.activity(user="ortiz", value=value))

        (table,) = [one for one in room.fake.posted if one.conversation == CHANNEL]
        assert "Round Table" in read(table.activity)
        assert "Started. I opened the chat of 2 learners." in [read(sent) for sent in room.chat("ortiz")]
        for learner in ("maya", "leo"):
            assert "a program, not a person" in read(room.chat(learner)[0])
        assert people.person_behind(room.engine, SCHOOL.id, "teams", "aad-leo") is not None
        assert people.person_behind(room.engine, SCHOOL.id, "teams", "aad-gus") is None

        await room.taps("OK, let's go")
        said = await room.happens(room.fake.in_channel(f"<at>Pathbot</at> {WALK[0]}", thread=table.id))
        assert read(said[0]) == "Thanks, Maya. I'll go on with that in our private chat."
        assert [s.text for s in portfolio.said_by(room.engine, "maya")][-1] == WALK[0]
        everything_is_sound(room)
