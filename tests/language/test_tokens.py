import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathbot.language.clauses import clauses
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import tokens, words


@given(st.text(max_size=400))
def test_every_span_cuts_exactly_its_own_letters_from_any_text(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.kind == "break" or not text[token.start : token.end].isspace()
        end = token.end


def test_shorthand_is_written_out_over_the_span_it_was_typed_in(lexicon: Lexicon) -> None:
    text = "we didnt ask bc n w/ 20-30 ppl 😀"
    found = words(text, lexicon)
    assert [w.norm for w in found][:8] == ["we", "did", "not", "ask", "because", "and", "with", "20"]
    assert {text[w.start : w.end] for w in found if w.norm in {"did", "not"}} == {"didnt"}


@pytest.mark.parametrize(
    "piece", ["ab ", "😀", "\u200b", "a.b,", "i made it and ", "ﷺ", "\u0301", "a-", "www.", "1.", "''"]
)
def test_a_paste_of_a_hundred_kilobytes_is_read(lexicon: Lexicon, piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert all(c.text == text[c.start : c.end] for c in clauses(text, lexicon))
