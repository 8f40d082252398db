"""Role search: by meaning, by name, with refusals, in two languages, and honest when nothing fits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roles.role_samples import CARDS, CARPENTER, DEVELOPER, WORDS

from pathbot.roles.library import RoleLibrary
from pathbot.roles.minilm import MiniLM
from pathbot.roles.search import Found

LIBRARY = RoleLibrary.open(CARDS, MiniLM(), None, WORDS)
NURSE = CARDS[0]


def socs(query: str, **options: object) -> list[str]:
    return [found.card.soc for found in LIBRARY.search(query, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "soc"),
    [
        ("fixing furniture and sawing planks", CARPENTER.soc),
        ("programming computers all night", DEVELOPER.soc),
        ("hospitals and sick ppl", NURSE.soc),
        ("i want to be a nusre", NURSE.soc),  # misspelled name
        ("woodworkers", CARPENTER.soc),  # an alias in the plural
        ("quiero cuidar enfermos", NURSE.soc),
        ("enfermera", NURSE.soc),
        ("me gusta programar videojuegos", DEVELOPER.soc),
    ],
)
def test_the_role_that_fits_comes_first(query: str, soc: str) -> None:
    assert socs(query)[0] == soc


@pytest.mark.parametrize(
    "query", ["", "  ", "???", "👍", "what time is it", "I want to do something", "no sé", "asdfgh"]
)
def test_nothing_close_enough_finds_nothing(query: str) -> None:
    assert socs(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "I want to help sick people but not a nurse",
        "I don't want to be a nurse, hospitals are ok though",
        "quiero ayudar a los enfermos pero no quiero ser enfermera",
    ],
)
def test_a_role_refused_by_name_is_never_shown(query: str) -> None:
    assert NURSE.soc not in socs(query)


def test_a_refused_subject_pushes_its_roles_down() -> None:
    def score(query: str) -> float:
        return next((found.score for found in LIBRARY.search(query) if found.card == DEVELOPER), 0)

    assert score("making things for websites and games, nothing with code or computers") < score(
        "making things for websites and games"
    )


def test_roles_left_out_are_not_shown() -> None:
    assert NURSE.soc not in socs("nurse", exclude=[NURSE.soc])


def test_no_more_roles_than_asked_and_scores_fall() -> None:
    found = LIBRARY.search("making things for people", n=2)
    assert len(found) <= 2
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_the_reason_quotes_the_learner_and_the_card() -> None:
    found = LIBRARY.search("idk maybe building wooden chairs and stuff")[0]
    assert "“building wooden chairs”" in found.why
    assert "Carpenters cut and join wood" in found.why


def test_the_reason_for_a_named_role_quotes_the_name_as_typed() -> None:
    assert "“Nurse”" in LIBRARY.search("Nurse")[0].why


def test_a_spanish_query_is_answered_with_a_spanish_reason() -> None:
    found = LIBRARY.search("quiero hacer muebles de madera")[0]
    assert found.card == CARPENTER
    assert found.why.startswith("Dijiste “")
    assert "Hice una banca de madera" in found.why


@pytest.mark.parametrize(
    ("with_self", "without"),
    [
        ("I'm a girl and I like coding games", "and I like coding games"),
        ("as a boy I like coding games", "I like coding games"),
        ("I'm from Honduras and I like coding games", "and I like coding games"),
        ("soy una chica y me gusta programar juegos", "me gusta programar juegos"),
    ],
)
def test_who_the_learner_is_does_not_steer_the_search(with_self: str, without: str) -> None:
    def ranked(query: str) -> list[tuple[str, float]]:
        return [(found.card.soc, found.score) for found in LIBRARY.search(query)]

    assert ranked(with_self) == ranked(without)


def test_a_card_is_found_by_its_code() -> None:
    assert LIBRARY.card("47-2031.00") == CARPENTER
    assert LIBRARY.card("00-0000.00") is None


def test_a_library_without_cards_finds_nothing() -> None:
    assert RoleLibrary.open((), MiniLM(), None, WORDS).search("nurse") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_gives_valid_results(query: str) -> None:
    for found in LIBRARY.search(query):
        assert isinstance(found, Found)
        assert 0 <= found.score <= 1


@pytest.mark.parametrize("query", ["blorp zzxq", "qwrtp florb the snazzle", "grkl mnbv plok", "xlopt brunga zist"])
def test_made_up_words_find_nothing(query: str) -> None:
    assert socs(query) == []


@pytest.mark.parametrize("query", ["i build stuff in minecraft, coding redstone", "nurse but like for zzxq"])
def test_odd_words_beside_real_ones_are_still_answered(query: str) -> None:
    assert socs(query) != []


def test_only_some_cards_can_be_asked_for() -> None:
    def only_nurse(card: object) -> bool:
        return card == NURSE

    found = LIBRARY.search("fixing furniture and caring for sick people", only=only_nurse)
    assert [one.card for one in found] == [NURSE]
