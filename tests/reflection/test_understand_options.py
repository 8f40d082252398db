"""A typed reply to offered choices means one of them, however it is put."""

import pytest

from pathbot.app.understanding import load_understanding
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand

KIT = load_understanding()
CHOICES = ("something didn't fit", "a tool was hard to use", "we ran out of time", "nothing, really")
OFFERED = Context(question="Was it more like one of these?", slot="difficulty", options=CHOICES)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("2", 1),
        ("b", 1),
        ("the first one", 0),
        ("number 3", 2),
        ("last one", 3),
        ("We ran out of time", 2),
        ("ran out of tiem", 2),
        ("out of time", 2),
        ("somthing didnt fit", 0),
        ("nothing", 3),
        ("1.", 0),
        ("la segunda", 1),
    ],
)
def test_a_number_a_place_or_the_words_of_a_choice_choose_it(text: str, option: int) -> None:
    judged = understand(text, OFFERED, KIT)
    assert (judged.intent, judged.option) == ("answer", option)
    assert judged.slots[0].slot == "difficulty"


@pytest.mark.parametrize("text", ["7", "skip", "the glue dried too fast and it was a mess", "idk", "who sees this"])
def test_other_words_choose_nothing(text: str) -> None:
    assert understand(text, OFFERED, KIT).option is None


@pytest.mark.parametrize(("text", "option"), [("yep", 0), ("yes", 0), ("not yet", 2), ("almost", 1), ("nope", None)])
def test_yes_in_other_words_chooses_the_choice_that_says_yes(text: str, option: int | None) -> None:
    context = Context(question="Did it work after that?", slot="outcome", options=("yes", "almost", "not yet"))
    assert understand(text, context, KIT).option == (2 if option is None else option)


def test_a_thumb_is_a_yes_where_yes_can_be_said() -> None:
    judged = understand("👍", Context(question="Ready?", options=("OK, let's go", "Not now")), KIT)
    assert (judged.intent, judged.signals) == ("answer", ("yes",))
