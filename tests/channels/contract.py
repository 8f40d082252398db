"""What every channel promises, whatever it can show. A channel's test module subclasses `ChannelContract`.

    class TestSlack(ChannelContract):
        @pytest.fixture
        def there(self) -> There:
            return SlackThere(...)

`There` is the far side: the platform (or its fake) as a person with that channel open sees it.
"""

from typing import Protocol

import pytest

from pathbot.channels.base import Channel
from pathbot.messages import (
    Address,
    Card,
    CardRow,
    Choice,
    Choices,
    Form,
    FormField,
    Outgoing,
    Picture,
    Reply,
    Text,
    options,
)

HOSTILE = (
    "<script>alert(1)</script> <b>bold</b> &lt; &amp; <@U012AB> <!channel> @everyone <https://evil.example|click> "
    "[click](https://evil.example) *stars* _lines_ `ticks` ~~ {{ 7 * 7 }} ${x} javascript:alert(1) \"quotes\" 'single'"
)
UNICODE = "¿Qué aprendiste, Íñigo? Žluťoučký 日本語 العربية עברית 👩🏽‍🚀 e\u0301 — “quotes” 104° ½"


class There(Protocol):
    """The far side of one channel."""

    channel: Channel
    address: Address
    """A private conversation that exists."""

    async def post(self, outgoing: Outgoing) -> str:
        """Sends as the product does: usually just ``channel.send``. Returns the platform's id."""
        ...

    async def read(self) -> list[str]:
        """Every message shown in `address`, oldest first: all the words a person reads, with the labels of buttons
        and the values of form fields, and markup taken away (``&lt;`` is read as ``<``)."""
        ...

    async def live(self) -> list[str]:
        """Whatever in those messages is more than text: tags, links and mentions that came from the text."""
        ...


def words_of(reply: Reply) -> list[str]:
    """Everything a person must be able to read, piece by piece, in order."""
    pieces = [reply.text]
    if isinstance(reply, Card):
        pieces = [reply.title, reply.text]
        for row in reply.rows:
            pieces += [row.label, row.text]
        pieces.append(reply.footer)
    if isinstance(reply, Picture):
        pieces.append(reply.alt)
    if isinstance(reply, Form):
        for field in reply.fields:
            pieces += [field.label, field.value]
    return [p for p in [*pieces, *(c.label for c in options(reply))] if p]


def assert_reads(shown: list[str], reply: Reply) -> None:
    """Every word of every piece stands there, each piece after the one before it."""
    words = " ".join(shown).split()
    at = 0
    for piece in words_of(reply):
        for word in piece.split():
            at = next((n for n in range(at, len(words)) if word in words[n]), -1)
            assert at >= 0, f"{word!r} of {piece!r} is missing from {shown!r}"


def _choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(label=f"option {n} of many", value=f"!pick:{n}") for n in range(1, count + 1))


STATEMENT = Card(
    title="Measured 14 spots of shade with two classmates",
    text="Here is a line, next to your own words.",
    rows=(
        CardRow(label="Measured 14 spots of shade", text="“i measured 14 spots”"),
        CardRow(label="with two classmates", text="“me and 2 friends went”"),
    ),
    footer="Shows: Mathematics. Your own words: 71 %",
    choices=(
        Choice(label="Save", value="!save:s1"),
        Choice(label="Shorter", value="!shorter:s1"),
        Choice(label="Edit", value="!edit:s1"),
        Choice(label="Not me", value="!not-me:s1"),
    ),
)
FORM = Form(
    text="Change it the way you'd say it, and send it.",
    submit="!line:s1",
    fields=(
        FormField(name="line", label="Your line", value="Measured 14 spots of shade.", long=True),
        FormField(name="where", label="Where it was", value="the north court"),
    ),
)
PICTURE = Picture(
    text="Period 3, week 47",
    alt="Bars: 3 learners on step 1, 20 on step 4, 4 on step 5.",
    png="iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
)
KINDS: dict[str, Reply] = {
    "text": Text(text="The roof didn't fit. What did you do then?"),
    "two paragraphs": Text(text="First line.\nSecond line.\n\nThird after a gap."),
    "choices": Choices(text="Was it more like this?", choices=_choices(4)),
    "card": STATEMENT,
    "card without extras": Card(title="Your portfolio"),
    "form": FORM,
    "picture": PICTURE,
}


class ChannelContract:
    """Subclass it as ``Test...`` and provide the fixture `there`."""

    @pytest.mark.parametrize("kind", KINDS)
    async def test_every_kind_of_reply_arrives_with_its_whole_content(self, there: There, kind: str) -> None:
        await there.post(_to(there, "k1", KINDS[kind]))
        assert_reads(await there.read(), KINDS[kind])

    async def test_more_choices_than_the_channel_has_buttons_are_all_there(self, there: There) -> None:
        reply = Choices(text="Which one?", choices=_choices(there.channel.capabilities.max_choices + 7))
        await there.post(_to(there, "k1", reply))
        assert_reads(await there.read(), reply)

    async def test_a_text_longer_than_one_message_is_all_there(self, there: There) -> None:
        count = there.channel.capabilities.max_text // 6 + 40
        reply = Text(text=" ".join(f"word{n}" for n in range(count)))
        await there.post(_to(there, "k1", reply))
        assert_reads(await there.read(), reply)

    async def test_a_word_longer_than_one_message_is_all_there(self, there: There) -> None:
        size = there.channel.capabilities.max_text + 100
        await there.post(_to(there, "k1", Text(text="x" * size)))
        assert sum(message.count("x") for message in await there.read()) >= size

    async def test_a_card_with_many_long_rows_is_all_there(self, there: There) -> None:
        rows = tuple(CardRow(label=f"label {n}", text=f"row {n} " + "and more " * 40) for n in range(60))
        reply = Card(title="Long", text="A long card.", rows=rows, footer="The end.", choices=_choices(3))
        await there.post(_to(there, "k1", reply))
        assert_reads(await there.read(), reply)

    async def test_messages_come_in_the_order_they_were_sent(self, there: There) -> None:
        for n in range(1, 6):
            await there.post(_to(there, f"k{n}", Text(text=f"message number-{n}")))
        assert_reads(await there.read(), Text(text="number-1 number-2 number-3 number-4 number-5"))

    async def test_a_key_that_is_there_is_found_and_not_shown_twice(self, there: There) -> None:
        outgoing = _to(there, "k1", Text(text="only-once"))
        assert await there.channel.find_sent(outgoing) is None
        sent = await there.post(outgoing)
        assert await there.channel.find_sent(outgoing) == sent
        if await there.channel.find_sent(outgoing) is None:  # what the sender does with a half-sent message
            await there.post(outgoing)
        assert " ".join(await there.read()).count("only-once") == 1

    async def test_a_key_that_was_not_sent_is_not_found(self, there: There) -> None:
        await there.post(_to(there, "k1", Text(text="same words")))
        assert await there.channel.find_sent(_to(there, "k2", Text(text="same words"))) is None

    async def test_hostile_text_is_shown_as_text(self, there: There) -> None:
        for n, reply in enumerate(_everywhere(HOSTILE), 1):
            await there.post(_to(there, f"k{n}", reply))
            assert_reads((await there.read())[-1:], reply)
        assert await there.live() == []

    async def test_every_script_of_the_world_survives(self, there: There) -> None:
        for n, reply in enumerate(_everywhere(UNICODE), 1):
            await there.post(_to(there, f"k{n}", reply))
            assert_reads((await there.read())[-1:], reply)


def _everywhere(text: str) -> list[Reply]:
    """The same text in every place a text can stand."""
    choice = Choice(label=text, value="!pick:1")
    return [
        Text(text=text),
        Choices(text=text, choices=(choice,)),
        Card(title=text, text=text, rows=(CardRow(label=text, text=text),), footer=text, choices=(choice,)),
        Form(text=text, submit="!line:1", fields=(FormField(name="line", label=text, value=text, long=True),)),
    ]


def _to(there: There, key: str, reply: Reply) -> Outgoing:
    return Outgoing(key=f"contract:{key}", address=there.address, reply=reply)
