"""Slack, put together: its settings, its desk on the store, its workspaces, and both ways to be reached."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from pathbot.app.attached import Attach, Attached
from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.local import SCHOOL
from pathbot.app.settings import Settings
from pathbot.app.slack_desk import StoreSlackDesk, only_school
from pathbot.app.slack_settings import API, SlackSettings
from pathbot.app.slack_vault import StoreVault
from pathbot.app.wiring import read_key
from pathbot.channels.slack.desk import Workspaces
from pathbot.channels.slack.install_pages import InstallPages, PageWords
from pathbot.channels.slack.installs import InstalledWorkspaces
from pathbot.channels.slack.service import SlackService
from pathbot.channels.slack.words import Words
from pathbot.channels.slack.workspaces import OneWorkspace
from pathbot.store import people
from pathbot.store.engine import Database
from pathbot.store.ingest import Ingest
from pathbot.wording import Texts

AUTHORIZE = "https://slack.com/oauth/v2/authorize"


class _Installation(NamedTuple):
    """The workspaces there are, whose schools they are, what happens when one leaves, and how one is added."""

    workspaces: Workspaces
    school: Callable[[str], str | None]
    left: Callable[[str], Awaitable[None]]
    pages: InstallPages | None = None


def attach_slack(settings: Settings, slack: SlackSettings, engine: Database, kit: Kit, receives: bool = True) -> Attach:
    """What `create_server` attaches; a worker attaches it too, without `receives`: then it only sends.

    Raises BadInput when a workspace's school is not there.
    """
    texts = read(settings.prompts / "slack.yaml", Texts)
    there = _installed_by_many(settings, slack, engine, texts) if slack.client_id else _of_one(slack, engine)

    def attach(ingest: Ingest, arrived: asyncio.Event) -> Attached:
        service = SlackService(
            StoreSlackDesk(engine, kit, texts, there.school, ingest, arrived, now, there.left),
            there.workspaces,
            Words(texts),
            now,
            base_url=slack.api_url,
            signing_secret="" if slack.socket else slack.signing_secret.get_secret_value(),
            app_token=slack.app_token.get_secret_value(),
            receives=receives,
            pages=there.pages,
        )
        return Attached(service.channel, service.router, service.running)

    return attach


def _of_one(slack: SlackSettings, engine: Database) -> _Installation:
    """The workspace of a bot token."""
    school = only_school(engine, slack.school, but=SCHOOL.id)
    workspaces = OneWorkspace(slack.bot_token.get_secret_value(), slack.api_url)

    async def left(team: str) -> None:
        """The token is in the settings: it stays there, and does not work any more."""

    return _Installation(workspaces, lambda team: school if team and team == workspaces.team else None, left)


def _installed_by_many(settings: Settings, slack: SlackSettings, engine: Database, texts: Texts) -> _Installation:
    """The workspaces that installed the app through Slack's pages."""
    schools = slack.school_of
    for school in schools.values():
        if people.get_school(engine, school) is None:
            raise BadInput(f"PATHBOT_SLACK_SCHOOLS names the school {school}, which is not there. Add it first.")
    vault = StoreVault(engine, schools, read_key(settings), time.time)
    secret = slack.client_secret.get_secret_value()
    workspaces = InstalledWorkspaces(vault, slack.client_id, secret, slack.api_url, time.time)
    words = PageWords(*(texts.say(f"install.{name}", settings.language) for name in PageWords._fields))
    authorize = AUTHORIZE if slack.api_url == API else f"{slack.api_url.removesuffix('api/')}oauth/v2/authorize"
    pages = InstallPages(vault, workspaces, slack.client_id, secret, slack.api_url, authorize, words)

    async def left(team: str) -> None:
        await vault.drop(team)
        workspaces.forget(team)

    return _Installation(workspaces, schools.get, left, pages)
