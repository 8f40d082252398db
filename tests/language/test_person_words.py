"""Spanish words said back to whoever said them, with the list and endings of `knowledge/language/es/person.yaml`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathbot.app.content import default_folder, read
from pathbot.language.person_words import PersonWords

SPANISH = read(default_folder("knowledge") / "language" / "es" / "person.yaml", PersonWords)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("hice el mapa con mi papá", "hiciste el mapa con tu papá"),
        ("lijé las tablas y pinté el techo", "lijaste las tablas y pintaste el techo"),
        ("Busqué en la página, empecé y jugué", "buscaste en la página, empezaste y jugaste"),
        ("leí dos libros y oí a mi abuela", "leíste dos libros y oíste a tu abuela"),
        ("medi la sombra así, aquí en el café", "mediste la sombra así, aquí en el café"),
        ("no me salió", "no te salió"),
        ("el techo no cupo", "el techo no cupo"),
    ],
)
def test_words_and_endings_of_the_speaker_are_turned_and_nothing_else(said: str, back: str) -> None:
    assert SPANISH.to_second_person(said) == back


@pytest.mark.parametrize(
    "said", ["mi abuela tenía calor", "mañana mediré otra vez", "¿qué hice?", "http://x.y", "", "?!"]
)
def test_a_doubt_a_question_or_a_link_is_not_said_back(said: str) -> None:
    assert SPANISH.to_second_person(said) == ""


@given(st.text(max_size=80))
def test_any_text_at_all_is_turned_or_left(said: str) -> None:
    assert isinstance(SPANISH.to_second_person(said), str)
