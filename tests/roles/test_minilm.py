"""The bundled sentence encoder."""

import numpy as np

from pathbot.roles.minilm import MiniLM, damaged_files

ENCODER = MiniLM()


def test_the_bundled_files_are_the_ones_of_the_manifest() -> None:
    assert damaged_files() == ()


def test_near_meanings_have_near_vectors_without_a_shared_word() -> None:
    vectors = ENCODER.embed(["fixing cars", "repairing automobiles", "baking bread"])
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert near > 0.6 > 0.3 > far


def test_rows_are_unit_vectors_whatever_was_typed() -> None:
    vectors = ENCODER.embed(["", "   ", "?!", "🚀", "a" * 5000, "drawing " * 400, "\u0000\u2028"])
    assert vectors.shape == (7, ENCODER.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_a_batch() -> None:
    texts = [f"text number {n} " * (n % 7 + 1) for n in range(40)]
    np.testing.assert_allclose(ENCODER.embed(texts)[17], ENCODER.embed([texts[17]])[0], atol=1e-5)


def test_no_texts_give_no_rows() -> None:
    assert ENCODER.embed([]).shape == (0, 384)
