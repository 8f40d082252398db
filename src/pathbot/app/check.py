"""`pathbot check`: everything a teacher, mentor or editor can get wrong in `prompts/` and `knowledge/`."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import RootModel

from pathbot.app.check_texts import (
    FRAMEWORK_PLACES,
    asked_texts,
    line_of,
    place_problems,
    question_problems,
    reading_problems,
    voice_problems,
)
from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.lexicons import load_skill_kit
from pathbot.app.models import load_tasks, load_words
from pathbot.app.safety import load_protocol, load_safety_kit
from pathbot.app.settings import Settings
from pathbot.app.understanding import load_understanding
from pathbot.app.wiring import FRAMEWORK
from pathbot.reflection.framework import Framework
from pathbot.reflection.project import Project
from pathbot.roles.card import load_cards
from pathbot.roles.check import Problem, check_cards
from pathbot.wording import Texts


class ProtectedTopics(RootModel[dict[str, tuple[str, ...]]]):
    """Words a question must not use, by topic."""


def problems(settings: Settings) -> list[Problem]:
    """Every problem found, by file."""
    found: list[Problem] = []
    framework: Framework | None = None
    path = settings.prompts / "frameworks" / f"{FRAMEWORK}.yaml"
    topics = read(settings.knowledge / "language" / "en" / "protected.yaml", ProtectedTopics).root
    try:
        framework = read(path, Framework)
        found += _framework(framework, path, topics)
    except BadInput as error:
        found.append(_unreadable(path, error))
    for file in sorted((settings.prompts / "projects").glob("*.yaml")):
        found += _project(file, framework, topics)
    for name in ("voice.yaml", "summary.yaml", "exports.yaml"):
        found += _voice(settings.prompts / name)
    found += _loadable(settings)
    roles = settings.knowledge / "roles"
    found += [p.model_copy(update={"file": f"roles/{p.file}"}) for p in check_cards(roles, datetime.now(UTC).date())]
    if not found:
        found += _unknown_skills(settings, roles)
    return found


def project_problems(path: Path, settings: Settings) -> list[Problem]:
    """The problems of one project's file, wherever it lies."""
    topics = read(settings.knowledge / "language" / "en" / "protected.yaml", ProtectedTopics).root
    framework = read(settings.prompts / "frameworks" / f"{FRAMEWORK}.yaml", Framework)
    return list(_project(path, framework, topics))


def _framework(framework: Framework, path: Path, topics: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    source = path.read_text(encoding="utf-8")
    for step in framework.steps:
        for text in asked_texts(step):
            said = [*place_problems(text, FRAMEWORK_PLACES), *question_problems(text)]
            said += [*reading_problems(text, step.reading_grade), *_protected(text, topics)]
            yield from (Problem(file=path.name, line=line_of(source, text), problem=problem) for problem in said)


def _project(path: Path, framework: Framework | None, topics: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    try:
        project = read(path, Project)
    except BadInput as error:
        yield _unreadable(path, error)
        return
    source = path.read_text(encoding="utf-8")
    if project.id != path.stem:
        yield Problem(file=path.name, line=line_of(source, "id:"), problem=f"id is {project.id}, the file {path.stem}")
    steps = {step.id for step in framework.steps} if framework else set(project.asks)
    for step_id, ask in project.asks.items():
        if step_id not in steps:
            where = line_of(source, f"{step_id}:")
            yield Problem(file=path.name, line=where, problem=f"asks names {step_id}, which is no step")
        said = [*place_problems(ask.en, FRAMEWORK_PLACES), *question_problems(ask.en), *reading_problems(ask.en, 8)]
        said += _protected(ask.en, topics)
        yield from (Problem(file=path.name, line=line_of(source, ask.en), problem=problem) for problem in said)
    for text in (project.about.en, project.essential_question.en):
        said = [*reading_problems(text, 8), *_protected(text, topics)]
        yield from (Problem(file=path.name, line=line_of(source, text), problem=problem) for problem in said)


def _voice(path: Path) -> Iterator[Problem]:
    try:
        texts = read(path, Texts)
    except BadInput as error:
        yield _unreadable(path, error)
        return
    source = path.read_text(encoding="utf-8")
    for text, problem in voice_problems(texts):
        yield Problem(file=path.name, line=line_of(source, text), problem=problem)


def _protected(text: str, topics: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for topic, words in topics.items():
        for word in words:
            if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
                yield f"this asks about a protected topic ({topic}: “{word}”); ask about the project instead"


def _loadable(settings: Settings) -> Iterator[Problem]:
    """Files whose strict schema is all there is to check."""
    readers: dict[str, Callable[[], object]] = {
        "safety": lambda: (load_safety_kit(settings.knowledge), load_protocol(settings.prompts)),
        "language": lambda: load_understanding(settings.knowledge),
        "models": lambda: (load_tasks(settings.prompts), load_words(settings.knowledge)),
        "skills": lambda: load_skill_kit(settings.knowledge, settings.prompts, "en"),
    }
    for name, reader in readers.items():
        try:
            reader()
        except BadInput as error:
            yield Problem(file=name, line=1, problem=str(error))


def _unknown_skills(settings: Settings, roles: Path) -> Iterator[Problem]:
    known = {skill.id for skill in load_skill_kit(settings.knowledge, settings.prompts, "en").vocabulary.skills}
    for card in load_cards(roles):
        for skill in card.skills:
            if skill not in known:
                yield Problem(file=f"roles/{card.slug}.md", line=1, problem=f"{skill} is not in knowledge/skills")


def _unreadable(path: Path, error: BadInput) -> Problem:
    line = re.search(r"line (\d+)", str(error))
    named = re.search(r"“(?:[^”]*\.)?(\w+)” is no name", str(error))
    where = int(line[1]) if line else line_of(path.read_text(encoding="utf-8"), f"{named[1]}:") if named else 1
    return Problem(file=path.name, line=where, problem=str(error))
