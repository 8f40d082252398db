"""Slack, put together: its settings, its desk on the store, its workspace, and both ways to be reached."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pathbot.app.attached import Attach, Attached
from pathbot.app.content import read
from pathbot.app.home import now
from pathbot.app.local import SCHOOL
from pathbot.app.settings import Settings
from pathbot.app.slack_desk import StoreSlackDesk, only_school
from pathbot.app.slack_settings import SlackSettings
from pathbot.channels.slack.admission import Admission
from pathbot.channels.slack.bolt import create_bolt
from pathbot.channels.slack.channel import SlackChannel
from pathbot.channels.slack.clients import Clients
from pathbot.channels.slack.door import Door
from pathbot.channels.slack.receiver import Receiver
from pathbot.channels.slack.words import Words
from pathbot.channels.slack.workspaces import OneWorkspace
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts


def attach_slack(settings: Settings, slack: SlackSettings, engine: Database) -> Attach:
    """What `create_server` attaches. Raises BadInput when the workspace's school is not there."""
    school = only_school(engine, slack.school, but=SCHOOL.id)
    words = Words(read(settings.prompts / "slack.yaml", Texts))

    def attach(ingest: Ingest, arrived: asyncio.Event) -> Attached:
        workspaces = OneWorkspace(slack.bot_token.get_secret_value(), slack.api_url)
        clients = Clients(workspaces, slack.api_url)
        desk = StoreSlackDesk(engine, lambda team: school if team == workspaces.team else None, ingest, arrived, now)
        admission = Admission(desk, clients, time.monotonic)
        receiver = Receiver(desk, workspaces, clients, admission, words, now)
        bolt = create_bolt(receiver, workspaces, clients)
        secret = slack.signing_secret.get_secret_value()
        door = Door(secret, bolt.async_dispatch, time.time) if secret else None

        @asynccontextmanager
        async def running() -> AsyncIterator[None]:
            try:
                yield
            finally:
                await clients.close()

        channel = SlackChannel(desk, clients, words.labels, time.monotonic)
        return Attached(channel, door.router() if door else None, running)

    return attach
