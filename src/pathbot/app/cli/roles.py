"""`pathbot roles`: search the role cards, rebuild their index."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from pathbot.app.cli.lines import read_rows, write_row
from pathbot.app.errors import BadInput

app = typer.Typer(help="Role cards and role search.", no_args_is_help=True)


class Query(BaseModel):
    """A row of a batch. Other fields are ignored."""

    id: str | int | None = None
    query: str


@app.command()
def search(
    text: Annotated[list[str] | None, typer.Argument(help="What the learner does or likes, as they say it.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=50, help="How many roles at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    batch: Annotated[Path | None, typer.Option(help='Rows {"id", "query"}, one per line; - for stdin.')] = None,
    cluster: Annotated[str, typer.Option(help="Only roles of a career cluster, such as Construction.")] = "",
    preparation: Annotated[
        list[int] | None, typer.Option(min=1, max=5, help="Only roles of this job zone (1 little, 5 long); repeatable.")
    ] = None,
    subject: Annotated[str, typer.Option(help="Only roles that grow from a school subject, such as Biology.")] = "",
) -> None:
    """Find roles that fit what a learner said, with the reason."""
    if bool(text) == (batch is not None):
        raise BadInput("Give either words to search for or --batch with a file of rows.")
    queries = list(read_rows(batch, Query)) if batch else [Query(query=" ".join(text or ()))]
    from pathbot.app.progress import open_with_bar
    from pathbot.app.settings import load_settings
    from pathbot.roles.remote import Leaving

    library = open_with_bar(load_settings())
    if cluster and not any(_like(cluster, card.cluster) for card in library.cards):
        raise BadInput(
            f"No role is in a cluster {cluster}. Try: {', '.join(sorted({c.cluster for c in library.cards}))}."
        )

    def wanted(card: Any) -> bool:
        return (
            (not cluster or _like(cluster, card.cluster))
            and (not preparation or card.job_zone in preparation)
            and (not subject or any(_like(subject, own) for own in card.subjects))
        )

    for query in queries:
        leaving = Leaving(query.query, library.remote) if library.remote else None
        only = wanted if cluster or preparation or subject else None
        found = library.search(query.query, n, only=only, leaving=leaving)
        if as_json or batch:
            write_row({"id": query.id, "query": query.query, "results": [_result(one) for one in found]})
        else:
            _show(found)


@app.command()
def index(
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete the index first and embed every card again.")] = False,
) -> None:
    """Bring the index up to date with the role cards."""
    from rich.console import Console

    from pathbot.app.library import index_place
    from pathbot.app.progress import open_with_bar
    from pathbot.app.settings import load_settings
    from pathbot.roles.index import forget_index

    settings = load_settings()
    place = index_place(settings)
    if fresh:
        forget_index(place)
    library = open_with_bar(settings)
    roles = "role cards" if all(card.source == "card" for card in library.cards) else "roles"
    where = place or "memory only, because no folder can be written"
    Console().print(f"{len(library.cards)} {roles} are indexed in {where}.", highlight=False, soft_wrap=True)


@app.command(name="import-onet")
def import_onet(
    path: Annotated[Path, typer.Argument(help="Folder or zip of a release, text or Excel, as O*NET offers it.")],
    release: Annotated[str, typer.Option(help="Number of the release, such as 29.3, if its name does not say.")] = "",
) -> None:
    """Add every occupation of an O*NET release; run it again with a newer one to upgrade."""
    from rich.console import Console

    from pathbot.app.onet import import_release
    from pathbot.app.progress import open_with_bar
    from pathbot.app.settings import load_settings

    settings = load_settings()
    brought = import_release(settings, path, release)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Read {len(brought.occupations):,} occupations of {brought.name}. Now making them searchable.")
    if brought.absent:
        console.print(f"Not in this download, so left unknown: {', '.join(brought.absent)}.")
    library = open_with_bar(settings)
    added = sum(card.source == "onet" for card in library.cards)
    console.print(f"Done: {len(library.cards) - added} role cards and {added:,} more roles from O*NET.")
    console.print(f"Every answer drawn from it says so: {brought.attribution}.")


def _like(asked: str, name: str) -> bool:
    return asked.casefold() in name.casefold()


def _result(found: Any) -> dict[str, Any]:
    return {"soc": found.card.soc, "title": found.card.title, "score": found.score, "why": found.why}


def _show(found: list[Any]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    if not found:
        console.print("No role card is close enough to that. Say more about what you did, or ask a mentor.")
    for one in found:
        card = one.card
        console.print(f"[bold]{escape(card.title)}[/bold] · {escape(card.cluster)}")
        console.print(f"  {escape(one.why)}")
        if card.entry_education:
            console.print(
                f"  Usual way in: {escape(card.entry_education.text)} ({escape(card.entry_education.source)})"
            )
        if card.pay:
            console.print(
                f"  Pay: ${card.pay.median_usd:,} a year (median, {card.pay.date}, {escape(card.pay.source)})"
            )
        if card.attribution:
            console.print(f"  From: {escape(card.attribution)}")
