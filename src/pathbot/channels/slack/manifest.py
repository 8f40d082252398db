"""The app as Slack is told about it: what an administrator pastes under "Create an app from a manifest"."""

from typing import Any

from pathbot.channels.slack.interactions import SAVE_WORDS
from pathbot.frozen import Frozen

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
    "users:read.email",
)
"""What Pathbot asks for, and no more: it reads its private chats, and in channels only what calls it by name."""
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")


class ManifestWords(Frozen):
    """What people read about the app in Slack, in one language."""

    description: str
    long_description: str
    agent: str
    command: str
    hint: str
    save: str
    save_description: str


def manifest(words: ManifestWords, prompts: tuple[tuple[str, str], ...], url: str, distributed: bool) -> dict[str, Any]:
    """The manifest. Without `url` (https://…, no slash at its end) Pathbot connects by Socket Mode.

    `prompts` are pairs of title and message. `distributed` is for an app that several workspaces install: their tokens
    rotate, and Slack sends administrators back to Pathbot.
    """
    command = {"command": "/pathbot", "description": words.command, "usage_hint": words.hint, "should_escape": True}
    request = {"request_url": f"{url}{EVENTS_PATH}"} if url else {}
    if url:
        command["url"] = f"{url}{EVENTS_PATH}"
    save = {"name": words.save, "type": "message", "callback_id": SAVE_WORDS, "description": words.save_description}
    oauth: dict[str, Any] = {"scopes": {"bot": list(SCOPES)}}
    if distributed:
        oauth["redirect_urls"] = [f"{url}{REDIRECT_PATH}"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Pathbot",
            "description": words.description,
            "long_description": words.long_description,
            "background_color": "#1f4d3a",
        },
        "features": {
            "agent_view": {
                "agent_description": words.agent,
                "suggested_prompts": [{"title": title, "message": message} for title, message in prompts[:4]],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Pathbot", "always_online": True},
            "shortcuts": [save],
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": distributed,
        },
    }
