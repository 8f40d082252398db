"""Who may talk with Pathbot: people the school knows, and full members of the workspace, who may join a class.

Bots, guests and people of other workspaces (Slack Connect) are turned away, because a class is children.
"""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from pathbot.channels.slack.clients import Clients, NotInstalled
from pathbot.channels.slack.desk import Desk, Unavailable
from pathbot.channels.slack.escape import clean
from pathbot.channels.slack.names import person_id
from pathbot.channels.slack.trouble import error_of

REMEMBER_SECONDS = 600.0
MOST_REMEMBERED = 20_000
NOBODY = ("user_not_found", "user_not_visible")
OUTSIDERS = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot", "deleted")


class Admission:
    """Looks once, then remembers for ten minutes. `clock` gives seconds that only go forward."""

    def __init__(self, desk: Desk, clients: Clients, clock: Callable[[], float]) -> None:
        self._desk = desk
        self._clients = clients
        self._clock = clock
        self._seen: dict[str, tuple[float, bool]] = {}

    async def admits(self, team: str, user: str) -> bool:
        """Whether this user may write. Raises Unavailable when nobody can say now: then nothing is taken in."""
        person, now = person_id(team, user), self._clock()
        until, verdict = self._seen.get(person, (0.0, False))
        if until > now:
            return verdict
        verdict = await self._desk.is_known(person)
        if not verdict:
            found = await self._look(team, user)
            email = confirmed_email(found)
            verdict = (bool(email) and await self._desk.meet(person, email)) or is_member(found, team)
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[person] = (now + REMEMBER_SECONDS, verdict)
        return verdict

    async def first_name(self, team: str, user: str) -> str:
        """What their class calls them, as far as Slack knows. Raises Unavailable."""
        found = await self._look(team, user)
        profile = found.get("profile")
        names = profile if isinstance(profile, Mapping) else {}
        shown = next((n for n in (names.get("display_name"), names.get("real_name")) if isinstance(n, str) and n), "")
        return clean(shown).split()[0] if clean(shown).split() else user

    async def _look(self, team: str, user: str) -> Mapping[str, Any]:
        try:
            answer = await (await self._clients.of(team)).users_info(user=user)
        except NotInstalled:
            return {}
        except Exception as error:
            if isinstance(error, SlackApiError) and error_of(error) in NOBODY:
                return {}
            raise Unavailable(type(error).__name__) from None
        found = answer.get("user")
        return found if isinstance(found, Mapping) else {}


def confirmed_email(user: Mapping[str, Any]) -> str:
    """The e-mail of a human, if Slack has confirmed it."""
    profile = user.get("profile")
    email = profile.get("email") if isinstance(profile, Mapping) else None
    sure = user.get("is_email_confirmed") and not user.get("is_bot") and not user.get("is_stranger")
    return email if sure and isinstance(email, str) else ""


def is_member(user: Mapping[str, Any], team: str) -> bool:
    """A human, full member of this workspace, as ``users.info`` describes them. Someone not described is none."""
    enterprise = user.get("enterprise_user")
    teams = enterprise.get("teams", ()) if isinstance(enterprise, Mapping) else ()
    return (
        bool(user)
        and not any(user.get(name) for name in OUTSIDERS)
        and (user.get("team_id") in (None, team) or team in teams)
    )
