"""What makes a text fit for a learner: one question, plain words, and only places that can be filled in."""

import re
from collections.abc import Iterator, Mapping

from pathbot.app.refusals import Why
from pathbot.language.reading import reading_grade
from pathbot.reflection.framework import Step
from pathbot.wording import Texts, places

FRAMEWORK_PLACES = frozenset({"question", "making", "people"})
HARDEST_GRADE = 8


def asked_texts(step: Step) -> Iterator[str]:
    """Every English question of a step."""
    yield from (step.ask.prompt.en, step.ask.cue.en, step.ask.open.en)
    for slot in step.slots:
        yield from (slot.ask.en, slot.again.text.en)
        if slot.ask_team is not None:
            yield slot.ask_team.en.replace("{team}", "Ana")  # the one text that may name the team


def place_problems(text: str, known: frozenset[str]) -> Iterator[Why]:
    """Places that nothing fills in, and braces that do not match."""
    try:
        unknown = sorted(places(text) - known)
    except ValueError:
        yield Why("check.braces")
        return
    if unknown:
        yield Why(
            "check.place", {"place": f"{{{unknown[0]}}}", "known": ", ".join(f"{{{name}}}" for name in sorted(known))}
        )


def question_problems(text: str) -> Iterator[Why]:
    """More than one question at a time. The essential question itself is quoted and does not count."""
    asked = text.replace("{question}", "").count("?")
    if asked > 1:
        yield Why("check.one_question")


def reading_problems(text: str, hardest: int) -> Iterator[Why]:
    """Harder than the step's reading grade."""
    grade = reading_grade(text)
    if grade > hardest:
        yield Why("check.grade", {"grade": f"{grade:.0f}", "hardest": str(hardest)})


def voice_problems(texts: Texts) -> Iterator[tuple[str, str]]:
    """(text, problem) for the lines of voice.yaml."""
    for lines in texts.root.values():
        for line in lines.values():
            for text in (line.en, line.es):
                try:
                    places(text)
                except ValueError:
                    yield text, str(Why("check.braces"))
            if line.es and places(line.es) != places(line.en):
                yield line.es, "the Spanish line does not have the same places in braces as the English one"
            yield from ((line.en, str(problem)) for problem in reading_problems(line.en, HARDEST_GRADE))


def protected_problems(text: str, topics: Mapping[str, tuple[str, ...]]) -> Iterator[Why]:
    """Words of a topic that Pathbot must not ask about."""
    for topic, words in topics.items():
        for word in words:
            if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
                yield Why("check.protected", {"topic": topic, "word": word})


def line_of(source: str, text: str) -> int:
    """The 1-based line of the source where a text stands, by its first words; 1 when it is folded over lines."""
    start = text.split("{", 1)[0].strip()[:40] or text[:40]
    return next((n for n, line in enumerate(source.split("\n"), 1) if start and start in line), 1)
