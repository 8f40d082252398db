"""`pathbot summary`: what a teacher gets on Monday, to look at before it goes, or to send at once."""

from typing import Annotated, Any

import typer

app = typer.Typer(help="Weekly summaries.", no_args_is_help=True)

InClass = Annotated[str, typer.Option("--class", help="The class's id or name.")]
To = Annotated[str | None, typer.Option("--teacher", help="The teacher's id or name; the first one of the class.")]


@app.command()
def preview(
    in_class: InClass,
    week: Annotated[str | None, typer.Option(help="An ISO week such as 2026-W47; this week if left out.")] = None,
    teacher: To = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: the counts behind it too.")] = False,
) -> None:
    """Show a class's summary as its teacher would get it. Nothing is sent."""
    from pathbot.app.home import now
    from pathbot.messages import fallback
    from pathbot.store import audit, people
    from pathbot.summaries import quoted

    engine, weekly, room, person = _open(in_class, teacher)
    which = weekly.week(room, week, now())
    viewer = people.viewer(engine, person)
    made = weekly.summary(viewer, room, which, now())
    seen = quoted(made, weekly.facts(viewer, room, which))
    audit.looked(engine, room.school, audit.SYSTEM, "view-summary", seen, now())
    card, chart = weekly.words.card(made, room, person.language), weekly.words.chart(made, person.language)
    if not as_json:
        print(f"{fallback(card)}\n{chart.alt}")
        return
    from pathbot.app.cli.lines import write_row

    counts = made.model_dump(mode="json", exclude={"week"})
    write_row({"class": room.id, "week": which.key, **counts, "text": fallback(card), "alt": chart.alt})


@app.command()
def send(in_class: InClass, teacher: To = None) -> None:
    """Send this week's summary now instead of on Monday. It goes out once."""
    from pathbot.app.errors import BadInput
    from pathbot.app.home import now

    _, weekly, room, person = _open(in_class, teacher)
    if not weekly.send_now(person, room, now()):
        raise BadInput(f"This week's summary of {room.name} went to {person.name} already. The next comes on Monday.")
    print(f"This week's summary of {room.name} is on its way to {person.name}.")


def _open(in_class: str, teacher: str | None) -> tuple[Any, Any, Any, Any]:
    from pathbot.app import roster
    from pathbot.app.errors import BadInput
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings
    from pathbot.app.weekly import Weekly
    from pathbot.app.wiring import load_kit
    from pathbot.store import people

    settings = load_settings()
    engine = open_store(settings)
    room = roster.find_class(engine, in_class)
    there = people.members(engine, room.id, "teacher")
    if teacher is not None:
        person = roster.find_person(engine, teacher, room.school)
        there = tuple(p for p in there if p.id == person.id)
    if not there:
        raise BadInput(
            f"{room.name} has no such teacher. Add one: pathbot people join WHO --as teacher --class {room.id}"
        )
    return engine, Weekly(engine, load_kit(settings)), room, there[0]
