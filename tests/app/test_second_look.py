"""What a learner says about a line when the check says no, and a week later."""

from datetime import timedelta

from tests.app.school import Talk

from pathbot.app.schedule import Schedule
from pathbot.app.second_look import SecondLook
from pathbot.messages import options

FALSE = "Drew 99 shade maps on graph paper"


async def refused(talk: Talk) -> None:
    await talk.to_a_line()
    await talk.says("edit")
    await talk.says(FALSE)


async def test_i_did_say_that_elsewhere_saves_the_line_as_self_stated(agreed: Talk) -> None:
    await refused(agreed)
    assert "Saved." in await agreed.text("I did say that elsewhere")
    (saved,) = agreed.lines("approved")
    assert (saved.draft.statement, saved.verification) == (FALSE, "self-stated")


async def test_keeping_the_first_one_drops_the_refused_wording(agreed: Talk) -> None:
    await refused(agreed)
    await agreed.says("save")
    (saved,) = agreed.lines("approved")
    assert saved.draft.statement != FALSE
    assert FALSE not in {line.draft.statement for line in agreed.lines("proposed")}


async def test_a_refused_wording_is_never_offered_as_a_line(agreed: Talk) -> None:
    await refused(agreed)
    await agreed.says("not me")
    assert FALSE not in {line.draft.statement for line in agreed.lines("approved")}


async def test_a_week_later_saved_lines_come_back_once(walked: Talk) -> None:
    line = await walked.to_a_line()
    await walked.says("save")
    schedule = Schedule(walked.engine, [SecondLook(walked.engine, walked.kit).routine()], lambda: walked.now)
    for days in (0, 8, 1):
        walked.now += timedelta(days=days)
        schedule.run_due()
    await walked.room.pump()
    looks = [out for out in (*walked.channel.sent, *walked.web.sent) if out.key.endswith("|look")]
    assert len(looks) == 1
    assert f"!pick:{line.id}" in {choice.value for choice in options(looks[0].reply)}
