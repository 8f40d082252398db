"""What happened in Teams, in words no channel owns: recorded activities, and shapes of our own."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.teams.fake import BOT, CHANNEL, TENANT, FakeTeams

from pathbot.channels.teams.desk import Route
from pathbot.channels.teams.reading import CHOICE, FORM, read, removed, routes_of
from pathbot.channels.teams.wire import Unreadable, read_activity
from pathbot.messages import CALLED, Inbound

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SHARED = Path(os.environ.get("PATHBOT_SHARED", Path(__file__).parents[3].parent / "shared"))
RECORDED = SHARED / "data" / "platform_payloads"
FAKE = FakeTeams(url="https://smba.trafficmanager.net/amer/")


def happened(activity: dict[str, Any]) -> Inbound | None:
    return read(read_activity(json.dumps(activity).encode()), TENANT, NOW)


def did(activity: dict[str, Any]) -> Inbound:
    found = happened(activity)
    assert found is not None
    return found


def recorded(file: str, name: str) -> dict[str, Any]:
    path = RECORDED / file
    if not path.exists():
        pytest.skip(f"recorded payloads are not at {RECORDED}; set PATHBOT_SHARED")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))[name]
    return found


def test_a_recorded_private_message() -> None:
    said = did(recorded("dm/teams.json", "dmMessage"))
    assert (said.kind, said.text, said.address.shared, said.address.thread) == ("text", "Hey", False, None)
    assert said.person == "00000000-1111-2222-3333-444444444444"
    assert said.sent_at == datetime(2026, 1, 2, 18, 28, 24, 378839, UTC)


@pytest.mark.parametrize(
    ("file", "name", "thread"),
    [
        ("teams.json", "mention", "1767224924615"),
        ("channel/teams.json", "mention", "1771290107407"),
        ("dm/teams.json", "mention", "1767377017138"),
    ],
)
def test_a_recorded_mention_in_a_channel(file: str, name: str, thread: str) -> None:
    said = did(recorded(file, name))
    assert (said.text, said.address.shared, said.address.thread) == ("Hey", True, thread)
    assert CALLED in said.data
    assert said.address.conversation == CHANNEL or said.address.conversation.startswith("19:")


def test_a_recorded_reply_in_a_thread_stays_in_its_conversation() -> None:
    first, then = recorded("teams.json", "mention"), recorded("teams.json", "followUp")
    assert did(first).address == did(then).address
    assert did(then).text == "Hi"
    assert CALLED not in did(then).data


def test_a_recorded_button_of_somebody_else_is_not_ours() -> None:
    assert happened(recorded("channel/teams.json", "channel_post_action")) is None


def test_what_was_typed_arrives_as_it_was_typed() -> None:
    said = did(FAKE.activity(text="  it&nbsp;got 3 &lt; 4 \r\n<b>so</b> *there* "))
    assert said.text == "it got 3 < 4 \n<b>so</b> *there*"


def test_in_private_the_bots_name_is_left_out_and_other_names_are_kept() -> None:
    mention = {"type": "mention", "mentioned": {"id": BOT, "name": "Path Finder"}, "text": "<at>Path Finder</at>"}
    said = did(FAKE.activity(text="<at>Path Finder</at> i asked <at>Leo &amp; Kim</at> too", entities=[mention]))
    assert said.text == "i asked Leo & Kim too"


def test_in_the_class_a_mention_counts_as_calling_by_name() -> None:
    mention = {"type": "mention", "mentioned": {"id": BOT, "name": "School Helper"}}
    activity = FAKE.in_channel("<at>School Helper</at>") | {"entities": [mention]}
    assert (did(activity).text, did(activity).data) == ("", {CALLED: "yes"})
    other = {**activity, "text": "<at>Leo</at> look", "entities": [{**mention, "mentioned": {"id": "29:leo"}}]}
    assert (did(other).text, did(other).data) == ("Leo look", {})


def test_a_button_says_its_value() -> None:
    said = did(FAKE.activity(value={CHOICE: "!save:s1"}))
    assert (said.kind, said.data) == ("choice", {"value": "!save:s1"})
    assert did(FAKE.activity(value=json.dumps({CHOICE: "2"}))).data == {"value": "2"}


def test_a_form_brings_its_fields() -> None:
    said = did(FAKE.activity(value={FORM: "!line:s1", "line": "Measured\x00 14 spots.", "n": 3, "form": "!other"}))
    assert (said.kind, said.data) == ("form", {"form": "!line:s1", "line": "Measured 14 spots."})


@pytest.mark.parametrize("value", [{"other": "x"}, [1], "not json", "[]", {CHOICE: 5}, {CHOICE: ""}, {FORM: ["x"]}])
def test_a_value_that_is_not_ours_is_passed_over(value: object) -> None:
    assert happened(FAKE.activity(value=value)) is None


def test_an_edit_and_a_deletion_name_the_message_they_are_about() -> None:
    first = FAKE.activity(text="i measured 40 spots")
    edited = {**first, "type": "messageUpdate", "text": "i measured 14 spots", "channelData": {"eventType": "edit"}}
    gone = {**first, "type": "messageDelete", "text": None}
    said = did(first)
    assert did(edited).kind == "edit"
    assert did(edited).text == "i measured 14 spots"
    assert did(edited).data == did(gone).data == {"message": said.delivery_id}
    assert did(gone).kind == "delete"
    assert len({did(one).delivery_id for one in (first, edited, gone)}) == 3


def test_the_same_delivery_has_the_same_name_and_another_one_has_not() -> None:
    one, two = FAKE.activity(text="yes"), FAKE.activity(text="yes")
    assert did(one) == did(json.loads(json.dumps(one)))
    assert did(one).delivery_id != did(two).delivery_id
    elsewhere = {**one, "conversation": {**one["conversation"], "id": "a:another"}}
    assert did(one).delivery_id != did(elsewhere).delivery_id, "ids count within a conversation only"


def test_being_added_opens_the_conversation_once_however_teams_says_it() -> None:
    added = FAKE.activity("installationUpdate", action="add")
    joined = {**added, "type": "conversationUpdate", "id": "other", "membersAdded": [{"id": BOT}], "action": None}
    assert did(added).kind == "open"
    assert did(added).delivery_id == did(joined).delivery_id


def test_a_chat_keeps_its_name_when_teams_gives_it_a_new_id() -> None:
    before = FAKE.activity(text="hi")
    after = {**before, "conversation": {**before["conversation"], "id": "a:new"}}
    assert did(before).address == did(after).address
    assert "aad-maya" not in did(before).address.key


@pytest.mark.parametrize(
    "activity",
    [
        FAKE.activity("typing"),
        FAKE.activity("messageReaction"),
        FAKE.activity("invoke", name="task/fetch", value={CHOICE: "!save"}),
        FAKE.activity("conversationUpdate", membersAdded=[{"id": "29:leo"}]),
        FAKE.activity(text=""),
        FAKE.activity(text="  \n "),
        FAKE.activity(text="hi", **{"from": {"id": BOT, "name": "Pathbot"}}),
        FAKE.activity(text="hi", **{"from": {}}),
    ],
    ids=lambda activity: str(activity["type"]),
)
def test_there_is_nothing_to_answer(activity: dict[str, Any]) -> None:
    assert happened(activity) is None


def test_being_removed_is_noticed() -> None:
    activity = FAKE.activity("installationUpdate", action="remove")
    assert removed(read_activity(json.dumps(activity).encode()))


def test_who_writes_in_a_channel_can_be_reached_in_private_and_the_channel_too() -> None:
    activity = read_activity(json.dumps(FAKE.in_channel("hi", user="leo")).encode())
    room, private = routes_of(activity, TENANT)
    assert (room.conversation, room.teams_id, room.person) == (CHANNEL, CHANNEL, "")
    assert (private.teams_id, private.user, private.person) == ("", "29:leo", "aad-leo")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'"x"', b"\xff\xfe", b'{"type": "message"}', b'{"type": 3}', b"[" * 5000],
)
def test_what_is_no_activity_is_called_so(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_activity(body)


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(FAKE.activity())),
    odd,
    st.sampled_from(["text", "value", "entities", "action", "locale"]),
    odd,
)
@settings(max_examples=300, deadline=None)
def test_whatever_an_activity_holds_it_is_read_or_called_unreadable(one: str, a: object, two: str, b: object) -> None:
    activity = {**FAKE.activity(text="hi"), one: a, two: b}
    try:
        found = read_activity(json.dumps(activity).encode())
    except Unreadable:
        return
    routes_of(found, TENANT)
    read(found, TENANT, NOW)


def test_a_way_to_open_a_chat_takes_neither_the_chat_nor_its_language_away() -> None:
    known = Route(conversation="p", service_url="https://old", tenant="t", bot="b", teams_id="chat", locale="es-MX")
    way = Route(conversation="p", service_url="https://new", tenant="t", bot="b", user="29:maya")
    now = way.since(known)
    assert (now.service_url, now.teams_id, now.locale, now.user) == ("https://new", "chat", "es-MX", "29:maya")
    assert way.since(None) == way
