import pytest

from pathbot.language.lexicon import Lexicon
from pathbot.language.person import to_second_person
from pathbot.language.verbs import simple_past


@pytest.mark.parametrize(
    ("said", "echo"),
    [
        ("cut it again", "You cut it again"),
        ("i made the google form and the graphs", "You made the Google form and the graphs"),
        (
            "my abuela sits in the car with the ac bc her house is too hot",
            "Your abuela sits in the car with the AC because her house is too hot",
        ),
        ("sanding n the roof", "Sanding and the roof"),
        ("roof didnt fit", "The roof didn't fit"),
        ("we asked the principal", "Your group asked the principal"),
        ("we dont have enough wood", "Your group doesn't have enough wood"),
        ("we were stuck and i was mad", "Your group was stuck and you were mad"),
        ("leo helped me sand it", "Leo helped you sand it"),
        ("people stayed and told more stories", "People stayed and told more stories"),
        ("we made cookies and sold them", "Your group made cookies and sold them"),
        ("cut it then glued it", "You cut it then glued it"),
        ("roof didnt fit so cut it again", "The roof didn't fit so you cut it again"),
        ("the drivers see it i guess", "The drivers see it"),
        ("we made it lol i think", "Your group made it"),
        ("i told them what i think", "You told them what you think"),
        ("its hot by the gym", "It's hot by the gym"),
        ("its on the wall", "It's on the wall"),
        ("its getting hot tbh", "It's getting hot"),
        ("its color is red", "Its color is red"),
    ],
)
def test_a_learners_words_are_said_back_to_them(lexicon: Lexicon, said: str, echo: str) -> None:
    assert to_second_person(said, lexicon) == echo


@pytest.mark.parametrize(
    "said",
    [
        "you are dumb",
        "i told you already",
        "def foo(): return 1",
        "see https://x.y",
        "idk",
        "yes",
        "",
        "why",
        "a " * 200,
    ],
)
def test_what_cannot_be_said_back_safely_is_not(lexicon: Lexicon, said: str) -> None:
    assert to_second_person(said, lexicon) in ("", "Why")


@pytest.mark.parametrize(
    ("verb", "past"),
    [("cut", "cut"), ("make", "made"), ("stop", "stopped"), ("carry", "carried"), ("laminate", "laminated")],
)
def test_the_past_of_a_verb(lexicon: Lexicon, verb: str, past: str) -> None:
    assert simple_past(verb, lexicon) == past
