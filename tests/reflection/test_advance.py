"""The rules of a walk: state and message in, state and events out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathbot.app.content import default_folder, read
from pathbot.evidence import Said
from pathbot.reflection.advance import advance, begin
from pathbot.reflection.events import (
    Asked,
    Changed,
    Heard,
    JourneyDone,
    LetGo,
    Paused,
    Resumed,
    StatementsWanted,
    StepClosed,
    StepOpened,
)
from pathbot.reflection.framework import Framework
from pathbot.reflection.journey import Journey
from pathbot.reflection.judgement import Judgement, SlotHit

PBLP = read(default_folder("prompts") / "frameworks" / "pblp.yaml", Framework)
NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)


def fresh() -> Journey:
    return Journey(
        id="j",
        school="s",
        learner="maya",
        class_id="c",
        project="p",
        framework="pblp",
        framework_hash="h",
        started_at=NOON,
        updated_at=NOON,
    )


class Walk:
    """A journey being walked in a test: `said` answers, `events` is what the last message caused."""

    def __init__(self) -> None:
        self.journey, self.events = begin(fresh(), PBLP)
        self.count = 0
        self.now = NOON

    def says(self, text: str = "i did it", intent: str = "answer", **judged: object) -> "Walk":
        self.count += 1
        self.now += timedelta(seconds=20)
        slots = tuple(SlotHit(slot=s, start=0, end=len(text)) for s in judged.pop("slots", ()))
        judgement = Judgement(intent=intent, slots=slots, **judged)
        said = Said(id=f"m{self.count}", text=text, project="p")
        self.journey, self.events = advance(self.journey, PBLP, said, judgement, self.now)
        return self

    def until(self, step: str) -> "Walk":
        while self.journey.step != step:
            self.says(intent="skip")
        return self

    def names(self) -> list[str]:
        return [event.name for event in self.events]

    def only(self, kind: type) -> object:
        return next(event for event in self.events if isinstance(event, kind))


def test_a_journey_begins_with_the_first_step_and_its_opening_question() -> None:
    walk = Walk()
    assert walk.only(StepOpened) == StepOpened(step="round-table", slot="prior", level="prompt", form="opening")
    assert walk.journey.waiting_for == "prior"


def test_an_answer_is_heard_and_the_missing_slot_that_matters_most_is_asked_for() -> None:
    walk = Walk().says("theres no trees on our block")
    assert walk.only(Heard).answers[0].slot == "prior"
    assert walk.only(Asked).slot == "wonder"


def test_what_was_already_said_is_not_asked_for_again() -> None:
    walk = Walk().until("project").says("long answer", slots=("action", "difficulty", "response", "result"))
    assert walk.only(StepClosed).step == "project"


def test_a_vague_answer_gets_one_other_form_of_the_question_and_then_is_let_go() -> None:
    walk = Walk().says(intent="vague")
    assert walk.only(Asked) == Asked(step="round-table", slot="prior", form="again", last=False)
    walk.says(intent="vague")
    assert walk.only(LetGo).slot == "prior"
    assert walk.only(Asked).slot == "wonder"


def test_after_one_question_was_let_go_a_step_is_not_dragged_out() -> None:
    walk = Walk().says(intent="vague").says(intent="vague").says(intent="vague")
    assert walk.only(StepClosed).skipped
    assert walk.journey.step == "reflection-point"


def test_only_we_leads_to_the_question_for_the_learners_own_part() -> None:
    walk = Walk().until("project").says("we did a survey", slots=("action",), signals=("team_only",))
    assert walk.only(Asked).slot == "part"


def test_a_strong_claim_leads_to_the_question_what_someone_could_check() -> None:
    walk = Walk().until("project").says("i basically ran it all", slots=("action",), signals=("strong_claim",))
    assert walk.only(Asked).slot == "shown"
    walk.says("my name is on the map")
    assert walk.only(Asked).slot == "difficulty"


def test_blame_leads_to_what_was_in_the_learners_own_hands() -> None:
    walk = Walk().until("project").says("sam lost the wood", slots=("action",), signals=("blames_others",))
    assert walk.only(Asked).slot == "control"


def test_the_reaction_to_a_difficulty_is_asked_only_when_there_was_one() -> None:
    walk = Walk().until("project").says("sanded it", slots=("action",))
    assert walk.only(Asked).slot == "difficulty"
    walk.says(intent="vague").says(intent="vague")
    assert walk.only(Asked).slot == "result"


def test_a_result_that_was_named_covers_whether_it_worked() -> None:
    walk = Walk().until("project").says("roof didnt fit", slots=("action", "difficulty"))
    walk.says("cut it again and then it fit", slots=("response", "result"))
    assert walk.only(StepClosed).step == "project"


def test_skip_keeps_what_was_said_and_goes_on() -> None:
    walk = Walk().says("no trees").says(intent="skip")
    closed = walk.only(StepClosed)
    assert not closed.skipped
    assert [a.slot for a in closed.kept] == ["prior"]
    assert walk.only(StepOpened).step == "reflection-point"


def test_stop_names_what_this_sitting_gave_and_keeps_the_place() -> None:
    walk = Walk().says("no trees").says(intent="stop")
    assert [a.slot for a in walk.only(Paused).kept] == ["prior"]
    assert walk.journey.step == "round-table"
    assert walk.journey.paused


def test_a_learner_who_comes_back_days_later_is_asked_the_open_question_in_other_words() -> None:
    walk = Walk().says("no trees").says(intent="stop")
    walk.now += timedelta(days=3)
    walk.says("hi", intent="greeting")
    assert walk.only(Resumed).away
    assert walk.only(Asked) == Asked(step="round-table", slot="wonder", form="again", last=False)
    assert walk.journey.sittings == 2


def test_an_answer_after_a_stop_simply_goes_on() -> None:
    walk = Walk().says("no trees").says(intent="stop").says("who pays for shade")
    assert not walk.journey.paused
    assert walk.only(Heard).answers[0].slot == "wonder"


def test_a_changed_answer_replaces_the_last_one_and_the_old_message_counts_no_more() -> None:
    walk = Walk().says("12 spots").says("actually 14 not 12", intent="change_answer")
    assert walk.only(Changed).withdrawn == "m1"
    assert {a.message_id for a in walk.journey.answers} == {"m2"}
    assert walk.journey.withdrawn == ("m1",)
    assert walk.journey.waiting_for == "wonder"


def test_a_tired_learner_who_answered_is_let_go_with_what_they_gave() -> None:
    walk = Walk().says("no trees, im so done", signals=("tired",))
    assert walk.only(StepClosed).step == "round-table"


def test_support_fades_with_sittings_from_prompt_to_cue_to_open_page() -> None:
    walk = Walk()
    levels = []
    for _ in range(7):
        levels.append(walk.journey.level)
        walk.says(intent="stop")
        walk.now += timedelta(days=1)
        walk.says("who pays")
    assert levels == ["prompt", "prompt", "prompt", "cue", "cue", "cue", "open"]


def test_a_learner_who_asked_for_the_long_questions_keeps_them() -> None:
    walk = Walk()
    walk.journey = walk.journey.model_copy(update={"level": "prompt", "sittings": 5})
    walk.says(intent="stop").says("who pays")
    assert walk.journey.level == "prompt"


def test_what_was_said_about_people_earlier_is_carried_into_the_community_step() -> None:
    walk = Walk().until("project").says("made it for the kindergarten", slots=("action", "audience"))
    walk.until("community-involvement")
    opened = walk.only(StepOpened)
    assert opened.slot == "reaction"
    assert opened.carried is not None


def test_the_last_step_wants_statements_and_after_it_the_journey_is_done() -> None:
    walk = Walk().until("resume-integration")
    assert "statements_wanted" in walk.names()
    walk.says("i made a map")
    assert walk.only(StatementsWanted)
    walk.says(intent="skip")
    assert walk.only(JourneyDone)
    assert walk.journey.step is None
    walk.says("more")
    assert walk.events == ()


WILD = st.lists(
    st.tuples(
        st.sampled_from(["answer", "vague", "skip", "stop", "resume", "greeting", "change_answer", "off_topic"]),
        st.sets(st.sampled_from(["action", "tool", "audience", "difficulty", "response", "result", "part", "wonder"])),
        st.sets(st.sampled_from(["tired", "team_only", "joking"])),
        st.integers(min_value=0, max_value=3000),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(WILD)
def test_no_walk_repeats_a_question_or_takes_more_turns_than_a_step_allows(messages: list) -> None:
    walk = Walk()
    asked: list[tuple[str, str, str]] = [("round-table", "prior", "opening")]
    for intent, slots, signals, minutes in messages:
        walk.now += timedelta(minutes=minutes)
        walk.says(intent=intent, slots=tuple(sorted(slots)), signals=tuple(sorted(signals)))
        asked += [(e.step, e.slot, e.form) for e in walk.events if isinstance(e, Asked | StepOpened)]
        for event in walk.events:
            if isinstance(event, Heard):
                assert all(a.message_id == f"m{walk.count}" for a in event.answers)
    assert len(asked) == len(set(asked))
    for step in PBLP.steps:
        assert walk.journey.state(step.id).turns <= step.turns.max


@pytest.mark.parametrize("step", PBLP.steps, ids=lambda step: step.id)
def test_every_step_of_the_framework_can_be_closed_by_plain_answers(step: object) -> None:
    walk = Walk().until(step.id)
    for _ in range(6):
        if walk.journey.step == step.id and step.closes == "evidence":
            walk.says("something i did")
    assert walk.journey.state(step.id).status == "done" or step.closes == "statements"


def test_coming_back_to_an_opening_asks_the_same_thing_in_plain_words_before_offering_choices() -> None:
    walk = Walk()
    walk.says(intent="stop")
    walk.says(intent="greeting")
    assert walk.only(Asked).form == "ask"
    walk.says(intent="stop")
    walk.says(intent="greeting")
    assert walk.only(Asked).form == "again"
