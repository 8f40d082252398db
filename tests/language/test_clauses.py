import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathbot.language.clauses import clauses
from pathbot.language.lexicon import Lexicon


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "i",
                "we",
                "the",
                "club",
                "leo",
                "made",
                "cut",
                "was",
                "gonna",
                "didnt",
                "and",
                "because",
                ",",
                ".",
                "!",
                "lol",
                "42",
                "it",
                "when",
                "my",
                "to",
                "😀",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_a_clause_is_an_exact_piece_of_any_text(lexicon: Lexicon, parts: list[str]) -> None:
    text = " ".join(parts)
    for clause in clauses(text, lexicon):
        assert clause.text == text[clause.start : clause.end]
        assert clause.start <= clause.verb_start <= clause.end or not clause.verb


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "we did a survey about the recycling bins and got 42 answers",
            [("we", "do", "past"), ("none", "get", "past")],
        ),
        ("me and leo tested the water, then i wrote the report", [("we", "test", "past"), ("i", "write", "past")]),
        ("cut it again", [("none", "cut", "past")]),
        ("sanding n the roof", [("none", "sand", "ongoing")]),
        ("i was gonna make a website but we ran out of time", [("i", "make", "future"), ("we", "run", "past")]),
        ("my partner edited the audio", [("other", "edit", "past")]),
        ("when it broke i fixed it with tape", [("other", "break", "past"), ("i", "fix", "past")]),
        ("bro said color it so i colored it", [("other", "say", "past"), ("i", "color", "past")]),
        ("the poster i made for the club was on the wall", [("other", "be", "past")]),
        ("i would have led the team lol", [("i", "lead", "modal")]),
        ("next week i will present it", [("i", "present", "future")]),
    ],
)
def test_who_did_what_and_when(lexicon: Lexicon, text: str, told: list[tuple[str, str, str]]) -> None:
    assert [(c.subject, c.verb, c.tense) for c in clauses(text, lexicon)] == told


def test_denied_and_half_done_things_are_marked(lexicon: Lexicon) -> None:
    denied, half = clauses("roof didnt fit", lexicon)[0], clauses("almost finished the model", lexicon)[0]
    assert denied.negated
    assert half.partly
