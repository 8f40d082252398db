"""Which language a learner wrote in."""

import pytest

from pathbot.language.which import language_of


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["hice el mapa con mi papá", "idk"], "es"),
        (["i made the map with my dad", "abuela helped"], "en"),
        (["corte la madera y la lije"], "es"),
        (["sanded n glued it"], "en"),
    ],
)
def test_small_words_tell_the_language(texts: list[str], language: str) -> None:
    assert language_of(texts) == language


def test_where_the_words_do_not_tell_the_conversation_does() -> None:
    assert language_of(["techo"], "es") == "es"
    assert language_of([], "en") == "en"
