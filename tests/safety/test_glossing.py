import pytest
from pydantic import ValidationError

from pathbot.app.safety import load_safety_kit
from pathbot.safety.glossing import Gloss

KIT = load_safety_kit()


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("mi papa me pega con el cinto", "my dad he hits me with belt"),
        ("ya no quiero vivir", "i do not want live"),
        ("quiero hacerlo mejor", "i want do better"),
        ("me llamo zoila", "llamo me zoila"),
    ],
)
def test_spanish_is_read_word_for_word_and_what_is_not_known_stays(spanish: str, english: str) -> None:
    assert KIT.learned is not None
    assert KIT.learned.gloss.english(spanish) == english


def test_the_longest_phrase_and_the_longest_stem_count() -> None:
    gloss = Gloss(words={"see": ("ve*",), "again": ("otra vez",), "bicycle": ("velocip*",), "other": ("otra",)})
    assert gloss.english("velocipedo otra vez otra verla") == "bicycle again other see"


def test_one_word_has_one_english() -> None:
    with pytest.raises(ValidationError, match="more than one English for: pan"):
        Gloss(words={"bread": ("pan",), "loaf": ("pan",)})
