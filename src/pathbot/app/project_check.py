"""What `pathbot check` says about one project, field by field: the file's check and the pages' form both ask here."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import RootModel

from pathbot.app.check_texts import (
    FRAMEWORK_PLACES,
    line_of,
    place_problems,
    protected_problems,
    question_problems,
    reading_problems,
)
from pathbot.app.content import parse, read
from pathbot.app.errors import BadInput
from pathbot.app.refusals import Refusal, Why
from pathbot.reflection.framework import Framework
from pathbot.reflection.project import Project
from pathbot.wording import Localized

HARDEST_GRADE = 8
WONDERS = 3
Topics = Mapping[str, tuple[str, ...]]


class ProtectedTopics(RootModel[dict[str, tuple[str, ...]]]):
    """Words a question must not use, by topic."""


def protected_topics(knowledge: Path) -> Topics:
    """The topics of `knowledge/language/en/protected.yaml`."""
    return read(knowledge / "language" / "en" / "protected.yaml", ProtectedTopics).root


class Wrong(NamedTuple):
    """What is wrong in a project: the field as the file names it ("" for the whole file), its 1-based line, and why."""

    field: str
    line: int
    why: Why


def wrong_in(text: str, project: str, framework: Framework | None, topics: Topics) -> Iterator[Wrong]:
    """Everything wrong with the text of a project's file. One that cannot be read has its first problem only."""
    try:
        found = parse(text, f"{project}.yaml", Project)
    except BadInput as error:
        why = error.why if isinstance(error, Refusal) else Why("refuse.yaml", {"file": f"{project}.yaml"})
        yield Wrong("", _line_in(text, why), why)
        return
    if found.id != project:
        yield Wrong("id", line_of(text, "id:"), Why("check.wrong_id", {"id": found.id, "file": project}))
    for field, about, why in look_at(found, framework, topics):
        yield Wrong(field, line_of(text, about), why)


def _line_in(text: str, why: Why) -> int:
    line, where = str(why.values.get("line", "")), str(why.values.get("where", ""))
    return int(line) if line else line_of(text, f"{where.rpartition('.')[2]}:") if where else 1


def look_at(project: Project, framework: Framework | None, topics: Topics) -> Iterator[tuple[str, str, Why]]:
    """(field, the text it is about, what is wrong). A field is named as in the file: ``asks.project``."""
    for name, text in (("about", project.about), ("essential_question", project.essential_question)):
        for why in (*reading_problems(text.en, HARDEST_GRADE), *protected_problems(text.en, topics)):
            yield name, text.en, why
    yield from _missing(project)
    steps = {step.id: step for step in framework.steps} if framework else {}
    for step_id, ask in project.asks.items():
        if framework and step_id not in steps:
            yield f"asks.{step_id}", f"{step_id}:", Why("check.not_step", {"where": "asks", "step": step_id})
        yield from ((f"asks.{step_id}", ask.en, why) for why in _asked(ask, topics))
    for step_id, questions in project.follow_ups.items():
        if framework and step_id not in steps:
            yield (
                f"follow_ups.{step_id}",
                f"{step_id}:",
                Why("check.not_step", {"where": "follow_ups", "step": step_id}),
            )
        for slot, ask in questions.items():
            field = f"follow_ups.{step_id}.{slot}"
            if step_id in steps and steps[step_id].slot(slot) is None:
                yield field, f"{slot}:", Why("check.not_slot", {"step": step_id, "slot": slot})
            yield from ((field, ask.en, why) for why in _asked(ask, topics))


def _missing(project: Project) -> Iterator[tuple[str, str, Why]]:
    """What a learner would read an empty place for."""
    named = {name: getattr(project, name) for name in ("title", "about", "essential_question", "making", "people")}
    for n, term in enumerate(project.vocabulary):
        named |= {f"vocabulary.{n}.word": term.word, f"vocabulary.{n}.meaning": term.meaning}
    named |= {f"asks.{step}": ask for step, ask in project.asks.items()}
    named |= {f"follow_ups.{s}.{slot}": ask for s, of in project.follow_ups.items() for slot, ask in of.items()}
    yield from ((name, f"{name}:", Why("check.empty")) for name, said in named.items() if not said.en.strip())
    for wonders in (project.wonders.en, project.wonders.es):
        if len(wonders) != WONDERS and (wonders or wonders is project.wonders.en):
            yield "wonders", "wonders:", Why("check.wonders", {"count": str(WONDERS)})


def _asked(ask: Localized, topics: Topics) -> Iterator[Why]:
    """What is wrong with a question. Reading grade and topics are known for English; Spanish has to keep the places."""
    for text in (ask.en, ask.es):
        yield from place_problems(text, FRAMEWORK_PLACES)
        yield from question_problems(text)
    yield from reading_problems(ask.en, HARDEST_GRADE)
    yield from protected_problems(ask.en, topics)
