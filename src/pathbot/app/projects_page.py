"""Projects as teachers change them on the pages, in a form or as text. None for whoever teaches nobody."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pathbot.app.content import parse
from pathbot.app.errors import BadInput
from pathbot.app.kit import Kit
from pathbot.app.project_check import Wrong
from pathbot.app.project_files import ProjectFiles
from pathbot.app.project_form import MOST_WORDS, fields_of, text_with
from pathbot.app.refusals import Why
from pathbot.app.settings import Settings
from pathbot.channels.web.office import ProjectView, SlotView, StepView
from pathbot.people import Person, Viewer
from pathbot.reflection.project import Project
from pathbot.reflection.voice import Voice
from pathbot.store import audit
from pathbot.store.engine import Database

EMPTY_ROWS = 2
Fields = Mapping[str, str]
Act = Callable[[Viewer, Person, Fields], str | None]


class ProjectsPage:
    """Nothing is written before `pathbot check` finds nothing in it."""

    def __init__(self, settings: Settings, engine: Database, kit: Kit, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._kit = kit
        self._clock = clock
        self._files = ProjectFiles(settings, kit.framework)
        self.by_name: dict[str, Act] = {"save-project": self._save}

    def projects(self, viewer: Viewer, person: Person) -> tuple[ProjectView, ...] | None:
        """Every project by its title."""
        if not _teaches(viewer):
            return None
        titles = {p.id: p.title.in_(person.language) for p in self._kit.projects.values()}
        return tuple(ProjectView(id=name, title=title) for name, title in sorted(titles.items()))

    def project(self, viewer: Viewer, person: Person, project: str, sent: Fields | None) -> ProjectView | None:
        """A project, or what a form says of it, checked in its place."""
        known = self._kit.projects.get(project)
        if known is None or not _teaches(viewer):
            return None
        text, language = self._text(project, sent), person.language
        problems = self._files.problems(project, text)
        view = ProjectView(
            id=project,
            title=known.title.in_(language),
            text=text,
            problems=tuple(_with_line(one).in_(language) for one in problems),
            wrong=_by_field(problems, language),
        )
        try:
            read = parse(text, f"{project}.yaml", Project)
        except BadInput:
            return view
        voice = self._voice(read, language)
        asked = tuple((voice.title(step), voice.opening_question(step)) for step in self._kit.framework.steps)
        shown = {
            "fields": fields_of(read),
            "steps": self._steps(voice),
            "words": min(len(read.vocabulary) + EMPTY_ROWS, MOST_WORDS),
            "asked": () if problems else asked,
        }
        return view.model_copy(update=shown)

    def _text(self, project: str, sent: Fields | None) -> str:
        if sent is None:
            return self._files.text(project)
        return sent["text"] if "text" in sent else text_with(self._files.text(project), sent, self._kit.framework)

    def _steps(self, voice: Voice) -> tuple[StepView, ...]:
        """The steps with what Pathbot asks in them when a project says nothing else."""
        return tuple(
            StepView(
                id=step.id,
                title=voice.title(step),
                usual=voice.fill_in(step.ask.prompt),
                slots=tuple(SlotView(id=slot.id, usual=voice.fill_in(slot.ask)) for slot in step.slots),
            )
            for step in self._kit.framework.steps
        )

    def _voice(self, project: Project, language: str) -> Voice:
        return Voice(
            framework=self._kit.framework,
            project=project,
            texts=self._kit.texts,
            say_back=lambda text: text,
            language=language,
            said={},
            skills_of=lambda text: (),
        )

    def _save(self, viewer: Viewer, person: Person, fields: Fields) -> str | None:
        project = fields.get("project", "")
        if project not in self._kit.projects or not _teaches(viewer):
            return None
        self._files.write(project, self._text(project, fields))
        audit.record(self._engine, person.school, person.id, "edit-project", audit.SYSTEM, self._clock())
        return "project_saved"


def _with_line(wrong: Wrong) -> Why:
    return Why("check.line", {"line": str(wrong.line), "problem": wrong.why})


def _by_field(problems: tuple[Wrong, ...], language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in problems:
        found[one.field] = (*found.get(one.field, ()), _sentence(one.why.in_(language)))
    return found


def _sentence(text: str) -> str:
    """What a check says after a line number, standing alone."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _teaches(viewer: Viewer) -> bool:
    return any(m.duty == "teacher" for m in viewer.memberships)
