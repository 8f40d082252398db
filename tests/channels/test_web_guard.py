"""What stands before every page: who may post, how much, and what every answer says about itself."""

import base64
import logging
import string
from http import HTTPStatus

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.web_app import ORIGIN, SECRET, Browser, Site, tags_of

from pathbot.channels.web.desk import private_address
from pathbot.channels.web.session import LASTS_SECONDS, Sessions
from pathbot.messages import Inbound

FORM = {"delivery_id": "0123456789abcdef", "text": "hi", "kind": "text", "room": "chat"}
PAGES = ["/", "/chat", "/class", "/portfolio", "/static/pathbot.css", "/static/chat.js", "/nothing", "/api/messages"]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.mark.parametrize("path", ["/", "/chat", "/portfolio", "/nothing", "/static/pathbot.css"])
async def test_asking_for_the_head_of_a_page_is_answered_as_for_the_page(site: Site, path: str) -> None:
    browser = await site.browser()
    page, head = await browser.get(path), await browser.client.head(path)
    assert (head.status_code, head.content) == (page.status_code, b"")
    for name in ("content-type", "location", "content-security-policy", "cache-control"):
        assert head.headers.get(name) == page.headers.get(name)


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_carries_the_security_headers(site: Site, path: str) -> None:
    headers = (await (await site.browser()).get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", ["/", "/chat", "/class", "/portfolio", "/nothing"])
async def test_no_page_asks_anyone_else_or_carries_a_script_or_style_of_its_own(site: Site, path: str) -> None:
    page = (await (await site.browser()).get(path)).text
    for tag, attributes in tags_of(page):
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#"))
        assert tag != "style"
        if tag == "script":
            assert attributes.get("src")


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    answer = await site.client().post("/enter", data={"person": "maya"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie  # plain loopback


async def test_over_https_the_cookie_and_the_site_stay_there(site: Site) -> None:
    origin = "https://localhost"
    transport = httpx.ASGITransport(site.web)
    async with httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin}) as client:
        answer = await client.post("/enter", data={"person": "maya"})
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:8080"},
        {"Origin": "http://[::1"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/enter", "/leave", "/api/messages"])
async def test_a_post_from_elsewhere_is_refused(site: Site, path: str, headers: dict[str, str]) -> None:
    browser = await site.browser()
    form = {**FORM, "token": browser.token, "person": "maya"}
    answer = await browser.client.post(path, data=form, headers=headers)
    assert answer.status_code == 403
    assert not [i for i in site.desk.filed if i.kind == "text"]


async def test_pages_are_never_kept_and_files_are_asked_for_again(site: Site) -> None:
    browser = await site.browser()
    assert (await browser.get("/chat")).headers["cache-control"] == "no-store"
    file = await browser.get("/static/chat.js")
    assert file.headers["cache-control"] == "no-cache"
    unchanged = await browser.get("/static/chat.js", **{"If-None-Match": file.headers["etag"]})
    assert unchanged.status_code == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
async def test_a_post_without_the_forms_token_is_refused(site: Site, token: str) -> None:
    browser = await site.browser()
    assert (await browser.post(**{**FORM, "token": token})).status_code == 403
    assert (await browser.client.post("/leave", data={"token": token})).status_code == 403


async def test_the_token_of_another_session_does_not_fit(site: Site) -> None:
    leo = await site.browser("leo")
    browser = await site.browser("maya")
    assert (await Browser(browser.client, leo.token).post(**FORM)).status_code == 403


async def test_a_name_that_is_not_set_up_reaches_nothing(site: Site) -> None:
    for host in ("evil.example", "localhost.evil.example", "", "[::", "127.0.0.1.nip.io:8000"):
        assert (await site.client().get("/", headers={"Host": host})).status_code == 400
    for host in ("localhost:8123", "127.0.0.1", "[::1]:9", "LOCALHOST"):
        assert (await site.client().get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_other_methods_are_refused(site: Site, method: str) -> None:
    assert (await (await site.browser()).client.request(method, "/api/messages")).status_code == 405


async def test_a_large_body_is_refused_before_it_is_read(site: Site) -> None:
    browser = await site.browser()
    large = await browser.post(**{**FORM, "text": "x" * 70_000})
    assert large.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    async def endless() -> "object":
        for _ in range(200):
            yield b"x" * 1000

    streamed = await browser.client.post("/api/messages", content=endless())
    assert streamed.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


async def test_the_longest_message_fits_whatever_it_is_written_in(site: Site) -> None:
    browser = await site.browser()
    assert (await browser.post(**{**FORM, "text": "🚀" * 4000})).status_code == 202


async def test_an_error_tells_neither_the_page_nor_the_log_what_was_written(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(inbound: Inbound) -> list[object]:
        raise ValueError(f"cannot handle {inbound.text}")

    browser = await site.browser()
    site.desk.answer = break_down  # type: ignore[assignment]
    with caplog.at_level(logging.DEBUG):
        answer = await browser.post(**{**FORM, "text": "my-secret-words"})
        await browser.get("/chat")
        site.desk.say(private_address("maya").key, "maya", "my-secret-words", "m9")
        await browser.get("/api/events")
    assert answer.status_code == 500
    assert "my-secret-words" not in answer.text
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert any("ValueError" in message for message in ours)
    assert not any("my-secret-words" in message for message in ours)


def test_a_session_is_read_back_until_it_is_over() -> None:
    now = 1_000.0
    sessions = Sessions(SECRET, lambda: now)
    for person in ("maya", "x.y", "ünï", "a" * 200):
        session = sessions.read(sessions.start(person))
        assert session is not None
        assert session.person == person
    cookie = sessions.start("maya")
    now += LASTS_SECONDS
    assert sessions.read(cookie) is None


def test_a_session_of_another_secret_is_nobody() -> None:
    other = Sessions(b"another secret, also long enough for it", lambda: 0.0)
    assert Sessions(SECRET, lambda: 0.0).read(other.start("maya")) is None


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sessions(b"short", lambda: 0.0)


@given(st.text(max_size=80), st.integers(0, 200), st.characters())
def test_a_changed_cookie_is_nobody(noise: str, place: int, letter: str) -> None:
    sessions = Sessions(SECRET, lambda: 0.0)
    cookie = sessions.start("maya")
    place %= len(cookie)
    changed = cookie[:place] + letter + cookie[place + 1 :]
    assert sessions.read(noise) is None
    assert changed == cookie or sessions.read(changed) is None
    name = base64.urlsafe_b64encode(b"leo").decode().rstrip("=")
    head, _, signature = cookie.rpartition(".")
    assert sessions.read(".".join(["1", name, *head.split(".")[2:], signature])) is None


FUZZED = Site()
WILD = st.one_of(st.text(max_size=60), st.text(string.printable, max_size=60))
NAMES = st.sampled_from(
    ["delivery_id", "room", "kind", "text", "value", "form", "field.line", "person", "code", "", "x"]
)


@settings(deadline=None)  # the machine may be busy
@given(
    path=st.sampled_from(["/api/messages", "/enter", "/leave", "/api/events", "/", "/chat"]),
    form=st.dictionaries(NAMES, WILD, max_size=8),
    body=st.one_of(st.none(), st.binary(max_size=300)),
    signed=st.booleans(),
)
async def test_no_post_however_wild_breaks_anything(
    path: str, form: dict[str, str], body: bytes | None, signed: bool
) -> None:
    FUZZED.desk.said.clear()
    browser = await FUZZED.browser()
    if signed:
        form = {**FORM, **form, "token": browser.token}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    sent = {"content": body, "headers": kind} if body is not None else {"data": form}
    answer = await browser.client.post(path, **sent)  # type: ignore[arg-type]
    assert answer.status_code < 500


@settings(deadline=None)  # the machine may be busy
@given(
    path=st.lists(st.text(min_size=1, max_size=12), max_size=3),
    start=st.sampled_from(["/", "/static/", "/api/", "/portfolio/file/", "/api/messages?after=", "/api/events?room="]),
    cookie=st.text(string.ascii_letters + string.digits + '.-_=;" %', max_size=60),
)
async def test_no_address_and_no_cookie_however_wild_breaks_anything(path: list[str], start: str, cookie: str) -> None:
    FUZZED.desk.said.clear()
    browser = await FUZZED.browser()
    address = httpx.URL(ORIGIN + start + "/".join(_escaped(p) for p in path))
    assert (await browser.client.get(address)).status_code < 500
    assert (await FUZZED.client().get("/chat", headers={"Cookie": f"pathbot_session={cookie}"})).status_code < 500


def _escaped(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))
