"""Slack, put together: its settings, its desk on the store, its workspace, and both ways to be reached."""

import asyncio

from pathbot.app.attached import Attach, Attached
from pathbot.app.content import read
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.local import SCHOOL
from pathbot.app.settings import Settings
from pathbot.app.slack_desk import StoreSlackDesk, only_school
from pathbot.app.slack_settings import SlackSettings
from pathbot.channels.slack.service import SlackService
from pathbot.channels.slack.words import Words
from pathbot.channels.slack.workspaces import OneWorkspace
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts


def attach_slack(settings: Settings, slack: SlackSettings, engine: Database, kit: Kit, receives: bool = True) -> Attach:
    """What `create_server` attaches; a worker attaches it too, without `receives`: then it only sends.

    Raises BadInput when the workspace's school is not there.
    """
    school = only_school(engine, slack.school, but=SCHOOL.id)
    texts = read(settings.prompts / "slack.yaml", Texts)

    def attach(ingest: Ingest, arrived: asyncio.Event) -> Attached:
        workspaces = OneWorkspace(slack.bot_token.get_secret_value(), slack.api_url)

        def school_of(team: str) -> str | None:
            return school if team and team == workspaces.team else None

        service = SlackService(
            StoreSlackDesk(engine, kit, texts, school_of, ingest, arrived, now),
            workspaces,
            Words(texts),
            now,
            base_url=slack.api_url,
            signing_secret="" if slack.socket else slack.signing_secret.get_secret_value(),
            app_token=slack.app_token.get_secret_value(),
            receives=receives,
        )
        return Attached(service.channel, service.router, service.running)

    return attach
