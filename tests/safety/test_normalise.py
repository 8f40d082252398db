import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathbot.app.safety import load_safety_kit
from pathbot.safety import SafetyKit
from pathbot.safety.normalise import forms

SHORTHAND = load_safety_kit(learned=False).shorthand


@pytest.mark.parametrize(
    "typed",
    [
        "I want to kill myself",
        "i want to K1LL mys3lf",
        "i want to k i l l  myself",
        "i want to k.i.l.l myself",
        "i wanna killmyself",
        "i want to killll myselffff",
        "i wan\u200bt to ki\u00adll mys\u200delf",
        "ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ",
        "i want to k*ll myself",
        "i want to kill my self",
        "i want to kill mysefl",
        "i want to kms",
        "i want to кill myself",  # a Cyrillic letter
    ],
)
def test_spelling_tricks_and_slips_read_as_the_plain_words(typed: str, kit: SafetyKit) -> None:
    assert any("want to kill myself" in form for form in forms(typed, kit.shorthand))


def test_accents_and_signs_of_spanish_do_not_matter(kit: SafetyKit) -> None:
    assert forms("¡Mi papá me pegó!", kit.shorthand) == ("mi papa me pego .",)


@pytest.mark.parametrize("plain", ["the 9th grade, 10k steps, 3d print", "i scored 42 points"])
def test_numbers_stay_numbers(plain: str, kit: SafetyKit) -> None:
    (form,) = forms(plain, kit.shorthand)
    assert [word for word in form.split() if any(c.isdigit() for c in word)] == [
        word for word in plain.replace(",", "").split() if any(c.isdigit() for c in word)
    ]


def test_a_sentence_end_keeps_sentences_apart(kit: SafetyKit) -> None:
    (form,) = forms("We won. I cried", kit.shorthand)
    assert form == "we won . i cried"


@given(st.text(max_size=300))
def test_any_text_at_all_has_a_reading(text: str) -> None:
    readings = forms(text, SHORTHAND)
    assert readings
    assert all(reading == reading.strip() and "  " not in reading for reading in readings)
