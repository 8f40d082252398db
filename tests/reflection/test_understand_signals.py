"""How a message is meant."""

import pytest

from pathbot.app.understanding import load_understanding
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand

KIT = load_understanding()

DEFINITION = (
    "Photosynthesis is the process by which green plants use sunlight to make food from carbon dioxide and water. "
    "It plays a crucial role in the cycle of carbon."
)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("this project is killing me lol", "tired"),
        ("this project is killing me lol", "joking"),
        ("leave me alone", "rude"),
        ("shut up bot", "rude"),
        ("he didnt do anything so i had to do everything", "blames_others"),
        ("i basically ran the whole thing", "strong_claim"),
        ("we built it and we painted it", "team_only"),
        (DEFINITION, "pasted"),
        ("word " * 400, "pasted"),
        ("ella no hizo nada", "blames_others"),
    ],
)
def test_a_signal_is_heard(text: str, signal: str) -> None:
    assert signal in understand(text, Context(), KIT).signals


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("we built it and i painted it", "team_only"),
        ("i wasnt tired", "tired"),
        ("i ran the whole thing and counted 40 votes", "strong_claim"),
        ("nobody came to the first one", "blames_others"),
        ("we had to put down the sand and it took all day because the bags were heavy", "pasted"),
    ],
)
def test_a_signal_is_not_heard_where_it_is_not(text: str, signal: str) -> None:
    assert signal not in understand(text, Context(), KIT).signals


def test_an_idiom_is_an_answer_that_sounds_tired() -> None:
    judged = understand("this project is killing me lol", Context(question="What was the tricky part?"), KIT)
    assert judged.intent == "answer"


@pytest.mark.parametrize("text", ["leave me alone", "this is stupid", "déjame en paz"])
def test_a_rude_refusal_is_obeyed(text: str) -> None:
    assert understand(text, Context(), KIT).intent in ("stop", "skip")
