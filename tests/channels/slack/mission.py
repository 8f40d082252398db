"""The whole way through Slack, as its people walk it: the same script for our own Slack and for another one."""

from typing import Protocol

from tests.app.school import WORDS


class Stage(Protocol):
    """Slack as its people use it. A place is a user's private chat with Pathbot, or the class channel."""

    async def says(self, user: str, text: str) -> object: ...
    async def mentions(self, user: str, text: str, thread: str) -> object: ...
    async def taps(self, user: str, label: str) -> object: ...
    async def starts(self, teacher: str, project: str) -> object: ...
    async def home(self, user: str) -> str:
        """What stands in their Home, once it holds something."""
        ...

    async def hears(self, place: str, words: str) -> str:
        """The newest message in a place, once one holds these words."""
        ...

    async def count(self, place: str) -> int:
        """How many messages of Pathbot's a place holds."""
        ...

    async def more(self, place: str, than: int) -> str:
        """What came in a place after so many messages, as one text, once something did and nothing more comes."""
        ...

    async def table(self) -> str:
        """The thread of the Round Table in the class channel."""
        ...


async def walk(stage: Stage, maya: str, ortiz: str, okafor: str, room: str) -> None:
    """Start in the channel, the eight steps, a role, a line, the Home, a mentor's answer."""
    await stage.starts(ortiz, "shade-for-our-school")
    table = await stage.hears(room, "Round Table")
    assert "Maya" not in table
    hello = await stage.hears(maya, "I'm Pathbot, a program")
    assert "you" in hello
    await stage.taps(maya, "OK, let's go")
    await stage.hears(maya, "Step 1 of 8")

    before = await stage.count(maya)
    await stage.mentions(maya, WORDS[0], await stage.table())
    await stage.hears(room, "private chat")
    said = await stage.more(maya, before)
    for words in WORDS[1:]:
        if "Step 8" in said:
            break
        said = await answer(stage, maya, words)
    while "Step 8" not in said:
        said = await answer(stage, maya, "skip")

    said = await answer(stage, maya, "1")
    assert "You said" in said
    before = await stage.count(maya)
    await stage.taps(maya, "Save")
    await stage.more(maya, before)
    said = await answer(stage, maya, "not me")
    while "All eight steps" not in said:
        said = await answer(stage, maya, "not me")

    assert "roles" in (await answer(stage, maya, "what jobs are there for people who measure things outside")).lower()
    home = await stage.home(maya)
    assert "✓ 8." in home
    assert "You said" in home

    await answer(stage, maya, "ask a mentor")
    preview = await answer(stage, maya, "how did you find out that you like building things outside")
    assert "without your name" in preview
    before = await stage.count(maya)
    await stage.taps(maya, "Send")
    await stage.more(maya, before)
    question = await stage.hears(okafor, "like building things outside")
    assert "Maya" not in question
    before = await stage.count(maya)
    await stage.says(okafor, "I helped my uncle fix a porch, and I could see at the end of the day what I had done.")
    relayed = await stage.hears(maya, "fix a porch")
    assert "Okafor" not in relayed


async def answer(stage: Stage, user: str, text: str) -> str:
    """Writes in the private chat; what Pathbot says then."""
    before = await stage.count(user)
    await stage.says(user, text)
    return await stage.more(user, before)
