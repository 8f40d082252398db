"""A model's view of an answer may change which question comes next, and no more."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathbot.app.content import default_folder, read
from pathbot.evidence import Said
from pathbot.reflection.advance import advance, begin
from pathbot.reflection.events import StepClosed
from pathbot.reflection.framework import Framework
from pathbot.reflection.journey import Journey
from pathbot.reflection.judgement import Intent, Judgement, SlotHit
from pathbot.reflection.steps import current_step
from pathbot.reflection.weighing import Suggestion, goes_no_further, suggested

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PBLP = read(default_folder("prompts") / "frameworks" / "pblp.yaml", Framework)
STEP = next(step for step in PBLP.steps if step.id == "project")
ANSWER = Judgement(intent="answer")


def fresh() -> Journey:
    journey = Journey(
        id="j", school="s", learner="l", class_id="c", project="p", framework="pblp", framework_hash="h",
        started_at=NOW, updated_at=NOW,
    )  # fmt: skip
    return begin(journey, PBLP)[0]


def test_a_slot_counts_where_its_words_stand_in_the_message() -> None:
    heard = (("tool", "Heat Gun"), ("result", "won a prize"), ("nonsense", "heat gun"))
    found = suggested(ANSWER, Suggestion(intent="answer", heard=heard), "i used the heat gun", STEP)
    assert found.slots == (SlotHit(slot="tool", start=11, end=19),)


def test_a_vague_message_becomes_an_answer_only_with_words_to_show_for_it() -> None:
    vague = Judgement(intent="vague")
    assert suggested(vague, Suggestion(intent="answer"), "stuff", STEP).intent == "vague"
    found = suggested(vague, Suggestion(intent="answer", heard=(("tool", "chalk"),)), "chalk", STEP)
    assert found.intent == "answer"


@pytest.mark.parametrize("intent", ["vague", "off_topic"])
def test_a_long_answer_stays_one(intent: Intent) -> None:
    text = "i drew the map and then the shadow moved"
    assert suggested(ANSWER, Suggestion(intent=intent), text, STEP).intent == "answer"


@pytest.mark.parametrize("own", ["skip", "stop", "delete_data", "ask_role", "help"])
def test_what_a_learner_asks_for_is_no_matter_of_opinion(own: Intent) -> None:
    assert suggested(Judgement(intent=own), Suggestion(intent="answer"), "skip", STEP).intent == own


TEXTS = st.sampled_from(
    ["i drew the map with chalk", "idk", "the shadow kept moving and i fixed it", "ok", "stuff", "?"]
)
SLOTS = st.sampled_from([slot.id for step in PBLP.steps for slot in step.slots])
SUGGESTIONS = st.builds(
    Suggestion,
    intent=st.sampled_from(["answer", "vague", "off_topic", "skip", "stop", "delete_data"]),
    heard=st.lists(st.tuples(SLOTS, st.sampled_from(["map", "shadow", "i", "o", "zzz"])), max_size=8).map(tuple),
    signals=st.lists(st.sampled_from(["team_only", "strong_claim", "blames_others"]), max_size=3).map(tuple),
)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["answer", "vague", "off_topic"]), SUGGESTIONS), max_size=25))
def test_whatever_a_model_suggests_no_step_ends_that_the_rules_would_not_end(
    walk: list[tuple[str, Intent, Suggestion]],
) -> None:
    journey = fresh()
    for number, (text, intent, suggestion) in enumerate(walk):
        step = current_step(journey, PBLP)
        if step is None:
            return
        said, own = Said(id=f"m{number}", text=text, project="p"), Judgement(intent=intent)
        mine = advance(journey, PBLP, said, own, NOW)
        other = advance(journey, PBLP, said, suggested(own, suggestion, text, step), NOW)
        taken = other if goes_no_further(mine, other) else mine
        closed = {event.step for event in taken[1] if isinstance(event, StepClosed)}
        assert closed <= {event.step for event in mine[1] if isinstance(event, StepClosed)}
        assert set(taken[0].let_go) <= set(mine[0].let_go)
        journey = taken[0]
