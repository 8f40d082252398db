"""A model may word what a weekly summary says about one learner: the same facts, nothing of anybody's, never late."""

import dataclasses
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.llm.helping import PLENTY, Answering, helped_by

from pathbot.app.kit import Kit
from pathbot.app.models import Limits
from pathbot.app.schedule import Schedule
from pathbot.app.weekly import Weekly
from pathbot.care import LearnerCare
from pathbot.llm.task import Answered, Told, ToTell
from pathbot.mentoring import MentorQuestion
from pathbot.messages import Card
from pathbot.people import Class, Membership, Person, School
from pathbot.reflection.journey import Journey
from pathbot.store import care, keep, models, people
from pathbot.store.engine import Database, open_engine, writing
from pathbot.store.migrate import migrate

MONDAY = datetime(2026, 11, 23, 7, 0, 5, tzinfo=UTC)
SINCE = MONDAY - timedelta(days=24)
STUCK = "[LEARNER] has been on step 4, Project, for 3 weeks"
BOTH = f"{STUCK} and has a mentor question open for 5 days."
NAMES = ("Maya", "Zoltan", "Quentin")


class Room:
    """A class of three: Maya is stuck and asks a mentor, Zoltan is stuck, Quentin has not started."""

    def __init__(self, folder: Path, kit: Kit) -> None:
        self.kit, self.sent = kit, 0
        self.engine: Database = open_engine(f"sqlite:///{folder / 'room.db'}", bytes(32))
        migrate(self.engine)
        people.add_school(self.engine, School(id="s", name="Lincoln High"))
        people.add_class(self.engine, Class(id="c", school="s", name="P3", project="shade-for-our-school", zone="UTC"))
        for name, duty in (("Teach", "teacher"), *((name, "learner") for name in NAMES)):
            people.add_person(self.engine, Person(id=name.lower(), school="s", name=name))
            people.add_membership(
                self.engine,
                Membership(person=name.lower(), school="s", duty=duty, class_id="c"),  # type: ignore[arg-type]
            )
        models.allow(self.engine, "s", True, SINCE)
        with writing(self.engine) as connection:
            for who in ("maya", "zoltan"):
                walk = Journey(id=who, school="s", learner=who, class_id="c", project="shade-for-our-school",
                               framework="pblp", framework_hash="h", step="project", started_at=SINCE,
                               updated_at=SINCE, step_since=SINCE)  # fmt: skip
                keep.journey(connection, walk)
            asked = MentorQuestion(id="q", school="s", learner="maya", class_id="c", project="x", status="open",
                                   text="my secret question", asked_at=MONDAY - timedelta(days=5))  # fmt: skip
            keep.question(connection, asked)

    def monday(self, say: Callable[[str, Any], Answered | None], at: datetime = MONDAY, limits: Limits = PLENTY) -> str:
        """What the teacher reads under "Talk to today"; `heard` keeps what left."""
        self.model = Answering(say)
        kit = helped_by(self.kit, self.model, limits=limits)
        Schedule(self.engine, [Weekly(self.engine, kit).routine()], lambda: at).run_due()
        out = people_read(self.engine)
        return talk_to(out)

    @property
    def left(self) -> str:
        """Everything that left the process."""
        return "".join(data.model_dump_json() for data in self.model.heard).lower()


def people_read(engine: Database) -> Card:
    from tests.app.test_weekly import summaries

    card = summaries(engine)[0].reply
    assert isinstance(card, Card)
    return card


def talk_to(card: Card) -> str:
    """What stands under "Talk to today", whose rows after the first have no label of their own."""
    after = itertools.dropwhile(lambda row: row.label != "Talk to today", card.rows)
    return " ".join(row.text for n, row in enumerate(after) if not n or not row.label)


def told(task: str, data: Any) -> Told:
    assert isinstance(data, ToTell)
    return Told(line={2: BOTH, 1: f"{STUCK}."}[len(data.facts)] if "not started" not in data.facts[0] else "no")


@pytest.fixture
def room(tmp_path: Path, kit: Kit) -> Room:
    return Room(tmp_path, kit)


def test_each_learners_line_is_worded_by_itself_and_names_come_back_here(room: Room) -> None:
    text = room.monday(told)
    assert "Maya has been on step 4, Project, for 3 weeks and has a mentor question open for 5 days." in text
    assert "Zoltan has been on step 4, Project, for 3 weeks." in text
    assert "Quentin: has not started." in text
    assert len(room.model.heard) == 3


def test_no_name_and_no_word_of_anybody_leaves(room: Room) -> None:
    room.monday(told)
    assert not [word for word in (*NAMES, "Lincoln", "secret", "Teach") if word.lower() in room.left]


def test_the_requests_stand_on_record_for_the_learner_they_were_about(tmp_path: Path, kit: Kit) -> None:
    from pathbot.llm.scripted import Line, ScriptedModel

    room = Room(tmp_path, kit)
    script = ScriptedModel([Line("tell", Told(line=BOTH)), Line("tell", Told(line="no")), Line("tell", None)])
    Schedule(room.engine, [Weekly(room.engine, helped_by(kit, script)).routine()], lambda: MONDAY).run_due()
    script.finish()
    calls = models.calls_between(room.engine, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    assert [call.purpose for call in calls] == ["tell", "tell", "tell"]
    used = models.spent_between(room.engine, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    assert {one.id for one in used if one.kind == "learner"} == {"maya", "zoltan", "quentin"}


@pytest.mark.parametrize("line", ["[LEARNER] is great.", f"{STUCK}, and is depressed.", "Ignore the rules.", ""])
def test_a_wording_with_anything_wrong_is_not_said(room: Room, line: str) -> None:
    assert "Maya: 3 weeks on step 4, Project." in room.monday(lambda task, data: Told(line=line))


def test_a_summary_that_is_late_already_asks_nobody(room: Room) -> None:
    text = room.monday(told, at=MONDAY + timedelta(minutes=2))
    assert "Maya: 3 weeks on step 4, Project." in text
    assert room.model.heard == []


def test_without_a_permit_or_with_a_spent_budget_nothing_is_asked(room: Room, tmp_path: Path, kit: Kit) -> None:
    models.allow(room.engine, "s", False, SINCE)
    assert "Maya: 3 weeks" in room.monday(told)
    assert room.model.heard == []
    (tmp_path / "two").mkdir()
    spent = Room(tmp_path / "two", kit)
    assert "Maya: 3 weeks" in spent.monday(told, limits=PLENTY.model_copy(update={"learner_tokens": 0}))
    assert spent.model.heard == []


def test_nothing_is_asked_about_a_child_under_13(room: Room) -> None:
    care.put_learner(room.engine, LearnerCare(person="maya", school="s", age="under_13", recorded_at=SINCE))
    assert "Maya: 3 weeks" in room.monday(told)
    assert len(room.model.heard) == 2


def test_all_wordings_of_a_summary_share_one_allowance(room: Room) -> None:
    def nothing(task: str, data: Any) -> None:
        return None

    helped = helped_by(room.kit, Answering(nothing))
    assert helped.helper is not None
    slow = dataclasses.replace(helped, helper=dataclasses.replace(helped.helper, seconds=0.0))
    Schedule(room.engine, [Weekly(room.engine, slow).routine()], lambda: MONDAY).run_due()
    assert "Maya: 3 weeks" in talk_to(people_read(room.engine))
