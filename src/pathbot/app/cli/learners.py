"""`pathbot portfolio` and `pathbot learner`: what a learner takes along, and their rights over their data."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pathbot.app.errors import BadInput

if TYPE_CHECKING:
    from pathbot.people import Person
    from pathbot.store.engine import Database

portfolio = typer.Typer(help="A learner's portfolio.", no_args_is_help=True)
learner = typer.Typer(help="A learner's rights: export and erase.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(help="The learner's id or name.")]


@portfolio.callback()
def _portfolio() -> None:
    """A learner's portfolio."""


@portfolio.command("export")
def export_portfolio(
    who: Who,
    format_: Annotated[
        Literal["md", "html", "pdf", "docx", "csv", "json-resume", "open-badge", "zip"],
        typer.Option("--format", help="Which kind of file; zip has all of them, for leaving school."),
    ] = "md",
    out: Annotated[Path | None, typer.Option(help="Write it here instead of printing it.")] = None,
) -> None:
    """Print or write what the learner approved. Nothing else is ever exported."""
    content = _file(who, format_)
    if out is None:
        if format_ in ("pdf", "docx", "zip") and sys.stdout.isatty():
            raise BadInput(f"A {format_} file is not for the screen. Add --out FILE.")
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{out} cannot be written ({error.strerror}). Choose another place.") from None


def _file(who: str, format_: str) -> bytes:
    from pathbot.app.home import now
    from pathbot.app.portfolios import portfolio_of, signed_badges
    from pathbot.exports import KINDS, leaving_school
    from pathbot.store import audit

    engine, person = _found(who)
    audit.record(engine, person.school, audit.SYSTEM, "export-portfolio", person.id, now())
    portfolio = portfolio_of(engine, person, now())
    if format_ == "zip":
        return leaving_school(portfolio, signed_badges(portfolio, person, must=False))
    if format_ == "open-badge":
        badges = signed_badges(portfolio, person, must=True)
        if not badges:
            raise BadInput(f"No teacher confirmed a line of {person.name} yet: only confirmed lines become badges.")
        return "".join(f"{token}\n" for token in badges.values()).encode()
    return next(kind.made(portfolio) for name, kind in KINDS.items() if name == format_)


@learner.command("export")
def export_learner(who: Who) -> None:
    """Print everything the store holds about a learner, as JSON."""
    import json

    from pathbot.app.home import now
    from pathbot.store import audit
    from pathbot.store.rights import export_learner as everything

    engine, person = _found(who)
    audit.record(engine, person.school, audit.SYSTEM, "export", person.id, now())
    print(json.dumps(everything(engine, person.id), ensure_ascii=False, indent=2, default=str))


@learner.command("erase")
def erase_learner(who: Who, yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False) -> None:
    """Delete everything the store holds about a learner. This cannot be undone."""
    from pathbot.app.erasures import Watch
    from pathbot.app.home import now
    from pathbot.app.settings import load_settings
    from pathbot.store.rights import erase_learner as erase

    engine, person = _found(who)
    if not yes and not typer.confirm(f"Delete everything about {person.name} ({person.id})?"):
        print("Nothing was deleted.")
        return
    receipt = erase(engine, person.id, now())
    Watch(load_settings(), engine).look()
    print(receipt.model_dump_json(indent=2))


def _found(who: str) -> "tuple[Database, Person]":
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings
    from pathbot.store import people
    from pathbot.store.errors import StoreProblem

    engine = open_store(load_settings())
    try:
        person = people.find_person(engine, who)
    except StoreProblem as error:
        raise BadInput(str(error)) from None
    if person is None:
        raise BadInput(f"There is nobody called {who}. Use the id or the name Pathbot uses.")
    return engine, person
