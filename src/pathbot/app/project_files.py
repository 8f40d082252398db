"""Project files as a teacher edits them on a page: read, checked like `pathbot check` does, and written whole."""

import os
import tempfile
from pathlib import Path

from pathbot.app.project_check import Wrong, protected_topics, wrong_in
from pathbot.app.refusals import Refusal, Why
from pathbot.app.settings import Settings
from pathbot.reflection.framework import Framework

LONGEST = 18_000


class ProjectFiles:
    """Only files that exist can be changed, so no name from a form ever makes a path."""

    def __init__(self, settings: Settings, framework: Framework) -> None:
        self._folder = settings.prompts / "projects"
        self._framework = framework
        self._topics = protected_topics(settings.knowledge)

    def text(self, project: str) -> str:
        """What stands in the file."""
        return self._path(project).read_text(encoding="utf-8")

    def problems(self, project: str, text: str) -> tuple[Wrong, ...]:
        """What `pathbot check` says about this text."""
        if len(text) > LONGEST:
            return (Wrong("", 1, Why("check.long", {"most": str(LONGEST)})),)
        return tuple(wrong_in(text, project, self._framework, self._topics))

    def write(self, project: str, text: str) -> None:
        """Replaces the file at once, or not at all. Raises BadInput when it has problems or cannot be written."""
        found = self.problems(project, text)
        if found:
            raise Refusal("project_problem", problem=found[0].why)
        path = self._path(project)
        try:
            descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text.replace("\r\n", "\n"))
            Path(name).replace(path)
        except OSError as error:
            raise Refusal("not_written", reason=type(error).__name__) from None

    def _path(self, project: str) -> Path:
        found = {path.stem: path for path in self._folder.glob("*.yaml")}
        if project not in found:
            raise Refusal("choose")
        return found[project]
