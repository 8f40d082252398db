"""Which language a learner wrote in."""

import pytest

from pathbot.language.which import is_mixed, language_of


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


@pytest.mark.parametrize(
    ("text", "language", "mixed"),
    [
        ("le pregunte a mi maestra and she helped me", "es", True),
        ("mi tio works in construction and he told me", "en", True),
        ("i made un mapa del parque with colored pencils", "en", False),
        ("we went to los angeles", "en", False),
        ("le pregunté a mi maestra y me ayudó", "es", False),
    ],
)
def test_who_mixes_languages_about_themselves_is_noticed(text: str, language: str, mixed: bool) -> None:
    assert is_mixed(text, language) is mixed
