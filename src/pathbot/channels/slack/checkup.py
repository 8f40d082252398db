"""Asks Slack whether what an administrator set works: tokens, scopes, connections."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.slack.clients import TIMEOUT_SECONDS, quiet
from pathbot.channels.slack.manifest import SCOPES
from pathbot.channels.slack.trouble import error_of

OPTIONAL = {
    "assistant:write": "Slack offers no prompts",
    "files:write": "pictures are said in words",
    "users:read.email": "people have to type a code",
}

SIGNING_SECRET = re.compile("[0-9a-zA-Z]{32}")


class Looked(NamedTuple):
    """One thing asked: fine, or what to do about it."""

    what: str
    ok: bool
    fix: str = ""


async def check_bot_token(token: str, base_url: str) -> list[Looked]:
    """Whether the bot token works, and whether Pathbot may do with it what it must."""
    try:
        who = await _client(token, base_url).auth_test()
    except SlackApiError as error:
        name = error_of(error) or "no answer"
        return [Looked("Slack: bot token", False, f"Slack says {name}: install the app again and copy its new token")]
    except (ClientError, TimeoutError):
        return [Looked("Slack: bot token", False, "Slack cannot be reached: check this computer's network")]
    granted = _scopes(who.headers)
    return [Looked(f"Slack: bot token of the workspace {who.get('team', '')}", True), *_missing(granted)]


async def check_app_token(token: str, base_url: str) -> Looked:
    """Whether the app-level token opens connections."""
    try:
        await _client(token, base_url).apps_connections_open(app_token=token)
    except SlackApiError as error:
        name = error_of(error) or "no answer"
        fix = f"Slack says {name}: make an app-level token with connections:write and turn Socket Mode on"
        return Looked("Slack: Socket Mode", False, fix)
    except (ClientError, TimeoutError):
        return Looked("Slack: Socket Mode", False, "Slack cannot be reached: check this computer's network")
    return Looked("Slack: Socket Mode", True)


def check_signing_secret(secret: str) -> Looked:
    """Whether it looks like one. Slack cannot be asked; what it signs with another one is refused at the door."""
    if SIGNING_SECRET.fullmatch(secret):
        return Looked("Slack: signing secret (32 letters and digits)", True)
    fix = (
        "it is none: copy Basic Information → Signing Secret, 32 letters and digits, into PATHBOT_SLACK_SIGNING_SECRET"
    )
    return Looked("Slack: signing secret", False, fix)


def _client(token: str, base_url: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=quiet)


def _scopes(headers: Mapping[str, str]) -> set[str]:
    found = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return {scope.strip() for scope in found.split(",") if scope.strip()}


def _missing(granted: set[str]) -> list[Looked]:
    needed = [scope for scope in SCOPES if scope not in granted and scope not in OPTIONAL]
    if needed:
        names = ", ".join(needed)
        return [Looked("Slack: scopes", False, f"add {names} under OAuth & Permissions, then install the app again")]
    without = [f"without {scope} {what}" for scope, what in OPTIONAL.items() if scope not in granted]
    return [Looked(f"Slack: scopes{' (' + '; '.join(without) + ')' if without else ''}", True)]
