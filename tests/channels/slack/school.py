"""A school whose class is in Slack: the real server, the real store, and our own Slack on the other side."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.memory import serving
from tests.conversations.player import KEY, SCHOOL, new_school

from pathbot.app import roster
from pathbot.app.kit import Kit
from pathbot.app.server import create_server
from pathbot.app.settings import Settings
from pathbot.app.slack import attach_slack
from pathbot.app.slack_settings import SlackSettings
from pathbot.channels.slack.door import PATH
from pathbot.channels.slack.names import NAME, person_id
from pathbot.store import people
from pathbot.store.engine import Database

MAYA, ORTIZ, OKAFOR, LEE = "U0MAYA", "U0ORTIZ", "U0OKAFOR", "U0LEE"
PEOPLE = {MAYA: "maya", ORTIZ: "ortiz", OKAFOR: "okafor", LEE: "lee"}


@dataclass
class School:
    """Pathbot at work in a school, and its Slack."""

    slack: FakeSlack
    engine: Database
    kit: Kit

    async def answered(self, place: str, count: int, seconds: float = 15.0) -> list[str]:
        """All that is read in a place once it holds at least `count` messages of Pathbot's."""
        await self.slack.settle(lambda: len(self.slack.shown(place)) >= count, seconds)
        return self.slack.read(place)

    async def hears(self, place: str, words: str, seconds: float = 15.0) -> str:
        """The newest message in a place, once one holds these words."""
        await self.slack.settle(lambda: any(words in text for text in self.slack.read(place)), seconds)
        return next(text for text in reversed(self.slack.read(place)) if words in text)


@asynccontextmanager
async def school(
    folder: Path,
    kit: Kit,
    slack: Any,
    linked: dict[str, str] | None = None,
    socket: bool = False,
    port: int = 0,
) -> AsyncIterator[School]:
    """The class of the conversations, reachable in Slack. `linked` maps users to people.

    `slack` is our own, or another one that says where it is and how its app signs in.
    """
    engine = new_school(folder, "shade-for-our-school")
    (folder / "key").write_text(KEY.hex())
    for user, person in (PEOPLE if linked is None else linked).items():
        known = people.find_person(engine, person)
        assert known is not None
        roster.link(engine, known, NAME, person_id(slack.team, user))
    settings = Settings(home=folder, _env_file=None)
    given = {"app_token": SecretStr(slack.app_token)} if socket else {"signing_secret": SecretStr(slack.secret)}
    token = SecretStr(slack.token)
    own = SlackSettings(bot_token=token, api_url=slack.url, school=SCHOOL.id, _env_file=None, **given)
    server = create_server(settings, engine, kit, {}, [attach_slack(settings, own, engine, kit)])
    async with serving(server, lifespan="on", port=port) as origin:
        if not socket:
            slack.delivery.to = f"{origin}{PATH}"
        yield School(slack, engine, kit)
    engine.dispose()
