"""What stands in the Home of each kind of person, read from a real store."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conversations.player import SCHOOL, new_school

from pathbot.app.content import default_folder, read
from pathbot.app.home import now
from pathbot.app.kit import Kit
from pathbot.app.slack_home import home_parts
from pathbot.channels.slack.home import HomePart
from pathbot.messages import fallback, options
from pathbot.people import Concern
from pathbot.store import concerns, people
from pathbot.store.engine import Database, writing
from pathbot.store.tables import concerns as table
from pathbot.wording import Texts

SAID = "i hate it at home"


@pytest.fixture
def engine(tmp_path: Path) -> Database:
    return new_school(tmp_path, "shade-for-our-school")


def home(
    engine: Database, kit: Kit, who: str, looks: list[tuple[str, list[str]]] | None = None
) -> tuple[HomePart, ...]:
    def look(action: str, learners: Iterable[str]) -> None:
        if looks is not None:
            looks.append((action, list(learners)))

    texts = read(default_folder("prompts") / "slack.yaml", Texts)
    return home_parts(engine, kit, texts, people.find_person(engine, who), "en", now(), look)


def raise_concern(engine: Database) -> None:
    concern = Concern(
        id="c1",
        school=SCHOOL.id,
        learner="maya",
        message_id="m1",
        tier="B",
        excerpt=SAID,
        raised_at=now(),
    )
    with writing(engine) as connection:
        connection.execute(table.insert().values(**concern.model_dump()))


def test_a_contact_can_take_a_concern_on_or_say_that_it_is_none(engine: Database, kit: Kit) -> None:
    raise_concern(engine)
    looks: list[tuple[str, list[str]]] = []
    part, *_ = home(engine, kit, "lee", looks)
    assert looks == [("view-concerns", ["maya"])], "who looked stands in the audit trail"
    assert "Maya" in part.card.title
    assert part.card.text == SAID
    assert [c.value for c in part.card.choices] == ["!ack:c1", "!false:c1"]
    others = [part for who in ("ortiz", "okafor", "maya") for part in home(engine, kit, who)]
    assert not any(SAID in fallback(part.card) for part in others)
    assert concerns.acknowledge(engine, "c1", "lee", now() + timedelta(minutes=1))
    assert not any("Maya" in p.card.title for p in home(engine, kit, "lee"))


def test_a_teacher_reads_the_week_of_the_class_sees_it_and_opens_its_page(engine: Database, kit: Kit) -> None:
    (part,) = home(engine, kit, "ortiz")
    assert "Period 3" in part.card.title
    assert "wrote this week" in part.card.text
    assert any(row.label == "Talk to today" and "Maya" in row.text for row in part.card.rows)
    assert "/pathbot start" in part.card.footer
    assert part.picture is not None
    assert "not started" in part.picture.alt
    assert options(part.card) == ()
