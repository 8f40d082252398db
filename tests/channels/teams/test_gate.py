"""Only Teams gets in: everything else is 401, nothing is 5xx, and a changed key loses nothing."""

import asyncio
import base64
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable

import pytest
from tests.channels.teams.fake import APP, FakeTeams, new_key
from tests.channels.teams.memory import Site, site

SEED = 20261125
FOREIGN = new_key()
HOUR = 3600


@pytest.fixture
async def here() -> AsyncIterator[Site]:
    async with site() as running:
        yield running


async def knock(here: Site, token: str) -> int:
    return (await here.deliver(here.fake.activity(text="hi"), token)).status_code


async def test_a_token_of_teams_for_this_bot_gets_in(here: Site) -> None:
    assert await knock(here, here.fake.token()) == 200
    assert len(here.desk.filed) == 1


BAD: dict[str, Callable[[FakeTeams], str]] = {
    "for another bot": lambda t: t.token(aud="22222222-2222-3333-4444-555555555555"),
    "for several bots": lambda t: t.token(aud=[APP, "other"]),
    "for nobody": lambda t: t.token(aud=None),
    "by another issuer": lambda t: t.token(iss="https://sts.windows.net/x/"),
    "by an issuer that is a list": lambda t: t.token(iss=None) + "x",
    "over for six minutes": lambda t: t.token(exp=int(time.time()) - 360),
    "not begun for six minutes": lambda t: t.token(nbf=int(time.time()) + 360),
    "without an end": lambda t: t.token(exp=None),
    "with an end that is no number": lambda t: t.token(exp="soon"),
    "without a service": lambda t: t.token(serviceurl=None),
    "for another service": lambda t: t.token(serviceurl="https://smba.trafficmanager.net/amer/"),
    "for a service of somebody": lambda t: t.token(serviceurl="https://evil.example/"),
    "for a service that is a list": lambda t: t.token(serviceurl=[t.url]),
    "signed by somebody": lambda t: t.token(key=FOREIGN),
    "signed by nobody": lambda t: t.token(key="", algorithm="none"),
    "signed with a shared secret": lambda t: t.token(key="k" * 64, algorithm="HS256"),
    "with a key nobody has": lambda t: t.token(head={"kid": "key-of-nobody"}),
    "with a key name that is a path": lambda t: t.token(head={"kid": "../../etc/passwd"}),
    "with an endless key name": lambda t: t.token(head={"kid": "k" * 5000}),
    "with no key name": lambda t: t.token(head={"kid": ""}),
    "with a key of its own": lambda t: t.token(
        key=FOREIGN, head={"jwk": {"kty": "RSA"}, "jku": "https://evil.example"}
    ),
    "empty": lambda t: "",
    "no token at all": lambda t: "ey.ey.ey",
    "three dots": lambda t: "...",
    "very long": lambda t: "a" * 20_000,
    "not ASCII": lambda t: "\u00e4.\u00e4.\u00e4",
}


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_token_is_answered_401(here: Site, kind: str) -> None:
    token = BAD[kind](here.fake)
    activity = here.fake.activity(text="hi")
    head = {b"authorization": b"Bearer " + token.encode("latin-1")}
    answer = await here.client.post("/teams/messages", json=activity, headers=list(head.items()))
    assert answer.status_code == 401
    assert here.desk.filed == []


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer ", "bearer\t", "Bearer a b", "\x00"])
async def test_a_header_that_holds_no_token_is_answered_401(here: Site, header: str) -> None:
    activity = here.fake.activity(text="hi")
    raw = [(b"authorization", header.encode())]
    assert (await here.client.post("/teams/messages", json=activity, headers=raw)).status_code == 401


async def test_a_key_that_does_not_speak_for_teams_is_refused(here: Site) -> None:
    activity = here.fake.activity(text="hi", channelId="webchat")
    assert (await here.deliver(activity)).status_code == 401


async def test_an_activity_that_names_another_service_than_its_token_is_refused(here: Site) -> None:
    for other in ("https://smba.trafficmanager.net/amer/", here.fake.url + "0", ""):
        answer = await here.deliver(here.fake.activity(text="hi", serviceUrl=other))
        assert answer.status_code in (400, 401)
    assert here.desk.filed == []


async def test_another_school_is_refused_whatever_the_token(here: Site) -> None:
    elsewhere = "99999999-9999-9999-9999-999999999999"
    activity = here.fake.activity(text="hi", channelData={"tenant": {"id": elsewhere}})
    assert (await here.deliver(activity)).status_code == 403
    activity["conversation"]["tenantId"] = elsewhere
    assert (await here.deliver(activity)).status_code == 403
    activity["conversation"]["tenantId"] = ""
    activity["channelData"] = {}
    assert (await here.deliver(activity)).status_code == 403
    assert here.desk.filed == []


def _forged(fake: FakeTeams, chance: random.Random) -> str:
    """A token that is bad in a way drawn by chance: one of the list, or a good one with damage."""
    if chance.random() < 0.4:
        return BAD[chance.choice([kind for kind in BAD if kind not in ("not ASCII", "with a key nobody has")])](fake)
    head, body, signature = fake.token().split(".")
    what = chance.randrange(6)
    if what == 0:  # other claims under the old signature
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        claims[chance.choice(["aud", "exp", "iss", "serviceurl"])] = chance.choice(
            [None, 0, [], {}, "x", 10**30, -1, 1.5]
        )
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    elif what == 1:  # another head
        names = chance.choice(
            [{"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256", "kid": 7}, {"alg": None}, [], "x", 3]
        )
        head = base64.urlsafe_b64encode(json.dumps(names).encode()).decode().rstrip("=")
    elif what == 2:  # a part is missing
        return ".".join(chance.sample([head, body, signature], chance.choice([1, 2])))
    elif what == 3:  # bytes by chance
        body = base64.urlsafe_b64encode(chance.randbytes(chance.randrange(200))).decode().rstrip("=")
    elif what == 4:  # a changed signature
        place = chance.randrange(10, len(signature) - 10)
        signature = signature[:place] + ("A" if signature[place] != "A" else "B") + signature[place + 1 :]
    else:
        signature = chance.choice(["", "A", signature[: len(signature) // 2], signature * 2])
    return f"{head}.{body}.{signature}"


async def test_of_a_thousand_forged_or_damaged_tokens_none_gets_in_and_none_breaks_anything(here: Site) -> None:
    chance = random.Random(SEED)
    assert await knock(here, here.fake.token()) == 200
    seen: Counter[int] = Counter()
    for _ in range(1000):
        seen[await knock(here, _forged(here.fake, chance))] += 1
    assert seen == {401: 1000}
    assert len(here.desk.filed) == 1
    assert await knock(here, here.fake.token()) == 200


async def test_made_up_key_names_cost_few_looks(here: Site) -> None:
    await knock(here, here.fake.token())
    before = here.fake.key_fetches
    tokens = [here.fake.token(head={"kid": f"made-up-{n}"}) for n in range(200)]
    answers = await asyncio.gather(*(knock(here, token) for token in tokens))
    assert set(answers) == {401}
    assert here.fake.key_fetches - before <= 2
    assert await knock(here, tokens[0]) == 401
    assert here.fake.key_fetches - before <= 2, "a key that was looked for in vain is not looked for again"


async def test_when_the_key_changes_in_mid_conversation_nothing_is_lost(here: Site) -> None:
    for _ in range(5):
        answers = await asyncio.gather(*(knock(here, here.fake.token()) for _ in range(20)))
        assert set(answers) == {200}
        here.fake.rotate()
    assert len(here.desk.filed) == 100


async def test_a_changed_key_is_found_even_right_after_a_look_for_a_made_up_one(here: Site) -> None:
    assert await knock(here, here.fake.token(head={"kid": "made-up"})) == 401
    here.fake.rotate()
    assert await knock(here, here.fake.token()) == 200


async def test_while_the_keys_are_away_teams_is_asked_to_send_it_again() -> None:
    async with site(FakeTeams(keys_down=True)) as here:
        token = here.fake.token()
        assert await knock(here, token) == 503
        here.fake.keys_down = False
        assert await knock(here, token) == 200


async def test_keys_that_are_known_still_hold_while_the_key_server_is_down(here: Site) -> None:
    assert await knock(here, here.fake.token()) == 200
    here.fake.keys_down = True
    assert await knock(here, here.fake.token()) == 200
