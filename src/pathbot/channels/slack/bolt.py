"""Bolt, with a listener for everything Slack may send: what is subscribed and not listened to counts as failed."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.slack.clients import NotInstalled, quiet
from pathbot.channels.slack.commands import Commands
from pathbot.channels.slack.desk import Unavailable, Workspaces
from pathbot.channels.slack.reading import part, text
from pathbot.channels.slack.receiver import Receiver
from pathbot.channels.slack.starting import read_start

ANYTHING = re.compile("", re.DOTALL)
log = logging.getLogger("pathbot.slack")
bolt_log = logging.getLogger("pathbot.slack.bolt")
bolt_log.setLevel(logging.CRITICAL)  # Bolt's own lines hold whole payloads


def create_bolt(receiver: Receiver, commands: Commands, workspaces: Workspaces) -> AsyncApp:
    """The app for both transports. A delivery is answered after its listener is done: stored first, then acknowledged.

    The signature was checked before; Bolt checks neither it nor who installed it again.
    """

    async def authorize(team_id: str | None) -> AuthorizeResult:
        workspace = await workspaces.find(team_id or "")
        if workspace is None:
            raise NotInstalled
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team,
            bot_token=workspace.token,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id or None,
        )

    app = AsyncApp(
        logger=bolt_log,
        name=bolt_log.name,  # Bolt gives the logger of this name its own level: never that of all of Pathbot
        client=AsyncWebClient(retry_handlers=[], logger=quiet),  # never called: Pathbot has its own
        authorize=authorize,
        signing_secret="checked at the door",  # noqa: S106
        process_before_response=True,
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.error(_failed)
    app.event(ANYTHING)(_listener(receiver.event))
    app.action(ANYTHING)(_listener(receiver.tap))
    app.view_submission(ANYTHING)(_submission(receiver, commands))
    app.view_closed(ANYTHING)(_listener(_nothing))
    app.shortcut(ANYTHING)(_shortcut(receiver, commands))
    app.command(ANYTHING)(_command(receiver, commands))
    app.options(ANYTHING)(_listener(_nothing))
    return app


async def straight(receiver: Receiver, body: Mapping[str, Any]) -> int:
    """An event without Bolt: what its listener does, and the status Bolt would answer with."""
    try:
        await receiver.event(body)
    except Exception as error:
        return _status_of(error)
    return 200


def _listener(work: Callable[[dict[str, Any]], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], ack: AsyncAck) -> None:
        await work(body)
        await ack()

    return listen


def _submission(receiver: Receiver, commands: Commands) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], ack: AsyncAck) -> None:
        start = read_start(body)
        errors = await (commands.started(start) if start else receiver.submission(body))
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    return listen


def _command(receiver: Receiver, commands: Commands) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], ack: AsyncAck) -> None:
        await ack(await commands.command(body, await receiver.bot_of(text(body, "team_id"))))

    return listen


def _shortcut(receiver: Receiver, commands: Commands) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], ack: AsyncAck) -> None:
        said = await commands.shortcut(body, await receiver.bot_of(text(part(body, "team"), "id")))
        await ack()
        if said:
            receiver.later(commands.whisper(body, said))

    return listen


async def _nothing(body: dict[str, Any]) -> None:
    """Acknowledged, and that is all."""


async def _failed(error: Exception) -> BoltResponse:
    return BoltResponse(status=_status_of(error))


def _status_of(error: Exception) -> int:
    """503 asks Slack to deliver it again. The error's text may hold what a learner wrote; its kind does not."""
    if isinstance(error, Unavailable):
        return 503
    if isinstance(error, NotInstalled):
        return 200  # the last words of a workspace that took Pathbot out
    log.error("a delivery cannot be handled: %s", type(error).__name__)
    return 400
