"""Something serious: fixed words, a person who hears, and a pause. In any state, before anything else."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.app.school import CRISIS, LOW_MOOD, Talk

from pathbot.app.alerts_shown import with_answers
from pathbot.app.kit import Kit
from pathbot.channels.web.desk import Shown
from pathbot.messages import Address, Card, fallback
from pathbot.store import history, portfolio

ROOM = Address(channel="collecting", conversation="class", shared=True)
PAUSED = "We've left the questions for now"
STILL_PAUSED = "Take the time you need. The questions can wait until you write “go on”."


def _is_care(reply: str) -> bool:
    return "I'm telling Ms. Lee, the counselor" in reply and "988" in reply and "911" in reply


def _paged(talk: Talk) -> bool:
    alerts = [o for o in talk.to("lee") if o.priority == "alert"]
    return len(alerts) == 1 and len(talk.rows("concerns")) == 1 and "Maya" in fallback(alerts[0].reply)


async def test_a_crisis_is_answered_with_fixed_words_and_the_counselor_is_paged_first(agreed: Talk) -> None:
    reply = await agreed.text(CRISIS)
    assert _is_care(reply)
    assert _paged(agreed)
    assert "kill myself" not in reply
    assert "?" not in reply
    out = agreed.rows("outbox")
    assert min(out[-2:], key=lambda row: (row["rank"], row["id"]))["priority"] == "alert"


async def test_reflection_pauses_until_the_learner_wants_to_go_on(agreed: Talk) -> None:
    await agreed.says(CRISIS)
    assert PAUSED in await agreed.text("there is one tree")
    for text in ("ok", "yes", "idk"):
        assert await agreed.text(text) == STILL_PAUSED
    back = await agreed.text("go on")
    assert "Round Table" in back
    assert PAUSED not in back
    assert PAUSED not in await agreed.text("there is one tree on my street")


async def test_what_is_asked_for_is_still_answered_while_it_pauses(agreed: Talk) -> None:
    await agreed.says(CRISIS)
    assert "Mr. Ortiz" in await agreed.text("who sees this")
    assert "can't be undone" in await agreed.text("delete my data")
    assert await agreed.text("keep it") == "OK, nothing was deleted."
    assert PAUSED in await agreed.text("one tree")


async def test_the_words_are_in_no_statement_no_summary_and_not_echoed(agreed: Talk) -> None:
    await agreed.says("there is one tree on my street")
    await agreed.says(CRISIS)
    await agreed.says("go on")
    await agreed.to_step_8()
    assert all("kill myself" not in o.model_dump_json() for o in agreed.channel.sent)
    assert all("kill myself" not in s.model_dump_json() for s in agreed.lines())
    assert "kill myself" not in await agreed.text("portfolio")
    assert "kill myself" not in await agreed.text("stop")
    said = {s.id: s for s in portfolio.said_by(agreed.engine, "maya")}
    answers = portfolio.journeys_of(agreed.engine, "maya")[0].answers
    assert not any("kill myself" in said[a.message_id].text for a in answers)


async def test_it_works_before_consent_and_an_ok_after_it_is_no_consent(talk: Talk) -> None:
    await talk.says(kind="open")
    assert _is_care(await talk.text(CRISIS))
    assert _paged(talk)
    assert talk.rows("transcript") == []
    assert PAUSED in await talk.text("ok")
    assert "I'm Pathbot" in await talk.text("go on")
    assert talk.rows("consents") == []


async def test_in_the_class_channel_the_answer_is_private_and_the_class_sees_nothing(agreed: Talk) -> None:
    before = len(agreed.channel.sent)
    assert await agreed.someone("maya", CRISIS, address=ROOM) == ""
    answered = agreed.channel.sent[before:]
    assert [o.address.conversation for o in answered] == ["maya"]
    assert _is_care(fallback(answered[0].reply))
    assert _paged(agreed)


async def test_a_second_learner_in_the_same_class_channel_is_heard_as_well(agreed: Talk) -> None:
    await agreed.someone("maya", CRISIS, address=ROOM)
    before = len(agreed.channel.sent)
    await agreed.someone("maya", LOW_MOOD, address=ROOM)
    assert len(agreed.channel.sent) == before + 1


@pytest.mark.parametrize("where", ["pick", "approval", "edit", "mentor_question", "mentor_preview", "erase", "change"])
async def test_it_comes_before_whatever_was_being_asked(agreed: Talk, where: str) -> None:
    if where in ("pick", "approval", "edit"):
        await agreed.to_step_8()
        for text in {"pick": (), "approval": ("1",), "edit": ("1", "edit")}[where]:
            await agreed.says(text)
    else:
        await agreed.says("one tree on my street")
        asks = {
            "mentor_question": ("ask a mentor",),
            "mentor_preview": ("ask a mentor", "do you need college for that"),
            "erase": ("delete my data",),
            "change": ("change my answer",),
        }
        for text in asks[where]:
            await agreed.says(text)
    assert agreed.state().expecting == where
    assert _is_care(await agreed.text(CRISIS))
    assert PAUSED in await agreed.text("yes")
    assert agreed.rows("consents")
    assert not agreed.lines("approved")
    await agreed.says("go on")
    assert agreed.failed() == []


async def test_words_sent_in_a_form_are_screened(walked: Talk) -> None:
    line = await walked.to_a_line()
    await walked.taps("Edit")
    reply = await walked.text(kind="form", form=f"!line:{line.id}", line=CRISIS)
    assert _is_care(reply)
    assert _paged(walked)
    assert walked.lines("approved") == ()


async def test_an_edited_message_is_screened(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    assert _is_care(await agreed.text(CRISIS, kind="edit", message=f"m{agreed.count}"))
    assert _paged(agreed)


@pytest.mark.parametrize("text", ["im fine i was joking", "jk", "please dont tell my mom", "i didnt mean it"])
async def test_who_wants_it_unsaid_hears_honestly_that_somebody_was_told(agreed: Talk, text: str) -> None:
    await agreed.says(CRISIS)
    reply = await agreed.text(text)
    assert reply.startswith("OK. Ms. Lee has been told, and I can't undo that.")
    assert len(agreed.rows("concerns")) == 1


async def test_the_learner_hears_who_has_read_it_and_nothing_of_a_false_alarm(agreed: Talk) -> None:
    for count, answer in enumerate(("ack", "false"), 1):
        await agreed.says(CRISIS)
        concern = agreed.rows("concerns")[-1]
        before = len(agreed.channel.sent)
        await agreed.someone("lee", kind="choice", value=f"!{answer}:{concern['id']}")
        heard = [fallback(o.reply) for o in agreed.channel.sent[before:] if o.address.conversation == "maya"]
        assert heard == (["Ms. Lee has read what you wrote. You're not alone with this."] if count == 1 else [])


async def test_an_answered_alert_asks_nothing_any_more_and_says_who_has_it(agreed: Talk, kit: Kit) -> None:
    await agreed.says(CRISIS)
    concern = agreed.rows("concerns")[0]

    def inbox() -> tuple[str, int]:
        (alert,) = [
            line for line in history.shown(agreed.engine, "web:person-lee") if line.reply and line.reply.kind == "card"
        ]
        (shown,) = with_answers(agreed.engine, (Shown(**alert.model_dump()),), kit.texts, "en")
        assert isinstance(shown.reply, Card)
        return shown.reply.footer, len(shown.reply.choices)

    assert inbox() == ("", 2)
    await agreed.someone("lee", kind="choice", value=f"!ack:{concern['id']}")
    assert inbox() == ("Ms. Lee has this.", 0)


async def test_acknowledging_works_once(agreed: Talk) -> None:
    await agreed.says(CRISIS)
    concern = agreed.rows("concerns")[0]
    assert "marked as yours" in await agreed.someone("lee", kind="choice", value=f"!ack:{concern['id']}")
    assert agreed.rows("concerns")[0]["acknowledged_by"] == "lee"
    assert await agreed.someone("lee", kind="choice", value=f"!ack:{concern['id']}") == "Someone already has this one."


@pytest.mark.parametrize("who", ["ortiz", "okafor"])
async def test_only_a_safety_contact_can_acknowledge(agreed: Talk, who: str) -> None:
    await agreed.says(CRISIS)
    await agreed.someone(who, kind="choice", value=f"!ack:{agreed.rows('concerns')[0]['id']}")
    assert agreed.rows("concerns")[0]["acknowledged_at"] is None


@pytest.mark.parametrize("yes", ["Yes, tell Ms. Lee", "1", "yes", "ok"])
async def test_low_mood_offers_a_person_and_a_yes_tells_her(agreed: Talk, yes: str) -> None:
    assert "Ms. Lee, the counselor" in await agreed.text(LOW_MOOD)
    assert agreed.labels() == ["Yes, tell Ms. Lee", "Not now"]
    assert agreed.to("lee") == ()
    assert "I'm telling Ms. Lee" in await agreed.text(yes)
    (alert,) = agreed.to("lee")
    assert "sad" not in fallback(alert.reply)


@pytest.mark.parametrize("no", ["Not now", "2", "no", "nah"])
async def test_low_mood_and_a_no_tells_nobody(agreed: Talk, no: str) -> None:
    await agreed.says(LOW_MOOD)
    assert "talk to a person" in await agreed.text(no)
    assert agreed.to("lee") == ()
    assert agreed.rows("concerns") == []


class _AlwaysLow:
    """A learned stage that takes every message for a low mood."""

    joined_margin = 0.0

    def tier(self, text: str, margin: float = 0.0, look: bool = True) -> str:
        return "A"


@pytest.fixture
async def doubted(outright: Kit, tmp_path: Path) -> AsyncIterator[Talk]:
    """A learner whose every message sounds a little low to the screen."""
    kit = dataclasses.replace(outright, safety=outright.safety.model_copy(update={"learned": _AlwaysLow()}))
    async with Talk(tmp_path, kit) as talk:
        await talk.says(kind="open")
        await talk.says("ok")
        yield talk


async def test_a_guess_at_a_low_mood_is_no_reason_to_lose_the_answer(doubted: Talk) -> None:
    told = "everyone says its the laundromat that smells"
    first = await doubted.text(told)
    assert "write “talk to a person” at any time" in first
    assert "What would you want to find out?" in first
    assert "talk to a person" not in await doubted.text("if the laundromat has a permit")
    assert doubted.to("lee") == ()
    assert doubted.step() == "reflection-point"


@pytest.mark.parametrize("start", [(), ("ok",), ("ok", "ask a mentor"), ("ok", "delete my data")])
async def test_a_person_can_be_asked_for_at_any_time(talk: Talk, start: tuple[str, ...]) -> None:
    await talk.says(kind="open")
    for text in start:
        await talk.says(text)
    reply = await talk.text("talk to a person")
    assert "I've told Ms. Lee" in reply
    assert "988" in reply
    assert len(talk.to("lee")) == 1


async def test_a_person_asked_for_in_the_class_channel_is_answered_in_private(agreed: Talk) -> None:
    assert await agreed.someone("maya", "talk to a person", address=ROOM) == ""
    assert agreed.channel.sent[-1].address.conversation == "maya"
    assert len(agreed.to("lee")) == 1


@pytest.mark.parametrize(
    "idiom",
    [
        "this project is killing me lol",
        "im dead 💀",
        "my phone died",
        "i killed it on the test",
        "we shot a video about the trees",
        "cut it again",
        "the deadline is murder",
    ],
)
async def test_harmless_idioms_raise_nothing(agreed: Talk, idiom: str) -> None:
    assert "988" not in await agreed.text(idiom)
    assert agreed.to("lee") == ()
    assert agreed.rows("concerns") == []


async def test_pathbots_own_words_are_never_screened(agreed: Talk) -> None:
    await agreed.says("what do people who design parks do")
    for label in ("Landscape Architect", "A day in it", "How do I get there?", "Not for me"):
        assert label in agreed.labels() or label == "Not for me"
        assert "988" not in await agreed.text(label)
