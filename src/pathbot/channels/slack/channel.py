"""Sends. Every message carries a mark that says which of Pathbot's it is, so that it can be found again."""

import hashlib
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from pathbot.channels.base import RetryLater
from pathbot.channels.slack import render
from pathbot.channels.slack.clients import Clients
from pathbot.channels.slack.desk import Desk
from pathbot.channels.slack.names import NAME, Place, place_of
from pathbot.channels.slack.pictures import upload
from pathbot.channels.slack.trouble import REFUSES_BLOCKS, as_sending, error_of
from pathbot.messages import Capabilities, Form, Outgoing, Picture

MARK = "pathbot_message"
EVERY_SECONDS = 1.0  # Slack takes one message a second in a channel
LOOK_BACK = 200  # messages
MOST_LOOKS = 5
MOST_PLACES = 5000
BLIND = ("missing_scope", "not_in_channel", "channel_not_found", "thread_not_found")


class PartlySent(Exception):
    """Some pages of a long reply are out: what is there has to be looked up before the rest follows."""


class SlackChannel:
    """The `Channel` of Slack. `clock` gives seconds that only go forward; `sent` hears of whom something was sent."""

    name = NAME
    capabilities = Capabilities(forms=True, pictures=True, max_choices=25, max_text=render.MOST_CHARACTERS)

    def __init__(
        self,
        desk: Desk,
        clients: Clients,
        labels: Callable[[str], render.Labels],
        clock: Callable[[], float],
        every: float = EVERY_SECONDS,
        sent: Callable[[str, str], None] = lambda team, user: None,
    ) -> None:
        self._desk = desk
        self._clients = clients
        self._labels = labels
        self._clock = clock
        self._every = every
        self._sent = sent
        self._free_at: dict[str, float] = {}
        self._there: dict[str, dict[int, str]] = {}

    async def send(self, outgoing: Outgoing) -> str:
        """Posts all pages of it. Raises RetryLater or CannotSend."""
        place = place_of(outgoing.address)
        if outgoing.priority != "alert":
            self._keep_pace(outgoing.address.key)
        there = self._there.pop(outgoing.key, {})
        bodies = await self._bodies(outgoing)
        try:
            client = await self._clients.of(place.team)
            channel = await self._channel(place)
            first = await self._post_all(client, channel, place, outgoing, bodies, there)
        except Exception as error:
            raise as_sending(error) from error
        self._note(outgoing.address.key, len(bodies))
        if place.is_person:
            self._sent(place.team, place.where)
        return first

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        """Channel and time stamp of its first page if every page is there."""
        place, mark = place_of(outgoing.address), _mark(outgoing.key)
        try:
            client = await self._clients.of(place.team)
            channel = await self._channel(place)
            there, count = await self._look(client, channel, place, mark)
        except Exception as error:
            if isinstance(error, SlackApiError) and error_of(error) in BLIND:
                return None  # Pathbot may not read this channel: better said twice than not at all
            raise self._ask_later(error) from error
        if there and len(there) >= count:
            return f"{channel}/{there[0]}"
        self._there[outgoing.key] = there
        return None

    def _ask_later(self, error: Exception) -> Exception:
        known = as_sending(error)
        return known if known is not error else RetryLater(5.0, "Slack did not say what it holds.")

    def _keep_pace(self, key: str) -> None:
        wait = self._free_at.get(key, 0.0) - self._clock()
        if wait > 0:
            raise RetryLater(wait)

    def _note(self, key: str, count: int) -> None:
        now = self._clock()
        if len(self._free_at) >= MOST_PLACES:
            self._free_at = {k: at for k, at in self._free_at.items() if at > now}
        self._free_at[key] = now + count * self._every

    async def _channel(self, place: Place) -> str:
        return await self._clients.chat(place.team, place.where) if place.is_person else place.where

    async def _bodies(self, outgoing: Outgoing) -> list[dict[str, Any]]:
        alert = outgoing.priority == "alert"
        own_words = alert or isinstance(outgoing.reply, Form)
        language = await self._desk.language(outgoing.address.conversation) if own_words else "en"
        labels = self._labels(language)
        reply, team = outgoing.reply, place_of(outgoing.address).team
        file = await upload(self._clients, team, reply) if isinstance(reply, Picture) else ""
        pages = render.pages(reply, outgoing.key, labels, file)
        # A locked phone shows the text of a notification to everyone who walks by.
        return [{"blocks": page.blocks, "text": labels.alert if alert else page.text} for page in pages]

    async def _post_all(
        self,
        client: AsyncWebClient,
        channel: str,
        place: Place,
        outgoing: Outgoing,
        bodies: list[dict[str, Any]],
        there: dict[int, str],
    ) -> str:
        sent = dict(there)
        for number, body in enumerate(bodies):
            if number in sent:
                continue
            try:
                sent[number] = await self._post(client, channel, place, outgoing, body, (number, len(bodies)))
            except SlackApiError as error:
                if number == 0 and error_of(error) in REFUSES_BLOCKS and "blocks" in body:
                    plain = [{"text": text} for text in render.plain_pages(outgoing.reply)]
                    return await self._post_all(client, channel, place, outgoing, plain, there)
                if sent:
                    raise PartlySent from error
                raise
        return f"{channel}/{sent[0]}"

    async def _post(
        self,
        client: AsyncWebClient,
        channel: str,
        place: Place,
        outgoing: Outgoing,
        body: dict[str, Any],
        part: tuple[int, int],
    ) -> str:
        payload = {"k": _mark(outgoing.key), "part": part[0], "of": part[1]}
        answer = await client.chat_postMessage(
            channel=channel,
            thread_ts=place.thread,
            metadata={"event_type": MARK, "event_payload": payload},
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
            mrkdwn=False,
            **body,
        )
        return str(answer.get("ts", ""))

    async def _look(self, client: AsyncWebClient, channel: str, place: Place, mark: str) -> tuple[dict[int, str], int]:
        """Number and time stamp of the pages with this mark, and how many there should be."""
        found: dict[int, str] = {}
        count, cursor = 0, ""
        for _ in range(MOST_LOOKS):
            asked: dict[str, Any] = {
                "channel": channel,
                "limit": LOOK_BACK,
                "include_all_metadata": True,
                "cursor": cursor,
            }
            if place.thread:
                answer = await client.conversations_replies(ts=place.thread, **asked)
            else:
                answer = await client.conversations_history(**asked)
            for message in answer.get("messages") or []:
                part = _part(message, mark)
                if part is not None:
                    found[part[0]], count = str(message.get("ts", "")), part[1]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor or len(found) >= count > 0:
                break
        return found, count


def _mark(key: str) -> str:
    """What the metadata names a message by. Everyone in a channel can read it, so it says nothing."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _part(message: Any, mark: str) -> tuple[int, int] | None:
    metadata = message.get("metadata") if isinstance(message, dict) else None
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(payload, dict):
        return None
    if metadata.get("event_type") != MARK or payload.get("k") != mark:
        return None
    part, count = payload.get("part"), payload.get("of")
    return (part, count) if isinstance(part, int) and isinstance(count, int) else None
