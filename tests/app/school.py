"""A class to test the turn in: Maya learns, Mr. Ortiz teaches, Ms. Okafor mentors, Ms. Lee is told of concerns."""

import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from tests.conversations.player import SCHOOL, Player

from pathbot.conversation import ConversationState
from pathbot.evidence import SkillStatement
from pathbot.messages import Address, Inbound, Outgoing, fallback, options
from pathbot.store import portfolio
from pathbot.store.tables import conversations, inbox, metadata

CRISIS = "i want to kill myself"
LOW_MOOD = "im so sad today"
WORDS = (
    "on my street there is one tree and everyone parks under it",
    "why some streets have trees and some dont",
    "my grandma gets dizzy in the heat",
    "the city should pay for a bench in the shade",
    "i found out big trees make a street cooler, i read it in a city report",
    "i dont get why i only measured 6 degrees",
    "i drew the shade map on graph paper and measured 14 spots with a tape measure",
    "the shadow moved so i marked it with chalk first",
    "the map came out right",
    "i showed the map to the principal and 30 parents at open house",
    "they asked where new trees could go",
    "the measuring because i did it three times a day",
    "the photos of the chalk marks",
    "id make the map bigger",
    "mr ortiz said the key was confusing so i changed one green to orange",
    "i told leo his roof needed a label",
)


class Talk(Player):
    """A `Player` that can also be anyone else, and whose store can be looked into.

    `at_step_8` is what Pathbot said when step 8 began, once it has.
    """

    at_step_8 = ""

    @classmethod
    def gone_on(cls, other: "Talk", school: Path, folder: Path) -> "Talk":
        """The talk another one had become, in a folder of its own; `school` is where the other one ended."""
        talk = cls(folder, other.kit, lived_in=school)
        talk.now, talk.count, talk.at_step_8 = other.now, other.count, other.at_step_8
        talk.channel, talk.web = copy.deepcopy(other.channel), copy.deepcopy(other.web)
        talk.room = talk.new_room()
        return talk

    async def text(self, text: str = "", kind: str = "text", **data: str) -> str:
        """What Pathbot answers, as plain text."""
        return said(await self.says(text, kind, **data))

    async def someone(
        self, person: str, text: str = "", kind: str = "text", address: Address | None = None, **data: str
    ) -> str:
        """One message of anyone, in their own chat on the web unless told otherwise; what they are answered there."""
        self.count += 1
        self.now += timedelta(seconds=40)
        here = address or Address(channel="web", conversation=f"person-{person}")
        channel = self.web if here.channel == "web" else self.channel
        before = len(channel.sent)
        inbound = Inbound(
            channel=here.channel,
            delivery_id=f"m{self.count}",
            address=here,
            person=person,
            kind=kind,  # type: ignore[arg-type]
            text=text,
            data=data,
            sent_at=self.now,
        )
        await self.room.take(SCHOOL.id, inbound)
        return said(tuple(o for o in channel.sent[before:] if o.address == here))

    def to(self, person: str) -> tuple[Outgoing, ...]:
        """What waits in this person's chat on the web."""
        return tuple(o for o in self.web.sent if o.address.conversation == f"person-{person}")

    def labels(self) -> list[str]:
        """The options of the last message."""
        return [c.label for c in options(self.channel.sent[-1].reply)]

    def value(self, label: str) -> str:
        """What the newest button with this label sends."""
        return next(c.value for o in reversed(self.channel.sent) for c in options(o.reply) if c.label == label)

    def state(self) -> ConversationState:
        """How Maya's next message is read."""
        with self.engine.connect() as connection:
            where = conversations.c.key == "collecting:maya"
            return ConversationState.model_validate_json(
                connection.execute(select(conversations.c.state_json).where(where)).scalar_one()
            )

    def set_state(self, **changes: object) -> None:
        """Changes how Maya's next message is read, as a page or another person would."""
        state = self.state().model_copy(update=changes)
        with self.engine.begin() as connection:
            where = conversations.c.key == "collecting:maya"
            connection.execute(conversations.update().where(where).values(state_json=state.model_dump_json()))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        with self.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(select(metadata.tables[table]))]

    def holds(self, word: str) -> list[str]:
        """Every table in which a word still stands."""
        return [name for name in metadata.tables if any(word in str(row) for row in self.rows(name))]

    def failed(self) -> list[str]:
        """Error codes of turns that failed."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(inbox.c.error_code).where(inbox.c.error_code.is_not(None))).scalars())

    def lines(self, status: str | None = None) -> tuple[SkillStatement, ...]:
        """Maya's statements."""
        return portfolio.statements_of(self.engine, "maya", status)  # type: ignore[arg-type]

    def step(self) -> str | None:
        """The open step."""
        return portfolio.journeys_of(self.engine, "maya")[0].step

    async def to_step_8(self) -> str:
        """Answers until Pathbot offers lines; what it says there."""
        last = self.at_step_8
        for words in WORDS:
            if "Step 8" in last:
                break
            last = await self.text(words)
        while "Step 8" not in last:
            last = await self.text("skip")
        self.at_step_8 = last
        return last

    async def to_a_line(self) -> SkillStatement:
        """Picks the first moment; the line on the table."""
        await self.to_step_8()
        await self.says("1")
        assert "Save" in self.labels()
        return next(s for s in self.lines() if s.id == self.state().subject)


def said(sent: tuple[Outgoing, ...]) -> str:
    """Messages as one plain text."""
    return "\n".join(fallback(o.reply) for o in sent)
