"""The one place where everything is put together."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from pathbot.app.content import Model, read
from pathbot.app.drafting import load_drafting
from pathbot.app.errors import BadInput, Failed
from pathbot.app.kit import Kit
from pathbot.app.lazy_library import LazyLibrary
from pathbot.app.library import open_library
from pathbot.app.live_projects import LiveProjects
from pathbot.app.model_settings import ModelSettings
from pathbot.app.models import open_helper
from pathbot.app.safety import load_protocol, load_safety_kit
from pathbot.app.settings import Settings
from pathbot.app.understanding import load_understanding
from pathbot.language.commands import Commands
from pathbot.reflection.framework import Framework
from pathbot.reflection.project import Project
from pathbot.roles.library import RoleLibrary
from pathbot.wording import Texts

FRAMEWORK = "pblp"
LANGUAGES = ("en", "es")


def load_kit(
    settings: Settings,
    open_roles: Callable[[Settings], RoleLibrary] = open_library,
    models: ModelSettings | None = None,
) -> Kit:
    """Reads `prompts/` and `knowledge/` and opens the role index. Without `models` no language model is ever asked.

    Raises BadInput naming what is wrong where.
    """
    prompts, knowledge = settings.prompts, settings.knowledge
    framework_file = prompts / "frameworks" / f"{FRAMEWORK}.yaml"
    framework = read(framework_file, Framework)
    return Kit(
        framework=framework,
        framework_hash=hashlib.sha256(framework_file.read_bytes()).hexdigest()[:16],
        projects=LiveProjects(prompts / "projects", load_projects),
        texts=read(prompts / "voice.yaml", Texts),
        summary_texts=read(prompts / "summary.yaml", Texts),
        export_texts=read(prompts / "exports.yaml", Texts),
        commands=_by_language(knowledge, "commands.yaml", Commands),
        understanding=load_understanding(knowledge),
        drafting=load_drafting(knowledge, prompts),
        safety=load_safety_kit(knowledge),
        protocol=load_protocol(prompts),
        roles=LazyLibrary(lambda: open_roles(settings)),
        url=settings.url.rstrip("/"),
        min_ages={"slack": settings.min_age_slack, "teams": settings.min_age_teams},
        helper=open_helper(models, prompts, knowledge) if models else None,
    )


def load_projects(folder: Path) -> dict[str, Project]:
    """Every project of the folder by id. Raises BadInput when a file's name is not its id."""
    projects = {}
    for path in sorted(folder.glob("*.yaml")):
        project = read(path, Project)
        if project.id != path.stem:
            raise BadInput(f"{path.name}: id is {project.id}; name the file {project.id}.yaml or change the id.")
        projects[project.id] = project
    if not projects:
        raise BadInput(f"There are no projects in {folder}. Put one there: docs/how-to-write-a-project.md says how.")
    return projects


def _by_language(knowledge: Path, name: str, model: type[Model]) -> dict[str, Model]:
    """A file of the language folder, for each language that has it."""
    paths = {language: knowledge / "language" / language / name for language in LANGUAGES}
    return {language: read(path, model) for language, path in paths.items() if path.exists()}


def read_key(settings: Settings) -> bytes:
    """The 32-byte key of the SQLite file. Raises Failed saying how to make one."""
    try:
        key = bytes.fromhex(settings.key_path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise Failed(f"There is no key at {settings.key_path}. Run `pathbot init` first.") from None
    except ValueError:
        raise Failed(f"The key in {settings.key_path} is damaged. Restore it from your backup.") from None
    if len(key) != 32:
        raise Failed(f"The key in {settings.key_path} is damaged. Restore it from your backup.")
    return key
