"""The parts a role's score is made of: middles, shared words, names spelled alike."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pathbot.roles.lexical import WordMatch
from pathbot.roles.prototypes import Prototypes
from pathbot.roles.spelled import NameLikeness

NOBODY = np.zeros(0, np.int64)


def clouds(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Two roles whose texts scatter widely along the first axis and differ a little along the second."""
    random = np.random.default_rng(seed)
    vectors = random.normal(0, [3, 0.1, 0.1, 0.1], (60, 4)).astype(np.float32)
    roles = np.repeat([0, 1], 30)
    vectors[roles == 1, 1] += 0.6
    return vectors, roles, np.ones(60, np.float32)


def test_what_all_roles_share_does_not_decide() -> None:
    middles = Prototypes.of(*clouds(), 2)
    for shared in (-6.0, 0.0, 6.0):
        near = middles.similarities(np.array([shared, 0.6, 0, 0], np.float32))
        assert near.argmax() == 1


def test_a_role_without_texts_is_near_nothing() -> None:
    middles = Prototypes.of(*clouds(), 3)
    assert middles.similarities(np.array([0, 1, 0, 0], np.float32))[2] == 0


def test_middles_can_be_added_and_moved_to_other_places() -> None:
    vectors, roles, weights = clouds()
    whole = Prototypes.of(vectors, roles, weights, 2)
    moved = whole.placed([2, -1], 3)
    assert list(moved.weights) == [0, 0, 30]
    halves = Prototypes.of(vectors[:45], roles[:45], weights[:45], 2).plus(
        Prototypes.of(vectors[45:], roles[45:], weights[45:], 2)
    )
    np.testing.assert_allclose(halves.sums, whole.sums, atol=1e-4)
    assert halves.similarities(np.array([0, 0.6, 0, 0], np.float32)).argmax() == 1


def test_words_meet_in_any_form_and_rare_ones_count_more() -> None:
    match = WordMatch([(0, "fixing bikes and cars"), (1, "selling cars"), (2, "painting cars")], 3, {"and"})
    scores = match.scores(match.words("fixed a bike and a car"))
    assert scores[0] > 2 * scores[1] > 0
    assert match.knows("bike")
    assert not match.knows("boat")


def test_a_share_is_what_part_of_the_words_a_role_has() -> None:
    match = WordMatch([(0, "night nurse"), (1, "night guard")], 2, ())
    shares = match.shares(match.words("night nurse"))
    assert shares[0] > 0.9 > shares[1] > 0


def test_a_name_is_found_by_its_spelling_and_by_a_part_of_it() -> None:
    names = NameLikeness(["Phlebotomist", "Lead Phlebotomist", "Plumber"], np.array([0, 0, 1]), 2)
    assert names.scores("phlebotmist").argmax() == 0
    assert names.scores("Phlebotomist")[0] > 0.99
    assert names.scores("plumer").argmax() == 1


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_has_a_likeness_from_nought_to_one(query: str) -> None:
    scores = NameLikeness(["Nurse", "Cook"], np.array([0, 1]), 2).scores(query)
    assert (scores >= 0).all()
    assert (scores <= 1).all()


def test_without_names_or_texts_nothing_is_alike() -> None:
    assert NameLikeness([], NOBODY, 1).scores("nurse").tolist() == [0]
    assert WordMatch([], 1, ()).scores(["nurse"]).tolist() == [0]
    assert Prototypes.of(np.zeros((0, 4), np.float32), NOBODY, np.zeros(0, np.float32), 1).similarities(
        np.ones(4, np.float32)
    ).tolist() == [0]
