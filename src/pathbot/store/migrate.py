"""Brings a database to the newest schema, in one transaction: a stop half-way leaves it as it was."""

from pathlib import Path

from sqlalchemy import Connection, Engine

from pathbot.store.errors import StoreProblem
from pathbot.store.fences import raise_fences
from pathbot.store.sqlite import broken_references, foreign_keys

_LOCK = 7284  # any number that all Pathbots agree on: one of them upgrades at a time
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Makes or upgrades every table. Running it again changes nothing; two processes at once take turns.

    Raises StoreProblem when the database was made by a newer Pathbot, or when an upgrade would lose a reference.
    """
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:  # a changed table is copied and dropped, which would cascade into what points at it
            foreign_keys(connection, False)
        try:
            with connection.begin():
                if not on_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                _upgrade(connection)
                if not on_sqlite:
                    raise_fences(connection)
                elif broken_references(connection):
                    raise StoreProblem("The upgrade would lose data and was undone: please report this.")
        finally:
            if on_sqlite:
                foreign_keys(connection, True)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreProblem("This database was made by a newer Pathbot: update Pathbot, then try again.") from None
