"""A project's file as the fields of a form, and back: what teachers change most. Every other key stays as it was."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

import yaml

from pathbot.app.content import parse_yaml
from pathbot.app.project_check import WONDERS
from pathbot.reflection.framework import Framework, Step
from pathbot.reflection.project import Project
from pathbot.wording import Localized

TEXTS = ("title", "essential_question", "about", "making", "people")
LONGEST = 600
"""Characters of one field."""
MOST_WORDS = 24
LANGUAGES = ("en", "es")
NOTHING = {"en": ""}
WIDTH = 110


def fields_of(project: Project) -> dict[str, str]:
    """What a project says, by field: ``title.en``, ``asks.project.es``, ``vocabulary.0.word.en``."""
    return {f"{name}.{language}": getattr(said, language) for name, said in _texts(project) for language in LANGUAGES}


def _texts(project: Project) -> Iterator[tuple[str, Localized]]:
    yield from ((name, getattr(project, name)) for name in TEXTS)
    es = (*project.wonders.es, *("",) * len(project.wonders.en))
    yield from ((f"wonders.{n}", Localized(en=en, es=es[n])) for n, en in enumerate(project.wonders.en))
    for n, term in enumerate(project.vocabulary):
        yield from ((f"vocabulary.{n}.word", term.word), (f"vocabulary.{n}.meaning", term.meaning))
    yield from ((f"asks.{step}", ask) for step, ask in project.asks.items())
    for step, questions in project.follow_ups.items():
        yield from ((f"follow_ups.{step}.{slot}", ask) for slot, ask in questions.items())


def text_with(text: str, fields: Mapping[str, str], framework: Framework) -> str:
    """The file with what a form says. An empty question means the step's usual one; an empty row of words goes.

    Comments at the top of the file stay; those further down are not kept. Raises BadInput when `text` is no YAML.
    """
    content: dict[str, Any] = parse_yaml(text, "project.yaml")
    wonders = [said for n in range(WONDERS) if (said := _said(fields, f"wonders.{n}"))]
    terms = ({part: _said(fields, f"vocabulary.{n}.{part}") for part in ("word", "meaning")} for n in range(MOST_WORDS))
    changed = {
        **{name: _said(fields, name) or NOTHING for name in TEXTS},
        "wonders": {language: [w[language] for w in wonders if language in w] for language in LANGUAGES},
        "vocabulary": [{part: said or NOTHING for part, said in term.items()} for term in terms if any(term.values())],
        "asks": {step.id: said for step in framework.steps if (said := _said(fields, f"asks.{step.id}"))},
        "follow_ups": {step.id: said for step in framework.steps if (said := _follow_ups(fields, step))},
    }
    kept = {name: value for name, value in (content | changed).items() if value or name not in ("asks", "follow_ups")}
    comments = takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True))
    return "".join(comments) + yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=WIDTH)


def _follow_ups(fields: Mapping[str, str], step: Step) -> dict[str, Any]:
    return {slot.id: said for slot in step.slots if (said := _said(fields, f"follow_ups.{step.id}.{slot.id}"))}


def _said(fields: Mapping[str, str], name: str) -> dict[str, str]:
    """Both languages of a field, on one line each; nothing when both are empty, no Spanish when that is."""
    en, es = (" ".join(fields.get(f"{name}.{language}", "").split())[:LONGEST] for language in LANGUAGES)
    return {"en": en} | ({"es": es} if es else {}) if en or es else {}
