"""The Home tab, and what Slack offers to say for a person. Done after the acknowledgement, and may be lost."""

import hashlib
from collections.abc import Callable, Sequence

from slack_sdk.errors import SlackApiError

from pathbot.channels.slack.clients import Clients
from pathbot.channels.slack.desk import Desk
from pathbot.channels.slack.home import HomePart, home_view
from pathbot.channels.slack.names import person_id
from pathbot.channels.slack.pictures import upload
from pathbot.channels.slack.words import Words

TRY_AGAIN_SECONDS = 24 * 3600.0
MOST_PROMPTS = 4
MOST_PICTURES = 200


class Extras:
    """`clock` gives seconds that only go forward. A workspace whose plan has no prompts is not asked again that day."""

    def __init__(self, desk: Desk, clients: Clients, words: Words, clock: Callable[[], float]) -> None:
        self._desk = desk
        self._clients = clients
        self._words = words
        self._clock = clock
        self._without: dict[str, float] = {}
        self._uploaded: dict[tuple[str, str], str] = {}

    async def show_home(self, team: str, user: str, page: int = 0) -> None:
        """Puts a page of the Home before a person."""
        person = person_id(team, user)
        labels = self._words.home(await self._desk.language(person))
        parts = await self._desk.home(person)
        client = await self._clients.of(team)
        files = await self._files(team, parts)
        try:
            await client.views_publish(user_id=user, view=home_view(parts, labels, page, files))
        except SlackApiError:
            if not files:
                raise
            self._uploaded.clear()  # a picture that is gone, or that this workspace does not show
            await client.views_publish(user_id=user, view=home_view(parts, labels, page))

    async def _files(self, team: str, parts: Sequence[HomePart]) -> dict[str, str]:
        """Slack's ids of the pictures; the same picture is put there once."""
        found = {}
        for picture in (part.picture for part in parts if part.picture is not None):
            mark = (team, hashlib.sha256(picture.png.encode()).hexdigest())
            if mark not in self._uploaded:
                if len(self._uploaded) >= MOST_PICTURES:
                    self._uploaded.clear()
                self._uploaded[mark] = await upload(self._clients, team, picture)
            if self._uploaded[mark]:
                found[picture.png] = self._uploaded[mark]
        return found

    async def offer(self, team: str, user: str, channel: str) -> None:
        """Tells Slack what it may offer to say in the private chat."""
        person = person_id(team, user)
        prompts = await self._desk.prompts(person)
        if not prompts or self._without.get(team, 0.0) > self._clock():
            return
        offered = [{"title": p.title, "message": p.message} for p in prompts[:MOST_PROMPTS]]
        title = self._words.say("prompts.title", await self._desk.language(person))
        client = await self._clients.of(team)
        try:
            await client.assistant_threads_setSuggestedPrompts(channel_id=channel, title=title, prompts=offered)
        except SlackApiError:
            self._without[team] = self._clock() + TRY_AGAIN_SECONDS
