"""How a platform is reached is kept per conversation, by the school it belongs to."""

import pytest
from sqlalchemy import Engine

from pathbot.people import School
from pathbot.store import people
from pathbot.store.errors import StoreProblem
from pathbot.store.routes import drop_route, find_route, keep_route


@pytest.fixture
def school(engine: Engine) -> Engine:
    people.add_school(engine, School(id="cedar", name="Cedar"))
    people.add_school(engine, School(id="oak", name="Oak"))
    return engine


def test_the_newest_way_to_a_conversation_counts(school: Engine) -> None:
    keep_route(school, "cedar", "teams", "a", "{}", "maya")
    keep_route(school, "cedar", "teams", "a", '{"at": 2}', "maya")
    assert find_route(school, "teams", "a") == '{"at": 2}'


def test_a_conversation_nobody_heard_of_has_no_way(school: Engine) -> None:
    keep_route(school, "cedar", "teams", "a", "{}", None)
    assert find_route(school, "teams", "b") is None
    assert find_route(school, "slack", "a") is None


def test_a_way_that_was_closed_is_gone(school: Engine) -> None:
    keep_route(school, "cedar", "teams", "a", "{}", None)
    drop_route(school, "teams", "a")
    assert find_route(school, "teams", "a") is None


def test_a_conversation_never_moves_to_another_school(school: Engine) -> None:
    keep_route(school, "cedar", "teams", "a", "{}", None)
    with pytest.raises(StoreProblem, match="another school"):
        keep_route(school, "oak", "teams", "a", "{}", None)
