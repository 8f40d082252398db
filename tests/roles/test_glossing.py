"""Spanish as the encoder reads it."""

import pytest
from tests.roles.role_samples import GLOSSARY, WORDS

from pathbot.roles.pieces import plain


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("dar primeros auxilios", "first aid"),
        ("me gusta sacar sangre", "draw blood"),
        ("sacando sangre a los pacientes", "draw blood patients"),
        ("hice páginas web", "websites"),
        ("juego tenis y revendo tenis", "play tennis resell sneakers"),
    ],
)
def test_several_words_can_mean_one_thing(spanish: str, english: str) -> None:
    assert set(english.split()) <= set(GLOSSARY.english(spanish).split())


def test_the_longest_phrase_wins_and_the_end_of_a_text_is_no_phrase() -> None:
    assert GLOSSARY.english("camión escolar") == "school bus"
    assert GLOSSARY.english("un camión").split() == ["truck"]


def test_a_text_nothing_is_known_of_stays_as_it_is() -> None:
    assert GLOSSARY.english("xilografía rupestre") == "xilografía rupestre"


def test_every_word_and_phrase_is_written_as_it_is_looked_up() -> None:
    written = [*WORDS.es.glossary, *WORDS.es.phrases]
    assert [word for word in written if word != plain(word) or "  " in word] == []
    assert [phrase for phrase in WORDS.es.phrases if " " not in phrase] == []
