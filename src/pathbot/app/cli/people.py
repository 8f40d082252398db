"""`pathbot people`: who is at a school, what they do there, and how channels know them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pathbot.store.engine import Database

app = typer.Typer(help="People: add, link, and hand out codes.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]
Who = Annotated[str, typer.Argument(help="The person's id or name.")]
As = Annotated[str, typer.Option("--as", help="learner, teacher, mentor, safety_contact or admin.")]
InClass = Annotated[str | None, typer.Option("--class", help="The class's id or name; leave out for the whole school.")]


@app.command()
def add(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A short id, such as maya.r.")],
    name: Annotated[str, typer.Argument(help="What Pathbot calls them.")],
    of: Annotated[str, typer.Option("--school", help="The school's id.")],
    title: Annotated[str, typer.Option(help="Introduces an adult, such as counselor.")] = "",
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
    email: Annotated[str, typer.Option(help="The school's e-mail for them; Slack and Teams find them by it.")] = "",
    duty: Annotated[str | None, typer.Option("--as", help="Also give them a duty.")] = None,
    in_class: InClass = None,
) -> None:
    """Add a person, or change them."""
    from pathbot.app import roster
    from pathbot.people import Person

    engine = _store()
    person = Person(id=id_, school=of, name=name, title=title, language=language, email=email)
    held = roster.as_duty(duty) if duty else None
    room = roster.find_class(engine, in_class, of) if in_class else None
    roster.add_person(engine, person)
    if held:
        roster.give_duty(engine, person, held, room)
    print(f"{name} is there. Next: pathbot people code {id_}")


@app.command("list")
def list_(
    of: Annotated[str | None, typer.Option("--school", help="One school only.")] = None,
    in_class: InClass = None,
    as_json: Json = False,
) -> None:
    """Who is there, and what they do."""
    from pathbot.app import roster
    from pathbot.store import people

    engine = _store()
    room = roster.find_class(engine, in_class, of) if in_class else None
    schools = [room.school] if room else [roster.find_school(engine, of).id] if of else []
    for school in schools or [s.id for s in people.all_schools(engine)]:
        held = people.memberships_of(engine, school, room.id if room else None)
        for person in people.people_of(engine, school):
            duties = [m for m in held if m.person == person.id and m.active]
            if room and not duties:
                continue
            shown = ", ".join(f"{m.duty} {m.class_id or '(school)'}" for m in duties)
            row = {**person.model_dump(), "duties": [{"duty": m.duty, "class": m.class_id} for m in duties]}
            _show(row, f"{person.id}  {person.name}  {shown}  {school}", as_json)


@app.command()
def join(who: Who, duty: As, in_class: InClass = None) -> None:
    """Give a person a duty in a class or in the whole school."""
    _duty(who, duty, in_class, True)


@app.command()
def leave(who: Who, duty: As, in_class: InClass = None) -> None:
    """End a person's duty. What they made stays theirs."""
    _duty(who, duty, in_class, False)


@app.command()
def link(
    who: Who,
    channel: Annotated[str, typer.Argument(help="slack, teams, web or terminal.")],
    external_id: Annotated[str, typer.Argument(help="What that channel calls them, such as U024BE7LH.")],
) -> None:
    """From now on, this account of a channel is this person."""
    from pathbot.app import roster

    engine = _store()
    person = roster.find_person(engine, who)
    roster.link(engine, person, channel, external_id)
    print(f"{person.name} is linked in {channel}.")


@app.command()
def unlink(who: Who, channel: Annotated[str, typer.Argument(help="slack, teams, web or terminal.")]) -> None:
    """A channel no longer knows this person, and their code is over."""
    from pathbot.app import roster
    from pathbot.store import joining, people

    engine = _store()
    person = roster.find_person(engine, who)
    gone = people.unlink(engine, person.id, channel)
    joining.end_codes(engine, person.school, person=person.id)
    print(f"{person.name}: {gone} unlinked in {channel}.")


@app.command()
def code(who: Who, as_json: Json = False) -> None:
    """Make a code for one person: it signs them in on the web, and links them in any channel they write it in."""
    from pathbot.app import roster
    from pathbot.app.home import now

    engine = _store()
    person = roster.find_person(engine, who)
    made = roster.person_code(engine, person, now())
    days = roster.PERSON_CODE_LASTS.days
    row = {"person": person.id, "code": made, "days": days}
    _show(row, f"{made}   for {person.name}, {days} days. Nobody else may have it.", as_json)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A OneRoster 1.1 or 1.2 folder or zip, or a CSV: name, duty, class.")],
    of: Annotated[str, typer.Option("--school", help="The school's id.")],
    project: Annotated[str, typer.Option(help="The project new classes do.")],
    in_class: Annotated[list[str] | None, typer.Option("--class", help="Only this class; may be given again.")] = None,
    zone: Annotated[str, typer.Option(help="Time zone of new classes.")] = "America/Los_Angeles",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Take over classes and people from what the school's system exports. Nobody is ever deleted."""
    from pathbot.app import roster, roster_import
    from pathbot.app.roster_files import read_roster
    from pathbot.app.settings import load_settings
    from pathbot.app.wiring import load_projects

    engine, projects = _store(), load_projects(load_settings().prompts / "projects")
    school, file = roster.find_school(engine, of), read_roster(path)
    roster.check_project(project, projects)
    changes = roster_import.plan_import(engine, school, file, project, tuple(in_class or ()), zone)
    for change in changes:
        _show({"what": change.what, "who": change.says}, f"{change.what}: {change.says}", as_json)
    if not dry_run:
        roster_import.apply_import(engine, changes, projects)
    if not as_json:
        skipped = "".join(f" Left out: {count} × {why}." for why, count in sorted(file.skipped.items()))
        print(f"{len(changes)} changes {'would be' if dry_run else 'were'} made.{skipped}")


@app.command()
def offers(
    who: Who,
    cluster: Annotated[list[str] | None, typer.Option(help="A career cluster they know; may be given again.")] = None,
    most: Annotated[int, typer.Option(min=0, max=50, help="Open questions at a time, at most.")] = 3,
) -> None:
    """Say what a mentor can take on."""
    from pathbot.app import roster
    from pathbot.mentoring import MentorOffer
    from pathbot.store import questions

    engine = _store()
    person = roster.find_person(engine, who)
    offer = MentorOffer(person=person.id, clusters=tuple(cluster or ()), most_open=most)
    questions.set_offer(engine, person.school, offer)
    print(f"{person.name}: {', '.join(offer.clusters) or 'any cluster'}, at most {most} open questions.")


def _duty(who: str, duty: str, in_class: str | None, active: bool) -> None:
    from pathbot.app import roster

    engine = _store()
    person = roster.find_person(engine, who)
    room = roster.find_class(engine, in_class, person.school) if in_class else None
    roster.give_duty(engine, person, roster.as_duty(duty), room, active)
    where = room.name if room else "the whole school"
    print(f"{person.name} {'is' if active else 'is no longer'} {duty} in {where}.")


def _store() -> "Database":
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings

    return open_store(load_settings())


def _show(row: dict[str, Any], text: str, as_json: bool) -> None:
    if not as_json:
        print(text)
        return
    from pathbot.app.cli.lines import write_row

    write_row(row)
