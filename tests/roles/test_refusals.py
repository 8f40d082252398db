"""Where a refusal begins and ends."""

import pytest
from tests.roles.role_samples import WORDS

from pathbot.roles.pieces import pieces_of
from pathbot.roles.refusing import mark_refused


def kept(query: str, language: str = "en") -> str:
    words = WORDS.in_(language)
    return " ".join(p.norm for p in mark_refused(pieces_of(query, words), words) if p.word and not p.refused)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("animals but no blood", "animals but"),
        ("no math, I like drawing", "i like drawing"),
        ("nothing with blood, needles or gore. maybe plants", "maybe plants"),
        ("I hate offices but I like trees", "i but i like trees"),
        ("I don't want to be a doctor. I like science", "i i like science"),
        ("not sure what I like", "not sure what i like"),
        ("I never get tired of baking", "i never get tired of baking"),
        ("homes for people without a home", "homes for people without a home"),
        ("I took no breaks and fixed it", "i took no breaks and fixed it"),
        ("the lamp did not work so I rewired it", "the lamp did not work so i rewired it"),
    ],
)
def test_an_english_refusal_covers_its_clause_only(query: str, left: str) -> None:
    assert kept(query) == left


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("no quiero oficina pero me gusta el campo", "pero me gusta el campo"),
        ("animales, nada de sangre", "animales"),
        ("no sé qué quiero", "no se que quiero"),
    ],
)
def test_a_spanish_refusal_covers_its_clause_only(query: str, left: str) -> None:
    assert kept(query, "es") == left
