"""Skills are named in the learner's language."""

import pytest

from pathbot.app.settings import load_settings
from pathbot.app.wiring import load_kit


@pytest.mark.parametrize(
    ("said", "language", "named"),
    [
        ("repartimos el trabajo entre todos", "es", "Trabajo en equipo"),
        ("we split up the jobs", "en", "Teamwork"),
    ],
)
def test_what_an_answer_is_good_for_is_named_in_the_chats_language(said: str, language: str, named: str) -> None:
    assert named in load_kit(load_settings()).skills_of(said, language)
