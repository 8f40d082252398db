"""The whole mission over an independent Slack emulator, over HTTP and over a socket, without a model."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pathbot.app.kit import Kit
from pathbot.app.routines import every_routine
from pathbot.app.schedule import Schedule
from tests.channels.slack.mission import walk
from tests.channels.slack.process import free_port
from tests.channels.slack.school import LEE, MAYA, OKAFOR, ORTIZ, school
from tests.e2e.local_slack import CLASS, local_slack, missing

PEOPLE = {MAYA: "Maya Rivera", ORTIZ: "Mr. Ortiz", OKAFOR: "Ms. Okafor", LEE: "Ms. Lee"}


@pytest.mark.e2e
@pytest.mark.parametrize("socket", [False, True], ids=["over HTTP", "over a socket"])
async def test_the_whole_mission(tmp_path: Path, kit: Kit, socket: bool) -> None:
    if why := missing():
        pytest.skip(why)
    port = free_port()
    to = "" if socket else f"http://127.0.0.1:{port}/slack/events"
    async with (
        local_slack(tmp_path, PEOPLE, to) as slack,
        school(tmp_path, kit, slack, socket=socket, port=port) as at,
    ):
        if socket:
            await slack.settle(lambda: slack.connected)
        await walk(slack, MAYA, ORTIZ, OKAFOR, CLASS)
        next_week = datetime.now(UTC) + timedelta(days=8)
        Schedule(at.engine, every_routine(at.engine, at.kit), lambda: next_week).run_due()
        await slack.hears(ORTIZ, "Period 3")
