"""Everything that arrives is stored before it is acknowledged, once, and only from people who may write."""

import asyncio

import pytest
from tests.channels.slack.conftest import GUEST, LEO, MAYA
from tests.channels.slack.fake import FakeSlack
from tests.channels.slack.fake.slack import CLASS
from tests.channels.slack.memory import Ours

from pathbot.channels.slack.names import private_address
from pathbot.messages import Form, FormField, Outgoing, fallback

FORM = Form(text="Change it.", submit="!line:s1", fields=(FormField(name="line", label="Your line", value="Cut it."),))


async def test_a_private_message_is_filed_as_typed(slack: FakeSlack, ours: Ours) -> None:
    said = await slack.says(MAYA, "2 &lt; 3 &amp; <https://school.org|our page> <@U0LEO> :tree:")
    (inbound,) = ours.desk.filed
    assert inbound.text == "2 < 3 & our page @… :tree:"
    assert inbound.address == private_address(slack.team, MAYA)
    assert inbound.person == f"{slack.team}/{MAYA}"
    assert f"{inbound.sent_at.timestamp():.6f}" == said["ts"]


async def test_a_mention_goes_to_a_thread_that_others_read(slack: FakeSlack, ours: Ours) -> None:
    first = await slack.mentions(MAYA, "my answer")
    await slack.mentions(LEO, "mine", thread=first["ts"])
    one, two = ours.desk.filed
    assert one.address.shared
    assert one.address == two.address
    assert (one.text, one.data, one.address.thread) == ("my answer", {"called": "yes"}, first["ts"])


async def test_a_message_and_its_mention_are_one(slack: FakeSlack, ours: Ours) -> None:
    said = await slack.mentions(MAYA, "hello")
    await slack.delivery.event({**said, "type": "app_mention", "channel": CLASS})
    assert len(ours.desk.filed) == 1


async def test_what_others_write_in_channels_is_not_read(slack: FakeSlack, ours: Ours) -> None:
    await slack.delivery.event(
        {"type": "message", "channel_type": "channel", "channel": CLASS, "user": MAYA, "text": "hi", "ts": "1.5"}
    )
    assert ours.desk.filed == []
    assert slack.delivery.given_up == []


async def test_an_edit_and_a_deletion_name_the_message_they_are_about(slack: FakeSlack, ours: Ours) -> None:
    said = await slack.says(MAYA, "it was 148 degrees")
    await slack.edits(MAYA, said, "it was 98 degrees")
    await slack.deletes(MAYA, said)
    first, edit, deletion = ours.desk.filed
    assert (edit.kind, edit.text, edit.data) == ("edit", "it was 98 degrees", {"message": first.delivery_id})
    assert (deletion.kind, deletion.text, deletion.data) == ("delete", "", {"message": first.delivery_id})


async def test_a_preview_that_slack_adds_is_no_edit(slack: FakeSlack, ours: Ours) -> None:
    said = await slack.says(MAYA, "see https://school.org")
    await slack.edits(MAYA, said, "see <https://school.org>")
    assert [i.kind for i in ours.desk.filed] == ["text"]


async def test_bots_are_not_heard(slack: FakeSlack, ours: Ours) -> None:
    await slack.says(MAYA, "beep", bot_id="B0OTHER")
    await slack.says(MAYA, "beep", subtype="bot_message")
    assert ours.desk.filed == []
    assert ours.desk.told == []


@pytest.mark.parametrize("sign", ["is_restricted", "is_ultra_restricted", "is_stranger", "is_bot"])
async def test_guests_and_strangers_are_turned_away_with_a_word(slack: FakeSlack, ours: Ours, sign: str) -> None:
    slack.add_user("U0OTHER", "Ann Other", **{sign: True})
    await slack.says("U0OTHER", "hi")
    await slack.says("U0OTHER", "hi again")
    assert ours.desk.filed == []
    assert len(ours.desk.told) == 1


async def test_people_of_other_workspaces_are_turned_away(slack: FakeSlack, ours: Ours) -> None:
    await slack.says(MAYA, "hi", user_team="T0OTHER", source_team="T0OTHER")
    assert ours.desk.filed == []


async def test_a_guest_whom_the_school_knows_may_write(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.known.add(f"{slack.team}/{GUEST}")
    await slack.says(GUEST, "hi")
    assert len(ours.desk.filed) == 1


async def test_a_guest_whom_the_school_knows_by_e_mail_may_write(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.emails.add("mo@mentors.org")
    profile = {"email": "mo@mentors.org"}
    slack.add_user("U0MO", "Mo", is_restricted=True, is_email_confirmed=True, profile=profile)
    slack.add_user("U0NOT", "Not Mo", is_restricted=True, is_email_confirmed=False, profile=profile)
    await slack.says("U0MO", "hi")
    await slack.says("U0NOT", "hi")
    assert [i.person for i in ours.desk.filed] == [f"{slack.team}/U0MO"]


async def test_what_cannot_be_stored_is_asked_for_again_and_stored_once(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.away = True
    coming = asyncio.create_task(slack.says(MAYA, "hello"))
    await asyncio.sleep(0.1)
    assert ours.desk.filed == []
    ours.desk.away = False
    await coming
    assert [i.text for i in ours.desk.filed] == ["hello"]


async def test_nobody_is_taken_in_while_slack_cannot_say_who_they_are(slack: FakeSlack, ours: Ours) -> None:
    slack.api.missing.add("users.info")
    await slack.says(MAYA, "hello")
    assert ours.desk.filed == []
    assert len(slack.delivery.given_up) == 1


async def test_a_file_and_a_very_long_text_are_answered_and_not_half_read(slack: FakeSlack, ours: Ours) -> None:
    await slack.says(MAYA, "", subtype="file_share", files=[{"id": "F1"}])
    await slack.says(MAYA, "word " * 2000)
    assert ours.desk.filed == []
    assert [fallback(o.reply)[:19] for o in ours.desk.told] == ["I can only read tex", "That's longer than "]


async def test_a_tapped_button_is_a_choice(slack: FakeSlack, ours: Ours) -> None:
    from pathbot.messages import Choice, Choices

    reply = Choices(text="Which?", choices=(Choice(label="Save", value="!save:s1"),))
    address = private_address(slack.team, MAYA)
    await ours.channel.send(Outgoing(key="k", address=address, reply=reply))
    await slack.taps(MAYA, "Save")
    (inbound,) = ours.desk.filed
    assert (inbound.kind, inbound.data, inbound.address) == ("choice", {"value": "!save:s1"}, address)


async def test_a_form_opens_filled_in_and_comes_back(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.replies["k"] = FORM
    await ours.channel.send(Outgoing(key="k", address=private_address(slack.team, MAYA), reply=FORM))
    await slack.taps(MAYA, "Write it here")
    assert slack.views[-1]["blocks"][1]["element"]["initial_value"] == "Cut it."
    answer = await slack.submits(MAYA, line="")
    assert answer["response_action"] == "errors"
    assert await slack.submits(MAYA, line="Cut the roof again.") == ""
    (inbound,) = ours.desk.filed
    assert (inbound.kind, inbound.data) == ("form", {"form": "!line:s1", "line": "Cut the roof again."})


async def test_opening_the_chat_is_told_only_about_people_the_school_knows(slack: FakeSlack, ours: Ours) -> None:
    ours.desk.known.add(f"{slack.team}/{LEO}")
    await slack.opens(MAYA)
    await slack.opens(LEO)
    assert [(i.kind, i.person) for i in ours.desk.filed] == [("open", f"{slack.team}/{LEO}")]


async def test_every_kind_of_event_is_acknowledged(slack: FakeSlack, ours: Ours) -> None:
    for kind in ("team_join", "reaction_added", "app_context_changed", "channel_rename", "something_new"):
        await slack.delivery.event({"type": kind, "user": MAYA})
    assert slack.delivery.given_up == []
