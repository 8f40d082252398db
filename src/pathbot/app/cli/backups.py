"""`pathbot backup`, `restore` and `migrate-store`: copies of everything, and moving to PostgreSQL."""

from pathlib import Path
from typing import Annotated

import typer

from pathbot.app.errors import BadInput

KeyFile = Annotated[Path | None, typer.Option("--key-file", help="The copy of the key that was kept elsewhere.")]


def backup(
    to: Annotated[Path | None, typer.Argument(help="The file to write; without it one in the data folder.")] = None,
) -> None:
    """Write an encrypted copy of everything, while people go on. It opens only with the key of the data folder."""
    from pathbot.app.backups import back_up
    from pathbot.app.home import now, open_store
    from pathbot.app.settings import load_settings

    settings = load_settings()
    target = to or settings.home_folder / "backups" / f"by-hand-{now():%Y-%m-%d-%H%M%S}.db"
    back_up(settings, open_store(settings), target)
    print(f"Wrote {target} and read it back. Keep the key {settings.key_path} somewhere else.")


def restore(
    source: Annotated[Path, typer.Argument(help="A file that `pathbot backup` wrote.")],
    key_file: KeyFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before replacing a database.")] = False,
) -> None:
    """Put a backup back, here or on a fresh machine. Stop Pathbot first: what was written since is gone.

    Whoever was erased since is erased again.
    """
    from pathbot.app.backups import restore as put_back
    from pathbot.app.home import now, open_store
    from pathbot.app.settings import load_settings
    from pathbot.store import people

    settings = load_settings()
    there = not settings.database and (settings.home_folder / "pathbot.db").exists()
    if there and not yes and not typer.confirm("Replace the database that is here?"):
        print("Nothing was changed.")
        return
    again = put_back(settings, source, key_file, now())
    schools = [school.name for school in people.all_schools(open_store(settings))]
    print(f"Restored {source.name}: {', '.join(schools) or 'no school yet'}.")
    if again.people:
        print(f"Erased again, because they were erased after the backup was made: {again.people}.")
    if not again.whole:
        print("The list of erasures was changed by hand. Everybody in it was erased; ask who changed it.")


def migrate_store(
    to: Annotated[str, typer.Option("--to", help="postgresql+psycopg://user@host/name, with no schools in it yet.")],
) -> None:
    """Copy everything into another database and compare every row. Stop Pathbot first."""
    from rich.progress import Progress

    from pathbot.app.backups import move
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings

    settings = load_settings()
    if to == settings.database_url:
        raise BadInput("That is the database in use. Name another one.")
    with Progress() as progress:
        task = progress.add_task("Copying", total=None)
        copied = move(
            settings,
            open_store(settings),
            to,
            lambda table, count: progress.update(task, description=f"Copying {table}: {count}"),
        )
    print(f"Copied {sum(copied.values())} rows and compared each. Set PATHBOT_DATABASE to the new address.")
