import pytest

from pathbot.language.lexicon import Lexicon
from pathbot.language.person import to_second_person
from pathbot.language.verbs import simple_past


@pytest.mark.parametrize(
    ("said", "echo"),
    [
        ("cut it again", "you cut it again"),
        ("i made the google form and the graphs", "you made the Google form and the graphs"),
        (
            "my abuela sits in the car with the ac bc her house is too hot",
            "your abuela sits in the car with the AC because her house is too hot",
        ),
        ("sanding n the roof", "sanding and the roof"),
        ("roof didnt fit", "the roof didn't fit"),
        ("we asked the principal", "your group asked the principal"),
        ("we dont have enough wood", "your group doesn't have enough wood"),
        ("we were stuck and i was mad", "your group was stuck and you were mad"),
        ("leo helped me sand it", "Leo helped you sand it"),
        ("people stayed and told more stories", "people stayed and told more stories"),
        ("we made cookies and sold them", "your group made cookies and sold them"),
        ("cut it then glued it", "you cut it then glued it"),
        ("ms patel showed us and then i looked it up", "Ms Patel showed your group and then you looked it up"),
        ("where i live theres a huge parking lot", "where you live there's a huge parking lot"),
        ('i "measured" it', 'you "measured" it'),
        ("roof didnt fit so cut it again", "the roof didn't fit so you cut it again"),
        ("the drivers see it i guess", "the drivers see it"),
        ("we made it lol i think", "your group made it"),
        ("i told them what i think", "you told them what you think"),
        ("its hot by the gym", "it's hot by the gym"),
        ("its on the wall", "it's on the wall"),
        ("its getting hot tbh", "it's getting hot"),
        ("its color is red", "its color is red"),
        ("its 4 minutes long", "it's 4 minutes long"),
        ("they said its cool", "they said it's cool"),
        ("so we re-recorded it inside", "your group re-recorded it inside"),
        ("surprised i guess", "surprised"),
        ("cost 12 dollars", "cost 12 dollars"),
        ("broke", "broke"),
        ("a lady asked if we'd have compost", "a lady asked if your group would have compost"),
        ("we'd measured it before", "your group had measured it before"),
        ("What's unclear is the fine.", "what's unclear is the fine"),
        ("broke it", "you broke it"),
        ("my teacher mr diaz", "your teacher Mr Diaz"),
        ("me n mateo cut the wood", "you and Mateo cut the wood"),
        ("next time id ask the bus drivers first", "next time you'd ask the bus drivers first"),
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
    assert to_second_person(said, lexicon) in ("", "why")


@pytest.mark.parametrize(
    ("verb", "past"),
    [("cut", "cut"), ("make", "made"), ("stop", "stopped"), ("carry", "carried"), ("laminate", "laminated")],
)
def test_the_past_of_a_verb(lexicon: Lexicon, verb: str, past: str) -> None:
    assert simple_past(verb, lexicon) == past
