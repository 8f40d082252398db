"""``/pathbot`` and the shortcuts: other ways to say what can be typed, and a teacher's way to start a project."""

import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from pathbot.channels.slack import interactions
from pathbot.channels.slack.admission import Admission
from pathbot.channels.slack.clients import Clients
from pathbot.channels.slack.desk import Desk
from pathbot.channels.slack.escape import escaped
from pathbot.channels.slack.names import is_id, person_id
from pathbot.channels.slack.reading import Payload, part, text
from pathbot.channels.slack.receiver import Receiver
from pathbot.channels.slack.starting import Start, start_modal
from pathbot.channels.slack.words import Words
from pathbot.channels.starting import Named

MOST_MEMBERS = 200

log = logging.getLogger("pathbot.slack")


class Commands:
    """Answers are short and for one person's eyes; whatever is private goes on in the private chat."""

    def __init__(
        self,
        receiver: Receiver,
        desk: Desk,
        clients: Clients,
        admission: Admission,
        words: Words,
        clock: Callable[[], datetime],
    ) -> None:
        self._receiver = receiver
        self._desk = desk
        self._clients = clients
        self._admission = admission
        self._words = words
        self._clock = clock

    async def command(self, body: Payload, bot: str) -> str:
        """Does what was asked; what only this person reads where they typed it."""
        asked = interactions.read_command(body)
        if asked is None:
            return ""
        language = await self._desk.language(person_id(asked.team, asked.user))
        if asked.verb == "start":
            return await self._start(asked, language)
        said = self._words.command(asked.verb or "help", asked.rest, language)
        if said is None:
            return escaped(self._words.say("command.unknown", language))
        delivery = f"{asked.team}/command/{asked.user}/{asked.trigger}"
        await self._receiver.take(interactions.typed(asked, said, delivery, self._clock()))
        in_chat = asked.channel.startswith("D")
        return "" if in_chat else self._words.say("command.in_private", language, bot=bot)

    async def shortcut(self, body: Payload, bot: str) -> str:
        """Takes a message of a channel into the private chat; the answer, for this person's eyes."""
        if text(body, "callback_id") != interactions.SAVE_WORDS:
            return ""
        found = interactions.read_shortcut(body, bot, self._clock())
        if found is None:
            return ""
        heard, mine = found
        language = await self._desk.language(heard.inbound.person)
        if not mine:
            return escaped(self._words.say("shortcut.not_yours", language))
        await self._receiver.take(heard)
        return self._words.say("shortcut.taken", language, bot=bot)

    async def whisper(self, body: Payload, said: str) -> None:
        """Shows it to one person in the channel they are looking at."""
        channel, user, team = (text(part(body, name), "id") for name in ("channel", "user", "team"))
        await (await self._clients.of(team)).chat_postEphemeral(channel=channel, user=user, text=said)

    async def started(self, start: Start) -> dict[str, str]:
        """A teacher chose: everyone is looked at once more, and guests are left out. What is wrong with which field."""
        users = tuple(learner.id for learner in start.learners)
        person = person_id(start.team, start.user)
        starter = await self._desk.starter(person, users)
        if starter is None:
            return {"class": self._words.say("start.no_teacher", await self._desk.language(person))}
        wanted = [user for user in users if user not in starter.staff]
        admitted = [user for user in wanted if await self._admission.admits(start.team, user)]
        learners = tuple([Named(user, await self._admission.first_name(start.team, user)) for user in admitted])
        if await self._desk.begin(start.model_copy(update={"learners": learners})):
            return {}
        return {"project": self._words.say("start.not_ready", starter.language)}

    async def _start(self, asked: interactions.Command, language: str) -> str:
        """Opens the window for a teacher, in a channel of this school alone."""
        if not asked.channel.startswith(("C", "G")) or not is_id(asked.channel):
            return escaped(self._words.say("start.in_channel", language))
        if not await self._admission.admits(asked.team, asked.user):
            return escaped(self._words.say("start.no_teacher", language))
        try:
            client = await self._clients.of(asked.team)
            channel = (await client.conversations_info(channel=asked.channel)).get("channel") or {}
            if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
                return escaped(self._words.say("start.shared_channel", language))
            answer = await client.conversations_members(channel=asked.channel, limit=MOST_MEMBERS)
            bot = await self._receiver.bot_of(asked.team)
            members = tuple(str(user) for user in answer.get("members") or () if user != bot)
            starter = await self._desk.starter(person_id(asked.team, asked.user), members)
            if starter is None or not starter.classes:
                return escaped(self._words.say("start.no_teacher", language))
            if not starter.ready:
                return escaped(self._words.say("start.not_ready", language))
            view = start_modal(starter, asked.channel, members, self._words.start(language))
            await client.views_open(trigger_id=asked.trigger, view=view)
        except (SlackApiError, ClientError, TimeoutError) as error:
            log.warning("the window for a start did not open: %s", type(error).__name__)
            return escaped(self._words.say("start.invite_me", language))
        return ""
