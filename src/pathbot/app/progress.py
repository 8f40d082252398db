"""Long work shows progress: a bar on stderr, only where somebody looks."""

from rich.console import Console
from rich.progress import Progress

from pathbot.app.library import open_library
from pathbot.app.settings import Settings
from pathbot.roles.library import RoleLibrary


def open_with_bar(settings: Settings) -> RoleLibrary:
    """`open_library`, with a bar while role cards are embedded."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading role cards", total=None)
        return open_library(settings, lambda done, total: bar.update(task, completed=done, total=total))
