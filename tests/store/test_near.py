"""Whoever writes in a class channel is answered in private where they write, and elsewhere only if they must be."""

import pytest
from sqlalchemy import Engine
from tests.store.store_samples import HOME, converse, file_all, inbound, set_up, take

from pathbot.messages import Address
from pathbot.store import people, turns

CLASS = Address(channel="teams", conversation="class", thread="1", shared=True)
CHAT = Address(channel="teams", conversation="person-1")


@pytest.fixture(autouse=True)
def _school(engine: Engine) -> None:
    set_up(engine)
    people.link_identity(engine, "cedar", "teams", "teams-maya", "maya")
    converse(engine, inbound(1))  # on the web, which is where she wrote last


def reached(engine: Engine) -> Address:
    file_all(engine, inbound(2, address=CLASS, by="teams-maya"))
    return turns.load(engine, take(engine, 2000)).reach["maya"]


def test_in_private_on_the_same_platform(engine: Engine) -> None:
    maya = people.find_person(engine, "maya")
    assert maya is not None
    people.set_address(engine, maya, CHAT)
    assert reached(engine) == CHAT


def test_where_they_wrote_last_when_they_have_no_private_chat_there(engine: Engine) -> None:
    assert reached(engine) == HOME
