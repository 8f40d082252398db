"""Commands, shortcuts, the Home and the start of a project: for one person's eyes, and never more than can be typed."""

import pytest
from tests.channels.slack.conftest import GUEST, LEO, MAYA, ORTIZ
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.fake.reading import live_blocks, read
from tests.channels.slack.fake.slack import CLASS
from tests.channels.slack.memory import Ours

from pathbot.channels.slack.desk import Prompt
from pathbot.channels.slack.home import HomePart, Link
from pathbot.channels.slack.names import private_address
from pathbot.channels.starting import Named, Starter
from pathbot.messages import Card, CardRow, Choice, Form, FormField, Outgoing, Picture, Text

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
TEACHES = Starter(classes=(Named("p3", "Period 3"),), projects=(Named("bins", "Bins"), Named("shade", "Shade")))


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("", "help"),
        ("status", "go on"),
        ("portfolio", "show my portfolio"),
        ("privacy", "who sees this?"),
        ("roles fixing bikes", "What jobs are there for people who like fixing bikes?"),
        ("ask how do i become a vet", "I want to ask a mentor: how do i become a vet"),
    ],
)
async def test_a_command_says_what_could_be_typed_in_the_private_chat(
    slack: FakeSlack, ours: Ours, typed: str, means: str
) -> None:
    answer = await slack.commands(MAYA, typed)
    (inbound,) = ours.desk.filed
    assert (inbound.text, inbound.address) == (means, private_address(slack.team, MAYA))
    assert "private chat" in answer


async def test_a_word_that_is_no_command_is_answered_with_the_ones_there_are(slack: FakeSlack, ours: Ours) -> None:
    assert "/pathbot status" in await slack.commands(MAYA, "dance")
    assert ours.desk.filed == []


async def test_a_learner_saves_their_own_message_and_nobody_elses(slack: FakeSlack, ours: Ours) -> None:
    said = slack.add(CLASS, {"user": MAYA, "text": "i measured 14 spots &amp; drew them"})
    await slack.shortcut(MAYA, said)
    await slack.shortcut(MAYA, said)
    await slack.shortcut(LEO, said)
    (inbound,) = ours.desk.filed
    assert (inbound.text, inbound.person) == ("i measured 14 spots & drew them", f"{slack.team}/{MAYA}")
    await slack.settle(lambda: len(slack.ephemeral) == 3)
    assert "yourself" in slack.ephemeral[-1]["text"]


async def test_a_teacher_starts_a_project_with_the_members_of_the_channel(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.starters[f"{slack.team}/{ORTIZ}"] = TEACHES.model_copy(update={"staff": (ORTIZ,)})
    slack.channels[CLASS].append(slack.bot)
    assert await slack.commands(ORTIZ, "start") == ""
    learners = next(b for b in slack.views[-1]["blocks"] if b.get("block_id") == "learners")
    assert learners["element"]["initial_users"] == [MAYA, LEO, GUEST]
    assert await slack.submits(ORTIZ, project="shade") == ""
    (start,) = ours.desk.begun
    assert (start.channel, start.class_id, start.project) == (CLASS, "p3", "shade")
    assert start.learners == (Named(MAYA, "Maya"), Named(LEO, "Leo"))  # the guest was left out


async def test_a_learner_cannot_start_a_project(slack: FakeSlack, ours: Ours) -> None:
    assert "teacher" in await slack.commands(MAYA, "start")
    assert slack.views == []


async def test_a_project_does_not_start_in_front_of_strangers(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.starters[f"{slack.team}/{ORTIZ}"] = TEACHES
    slack.shared.add(CLASS)
    assert "outside the school" in await slack.commands(ORTIZ, "start")


async def test_a_channel_without_pathbot_says_how_to_invite_it(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.starters[f"{slack.team}/{ORTIZ}"] = TEACHES
    assert "/invite" in await slack.commands(ORTIZ, "start", channel="C0OTHER")


async def test_the_home_shows_everything_page_by_page(slack: FakeSlack, ours: Ours) -> None:
    rows = tuple(CardRow(label=f"line {n}", text="<@U0LEO> *words* " * 9) for n in range(150))
    ways = Card(title="Always here", choices=(Choice(label="Who sees this?", value="who sees this?"),))
    ours.desk.parts = (HomePart(Card(title="Your portfolio", rows=rows)), HomePart(ways))
    await slack.opens(MAYA, "home")
    await slack.settle(lambda: MAYA in slack.homes)
    seen = [slack.homes[MAYA]]
    while any(e["text"]["text"] == "More" for b in seen[-1]["blocks"] for e in b.get("elements", []) if "value" in e):
        before = slack.homes[MAYA]
        await slack.taps(MAYA, "More", "home")
        await slack.settle(lambda before=before: slack.homes[MAYA] is not before)
        seen.append(slack.homes[MAYA])
    assert len(seen) > 1
    assert all(f"line {n}" in str(seen) for n in range(150))
    assert [mark for view in seen for mark in live_blocks(view["blocks"])] == []
    await slack.taps(MAYA, "Who sees this?", "home")
    assert (ours.desk.filed[-1].kind, ours.desk.filed[-1].data) == ("choice", {"value": "who sees this?"})


async def test_slack_offers_what_a_learner_may_say_where_the_plan_has_it(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.known.add(f"{slack.team}/{MAYA}")
    await slack.opens(MAYA)
    offered = "assistant.threads.setSuggestedPrompts"
    await slack.settle(lambda: offered in [name for name, _ in slack.api.calls])
    slack.api.missing.add(offered)
    await slack.opens(MAYA)
    await slack.settle(lambda: [name for name, _ in slack.api.calls].count(offered) == 2)
    await slack.opens(MAYA)
    assert [i.kind for i in ours.desk.filed] == ["open", "open", "open"]
    assert [name for name, _ in slack.api.calls].count(offered) == 2
    assert isinstance((await ours.desk.prompts(f"{slack.team}/{MAYA}"))[0], Prompt)


async def test_a_line_says_that_pathbot_is_at_work_until_the_answer_is_there(slack: FakeSlack, ours: Ours) -> None:
    said = await slack.says(MAYA, "i measured 14 spots")
    await slack.settle(lambda: len(states(slack)) == 1)
    await ours.channel.send(Outgoing(key="k", address=private_address(slack.team, MAYA), reply=Text(text="With what?")))
    await slack.settle(lambda: len(states(slack)) == 2)
    assert states(slack) == [(said["ts"], "is thinking…"), (said["ts"], "")]


async def test_where_slack_has_no_such_line_nothing_is_lost_and_it_is_not_tried_again(
    slack: FakeSlack, ours: Ours
) -> None:
    slack.api.missing.add("assistant.threads.setStatus")
    for text in ("one", "two"):
        await slack.says(MAYA, text)
        await slack.settle(lambda: len(states(slack)) == 1)
    assert [i.text for i in ours.desk.filed] == ["one", "two"]


def states(slack: FakeSlack) -> list[tuple[str, str]]:
    return [(a["thread_ts"], a["status"]) for name, a in slack.api.calls if name == "assistant.threads.setStatus"]


async def test_edit_opens_its_window_at_once(slack: FakeSlack, ours: Ours) -> None:
    field = FormField(name="line", label="Your line", value="Measured 14 spots.", long=True)
    ours.desk.forms["!edit:l1"] = Form(text="Change it.", submit="!line:l1", fields=(field,))
    await offered(slack, ours)
    await slack.taps(MAYA, "Edit")
    assert ours.desk.filed == [], "nothing to answer yet"
    assert slack.views[-1]["blocks"][-1]["element"]["initial_value"] == "Measured 14 spots."
    await slack.submits(MAYA, line="Measured fourteen spots of shade.")
    (inbound,) = ours.desk.filed
    assert (inbound.kind, inbound.data) == ("form", {"form": "!line:l1", "line": "Measured fourteen spots of shade."})


async def test_where_the_window_does_not_open_edit_is_answered_in_the_chat(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.forms["!edit:l1"] = Form(text="Change it.", submit="!line:l1", fields=(FormField(name="l", label="L"),))
    slack.api.missing.add("views.open")
    await offered(slack, ours)
    await slack.taps(MAYA, "Edit")
    assert [(i.kind, i.data) for i in ours.desk.filed] == [("choice", {"value": "!edit:l1"})]


async def offered(slack: FakeSlack, ours: Ours) -> None:
    card = Card(title="Measured 14 spots.", choices=(Choice(label="Edit", value="!edit:l1"),))
    await ours.channel.send(Outgoing(key="k", address=private_address(slack.team, MAYA), reply=card))


async def test_a_picture_of_the_home_is_put_there_once_and_said_in_words_where_it_is_refused(
    slack: FakeSlack, ours: Ours
) -> None:
    card, picture = Card(title="Period 3", text="3 of 4 wrote."), Picture(text="Steps", alt="4 on step 2.", png=PNG)
    ours.desk.parts = (HomePart(card, picture, Link("Open the class page", "https://pathbot.example/teach/p3")),)
    for _ in range(2):
        slack.homes.clear()
        await slack.opens(ORTIZ, "home")
        await slack.settle(lambda: ORTIZ in slack.homes)
    assert len(slack.files) == 1
    (image,) = [b for b in slack.homes[ORTIZ]["blocks"] if b["type"] == "image"]
    assert (image["slack_file"]["id"], image["alt_text"]) == ("F0", "4 on step 2.")
    assert "https://pathbot.example/teach/p3" in str(slack.homes[ORTIZ])
    slack.files.clear()  # somebody deleted it in Slack
    slack.homes.clear()
    await slack.opens(ORTIZ, "home")
    await slack.settle(lambda: ORTIZ in slack.homes)
    assert "4 on step 2." in read(slack.homes[ORTIZ])


async def test_an_answer_at_the_round_table_is_the_learners_own(slack: FakeSlack, ours: Ours) -> None:
    question = slack.add(CLASS, {"user": slack.bot, "text": "Round Table"})
    for user, name in ((MAYA, "Maya"), (LEO, "Leo")):
        ours.desk.seats[f"{slack.team}/{user} {CLASS}/{question['ts']}"] = f"Thanks, {name}."
    await slack.mentions(MAYA, "my street has one tree", thread=question["ts"])
    await slack.mentions(LEO, "everyone parks under it", thread=question["ts"])
    assert [(i.person, i.text, i.address.shared) for i in ours.desk.filed] == [
        (f"{slack.team}/{MAYA}", "my street has one tree", False),
        (f"{slack.team}/{LEO}", "everyone parks under it", False),
    ]
    assert [(o.address.thread, o.reply.text) for o in ours.desk.told] == [
        (question["ts"], "Thanks, Maya."),
        (question["ts"], "Thanks, Leo."),
    ]


async def test_only_a_removal_from_the_workspace_erases(slack: FakeSlack, ours: Ours) -> None:
    await slack.delivery.event({"type": "tokens_revoked", "tokens": {"bot": ["U0PATHBOT"]}})
    assert (ours.desk.left, ours.desk.without_token) == ([], [slack.team])
    await slack.delivery.event({"type": "app_uninstalled"})
    assert ours.desk.left == [slack.team]
