"""Ten thousand requests nobody would send: whatever comes in, nothing breaks."""

import random

import pytest

from tests.office.town import Town

PATHS = (
    "/",
    "/enter",
    "/leave",
    "/chat",
    "/inbox",
    "/class",
    "/portfolio",
    "/portfolio/file/{x}",
    "/picture/{x}/{x}",
    "/api/messages",
    "/link",
    "/mail",
    "/teach",
    "/teach/{x}",
    "/teach/{x}/lines",
    "/teach/{x}/questions",
    "/teach/{x}/learner/{x}",
    "/projects",
    "/projects/{x}",
    "/projects/{x}/check",
    "/questions",
    "/you",
    "/you/copy",
    "/you/erase",
    "/school",
    "/school/person/{x}",
    "/school/trail",
    "/cards",
    "/static/{x}",
    "/{x}",
    *(
        f"/do/{act}"
        for act in (
            "start-project",
            "pause-project",
            "settings",
            "confirm",
            "answer",
            "claim",
            "pass",
            "reply",
            "save-project",
            "add-person",
            "give-duty",
            "end-duty",
            "person-code",
            "class-code",
            "send-summary",
            "erase",
            "teams",
            "change-person",
            "care-rules",
            "learner-care",
            "model",
            "drill",
            "propose-note",
            "approve-note",
            "refuse-note",
            "{x}",
        )
    ),
)
FIELDS = (
    "token",
    "class",
    "learner",
    "line",
    "question",
    "text",
    "project",
    "from",
    "until",
    "due-project",
    "name",
    "duty",
    "in_class",
    "email",
    "person",
    "code",
    "key",
    "delivery_id",
    "kind",
    "value",
    "room",
    "quiet_from",
    "shows",
    "after",
    "role",
    "note",
    "title",
    "language",
    "zone",
    "parents",
    "age",
    "keep_days",
    "concern_days",
    "line_en",
    "day-1",
    "under_13",
    "parent_ok_on",
    "allowed",
    "team-north-nia",
)
PIECES = (
    "",
    "north-1",
    "south-1",
    "north-nia",
    "north-nia-q",
    "north-nia-ok",
    "homes-for-birds",
    "teacher",
    "learner",
    "2026-11-30",
    "99999-99-99",
    "-1",
    "0",
    "9" * 30,
    "%00",
    "\x00",
    "../../etc/passwd",
    "<script>",
    "{{7*7}}",
    "'; DROP",
    "é" * 50,
    "\ud83d\ude00",
    "a" * 3000,
    "null",
    "[]",
    "true",
    "\r\nSet-Cookie: x=1",
    "%",
    "\u202e",
    "20:00",
    "365",
    "yes",
    "Carpenter",
    "north-note",
    "America/Chicago",
    "13_15",
    "ABCD-2345",
)
WHO = (None, "north-nia", "north-tom", "north-mo", "north-sam", "north-al")


@pytest.mark.parametrize("requests", [600, pytest.param(10_000, marks=pytest.mark.faults)])
async def test_no_request_breaks_anything(town: Town, requests: int) -> None:
    async with town.ingest:  # as on the server: opening a chat files a message
        await _ask(town, requests)


async def _ask(town: Town, requests: int) -> None:
    chance, broken = random.Random(11), []
    clients = {who: town.client(who) for who in WHO}

    def piece() -> str:
        return "".join(chance.choices(PIECES, k=chance.choice((1, 1, 1, 2))))

    for number in range(requests):
        client = clients[chance.choice(WHO)]
        path = chance.choice(PATHS)
        while "{x}" in path:
            path = path.replace("{x}", piece().replace("?", "").encode("utf-8", "replace").decode() or "x", 1)
        fields = {name: piece() for name in chance.sample(FIELDS, chance.randint(0, 8))}
        if chance.random() < 0.8:
            fields["token"] = town.token(client)
        method = chance.choice(("GET", "POST", "POST", "PUT", "HEAD"))
        try:
            request = client.build_request(
                method,
                "http://localhost",
                params=fields if method == "GET" else None,
                content=_body(chance, fields) if method == "POST" else None,
            )
            request.url = request.url.copy_with(raw_path=_raw(path))
        except (ValueError, UnicodeError):
            continue
        answer = await client.send(request)
        if answer.status_code >= 500:
            broken.append((number, answer.status_code, method, path[:60], sorted(fields)))
    for client in clients.values():
        await client.aclose()
    assert broken == [], sorted({(status, method, path) for _, status, method, path, _ in broken})


def _body(chance: random.Random, fields: dict[str, str]) -> bytes:
    from urllib.parse import urlencode

    if chance.random() < 0.1:
        return chance.randbytes(chance.randint(0, 300))
    return urlencode(fields, errors="replace").encode()


def _raw(path: str) -> bytes:
    from urllib.parse import quote

    return quote(path.encode("utf-8", "replace"), safe="/%").encode()
