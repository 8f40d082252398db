"""The Web API: the methods Pathbot calls, answered as Slack answers them."""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web
from tests.channels.slack.fake.limits import problem_of, problem_of_view

if TYPE_CHECKING:
    from tests.channels.slack.fake.slack import FakeSlack

Answer = dict[str, Any]
AS_JSON = ("blocks", "metadata", "view", "prompts")
LONGEST_TEXT = 40_000


class Refused(Exception):
    """An error of Slack's, by its name."""


class WebApi:
    """One handler for ``POST /api/{method}``."""

    def __init__(self, slack: "FakeSlack") -> None:
        self.slack = slack
        self.calls: list[tuple[str, Answer]] = []
        self.missing: set[str] = set()
        """Methods this workspace's plan does not have."""
        self.refuses: dict[str, str] = {}
        """Methods that fail, and with which error."""
        self.takes_blocks = True

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        asked = await _arguments(request)
        self.calls.append((method, asked))
        if method == "chat.postMessage":
            fault = self.slack.fault(asked)
            if fault == "429":
                return web.json_response(
                    {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
                )
            if fault == "refuse":
                return _drop(request)
            if fault in ("drop", "500"):
                self._answer(method, asked, request)
                return _drop(request) if fault == "drop" else web.Response(status=500, text="oops")
        return web.json_response(
            self._answer(method, asked, request), headers={"x-oauth-scopes": ",".join(self.slack.scopes)}
        )

    def _answer(self, method: str, asked: Answer, request: web.Request) -> Answer:
        try:
            token = str(asked.get("token") or request.headers.get("Authorization", "").removeprefix("Bearer "))
            found = self._method(method)
            if method in self.refuses:
                raise Refused(self.refuses[method])
            if method not in ("oauth.v2.access",):
                self._check(token, method)
            return {"ok": True, **found(asked)}
        except Refused as error:
            return {"ok": False, "error": str(error)}

    def _check(self, token: str, method: str) -> None:
        app_level = method == "apps.connections.open"
        if not token:
            raise Refused("not_authed")
        if token != (self.slack.app_token if app_level else self.slack.token):
            raise Refused("invalid_auth")

    def _method(self, name: str) -> Callable[[Answer], Answer]:
        found = getattr(self, name.replace(".", "_"), None)
        if found is None or name in self.missing:
            raise Refused("unknown_method")
        return found  # type: ignore[no-any-return]

    def auth_test(self, asked: Answer) -> Answer:
        return {"team_id": self.slack.team, "user_id": self.slack.bot, "bot_id": "B0PATHBOT", "team": "Lincoln High"}

    def api_test(self, asked: Answer) -> Answer:
        return {}

    def users_info(self, asked: Answer) -> Answer:
        if asked.get("user") not in self.slack.users:
            raise Refused("user_not_found")
        return {"user": self.slack.users[asked["user"]]}

    def conversations_open(self, asked: Answer) -> Answer:
        users = asked.get("users")
        user = users if isinstance(users, str) else (users or [""])[0]
        if user not in self.slack.users:
            raise Refused("user_not_found")
        return {"channel": {"id": self.slack.chat(user)}}

    def conversations_members(self, asked: Answer) -> Answer:
        members = self.slack.channels.get(asked.get("channel", ""))
        if members is None:
            raise Refused("channel_not_found")
        start, size = int(asked.get("cursor") or 0), int(asked.get("limit") or 100)
        more = str(start + size) if start + size < len(members) else ""
        return {"members": members[start : start + size], "response_metadata": {"next_cursor": more}}

    def conversations_info(self, asked: Answer) -> Answer:
        if asked.get("channel") not in self.slack.channels:
            raise Refused("channel_not_found")
        return {"channel": {"id": asked["channel"], "is_ext_shared": asked["channel"] in self.slack.shared}}

    def conversations_history(self, asked: Answer) -> Answer:
        return self._history(asked, [m for m in self._of(asked) if m.get("thread_ts", m["ts"]) == m["ts"]][::-1])

    def conversations_replies(self, asked: Answer) -> Answer:
        return self._history(asked, [m for m in self._of(asked) if m.get("thread_ts", m["ts"]) == asked["ts"]])

    def _of(self, asked: Answer) -> list[Answer]:
        channel = asked.get("channel", "")
        if channel not in self.slack.messages:
            raise Refused("channel_not_found")
        oldest = float(asked.get("oldest") or 0)
        return [m for m in self.slack.messages[channel] if float(m["ts"]) > oldest and not m.get("deleted")]

    def _history(self, asked: Answer, messages: list[Answer]) -> Answer:
        start, size = int(asked.get("cursor") or 0), int(asked.get("limit") or 100)
        page = [dict(m) for m in messages[start : start + size]]
        if str(asked.get("include_all_metadata", "")).lower() not in ("1", "true"):
            page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
        more = str(start + size) if start + size < len(messages) else ""
        return {"messages": page, "has_more": bool(more), "response_metadata": {"next_cursor": more}}

    def chat_postMessage(self, asked: Answer) -> Answer:
        channel = self._channel(asked)
        if not asked.get("text") and not asked.get("blocks"):
            raise Refused("no_text")
        if len(asked.get("text") or "") > LONGEST_TEXT:
            raise Refused("msg_too_long")
        if asked.get("blocks") is not None and not self.takes_blocks:
            raise Refused("invalid_blocks")
        if asked.get("blocks") is not None and (problem := problem_of(asked["blocks"], 50)):
            raise Refused(problem)
        if self.slack.too_fast(channel):
            raise Refused("ratelimited")
        kept = {k: v for k, v in asked.items() if k not in ("token", "channel") and v is not None}
        message = self.slack.add(channel, {"user": self.slack.bot, "bot_id": "B0PATHBOT", **kept})
        return {"channel": channel, "ts": message["ts"], "message": message}

    def chat_postEphemeral(self, asked: Answer) -> Answer:
        channel = self._channel(asked)
        if asked.get("user") not in self.slack.channels.get(channel, [asked.get("user")]):
            raise Refused("user_not_in_channel")
        self.slack.ephemeral.append({**asked, "channel": channel})
        return {"message_ts": self.slack.next_ts()}

    def chat_update(self, asked: Answer) -> Answer:
        for message in self.slack.messages.get(asked.get("channel", ""), []):
            if message["ts"] == asked.get("ts"):
                message.update({k: v for k, v in asked.items() if k in ("text", "blocks")})
                return {"ts": message["ts"]}
        raise Refused("message_not_found")

    def _channel(self, asked: Answer) -> str:
        channel = str(asked.get("channel", ""))
        if channel.startswith("U"):
            channel = self.slack.chat(channel)
        if channel not in self.slack.messages:
            raise Refused("channel_not_found")
        return channel

    def views_open(self, asked: Answer) -> Answer:
        self.slack.use_trigger(str(asked.get("trigger_id", "")))
        return {"view": self.slack.show_view(_view(asked))}

    def views_update(self, asked: Answer) -> Answer:
        return {"view": self.slack.show_view(_view(asked), str(asked.get("view_id", "")))}

    def views_publish(self, asked: Answer) -> Answer:
        view = _view(asked)
        if view.get("type") != "home":
            raise Refused("invalid_arguments")
        shown = [block["slack_file"]["id"] for block in view["blocks"] if "slack_file" in block]
        if any(file not in self.slack.files for file in shown):
            raise Refused("invalid_blocks")
        self.slack.homes[asked["user_id"]] = view
        return {"view": view}

    def assistant_threads_setSuggestedPrompts(self, asked: Answer) -> Answer:
        if not 1 <= len(asked.get("prompts", [])) <= 4:
            raise Refused("invalid_arguments")
        return {}

    def assistant_threads_setStatus(self, asked: Answer) -> Answer:
        return {}

    def apps_connections_open(self, asked: Answer) -> Answer:
        return {"url": self.slack.socket_url}

    def files_getUploadURLExternal(self, asked: Answer) -> Answer:
        file = f"F{len(self.slack.files)}"
        self.slack.files[file] = b""
        return {"upload_url": f"{self.slack.origin}/upload/{file}", "file_id": file}

    def files_completeUploadExternal(self, asked: Answer) -> Answer:
        return {"files": [{"id": file["id"]} for file in json.loads(asked["files"])]}

    def oauth_v2_access(self, asked: Answer) -> Answer:
        return self.slack.exchange(asked)

    def auth_revoke(self, asked: Answer) -> Answer:
        return {"revoked": True}


def _view(asked: Answer) -> Answer:
    view: Answer = asked.get("view") or {}
    if problem := problem_of_view(view):
        raise Refused(problem)
    return view


def _drop(request: web.Request) -> web.StreamResponse:
    """The connection breaks: nobody hears an answer."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _arguments(request: web.Request) -> Answer:
    asked: Answer = dict(request.query)
    if request.content_type == "application/json":
        asked |= await request.json()
    else:
        asked |= {name: str(value) for name, value in (await request.post()).items()}
    for name in AS_JSON:
        if isinstance(asked.get(name), str):
            asked[name] = json.loads(asked[name])
    return asked


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
