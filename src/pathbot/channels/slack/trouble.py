"""What an error of Slack's means for a message that was being sent."""

import aiohttp
from slack_sdk.errors import SlackApiError

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.slack.clients import NotInstalled

REFUSES_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
MAYBE_DONE = {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
"""Slack says of these that some of it may have been done."""
NEEDS_ADMIN = {
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
    "no_permission", "not_allowed_token_type", "ekm_access_denied", "access_denied", "org_login_required",
}  # fmt: skip
ASK_AGAIN_SECONDS = 5.0
ADMIN_SECONDS = 300.0
LONGEST_WAIT_SECONDS = 3600.0


def error_of(error: SlackApiError) -> str:
    """Slack's name for it: ``channel_not_found``. Empty when the answer was no answer of the Web API."""
    data = getattr(error.response, "data", None)
    name = data.get("error") if isinstance(data, dict) else None
    return name if isinstance(name, str) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status of the answer, 0 when there is none."""
    status = getattr(error.response, "status_code", 0)
    return status if isinstance(status, int) else 0


def wait_of(error: SlackApiError) -> float:
    """Seconds that Slack asks to wait."""
    headers = getattr(error.response, "headers", None) or {}
    try:
        seconds = float(headers.get("Retry-After", ""))
    except (TypeError, ValueError):
        return ASK_AGAIN_SECONDS
    return min(max(seconds, 1.0), LONGEST_WAIT_SECONDS)


def as_sending(error: Exception) -> Exception:
    """The same in words of `channels.base`; anything else that comes back means: nobody knows."""
    if isinstance(error, NotInstalled):
        return CannotSend(str(error))
    if isinstance(error, aiohttp.ClientConnectorError):
        return RetryLater(ASK_AGAIN_SECONDS, "Slack cannot be reached.")
    if not isinstance(error, SlackApiError):
        return error
    name, status = error_of(error), status_of(error)
    if status == 429 or name in ("ratelimited", "rate_limited"):
        return RetryLater(wait_of(error))
    if name in NEEDS_ADMIN:
        return RetryLater(ADMIN_SECONDS, f"Slack refuses ({name}): run `pathbot doctor`.")
    if not name or name in MAYBE_DONE or status >= 500:
        return error
    return CannotSend(f"Slack refuses the message ({name}).")
