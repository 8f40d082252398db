"""The Bot Connector: posts one activity, or opens a private chat. Says what a refusal means; never tries by itself."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
from microsoft_teams.api import Account
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.clients.conversation import ConversationClient, CreateConversationParams
from microsoft_teams.api.models import TeamsChannelAccount
from microsoft_teams.api.models.conversation import PagedMembersResult
from microsoft_teams.common import Client, ClientOptions

from pathbot.channels.base import CannotSend, RetryLater
from pathbot.channels.teams.desk import Member, Route
from pathbot.channels.teams.hosts import Hosts
from pathbot.channels.teams.signin import SignIn

Answer = TypeVar("Answer")
TIMEOUT_SECONDS = 10.0
WAIT_SECONDS = 5.0
PAGE, MOST_PAGES = 200, 3  # members
WAITS = (408, 412, 425, 429, 500, 502, 503, 504)
GONE = (400, 403, 404, 405, 410, 413)
log = logging.getLogger("pathbot.teams")


class Busy(RetryLater):
    """Teams asks to wait. `asked` tells whether it said for how long."""

    def __init__(self, seconds: float, status: int, asked: bool) -> None:
        super().__init__(seconds, f"Teams answered {status}.")
        self.asked = asked


class Connector:
    """Speaks to the service a conversation lives on, with our token."""

    def __init__(self, signin: SignIn, hosts: Hosts) -> None:
        self._signin = signin
        self._hosts = hosts
        self._http = Client(ClientOptions(timeout=TIMEOUT_SECONDS))

    async def post(self, route: Route, conversation: str, activity: dict[str, Any]) -> str:
        """Posts to a conversation by its id in Teams; returns the message's id. Raises RetryLater or CannotSend."""
        message = MessageActivityInput.model_validate(activity)

        async def attempt(api: ConversationClient) -> str:
            return (await api.create_activity(conversation, message)).id

        return await self._signed_in(route, attempt)

    async def open_chat(self, route: Route) -> str:
        """The id of the private chat with the route's user, made where there was none."""
        who = Account(id=route.user)
        wanted = CreateConversationParams(members=[who], tenant_id=route.tenant)

        async def attempt(api: ConversationClient) -> str:
            return (await api.create(wanted)).id

        return await self._signed_in(route, attempt)

    async def emails(self, route: Route, user: str) -> tuple[str, ...]:
        """The addresses the directory of the school has for a member; none for a guest from elsewhere."""

        async def attempt(api: ConversationClient) -> tuple[str, ...]:
            member = await api.get_member_by_id(route.teams_id, user)
            return () if _foreign(member, route) else _addresses(member)

        return await self._signed_in(route, attempt)

    async def members(self, route: Route) -> tuple[Member, ...]:
        """Everyone of the team of a channel who is in the school's own directory; guests from elsewhere are not."""
        found: list[Member] = []
        more: str | None = None
        for _ in range(MOST_PAGES):

            async def attempt(api: ConversationClient, more: str | None = more) -> PagedMembersResult:
                return PagedMembersResult.model_validate(await api.get_paged_members(route.teams_id, PAGE, more))

            page = await self._signed_in(route, attempt)
            found += [_member(one) for one in page.members or () if one.aad_object_id and not _foreign(one, route)]
            more = page.continuation_token
            if not more:
                break
        return tuple(found)

    async def close(self) -> None:
        """Lets go of open connections."""
        await self._http.http.aclose()

    async def _signed_in(self, route: Route, attempt: Callable[[ConversationClient], Awaitable[Answer]]) -> Answer:
        """One attempt, and one more with a fresh token when Teams says that ours is over."""
        if not self._hosts.allow(route.service_url):
            raise CannotSend("The address of this conversation is not one of Teams.")
        for fresh in (False, True):
            token = await self._signin.token()
            try:
                return await attempt(self._api(route, token))
            except httpx.HTTPStatusError as error:
                if error.response.status_code != 401:
                    raise _meaning(error.response) from None
                if fresh:
                    log.error("Teams refuses Pathbot's token: check the app id, the secret and the tenant.")
                    raise RetryLater(60.0, "Teams refuses the token.") from None
                self._signin.forget(token)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
                raise RetryLater(WAIT_SECONDS, "Teams cannot be reached.") from None
        raise AssertionError("unreachable")

    def _api(self, route: Route, token: str | None) -> ConversationClient:
        client = self._http.clone(ClientOptions(token=token), share_http=True)
        return ConversationClient(route.service_url, client)


def _foreign(member: TeamsChannelAccount, route: Route) -> bool:
    outside = "#EXT#" in (member.user_principal_name or "").upper() or member.tenant_id not in (None, route.tenant)
    return outside or member.user_role == "guest"


def _addresses(member: TeamsChannelAccount) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.lower() for a in (member.email, member.user_principal_name) if a))


def _member(member: TeamsChannelAccount) -> Member:
    first = member.given_name or (member.name or "").partition(" ")[0]
    return Member(id=member.id, person=str(member.aad_object_id), name=first or "?", emails=_addresses(member))


def _meaning(answer: httpx.Response) -> Exception:
    status = answer.status_code
    if status in WAITS:
        return _wait(answer)
    if status in GONE:
        return CannotSend(f"Teams answered {status}: {_code(answer)}.")
    return RuntimeError(f"Teams answered {status}")  # nobody knows what that means


def _wait(answer: httpx.Response) -> Busy:
    try:
        seconds = float(answer.headers["Retry-After"])
    except (KeyError, ValueError):
        return Busy(WAIT_SECONDS, answer.status_code, asked=False)
    return Busy(min(max(seconds, 0.0), 3600.0), answer.status_code, asked=True)


def _code(answer: httpx.Response) -> str:
    """Teams' own name for a refusal, such as BotNotInConversationRoster. Its message could repeat ours."""
    try:
        code = answer.json()["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return "it did not say why"
    return code if isinstance(code, str) and code.isidentifier() else "it did not say why"
