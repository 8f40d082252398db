"""What a message asks for, on labelled messages and on the cases that are easily mistaken."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pathbot.app.understanding import load_understanding
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand

KIT = load_understanding()
LABELLED = Path(__file__).parent / "understanding"


def labelled(file: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Intent, message and Pathbot's last words of each line."""
    for intent, lines in yaml.safe_load((LABELLED / file).read_text(encoding="utf-8"))[language].items():
        for line in lines:
            text, _, question = line.partition(" || ")
            yield intent, text, question


def share_read_right(file: str, language: str) -> float:
    rows = list(labelled(file, language))
    right = sum(
        understand(text, Context(question=question, language=language), KIT).intent == intent
        for intent, text, question in rows
    )
    return right / len(rows)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_message_the_rules_were_written_for_is_read_right(language: str) -> None:
    assert share_read_right("building.yaml", language) == 1.0


@pytest.mark.parametrize(
    ("file", "language", "floor"),
    [
        ("held_out.yaml", "en", 0.90),
        ("held_out.yaml", "es", 0.90),
        ("fresh.yaml", "en", 0.88),
        ("fresh.yaml", "es", 0.90),
        ("short_answers.yaml", "en", 0.95),
        ("short_answers.yaml", "es", 0.95),
    ],
)
def test_wordings_nobody_foresaw_are_mostly_read_right(file: str, language: str, floor: float) -> None:
    assert share_read_right(file, language) >= floor


def test_an_account_of_something_done_is_hardly_ever_taken_for_a_command() -> None:
    rows = [row for file in ("held_out.yaml", "fresh.yaml") for row in labelled(file, "en") if row[0] == "answer"]
    read = Counter(understand(text, Context(question=question), KIT).intent for _, text, question in rows)
    assert read["answer"] / len(rows) >= 0.96


def test_spanish_is_understood_in_a_conversation_that_began_in_english() -> None:
    rows = list(labelled("building.yaml", "es"))
    right = sum(understand(text, Context(question=question), KIT).intent == intent for intent, text, question in rows)
    assert right / len(rows) >= 0.9


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i stopped the leak", "answer"),
        ("stop", "stop"),
        ("we skipped lunch to finish", "answer"),
        ("nah skip", "skip"),
        ("i deleted the bad rows", "answer"),
        ("erase everything about me", "delete_data"),
        ("i asked a mentor how to weld", "answer"),
        ("can i ask someone who actually builds houses", "ask_mentor"),
        ("my portfolio folder got wet", "answer"),
        ("what have i got so far", "show_portfolio"),
        ("later the club moved the bins", "answer"),
        ("later", "stop"),
        ("ya", "vague"),
        ("im done with the roof", "answer"),
        ("im done 4 today", "stop"),
        ("my teacher read our survey", "answer"),
        ("does my teacher read this", "who_sees"),
        ("i did the roof, gotta go", "stop"),
        ("hi im back", "resume"),
        ("hi", "greeting"),
    ],
)
def test_a_story_with_a_commands_word_in_it_is_an_answer_and_the_command_is_not(text: str, intent: str) -> None:
    assert understand(text, Context(), KIT).intent == intent


def test_a_question_is_an_answer_when_pathbot_asked_what_they_wonder() -> None:
    wonder = Context(question="What would you want to find out?", slot="wonder")
    judged = understand("how does it work in winter?", wonder, KIT)
    assert judged.intent == "answer"
    assert judged.slots[0].slot == "wonder"


def test_a_question_about_privacy_is_never_taken_for_a_wonder() -> None:
    wonder = Context(question="What would you want to find out?", slot="wonder")
    assert understand("wait who can see this?", wonder, KIT).intent == "who_sees"


@pytest.mark.parametrize("text", ["", " ", "?", "...", "😂😂", "asdfgh", "ksjdhfkjsdhf", "\u200b", "aaaaaaa"])
def test_a_message_with_nothing_in_it_is_vague(text: str) -> None:
    assert understand(text, Context(question="What was the tricky part?"), KIT).intent == "vague"


def test_yes_answers_a_question_that_takes_it_and_is_vague_to_any_other() -> None:
    closed = understand("yes", Context(question="You cut it again. Did it fit after that?", slot="outcome"), KIT)
    opened = understand("yes", Context(question="What was the tricky part?", slot="difficulty"), KIT)
    assert (closed.intent, closed.signals) == ("answer", ("yes",))
    assert [hit.slot for hit in closed.slots] == ["outcome"]
    assert (opened.intent, opened.slots) == ("vague", ())


def test_without_the_learned_stage_the_rules_stand_alone() -> None:
    rules = KIT.model_copy(update={"learned": None})
    assert understand("can i ask a mentor", Context(), rules).intent == "ask_mentor"
    assert understand("sanding n the roof", Context(), rules).intent == "answer"


@pytest.mark.parametrize(
    ("question", "text", "intent"),
    [
        ("What did someone tell you about your work?", "1", "vague"),
        ("What did someone tell you about your work?", "save", "vague"),
        ("How many people came?", "3", "answer"),
        ("It broke so you borrowed one. Did it work after that?", "worked", "answer"),
    ],
)
def test_what_is_typed_for_options_that_are_gone_answers_no_open_question(
    question: str, text: str, intent: str
) -> None:
    assert understand(text, Context(question=question), KIT).intent == intent
