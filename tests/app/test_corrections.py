"""A summary that went out and is not true any more: its teacher hears one plain sentence, once."""

from datetime import timedelta

import pytest
from tests.app.school import Talk

from pathbot.app.corrections import correction_routine, words
from pathbot.app.kit import Kit
from pathbot.app.schedule import Schedule
from pathbot.app.weekly import Weekly
from pathbot.messages import fallback
from pathbot.store import people, rights
from pathbot.summaries import SentSummary, sent_summary


async def notices(talk: Talk) -> list[str]:
    """Runs what is due, twice; what Mr. Ortiz then has in his inbox besides summaries."""
    for _ in range(2):
        talk.now += timedelta(minutes=1)
        Schedule(talk.engine, [correction_routine(talk.engine, talk.kit)], lambda: talk.now).run_due()
        await talk.room.pump()
    return [fallback(o.reply) for o in talk.to("ortiz") if o.key.startswith("correction:")]


async def summarised(talk: Talk) -> str:
    """Sends this week's summary to Mr. Ortiz; what it says."""
    room, teacher = people.get_class(talk.engine, "p3"), people.get_person(talk.engine, "ortiz")
    assert room
    assert teacher
    assert Weekly(talk.engine, talk.kit).send_now(teacher, room, talk.now)
    await talk.room.pump()
    return "\n".join(fallback(o.reply) for o in talk.to("ortiz") if o.priority == "summary")


async def saved_line(talk: Talk) -> str:
    line = await talk.to_a_line()
    await talk.says(kind="choice", value=talk.value("Save"))
    return line.draft.statement


async def test_whoever_got_a_summary_hears_once_that_a_learner_in_it_was_deleted(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    await summarised(agreed)
    rights.erase_learner(agreed.engine, "maya", agreed.now)
    said = await notices(agreed)
    assert len(said) == 1
    assert "data was deleted" in said[0]
    assert "Maya" not in said[0]


async def test_a_learner_who_deletes_themselves_in_the_chat_is_corrected_too(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    await summarised(agreed)
    await agreed.says("delete my data")
    await agreed.says("yes")
    assert len(await notices(agreed)) == 1


async def test_without_a_summary_there_is_nothing_to_correct(agreed: Talk) -> None:
    await agreed.says("one tree on my street")
    rights.erase_learner(agreed.engine, "maya", agreed.now)
    assert await notices(agreed) == []


async def test_a_quoted_line_that_is_taken_back_leaves_the_summary_and_its_teacher_hears_once(agreed: Talk) -> None:
    saved = await saved_line(agreed)
    assert saved in await summarised(agreed)
    (line,) = agreed.lines("approved")
    await agreed.says(kind="delete", message=line.draft.evidence[0].message_id)
    said = await notices(agreed)
    assert len(said) == 1
    assert "changed or took back" in said[0]
    assert not [row for row in agreed.rows("outbox") if row["priority"] == "summary" and saved in row["body"]]


async def test_a_line_no_summary_quoted_is_taken_back_in_silence(agreed: Talk) -> None:
    await summarised(agreed)
    await saved_line(agreed)
    (line,) = agreed.lines("approved")
    await agreed.says(kind="delete", message=line.draft.evidence[0].message_id)
    assert await notices(agreed) == []


@pytest.mark.parametrize("why", ["erased", "taken_back"])
@pytest.mark.parametrize(
    ("language", "weeks", "shown"),
    [
        ("en", ("2026-W47",), "week 47"),
        ("en", ("2026-W09", "2026-W10"), "weeks 9, 10"),
        ("es", ("2026-W47",), "la semana 47"),
    ],
)
def test_the_sentence_names_the_weeks(kit: Kit, why: str, language: str, weeks: tuple[str, ...], shown: str) -> None:
    assert shown in words(kit, "Period 3", weeks, why, language)


def test_keys_of_summaries_are_read_as_they_are_made() -> None:
    made = SentSummary(class_id="p3", teacher="ortiz", week="2026-W47")
    assert sent_summary(f"{made.key}:1") == made
    assert sent_summary("page:summary:x") is None
