"""Five hundred wild strings through every renderer: no limit broken, nothing active, no word lost."""

import random

from tests.channels.contract import HOSTILE, UNICODE, assert_reads
from tests.channels.slack.fake.limits import problem_of, problem_of_view
from tests.channels.slack.fake.reading import live, live_blocks, read
from tests.channels.slack.memory import words

from pathbot.channels.slack import render
from pathbot.channels.slack.home import HomePart, Link, home_view
from pathbot.channels.slack.modal import form_modal
from pathbot.channels.slack.render import Page
from pathbot.channels.slack.starting import start_modal
from pathbot.channels.starting import Named, Starter
from pathbot.messages import Card, CardRow, Choice, Choices, Form, FormField, Picture, Reply, Text

PIECES = (
    "<!channel>", "<!here|here>", "<!everyone>", "<@U0LEO>", "<#C0CLASS|general>", "<https://evil.example|click me>",
    "<!subteam^S1|@team>", "<!date^1392734382^{date}|x>", "https://evil.example/?q=1", "www.evil.example", "@everyone",
    "@channel", "*bold*", "_it_", "~no~", "`code`", "```\nblock\n```", "> quote", "&lt;!channel&gt;", "&amp;lt;", "&",
    "<", ">", "|", ":smile:", "\u202e", "\u200b", "\x00", "\x1b[31m", "\ud800", "👩🏽‍🚀", "é", "e\u0301",
    "العربية", "日本語",
    "\n", "\n\n\n", " ", "\t", "a" * 80, "w" * 3100,
    "word " * 700, "{x}", "${x}", "%s", "'", '"', "\\", HOSTILE, UNICODE,
)  # fmt: skip
LABELS = words().labels("en")


def wild(chance: random.Random) -> str:
    """A text nobody would write, and somebody will."""
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))


def replies(text: str) -> list[Reply]:
    """The text in every place a text can stand."""
    choices = tuple(Choice(label=f"{text} {n}", value=f"!pick:{n}") for n in range(3))
    rows = tuple(CardRow(label=text[:200], text=text) for _ in range(2))
    field = FormField(name="line", label=text, value=text, long=True)
    return [
        Text(text=text),
        Choices(text=text, choices=choices),
        Card(title=text, text=text, rows=rows, footer=text, choices=choices),
        Form(text=text, submit="!line:1", fields=(field,)),
        Picture(text=text, alt=text.encode("utf-8", "replace").decode(), png="eA=="),
    ]


def sent(page: Page) -> dict[str, object]:
    """The page as `SlackChannel` posts it."""
    return {"blocks": page.blocks, "text": page.text, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}


def test_five_hundred_wild_strings_break_nothing_and_wake_nothing() -> None:
    chance = random.Random(5)
    for _ in range(500):
        text = wild(chance)
        for reply in replies(text):
            pages = render.pages(reply, "key", LABELS, file="F1")
            for page in pages:
                assert problem_of(page.blocks, 50) == ""
                assert live(sent(page)) == []
            whole = text.isprintable() and max(map(len, text.split()), default=0) < 1000  # longer words are cut in two
            if whole and not isinstance(reply, Picture):
                assert_reads([read(sent(page)) for page in pages], reply)
            for plain in render.plain_pages(reply):
                assert live({"text": plain, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}) == []


def test_wild_strings_in_windows_and_in_the_home() -> None:
    chance = random.Random(6)
    for _ in range(500):
        text = wild(chance)
        _, _, card, form, picture = replies(text)
        assert isinstance(form, Form)
        assert isinstance(card, Card)
        assert isinstance(picture, Picture)
        link = Link(text, "https://pathbot.example/teach/p3")
        starter = Starter(classes=(Named("c", text),), projects=(Named("p", text), Named("q", text)))
        views = [
            form_modal(form, words().modal("es")),
            home_view((HomePart(card, picture, link),), words().home("es"), files={"eA==": "F1"}),
            start_modal(starter, "C0CLASS", ("U0MAYA",), words().start("en")),
        ]
        for view in views:
            assert problem_of_view(view) == ""
            assert live_blocks(view["blocks"]) == []
