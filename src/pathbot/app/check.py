"""`pathbot check`: everything a teacher, mentor or editor can get wrong in `prompts/` and `knowledge/`."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pathbot.app.check_texts import (
    FRAMEWORK_PLACES,
    asked_texts,
    line_of,
    place_problems,
    protected_problems,
    question_problems,
    reading_problems,
    voice_problems,
)
from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.lexicons import load_skill_kit
from pathbot.app.models import load_tasks, load_words
from pathbot.app.project_check import Topics, protected_topics, wrong_in
from pathbot.app.refusals import Why
from pathbot.app.safety import load_protocol, load_safety_kit
from pathbot.app.settings import Settings
from pathbot.app.understanding import load_understanding
from pathbot.app.wiring import FRAMEWORK
from pathbot.reflection.framework import Framework
from pathbot.roles.card import load_cards
from pathbot.roles.check import Problem, check_cards
from pathbot.wording import Texts


def problems(settings: Settings) -> list[Problem]:
    """Every problem found, by file."""
    found: list[Problem] = []
    framework: Framework | None = None
    path = settings.prompts / "frameworks" / f"{FRAMEWORK}.yaml"
    topics = protected_topics(settings.knowledge)
    try:
        framework = read(path, Framework)
        found += _framework(framework, path, topics)
    except BadInput as error:
        found.append(_unreadable(path, error))
    for file in sorted((settings.prompts / "projects").glob("*.yaml")):
        found += _project(file, framework, topics)
    for name in ("voice.yaml", "refusals.yaml", "summary.yaml", "exports.yaml"):
        found += _voice(settings.prompts / name)
    found += _loadable(settings)
    roles = settings.knowledge / "roles"
    found += [p.model_copy(update={"file": f"roles/{p.file}"}) for p in check_cards(roles, datetime.now(UTC).date())]
    if not found:
        found += _unknown_skills(settings, roles)
    return found


def _framework(framework: Framework, path: Path, topics: Topics) -> Iterator[Problem]:
    source = path.read_text(encoding="utf-8")
    for step in framework.steps:
        for text in asked_texts(step):
            said = [*place_problems(text, FRAMEWORK_PLACES), *question_problems(text)]
            said += [*reading_problems(text, step.reading_grade), *protected_problems(text, topics)]
            yield from (Problem(file=path.name, line=line_of(source, text), problem=str(problem)) for problem in said)


def _project(path: Path, framework: Framework | None, topics: Topics) -> Iterator[Problem]:
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError:
        yield Problem(file=path.name, line=1, problem=str(Why("refuse.yaml", {"file": path.name})))
        return
    for wrong in wrong_in(text, path.stem, framework, topics):
        yield Problem(file=path.name, line=wrong.line, problem=str(wrong.why))


def _voice(path: Path) -> Iterator[Problem]:
    try:
        texts = read(path, Texts)
    except BadInput as error:
        yield _unreadable(path, error)
        return
    source = path.read_text(encoding="utf-8")
    for text, problem in voice_problems(texts):
        yield Problem(file=path.name, line=line_of(source, text), problem=problem)


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
