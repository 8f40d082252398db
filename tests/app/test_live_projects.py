"""A project that is changed while Pathbot runs."""

import shutil
from pathlib import Path

from pathbot.app.live_projects import LiveProjects
from pathbot.app.wiring import load_projects


def test_a_saved_change_is_there_a_second_later_and_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    now = [0.0]
    file = tmp_path / "homes-for-birds.yaml"
    shutil.copy(Path("prompts/projects") / file.name, file)
    projects = LiveProjects(tmp_path, load_projects, lambda: now[0])
    good = file.read_text(encoding="utf-8")

    def title() -> str:
        now[0] += 1
        return projects["homes-for-birds"].title.en

    file.write_text(good.replace("Homes for Birds", "Houses for Birds"), encoding="utf-8")
    assert projects["homes-for-birds"].title.en == "Homes for Birds", "files are not looked at all the time"
    assert title() == "Houses for Birds"
    file.write_text("id: [", encoding="utf-8")
    assert title() == "Houses for Birds"
    file.write_text(good, encoding="utf-8")
    assert title() == "Homes for Birds"
    assert dict(projects).keys() == {"homes-for-birds"}
