"""Project files as a teacher edits them on a page: read, checked like `pathbot check` does, and written whole."""

import os
import tempfile
from pathlib import Path

import yaml

from pathbot.app.check import project_problems
from pathbot.app.errors import BadInput
from pathbot.app.settings import Settings
from pathbot.reflection.framework import Framework
from pathbot.reflection.project import Project
from pathbot.reflection.voice import Voice
from pathbot.wording import Texts

LONGEST = 18_000


class ProjectFiles:
    """Only files that exist can be changed, so no name from a form ever makes a path."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.prompts / "projects"

    def text(self, project: str) -> str:
        """What stands in the file."""
        return self._path(project).read_text(encoding="utf-8")

    def problems(self, project: str, text: str) -> tuple[str, ...]:
        """What `pathbot check` says about this text, with line numbers."""
        if len(text) > LONGEST:
            return (f"This is longer than {LONGEST} characters.",)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / f"{project}.yaml"
            place.write_text(text, encoding="utf-8")
            found = project_problems(place, self._settings)
        return tuple(f"{problem.line}: {problem.problem.removeprefix(place.name).lstrip(':, ')}" for problem in found)

    def preview(self, text: str, framework: Framework, texts: Texts, language: str) -> tuple[tuple[str, str], ...]:
        """What a learner would read at the start of each step, by a text that has no problems."""
        project = Project.model_validate(yaml.safe_load(text))
        voice = Voice(
            framework=framework,
            project=project,
            texts=texts,
            say_back=lambda text: text,
            language=language,
            said={},
            skills_of=lambda text: (),
        )
        return tuple((voice.title(step), voice.opening_question(step)) for step in framework.steps)

    def write(self, project: str, text: str) -> None:
        """Replaces the file at once, or not at all. Raises BadInput when it has problems or cannot be written."""
        found = self.problems(project, text)
        if found:
            raise BadInput(f"Not saved. Line {found[0]}")
        path = self._path(project)
        try:
            descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text.replace("\r\n", "\n"))
            Path(name).replace(path)
        except OSError as error:
            raise BadInput(f"The file cannot be written ({error.strerror}). Ask whoever runs Pathbot here.") from None

    def _path(self, project: str) -> Path:
        found = {path.stem: path for path in self._folder.glob("*.yaml")}
        if project not in found:
            raise BadInput("There is no such project.")
        return found[project]
