"""The whole mission over Slack, in both transports, without a model: from a start in the channel to the summary."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.fake.reading import live, read
from tests.channels.slack.fake.slack import CLASS
from tests.channels.slack.mission import walk
from tests.channels.slack.school import MAYA, OKAFOR, ORTIZ, PEOPLE, School, school

from pathbot.app.kit import Kit
from pathbot.app.routines import every_routine
from pathbot.app.schedule import Schedule

QUIET_SECONDS = 1.3  # a message a second in a channel, and then some


@dataclass
class OurStage:
    """Our own Slack as a `Stage`."""

    at: School

    async def says(self, user: str, text: str) -> object:
        return await self.at.slack.says(user, text)

    async def mentions(self, user: str, text: str, thread: str) -> object:
        return await self.at.slack.mentions(user, text, thread=thread)

    async def taps(self, user: str, label: str) -> object:
        return await self.at.slack.taps(user, label)

    async def starts(self, teacher: str, project: str) -> object:
        await self.at.slack.commands(teacher, "start")
        return await self.at.slack.submits(teacher, project=project, learners=[MAYA])

    async def home(self, user: str) -> str:
        self.at.slack.homes.pop(user, None)
        await self.at.slack.opens(user, "home")
        await self.at.slack.settle(lambda: user in self.at.slack.homes)
        return read(self.at.slack.homes[user])

    async def hears(self, place: str, words: str) -> str:
        return await self.at.hears(place, words)

    async def count(self, place: str) -> int:
        return len(self.at.slack.shown(place))

    async def more(self, place: str, than: int) -> str:
        await self.at.slack.settle(lambda: len(self.at.slack.shown(place)) > than, 15)
        with suppress(AssertionError):  # until nothing more comes
            while seen := await self.count(place):
                await self.at.slack.settle(lambda seen=seen: len(self.at.slack.shown(place)) > seen, QUIET_SECONDS)
        return "\n".join(self.at.slack.read(place)[than:])

    async def table(self) -> str:
        return str(self.at.slack.shown(CLASS)[0]["ts"])


@pytest.mark.faults
@pytest.mark.parametrize("socket", [False, True], ids=["over HTTP", "over a socket"])
async def test_the_whole_mission(tmp_path: Path, kit: Kit, socket: bool) -> None:
    async with FakeSlack() as slack:
        slack.pace = 0.9
        for user, name in ((MAYA, "Maya"), (ORTIZ, "Mr. Ortiz"), (OKAFOR, "Ms. Okafor"), ("U0LEE", "Ms. Lee")):
            slack.add_user(user, name)
        async with school(tmp_path, kit, slack, PEOPLE, socket=socket) as at:
            stage = OurStage(at)
            await walk(stage, MAYA, ORTIZ, OKAFOR, CLASS)
            today = datetime.now(UTC)
            monday = (today + timedelta(days=7 - today.weekday())).replace(hour=20)
            Schedule(at.engine, every_routine(at.engine, at.kit), lambda: monday).run_due()
            summary = await stage.hears(ORTIZ, "Period 3")
            assert "Maya" not in slack.read(CLASS)[-1] or "Thanks, Maya" in slack.read(CLASS)[-1]
            assert summary
        assert slack.delivery.given_up == []
        everywhere = [m for place in slack.messages for m in slack.shown(place)]
        assert [mark for m in everywhere for mark in live(m)] == []
        assert not any("shade" in said and "one tree" in said for said in slack.read(CLASS))
