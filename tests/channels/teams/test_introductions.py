"""Someone new is known by the e-mail their school's directory has for them, and by nothing else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.teams.memory import Site, site

from pathbot.messages import Inbound


@pytest.fixture
async def here() -> AsyncIterator[Site]:
    async with site() as running:
        running.desk.emails = {"maya@cedar.example"}
        yield running


async def writes(here: Site, **member: Any) -> bool:
    """Maya writes, with this in the directory. Whether Pathbot knows her now; her message is filed in any case."""
    before = len(here.desk.filed)
    here.fake.members["29:maya"] = member
    assert (await here.deliver(here.fake.activity(text="hi"))).status_code == 200
    assert len(here.desk.filed) == before + 1
    return "aad-maya" in here.desk.known


async def test_a_member_with_an_address_on_the_schools_list_is_known(here: Site) -> None:
    assert await writes(here, email="Maya@Cedar.example", userRole="user")


async def test_the_sign_in_name_counts_too(here: Site) -> None:
    assert await writes(here, email="m.q@other.example", userPrincipalName="maya@cedar.example")


async def test_in_the_class_channel_it_is_the_same(here: Site) -> None:
    here.fake.members["29:maya"] = {"email": "maya@cedar.example"}
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> hi"))
    assert here.desk.known == {"aad-maya"}


@pytest.mark.parametrize(
    "member",
    [
        {"email": "leo@cedar.example"},
        {"email": "maya@cedar.example", "userRole": "guest"},
        {"email": "maya@cedar.example", "userPrincipalName": "maya_cedar.example#EXT#@oak.example"},
        {"email": "maya@cedar.example", "tenantId": "99999999-9999-9999-9999-999999999999"},
        {},
    ],
)
async def test_nobody_else_is(here: Site, member: dict[str, Any]) -> None:
    assert not await writes(here, **member)


async def test_a_stranger_is_looked_up_once_in_a_while(here: Site) -> None:
    for _ in range(5):
        await writes(here, email="leo@cedar.example")
    assert here.fake.lookups == 1


async def test_teams_saying_twice_at_once_that_the_app_was_added_makes_nobody_a_stranger(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.fake.members["29:maya"] = {"email": "maya@cedar.example"}
    known_when_filed: list[bool] = []
    file = here.desk.file

    async def note(tenant: str, inbound: Inbound) -> bool:
        known_when_filed.append("aad-maya" in here.desk.known)
        return await file(tenant, inbound)

    monkeypatch.setattr(here.desk, "file", note)
    added = here.fake.activity("installationUpdate", action="add")
    await asyncio.gather(*(here.deliver({**added, "id": name}) for name in ("one", "two")))
    assert known_when_filed == [True, True]
    assert here.fake.lookups == 1


async def test_who_is_known_is_not_looked_up(here: Site) -> None:
    here.desk.known.add("aad-maya")
    await writes(here, email="maya@cedar.example")
    assert here.fake.lookups == 0


async def test_when_teams_cannot_say_the_message_is_filed_all_the_same(here: Site) -> None:
    here.fake.conversations.clear()
    await here.deliver(here.fake.activity(text="hi"))
    assert len(here.desk.filed) == 1
    assert here.desk.known == set()
