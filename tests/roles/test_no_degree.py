"""Whoever wants no years of study is shown no role that needs them."""

import pytest
from tests.roles.role_samples import CARDS, WORDS

from pathbot.roles.asking import QueryReader
from pathbot.roles.hashing import HashEmbedder
from pathbot.roles.library import RoleLibrary

READER = QueryReader(WORDS, ())
NURSE, CARPENTER, DEVELOPER = CARDS


@pytest.mark.parametrize(
    "query",
    [
        "jobs where you design gardens but not have to go to college",
        "I like cars and don't wanna go to college",
        "something with kids without a degree",
        "planes, no college",
        "college isn't for me but i love animals",
        "i love art but i cant afford four years of college",
        "hospital jobs right out of high school",
        "algo con carros sin ir a la universidad",
        "no quiero ir a la universidad pero me gusta cuidar gente",
        "trabajos con animales que no necesiten carrera",
        "me gusta dibujar y la universidad no es para mí",
    ],
)
def test_many_ways_to_want_no_years_of_study_are_heard_and_are_no_interest(query: str) -> None:
    asked = READER.read(query)
    assert asked.no_degree
    assert asked.telling
    assert not {"college", "degree", "universidad", "carrera", "school"} & set(asked.telling)


@pytest.mark.parametrize(
    "query",
    [
        "not a college professor but i like science",
        "i want to go to college for biology",
        "i dont like college football",
        "carreras de autos",
        "no quiero ser maestro de la escuela",
        "helping kids find out what to do after high school",
    ],
)
def test_other_words_about_school_are_words_like_any(query: str) -> None:
    assert not READER.read(query).no_degree


def test_roles_that_need_a_degree_are_left_out_unless_nothing_else_fits() -> None:
    long_way = CARPENTER.model_copy(update={"job_zone": 5})
    library = RoleLibrary.open([long_way, NURSE, DEVELOPER], HashEmbedder(), None, WORDS)
    plain = "I built a bench"
    assert library.search(plain)[0].card == long_way
    assert long_way not in [found.card for found in library.search(f"{plain} and caring nurse work, no college")]
    all_long = [card.model_copy(update={"job_zone": 5}) for card in CARDS]
    only_long = RoleLibrary.open(all_long, HashEmbedder(), None, WORDS)
    assert only_long.search(f"{plain}, no college")[0].card == long_way
