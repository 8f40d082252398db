"""A wording of what a summary says about one learner stands when it says those facts, and nothing else."""

import pytest

from pathbot.app.content import default_folder, read
from pathbot.reflection.telling import told_trouble
from pathbot.reflection.wording import AskingWords

EN = read(default_folder("knowledge") / "language" / "en" / "asking.yaml", AskingWords)
ES = read(default_folder("knowledge") / "language" / "es" / "asking.yaml", AskingWords)
STUCK, ASKING = "[LEARNER]: 3 weeks on step 4, Project.", "[LEARNER]: a mentor question has been open for 5 days."
STUCK_IN_WORDS = "[LEARNER] has been on step 4, Project, for 3 weeks"
IDLE = "[LEARNER]: has not started."
ATASCADO = "[LEARNER]: 3 semanas en el paso 4, Proyecto."
PREGUNTA = "[LEARNER]: tiene una pregunta a un mentor abierta desde hace 5 días."


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ((STUCK,), f"{STUCK_IN_WORDS}."),
        ((STUCK,), STUCK.replace(":", "")),
        ((STUCK, ASKING), f"{STUCK_IN_WORDS} and has had a mentor question open for 5 days."),
        ((ASKING,), "[LEARNER]'s mentor question has been open for 5 days."),
        ((IDLE,), "[LEARNER] has still not started."),
    ],
)  # fmt: skip
def test_the_same_facts_in_other_small_words_stand(facts: tuple[str, ...], line: str) -> None:
    assert told_trouble(line, facts, EN) == ""


@pytest.mark.parametrize(
    "line",
    [
        "[LEARNER] lleva 3 semanas en el paso 4, Proyecto, y tiene una pregunta a un mentor abierta desde hace 5 días.",
        "[LEARNER] está en el paso 4, Proyecto, hace 3 semanas; hace 5 días tiene abierta una pregunta a un mentor.",
    ],
)
def test_in_spanish_too(line: str) -> None:
    assert told_trouble(line, (ATASCADO, PREGUNTA), ES) == ""


@pytest.mark.parametrize(
    "line",
    [
        "[LEARNER] has been on step 4, Project, for 5 weeks and has had a mentor question open for 3 days.",
        "[LEARNER] has been on step 3, Project, for 4 weeks and has had a mentor question open for 5 days.",
        "[LEARNER] has been on step 4, Project, for 5 days and has had a mentor question open for 3 weeks.",
        "[LEARNER] has been on step 4, Project, for weeks and has had a mentor question open for 5 days.",
        "[LEARNER] has been on step 4, Project, for 3 weeks.",
        "[LEARNER] has a mentor question open for 5 days and has been on step 4, Project, for 3 weeks and 3 days.",
        "[LEARNER] has been on step 4, Project, for 3 weeks because a mentor question has been open for 5 days.",
        "[LEARNER] has been stuck on step 4, Project, for 3 weeks and has had a mentor question open for 5 days.",
        "[LEARNER] has been on step 4, Project, for 3 weeks and has not had a mentor question open for 5 days.",
        "[LEARNER] is lazy: 3 weeks on step 4, Project, and a mentor question open for 5 days.",
        "[LEARNER] has been on step 4, Project, for 3 weeks. A mentor question has been open for 5 days.",
        "[LEARNER] and Sam have been on step 4, Project, for 3 weeks and a mentor question has been open for 5 days.",
        "[LEARNER] and [LEARNER] have been on step 4, Project, for 3 weeks and a mentor question open for 5 days.",
        "Great work, [LEARNER]: 3 weeks on step 4, Project, and a mentor question open for 5 days.",
        "[LEARNER] 3 weeks on step 4, Project, and a mentor question open for 5 days <b>",
        "[LEARNER] is on step 4, Project, for 3 weeks and has a mentor question open for 5 days; see http://evil.example",
        "[LEARNER]",
        "",
    ],
)
def test_a_wording_that_adds_leaves_out_swaps_or_explains_does_not(line: str) -> None:
    assert told_trouble(line, (STUCK, ASKING), EN)


def test_not_started_cannot_become_started() -> None:
    assert told_trouble("[LEARNER] has started.", (IDLE,), EN) == "other_facts"


@pytest.mark.parametrize("words", [EN, ES])
def test_small_words_of_a_line_turn_nothing_round_and_give_no_reason(words: AskingWords) -> None:
    reasons = {"because", "so", "since", "after", "then", "but", "if", "porque", "pero", "si", "entonces", "como"}
    assert not words.telling_set & {*words.negations, *reasons}
