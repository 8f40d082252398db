"""The whole mission in the page of an independent Slack emulator, over HTTP and over a socket, without a model."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pathbot.app.kit import Kit
from pathbot.app.routines import every_routine
from pathbot.app.schedule import Schedule
from tests.browser.chrome import CHROMIUM, chrome
from tests.channels.slack.mission import walk
from tests.channels.slack.process import free_port
from tests.channels.slack.school import LEE, MAYA, OKAFOR, ORTIZ, school
from tests.e2e.local_slack import CLASS, local_slack, missing
from tests.e2e.slack_page import SlackPage

PICTURES = "SLACK_PICTURES"
"""Where pictures of it go, as ``SLACK_PICTURES=docs/pictures`` makes those of docs/slack.md."""
PEOPLE = {MAYA: "Maya Rivera", ORTIZ: "Mr. Ortiz", OKAFOR: "Ms. Okafor", LEE: "Ms. Lee"}


@pytest.mark.e2e
@pytest.mark.parametrize("socket", [False, True], ids=["over HTTP", "over a socket"])
async def test_the_whole_mission(tmp_path: Path, kit: Kit, socket: bool) -> None:
    if why := missing() or ("" if CHROMIUM else "Chromium is not installed: apt-get install chromium"):
        pytest.skip(why)
    port = free_port()
    to = "" if socket else f"http://127.0.0.1:{port}/slack/events"
    async with (
        local_slack(tmp_path, PEOPLE, to, SlackPage) as slack,
        school(tmp_path, kit, slack, socket=socket, port=port) as at,
        chrome() as page,
    ):
        await slack.look(page, PEOPLE, Path(os.environ.get(PICTURES) or tmp_path))
        if socket:
            await slack.settle(lambda: slack.connected)
        await walk(slack, MAYA, ORTIZ, OKAFOR, CLASS)
        await slack.see(ORTIZ, "period-3", "slack-class")
        assert "Round Table" in await slack.on_screen()
        await slack.see(MAYA, PEOPLE[MAYA], "slack-mentor")
        await page.size(1000, 980)
        await slack.see(MAYA, PEOPLE[MAYA], "slack-chat", top=True)
        await page.size(1000, 720)
        assert "[rich_text]" not in await slack.on_screen()
        await slack.home(MAYA)
        await slack.picture("slack-home")
        assert "Resume Integration" in await slack.on_screen()
        today = datetime.now(UTC)
        monday = (today + timedelta(days=7 - today.weekday())).replace(hour=20)
        Schedule(at.engine, every_routine(at.engine, at.kit), lambda: monday).run_due()
        await slack.hears(ORTIZ, "1 of 1 wrote")
        await slack.see(ORTIZ, PEOPLE[ORTIZ], "slack-summary")
        assert not page.problems
