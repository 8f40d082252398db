"""A teacher starts a project from Teams: with a command and a card, in the class channel or in their own chat."""

import json
from collections.abc import AsyncIterator
from typing import Any

import jsonschema
import pytest
from tests.channels.teams.fake import CHANNEL
from tests.channels.teams.memory import Site, site
from tests.channels.teams.reader import card, elements, live
from tests.channels.teams.test_cards import SCHEMA

from pathbot.channels.starting import Named, Starter

TEACHES = Starter(
    classes=(Named("p3", "Period 3"), Named("p4", "Period 4")),
    projects=(Named("bins", "Bins"), Named("shade", "Shade [x](https://evil.example)")),
    staff=("aad-ortiz",),
)


@pytest.fixture
async def here() -> AsyncIterator[Site]:
    async with site() as running:
        running.desk.starters = {"aad-ortiz": TEACHES}
        for name, role in (("ortiz", "owner"), ("maya", "user"), ("leo", "user"), ("gus", "guest"), ("kim", "user")):
            member = {"aadObjectId": f"aad-{name}", "givenName": name.title(), "userRole": role}
            running.fake.members[f"29:{name}"] = member
        yield running


def choices(here: Site) -> dict[str, Any]:
    """The lists of the card that stands in the teacher's chat."""
    shown = here.fake.seen(here.fake.chat("ortiz"))[-1]
    return {e["id"]: e for e in elements(shown) if e["type"] == "Input.ChoiceSet"}


async def sends(here: Site, user: str = "ortiz", **chosen: str) -> None:
    """Fills in the newest card of the teacher's chat and sends it, as `user`."""
    shown = here.fake.seen(here.fake.chat("ortiz"))[-1]
    given = {name: e["value"] for name, e in choices(here).items()}
    value = {**card(shown)["body"][-1]["actions"][0]["data"], **given, **chosen}
    await here.deliver(here.fake.activity(user=user, value=value))


async def test_in_the_class_channel_the_members_are_proposed_and_the_card_comes_in_private(here: Site) -> None:
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> start", user="ortiz"))
    assert here.desk.filed == []
    assert here.fake.seen(CHANNEL) == [], "the names of learners are not shown to the class"
    found = choices(here)
    assert [c["title"] for c in found["class"]["choices"]] == ["Period 3", "Period 4"]
    assert [c["title"] for c in found["learners"]["choices"]] == ["Maya", "Leo", "Kim"], "no staff, no guests"
    assert found["learners"]["value"] == "aad-maya,aad-leo,aad-kim"
    await sends(here, project="shade", learners="aad-maya,aad-leo,aad-gus,aad-ortiz,aad-stranger")
    (start,) = here.desk.begun
    assert (start.place, start.class_id, start.project) == (CHANNEL, "p3", "shade")
    assert [(m.person, m.name) for m in start.learners] == [("aad-maya", "Maya"), ("aad-leo", "Leo")]
    assert {r.user for r in here.desk.routes.values()} >= {"29:maya", "29:leo"}, "they can be written to"
    assert [o.reply.text for o in here.desk.answered] == ["Started. I opened the chat of 2 learners."]


async def test_in_their_own_chat_a_teacher_starts_without_a_channel(here: Site) -> None:
    await here.deliver(here.fake.activity(user="ortiz", text=" Start a project. "))
    assert "learners" not in choices(here)
    await sends(here, project="bins")
    (start,) = here.desk.begun
    assert (start.place, start.learners, start.project) == ("", (), "bins")


async def test_where_no_card_is_shown_a_teacher_types_the_numbers_its_text_tells(here: Site) -> None:
    await here.deliver(here.fake.activity(user="ortiz", text="start 2 1"))
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> Empezar 1, 2", user="ortiz"))
    private, shared = here.desk.begun
    assert (private.place, private.class_id, private.project, private.learners) == ("", "p4", "bins", ())
    assert (shared.place, shared.class_id, shared.project) == (CHANNEL, "p3", "shade")
    assert [m.person for m in shared.learners] == ["aad-maya", "aad-leo", "aad-kim"], "no staff, no guests"
    assert here.desk.filed == []


@pytest.mark.parametrize("typed", ["start 9 1", "start 1 0", "start 0 0"])
async def test_a_number_that_is_not_on_the_list_starts_nothing_and_says_so(here: Site, typed: str) -> None:
    await here.deliver(here.fake.activity(user="ortiz", text=typed))
    assert [(start.class_id, start.project) for start in here.desk.begun if start.class_id and start.project] == []


async def test_numbers_after_start_are_a_learners_words_like_any_other(here: Site) -> None:
    await here.deliver(here.fake.activity(text="start 1 2"))
    assert [i.text for i in here.desk.filed] == ["start 1 2"]
    assert here.desk.begun == []


async def test_to_a_learner_start_is_a_word_like_any_other(here: Site) -> None:
    await here.deliver(here.fake.activity(text="start"))
    assert [i.text for i in here.desk.filed] == ["start"]
    await here.deliver(here.fake.activity(user="ortiz", text="we start with the map"))
    assert len(here.desk.filed) == 2


async def test_a_learner_who_sends_a_teachers_card_starts_nothing(here: Site) -> None:
    await here.deliver(here.fake.activity(user="ortiz", text="start"))
    await sends(here, user="maya", project="bins")
    assert here.desk.begun == []


async def test_a_channel_of_nobodys_is_not_started_in(here: Site) -> None:
    await here.deliver(here.fake.activity(user="ortiz", text="start"))
    await sends(here, project="bins", pathbot_place="19:elsewhere@thread.tacv2")
    assert [start.place for start in here.desk.begun] == [""]


async def test_a_school_that_is_not_ready_hears_what_is_missing(here: Site) -> None:
    here.desk.starters = {"aad-ortiz": TEACHES.model_copy(update={"ready": False})}
    await here.deliver(here.fake.activity(user="ortiz", text="start"))
    assert "safety contact" in here.desk.answered[0].reply.text


async def test_when_the_card_does_not_come_through_the_teacher_is_told_to_ask_again(here: Site) -> None:
    here.fake.fail(503)
    await here.deliver(here.fake.activity(user="ortiz", text="empezar"))
    assert "again" in here.desk.answered[0].reply.text


async def test_the_card_is_valid_wakes_nothing_and_says_itself_in_words(here: Site) -> None:
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> start", user="ortiz"))
    shown = here.fake.seen(here.fake.chat("ortiz"))[-1]
    assert live(shown) == []
    assert [c["title"] for c in choices(here)["project"]["choices"]] == ["Bins", "Shade xhttps://evil.example"]
    alone = card(shown)["fallbackText"]
    assert "Class: 1. Period 3, 2. Period 4" in alone
    assert "Learners: Maya, Leo, Kim" in alone
    assert "@Pathbot start 1 2" in alone
    assert "Start a project in your class channel." in alone
    if SCHEMA.exists():
        jsonschema.Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(card(shown))


async def test_an_answer_at_the_round_table_is_the_learners_own(here: Site) -> None:
    here.desk.seats = {"aad-maya 1767224924615": "Thanks, Maya."}
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> one tree on my street"))
    await here.deliver(here.fake.in_channel("<at>Pathbot</at> hi", user="leo"))
    assert [(i.text, i.address.shared) for i in here.desk.filed] == [("one tree on my street", False), ("hi", True)]
    assert [(o.reply.text, o.address.thread) for o in here.desk.answered] == [("Thanks, Maya.", "1767224924615")]
