"""`pathbot school` and `pathbot class`: schools, classes, and the projects classes run."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import date

    from pathbot.people import Class, Plan
    from pathbot.store.engine import Database

school = typer.Typer(help="Schools.", no_args_is_help=True)
class_ = typer.Typer(help="Classes and the projects they run.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]
Which = Annotated[str, typer.Argument(help="The class's id or name.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@school.command("add")
def add_school(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A short id, such as riverside.")],
    name: Annotated[str, typer.Argument(help="The school's name.")],
    country: Annotated[str, typer.Option(help="Two letters: whose crisis lines to name.")] = "US",
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Add a school, or change it."""
    from pathbot.app import roster
    from pathbot.people import School

    roster.add_school(_store(), School(id=id_, name=name, country=country.upper(), language=language))
    print(f"{name} is there. Next: pathbot class add, and pathbot people import.")


@school.command("list")
def list_schools(as_json: Json = False) -> None:
    """Every school."""
    from pathbot.store import people

    for found in people.all_schools(_store()):
        _show(found.model_dump(), f"{found.id}  {found.name}", as_json)


@class_.command("add")
def add_class(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A short id, such as shade-p3.")],
    name: Annotated[str, typer.Argument(help="What people call it, such as Period 3.")],
    of: Annotated[str, typer.Option("--school", help="The school's id.")],
    project: Annotated[str, typer.Option(help="The project it does, a file of prompts/projects.")],
    zone: Annotated[str, typer.Option(help="Time zone, such as America/Chicago.")] = "America/Los_Angeles",
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
    grade: Annotated[str, typer.Option(help="Said to mentors, such as 10th grade.")] = "",
) -> None:
    """Add a class, or change it."""
    from pathbot.app import roster
    from pathbot.people import Class
    from pathbot.store import people

    engine = _store()
    before = people.get_class(engine, id_)
    fresh = Class(id=id_, school=of, name=name, project=project, zone=zone, language=language, grade=grade)
    kept = ("shows", "state", "quiet_from", "quiet_until", "channel", "conversation")
    old = {name: getattr(before, name) for name in kept} if before else {}
    roster.add_class(engine, fresh.model_copy(update=old), _projects())
    print(f"{name} is there. Next: pathbot class start {id_} {project}, and pathbot class code {id_}.")


@class_.command("list")
def list_classes(
    of: Annotated[str | None, typer.Option("--school", help="One school only.")] = None, as_json: Json = False
) -> None:
    """Every class, with its project and how it goes."""
    from pathbot.store import people

    engine = _store()
    for found in people.all_schools(engine):
        for room in people.classes_of(engine, found.id) if of in (None, found.id) else ():
            _show(room.model_dump(), f"{room.id}  {room.name}  {room.project} ({room.state})  {found.id}", as_json)


@class_.command("start")
def start(
    which: Which,
    project: Annotated[str, typer.Argument(help="The project, a file of prompts/projects.")],
    starts: Day = None,
    ends: Day = None,
    due: Annotated[list[str] | None, typer.Option(help="By when a step should be done: project=2026-10-05.")] = None,
) -> None:
    """Start a project for a class. Learners begin it the next time they write."""
    from pathbot.app import roster

    engine = _store()
    room = roster.find_class(engine, which)
    first = starts.date() if starts else _today(room.zone)
    steps, dates = _steps(), dict(_due(text) for text in due or ())
    plan = roster.start_project(engine, room, project, _projects(), first, ends.date() if ends else None, dates, steps)
    _told(room, plan)


@class_.command("pause")
def pause(which: Which) -> None:
    """Pause the class's project. Places and lines are kept, nothing is asked."""
    _change(which, "paused")


@class_.command("resume")
def resume(which: Which) -> None:
    """Go on after a pause."""
    _change(which, "running")


@class_.command("end")
def end(which: Which) -> None:
    """End the class's project. Portfolios stay."""
    _change(which, "ended")


@class_.command("set")
def set_(
    which: Which,
    quiet_from: Annotated[str | None, typer.Option(help="No reminders from this local time on, such as 20:00.")] = None,
    quiet_until: Annotated[str | None, typer.Option(help="Until this local time, such as 07:00.")] = None,
    channel: Annotated[str | None, typer.Option(help="Where the class talks: slack, teams or web.")] = None,
    conversation: Annotated[str | None, typer.Option(help="That channel's id there.")] = None,
    shows: Annotated[str | None, typer.Option(help="Skills framework to show: NACE, ESF, O*NET or all.")] = None,
    grade: Annotated[str | None, typer.Option(help="Said to mentors, such as 10th grade.")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone.")] = None,
    language: Annotated[str | None, typer.Option(help="en or es.")] = None,
) -> None:
    """Change how a class works: quiet hours, its channel, the framework that shows, grade, zone, language."""
    from pathbot.app import roster
    from pathbot.app.errors import BadInput

    given = {"quiet_from": quiet_from, "quiet_until": quiet_until, "channel": channel, "conversation": conversation}
    given |= {"grade": grade, "zone": zone, "language": language}
    if shows is not None and shows not in ("all", "NACE", "ESF", "O*NET"):
        raise BadInput(f"{shows} is no framework. Choose NACE, ESF, O*NET or all.")
    given["shows"] = "" if shows == "all" else shows
    engine = _store()
    room = roster.find_class(engine, which)
    changes = {name: value for name, value in given.items() if value is not None}
    roster.add_class(engine, room.model_copy(update=changes), _projects())
    print(f"{room.name}: changed {', '.join(sorted(changes)) or 'nothing'}.")


@class_.command("code")
def code(
    which: Which,
    duty: Annotated[str, typer.Option("--as", help="learner, teacher or mentor.")] = "learner",
    as_json: Json = False,
) -> None:
    """Make a code: whoever writes it to Pathbot in any channel, with their first name, is in the class."""
    from pathbot.app import roster
    from pathbot.app.home import now

    engine = _store()
    room = roster.find_class(engine, which)
    made = roster.class_code(engine, room, now(), roster.as_duty(duty))
    days = roster.CLASS_CODE_LASTS.days
    shown = f"{made}   for {room.name}, {days} days. Learners write: {made} and their first name."
    _show({"class": room.id, "code": made, "days": days}, shown, as_json)


@class_.command("team")
def team(
    which: Which,
    name: Annotated[str, typer.Argument(metavar="TEAM", help="The team's name; - takes learners out of their team.")],
    who: Annotated[list[str], typer.Argument(metavar="WHO...", help="Learners, by id or name.")],
) -> None:
    """Put learners in a team: for a group project, Pathbot then asks each one whose part was whose."""
    from pathbot.app import roster

    engine = _store()
    room = roster.find_class(engine, which)
    learners = [roster.find_person(engine, one, room.school) for one in who]
    roster.set_team(engine, room, "" if name == "-" else name, learners)
    named = ", ".join(learner.name for learner in learners)
    print(f"{named}: {'no team' if name == '-' else 'team ' + name}.")


@class_.command("teams")
def teams(which: Which, as_json: Json = False) -> None:
    """Who is in which team."""
    from pathbot.app import roster

    engine = _store()
    for name, learners in roster.teams_of(engine, roster.find_class(engine, which)).items():
        row = {"team": name, "learners": [learner.id for learner in learners]}
        _show(row, f"{name}: {', '.join(learner.name for learner in learners)}", as_json)


def _change(which: str, state: str) -> None:
    from pathbot.app import roster

    engine = _store()
    room = roster.find_class(engine, which)
    _told(room, roster.set_state(engine, room, state, _today(room.zone)))


def _told(room: "Class", plan: "Plan") -> None:
    until = f" until {plan.ends_on}" if plan.ends_on else ""
    print(f"{room.name}: {plan.project} is {plan.state}, from {plan.starts_on}{until}.")


def _due(text: str) -> "tuple[str, date]":
    from datetime import date

    from pathbot.app.errors import BadInput

    step, _, day = text.partition("=")
    try:
        return step.strip(), date.fromisoformat(day.strip())
    except ValueError:
        raise BadInput(f"{text} cannot be read. Write a step and a date, such as project=2026-10-05.") from None


def _today(zone: str) -> "date":
    from zoneinfo import ZoneInfo

    from pathbot.app.home import now

    return now().astimezone(ZoneInfo(zone)).date()


def _steps() -> tuple[str, ...]:
    from pathbot.app.content import read
    from pathbot.app.settings import load_settings
    from pathbot.app.wiring import FRAMEWORK
    from pathbot.reflection.framework import Framework

    framework = read(load_settings().prompts / "frameworks" / f"{FRAMEWORK}.yaml", Framework)
    return tuple(step.id for step in framework.steps)


def _projects() -> Any:
    from pathbot.app.settings import load_settings
    from pathbot.app.wiring import load_projects

    return load_projects(load_settings().prompts / "projects")


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
