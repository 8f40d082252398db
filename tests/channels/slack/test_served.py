"""The real server with our own Slack on the other side."""

import logging
from pathlib import Path

from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.school import LEE, MAYA, school

from pathbot.app.kit import Kit


async def test_a_learner_starts_over_http(tmp_path: Path, kit: Kit, slack: FakeSlack) -> None:
    slack.add_user(LEE, "Ms. Lee")
    async with school(tmp_path, kit, slack) as at:
        await slack.says(MAYA, "hi")
        hello = await at.hears(MAYA, "I'm Pathbot, a program")
        assert "Who" not in hello.splitlines()[0]
        await slack.taps(MAYA, "OK, let's go")
        await at.hears(MAYA, "Step 1 of 8")
        await slack.mentions(MAYA, "what did i save so far?")
        await at.hears("C0CLASS", "private chat")
        assert slack.messages["C0CLASS"][-1]["thread_ts"] == slack.messages["C0CLASS"][0]["ts"]


async def test_slack_leaves_pathbots_own_log_alone(tmp_path: Path, kit: Kit, slack: FakeSlack) -> None:
    own = logging.getLogger("pathbot")
    own.setLevel(logging.NOTSET)
    async with school(tmp_path, kit, slack) as at:
        await slack.says(MAYA, "hi")
        await at.hears(MAYA, "I'm Pathbot, a program")
        await slack.taps(MAYA, "OK, let's go")
        await at.hears(MAYA, "Step 1 of 8")
    assert own.level == logging.NOTSET
