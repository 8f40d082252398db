"""A used-up budget of the language model is said in plain words to those who can act on it, and names no learner."""

import dataclasses
import re

import pytest

from pathbot.llm.scripted import ScriptedModel
from pathbot.store import models
from pathbot.store.engine import writing
from pathbot.usage import ModelCall
from tests.llm.helping import PLENTY, helped_by
from tests.office.town import Town

CALL = ModelCall(purpose="judge", model="m", prompt="p", tokens_in=900, tokens_out=100, outcome="ok")
LEARNER = "1 learner has used up what they may spend on the language model."


@pytest.fixture
def helped(town: Town) -> Town:
    """The town with a model that north allows, and budgets of 1,000 tokens a learner and 5,000 a class."""
    limits = PLENTY.model_copy(update={"learner_tokens": 1000, "class_tokens": 5000})
    models.allow(town.engine, "north", True, town.now)
    return dataclasses.replace(town, kit=helped_by(town.kit, ScriptedModel([]), limits=limits)).open()


async def page(town: Town, who: str, path: str) -> str:
    async with town.client(who) as client:
        return re.sub(r"\s+", " ", (await client.get(path)).text)


def spend(town: Town, times: int) -> None:
    with writing(town.engine) as connection:
        models.keep_calls(connection, "north", "north-1", "north-nia", (CALL,) * times, town.now)


async def test_a_spent_budget_is_said_to_the_administrator_and_to_the_teacher_of_the_class(helped: Town) -> None:
    assert "used up" not in await page(helped, "north-tom", "/teach/north-1")
    spend(helped, 1)
    for who, path in (("north-tom", "/teach/north-1"), ("north-al", "/school")):
        assert LEARNER in await page(helped, who, path)
    spend(helped, 4)
    for who, path in (("north-tom", "/teach/north-1"), ("north-al", "/school")):
        assert "north 1 has used up its budget for the language model." in await page(helped, who, path)
    assert "used up" not in await page(helped, "north-tia", "/teach/north-2")
    assert "used up" not in await page(helped, "south-al", "/school")


async def test_a_school_that_allows_no_model_reads_of_no_budget(helped: Town) -> None:
    models.allow(helped.engine, "north", False, helped.now)
    spend(helped, 9)
    assert "used up" not in await page(helped, "north-tom", "/teach/north-1")
