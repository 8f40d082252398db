"""What the page's script calls: posting, asking, following."""

import asyncio
import json

import anyio
import pytest
from tests.channels.memory_desk import MemoryDesk, at_step
from tests.channels.web_app import Browser, Event, Site, events_of, messages_of

from pathbot.channels.web.desk import class_address, private_address
from pathbot.channels.web.hub import Hub, wait
from pathbot.channels.web.posting import opening
from pathbot.channels.web.stream import Pace, follow
from pathbot.messages import Outgoing, Text

ID = "0123456789abcdef"
CHAT = private_address("maya")


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
async def maya(site: Site) -> Browser:
    return await site.browser("maya")


async def test_a_text_is_filed_as_the_person_who_is_signed_in(site: Site, maya: Browser) -> None:
    answer = await maya.post(delivery_id=ID, text="  roof didnt fit\r\nat all ", person="leo")
    assert (answer.status_code, answer.json()) == (202, {"new": True})
    filed = site.desk.filed[-1]
    assert (filed.person, filed.address, filed.channel, filed.delivery_id) == ("maya", CHAT, "web", ID)
    assert (filed.kind, filed.text, filed.data) == ("text", "  roof didnt fit\nat all ", {})
    assert filed.sent_at == site.clock.now


async def test_a_choice_and_a_form_carry_their_values(site: Site, maya: Browser) -> None:
    await maya.post(delivery_id="choice-1", kind="choice", value="!save:s1")
    await maya.post(delivery_id="form-123", kind="form", form="!line:s1", **{"field.line": "I cut it\x00 again."})
    choice, form = site.desk.filed[-2:]
    assert (choice.kind, choice.text, choice.data) == ("choice", "", {"value": "!save:s1"})
    assert (form.kind, form.text, form.data) == ("form", "", {"form": "!line:s1", "line": "I cut it again."})


async def test_a_field_cannot_pretend_to_be_the_form(site: Site, maya: Browser) -> None:
    await maya.post(delivery_id=ID, kind="form", form="!line:s1", **{"field.form": "!erase"})
    assert site.desk.filed[-1].data["form"] == "!line:s1"


async def test_the_same_delivery_twice_is_one_message(site: Site, maya: Browser) -> None:
    answers = [(await maya.post(delivery_id=ID, text="once")).json()["new"] for _ in range(3)]
    assert answers == [True, False, False]
    assert sum(i.delivery_id == ID for i in site.desk.filed) == 1


async def test_nobody_can_take_the_delivery_by_which_somebody_elses_chat_opens(site: Site, maya: Browser) -> None:
    theirs = opening("leo", private_address("leo"), 12, site.clock.now).delivery_id
    answer = await maya.post(delivery_id=theirs, text="hi")
    assert answer.status_code == 400
    assert theirs not in [message.delivery_id for message in site.desk.filed]


async def test_a_message_to_the_class_goes_to_the_class_of_the_sender(site: Site, maya: Browser) -> None:
    await maya.post(delivery_id=ID, room="class", text="tape measure?")
    assert site.desk.filed[-1].address == class_address("p3")
    lee = await site.browser("lee")
    assert (await lee.post(delivery_id="lee-12345", room="class", text="hi")).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"delivery_id": "short", "text": "x"},
        {"delivery_id": "has spaces in it", "text": "x"},
        {"delivery_id": ID},
        {"delivery_id": ID, "text": "   \n "},
        {"delivery_id": ID, "text": "\x00\x01"},
        {"delivery_id": ID, "text": "x" * 4001},
        {"delivery_id": ID, "text": "x", "kind": "open"},
        {"delivery_id": ID, "text": "x", "kind": "delete"},
        {"delivery_id": ID, "text": "x", "room": "class-p5"},
        {"delivery_id": ID, "kind": "choice"},
        {"delivery_id": ID, "kind": "choice", "value": "v" * 201},
        {"delivery_id": ID, "kind": "form", "field.line": "x"},
        {"delivery_id": ID, "kind": "form", "form": "f", **{f"field.{n}": "" for n in range(60)}},
    ],
)
async def test_what_no_page_sends_is_refused(site: Site, maya: Browser, fields: dict[str, str]) -> None:
    before = len(site.desk.filed)
    answer = await maya.post(**fields)
    assert answer.status_code == 400
    assert answer.json()["problem"]
    assert len(site.desk.filed) == before


async def test_when_it_cannot_be_saved_the_page_is_told_to_try_again(site: Site, maya: Browser) -> None:
    site.desk.down = True
    answer = await maya.post(delivery_id=ID, text="keep me")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "try again" in answer.json()["problem"]
    site.desk.down = False
    assert (await maya.post(delivery_id=ID, text="keep me")).json() == {"new": True}


async def test_asking_gives_what_is_new_and_the_steps(site: Site, maya: Browser) -> None:
    site.desk.steps["maya"] = at_step(2)
    _post(site, 1, 2, 3)
    answer = (await maya.get("/api/messages?after=1")).json()
    assert [m["seq"] for m in answer["messages"]] == [2, 3]
    assert messages_of(answer["messages"][0]["html"])[0].split()[-2:] == ["line", "2"]
    assert "Step 2 of 8" in answer["steps"]
    assert (await maya.get("/api/messages?after=3")).json()["messages"] == []


async def test_the_stream_says_everything_after_a_number_once_and_in_order(site: Site, maya: Browser) -> None:
    site.desk.page = 2
    _post(site, *range(1, 8))
    events = await _stream(maya, "?after=3")
    assert [e.id for e in events if e.kind == "message"] == ["4", "5", "6", "7"]


async def test_a_reconnecting_browser_loses_nothing_and_doubles_nothing(site: Site, maya: Browser) -> None:
    seen: list[str | None] = []
    last = "0"
    for n in range(1, 6):
        _post(site, 2 * n - 1, 2 * n)
        # The address still says where the page began; what the browser saw last counts more.
        ids = [e.id for e in await _stream(maya, "?after=0", **{"Last-Event-ID": last}) if e.kind == "message"]
        seen += ids
        last = ids[-1] or last
        if n == 3:  # another process takes over: nothing but the desk stays
            after_restart = Site(clock=site.clock)
            after_restart.desk.said = site.desk.said
            maya = await after_restart.browser("maya")
    assert seen == [str(n) for n in range(1, 11)]


async def test_the_stream_says_the_steps_when_they_change(site: Site, maya: Browser) -> None:
    site.desk.steps["maya"] = at_step(3)
    _post(site, 1, 2)
    steps = [e for e in await _stream(maya) if e.kind == "steps"]
    assert len(steps) == 1
    assert steps[0].id is None
    assert "Step 3 of 8" in json.loads(steps[0].data)["html"]


async def test_a_learner_cannot_follow_another_class(site: Site) -> None:
    site.desk.say(class_address("p3").key, "leo", "only period 3", "c1")
    kim = await site.browser("kim")
    assert "only period 3" not in (await kim.get("/api/events?room=class")).text
    assert (await kim.get("/api/messages?room=class")).json()["messages"] == []
    assert (await kim.get("/api/messages?room=person-maya")).status_code == 400


@pytest.mark.parametrize("path", ["/api/events", "/api/messages"])
async def test_nobody_signed_in_reads_nothing(site: Site, path: str) -> None:
    answer = await site.client().get(path)
    assert answer.status_code == 401
    assert answer.json()["problem"]


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 40, "٣", ""])
async def test_a_number_that_is_none_is_refused(maya: Browser, after: str) -> None:
    assert (await maya.get(f"/api/messages?after={after}")).status_code == 400


async def test_a_stream_is_woken_at_once_and_by_its_own_conversation_only() -> None:
    hub = Hub()
    desk = MemoryDesk(hub=hub)
    got: list[int] = []

    async def reading() -> None:
        async for page in follow(desk, hub, "maya", CHAT.key, 0, Pace(look=30, life=60), anyio.Event()):
            got.extend(s.seq for s in page)

    task = asyncio.create_task(reading())
    await asyncio.sleep(0.01)
    desk.say(private_address("leo").key, "leo", "elsewhere", "l1")
    desk.say(CHAT.key, "maya", "here", "m1")
    await asyncio.sleep(0.01)
    task.cancel()
    assert got == [1]


async def test_what_another_process_wrote_is_seen_without_a_wake() -> None:
    hub = Hub()
    desk = MemoryDesk(hub=None)
    stream = follow(desk, hub, "maya", CHAT.key, 0, Pace(look=0.01, life=5), anyio.Event())
    first = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.02)
    desk.say(CHAT.key, "maya", "here", "m1")
    assert [s.text for s in await asyncio.wait_for(first, 1)] == ["here"]
    await stream.aclose()


async def test_a_stream_outlives_a_time_without_a_store() -> None:
    hub = Hub()
    desk = MemoryDesk(hub=hub)
    desk.down = True
    stream = follow(desk, hub, "maya", CHAT.key, 0, Pace(look=0.01, life=5), anyio.Event())
    first = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.03)
    desk.down = False
    desk.say(CHAT.key, "maya", "back", "m1")
    assert [s.text for s in await asyncio.wait_for(first, 1)] == ["back"]
    await stream.aclose()


async def test_a_stream_ends_at_once_when_the_server_stops() -> None:
    stop = anyio.Event()
    stream = follow(MemoryDesk(), Hub(), "maya", CHAT.key, 0, Pace(look=30, life=60), stop)
    end = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0.01)
    stop.set()
    assert await asyncio.wait_for(end, 1) is None


async def test_a_hub_forgets_who_left() -> None:
    hub = Hub()
    with hub.listening("here") as woken:
        hub.wake("here")
        await wait(1, woken)
        assert woken.is_set()
    assert not hub._waiting


def _post(site: Site, *numbers: int) -> None:
    for n in numbers:
        site.desk.post(Outgoing(key=f"k{n}", address=CHAT, reply=Text(text=f"line {n}")))


async def _stream(browser: Browser, query: str = "", **headers: str) -> list[Event]:
    answer = await browser.get(f"/api/events{query}", **headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    return events_of(answer.text)
