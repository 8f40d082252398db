"""What an administrator does on the pages: people, care, the language model, the trail."""

import dataclasses
from typing import get_args

import pytest
from sqlalchemy import select

from pathbot.app.content import default_folder, read
from pathbot.app.model_settings import ModelSettings
from pathbot.app.models import open_helper
from pathbot.channels.web.texts import PageTexts
from pathbot.store import audit, care, models, people, tables
from pathbot.store.engine import reading
from tests.office.test_work import post
from tests.office.town import Town


async def page(town: Town, path: str, who: str = "north-al") -> str:
    async with town.client(who) as client:
        return (await client.get(path)).text


async def test_what_is_still_to_be_decided_is_said_until_it_is(town: Town) -> None:
    before = await page(town, "/school")
    assert "when somebody reads alerts" in before
    fields = {"day-1": "yes", "day-5": "yes", "from": "07:30", "until": "15:00", "zone": "America/Chicago"}
    fields |= {"parents": "under_16", "keep_days": "180", "concern_days": "365", "reviewed_by": "Ms. Lee"}
    assert (await post(town, "north-al", "care-rules", **fields)).status_code == 303
    rules = care.rules_of(town.engine, "north")
    assert (rules.days, rules.from_, rules.keep_days, rules.parents) == ((1, 5), "07:30", 180, "under_16")
    assert (rules.reviewed_by, rules.reviewed_on) == ("Ms. Lee", town.now.date())
    assert "Say when somebody reads alerts" not in await page(town, "/school")
    assert audit.entries(town.engine, "north")[-1].action == "care_rules"
    assert care.rules_of(town.engine, "south").days == ()


@pytest.mark.parametrize(
    "wrong",
    [{"keep_days": "5"}, {"keep_days": "x"}, {"from": "16:00", "until": "08:00"}, {"zone": "Mars"}, {"parents": "god"}],
)
async def test_rules_that_cannot_hold_are_one_sentence(town: Town, wrong: dict[str, str]) -> None:
    refused = await post(town, "north-al", "care-rules", **wrong)
    assert refused.status_code == 422
    assert care.rules_of(town.engine, "north").keep_days == 365


async def test_the_language_model_is_switched_where_there_is_one(town: Town) -> None:
    assert "works without one" in await page(town, "/school")
    assert (await post(town, "north-al", "model", allowed="yes")).status_code == 422
    settings = ModelSettings(llm="openai:small", llm_base_url="http://127.0.0.1:9", _env_file=None)
    helper = open_helper(settings, town.settings.prompts, town.settings.knowledge)
    town.kit = dataclasses.replace(town.kit, helper=helper)
    town.open()
    assert "No language model is asked here" in await page(town, "/school")
    assert (await post(town, "north-al", "model", allowed="yes")).status_code == 303
    assert models.allowing(town.engine) == {"north"}
    assert "Stop it" in await page(town, "/school")
    assert (await post(town, "north-tom", "model", allowed="no")).status_code == 404
    await post(town, "north-al", "model", allowed="no")
    assert models.allowing(town.engine) == set()


async def test_a_person_is_changed_and_given_things_to_do(town: Town) -> None:
    shown = await page(town, "/school/person/north-nia")
    assert "Learner · north 1" in shown
    fields = {"person": "north-nia", "name": "Nia Ø", "email": "NIA@north.edu", "language": "es"}
    await post(town, "north-al", "change-person", **fields)
    found = people.get_person(town.engine, "north-nia")
    assert found is not None
    assert (found.name, found.email, found.language) == ("Nia Ø", "nia@north.edu", "es")
    done = await post(town, "north-al", "give-duty", person="north-tom", duty="mentor", in_class="north-2")
    assert done.headers["location"] == "/school/person/north-tom?said=saved"
    assert "Mentor · north 2" in await page(town, "/school/person/north-tom")
    await post(town, "north-al", "end-duty", person="north-tom", duty="mentor", in_class="north-2")
    assert "Mentor · north 2" not in await page(town, "/school/person/north-tom")
    alone = await post(town, "north-al", "end-duty", person="north-al", duty="admin")
    assert alone.status_code == 422


async def test_an_age_and_a_parents_yes_are_recorded(town: Town) -> None:
    fields = {"person": "north-nia", "age": "13_15", "parent_ok_on": "2026-09-01"}
    assert (await post(town, "north-al", "learner-care", **fields)).status_code == 303
    record = care.learner(town.engine, "north-nia")
    assert record is not None
    assert (record.age, str(record.parent_ok_on), record.recorded_by) == ("13_15", "2026-09-01", "north-al")
    assert (await post(town, "north-al", "learner-care", person="north-nia", age="old")).status_code == 422
    assert "Age and parents" not in await page(town, "/school/person/north-tom")


async def test_the_trail_says_who_looked_and_that_it_is_whole(town: Town) -> None:
    await page(town, "/teach/north-1/lines", "north-tom")
    trail = await page(town, "/school/trail")
    assert "all as they were written" in trail
    assert "Tom north" in trail
    assert "looked at lines to confirm" in trail
    assert "Nov 25, 9:00 AM" in trail, "on the clocks of the school"
    assert "view-" not in trail, "codes are for programs"


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_that_can_stand_in_the_trail_has_words(language: str) -> None:
    texts = read(default_folder("prompts") / "pages" / f"{language}.yaml", PageTexts)
    assert set(texts.root["acts"]) == set(get_args(audit.Act))


async def test_a_drill_goes_out(town: Town) -> None:
    assert (await post(town, "north-al", "drill")).status_code == 303
    with reading(town.engine) as connection:
        assert connection.execute(select(tables.jobs.c.name)).scalars().all() == ["drill"]
