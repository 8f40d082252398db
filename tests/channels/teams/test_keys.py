"""When the signing keys are looked for, and who waits for that."""

import asyncio
from contextlib import suppress

import httpx

from pathbot.channels.teams.keys import SigningKeys

HOME = "https://login.example/openid"


async def test_a_message_during_the_first_look_waits_for_that_look_only() -> None:
    asked = asyncio.Event()

    async def slowly(request: httpx.Request) -> httpx.Response:
        asked.set()
        await asyncio.sleep(0.05)
        found = {"keys": []} if request.url.path == "/keys" else {"jwks_uri": "https://login.example/keys"}
        return httpx.Response(200, json=found)

    async with httpx.AsyncClient(transport=httpx.MockTransport(slowly)) as http:
        keys = SigningKeys(HOME, http, pause=3600)
        beside = asyncio.create_task(keys.keep_fresh())
        await asked.wait()
        assert await asyncio.wait_for(keys.find("k1"), 5) is None
        beside.cancel()
        with suppress(asyncio.CancelledError):
            await beside
