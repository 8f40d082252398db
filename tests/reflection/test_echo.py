"""What Pathbot says back: the learner's words turned round, and never a deed they did not claim."""

import pytest

from pathbot.app.content import default_folder
from pathbot.app.lexicons import load_lexicon
from pathbot.language.person import to_second_person
from pathbot.reflection import echo

LEXICON = load_lexicon(default_folder("knowledge"), "en")


def said_back(text: str) -> str:
    return to_second_person(text, LEXICON)


@pytest.mark.parametrize(
    ("said", "of_others"),
    [
        ("laughed", "Laughed"),
        ("told me its too dark", "Told you it's too dark"),
        ("i showed it to my mom", "You showed it to your mom"),
        ("they asked how it stays up", "They asked how it stays up"),
        ("me and jaylen and some other kids", "You and Jaylen and some other kids"),
    ],
)
def test_what_other_people_did_is_not_said_to_be_the_learners_deed(said: str, of_others: str) -> None:
    assert echo.echo_of_others(said, said_back) == of_others


def test_a_bare_deed_is_the_learners_where_their_deeds_were_asked_for() -> None:
    assert echo.echo("cut it again", said_back) == "You cut it again"


@pytest.mark.parametrize("said", ["1", "2.", "???", "42"])
def test_a_bare_number_is_not_said_back(said: str) -> None:
    assert echo.echo(said, said_back) == ""


def test_what_is_kept_names_deeds_by_whose_they_are() -> None:
    assert echo.kept({"laughed at it": True, "cut it again": False}, said_back) == "laughed at it, you cut it again"


def test_what_is_kept_says_nothing_twice_and_begins_no_piece_with_a_capital() -> None:
    texts = {"there should be shade": False, "shade": False, "google": False, "leo said it is too small": False}
    assert echo.kept(texts, said_back, most=4) == "there should be shade, Google, Leo said it is too small"


def test_a_long_message_that_cannot_be_said_back_whole_gives_no_crumb() -> None:
    assert echo.echo("you need a lot of glue and sticks", said_back) == ""


def test_a_title_stays_with_its_name() -> None:
    long = "About 15 people came. Mr. Walker offered us his old truck and two big shovels on Friday afternoon."
    assert echo.echo(long, said_back).startswith("Mr. Walker offered your group his old truck")
