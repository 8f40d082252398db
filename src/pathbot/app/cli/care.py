"""What a school decides about care, and what it can check: more of `pathbot safety`, `learner consent`, `audit`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from pathbot.people import School
    from pathbot.store.engine import Database

audit = typer.Typer(help="Who did what to whose record.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]
Which = Annotated[str | None, typer.Argument(help="The school's id; leave out for every school.")]
One = Annotated[str, typer.Argument(help="The school's id.")]
By = Annotated[str, typer.Option("--by", help="The id of who decides this; stands in the audit trail.")]


def status(which: Which = None) -> None:
    """Say whether a school may begin with learners, and what is missing."""
    from pathbot.app import going_live
    from pathbot.app.safety import load_protocol
    from pathbot.app.settings import load_settings

    engine = _store()
    protocol = load_protocol(load_settings().prompts)
    blocked = False
    for school in _schools(engine, which):
        lacking = going_live.missing(engine, school, protocol)
        blocked = blocked or bool(lacking)
        print(f"{school.name}: {'cannot start yet' if lacking else 'may start'}")
        for line in (*lacking, *going_live.advised(engine, school)):
            print(f"  - {line}")
    if blocked:
        raise typer.Exit(1)


def set_(
    which: One,
    by: By = "",
    days: Annotated[str | None, typer.Option(help="When somebody reads alerts: 1-5 is Monday to Friday.")] = None,
    hours: Annotated[str | None, typer.Option(help="Between which times: 08:00-16:00.")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone, such as America/Phoenix.")] = None,
    line_en: Annotated[str | None, typer.Option(help="The school's own crisis lines, in English.")] = None,
    line_es: Annotated[str | None, typer.Option(help="The same in Spanish.")] = None,
    under_13: Annotated[bool | None, typer.Option("--under-13/--no-under-13", help="Whether they take part.")] = None,
    parents: Annotated[
        Literal["none", "under_16", "under_18", "all"] | None, typer.Option(help="Whose parent has to agree.")
    ] = None,
    keep_days: Annotated[int | None, typer.Option(help="How long answers are kept.")] = None,
    concern_days: Annotated[int | None, typer.Option(help="How long concerns are kept.")] = None,
    reviewed_by: Annotated[str | None, typer.Option(help="Who approved the texts and the numbers.")] = None,
) -> None:
    """Change what a school decided about care."""
    from pathbot.app.care_rules import changed, days_of, hours_of, zone_of
    from pathbot.app.home import now
    from pathbot.store import audit as trail
    from pathbot.store import care

    engine = _store()
    (school,) = _schools(engine, which)
    rules, today = care.rules_of(engine, school.id), now()
    start, end = hours_of(hours) if hours else (None, None)
    given: dict[str, Any] = {
        "zone": zone_of(zone) if zone else None,
        "days": days_of(days) if days else None,
        "from_": start,
        "until": end,
        "lines": {**rules.lines, **({"en": line_en} if line_en else {}), **({"es": line_es} if line_es else {})},
        "under_13": under_13,
        "parents": parents,
        "keep_days": keep_days,
        "concern_days": concern_days,
        "reviewed_by": reviewed_by,
    }
    care.put_rules(engine, school.id, changed(rules, given, today.date()), by or trail.SYSTEM, today)
    print(f"{school.name}: kept. `pathbot safety status {school.id}` says what is missing.")


def drill(which: One) -> None:
    """Send every safety contact a drill now. A running server delivers it."""
    from pathbot.app.drills import drill_job
    from pathbot.app.errors import BadInput
    from pathbot.app.home import now
    from pathbot.store import jobs, people

    engine = _store()
    (school,) = _schools(engine, which)
    if not people.safety_contacts(engine, school.id):
        raise BadInput(f"{school.name} has no safety contact. `pathbot safety status {school.id}` says how to add one.")
    today = now()
    jobs.plan_all(engine, [drill_job(school.id, f"{today:%Y-%m-%d}", today)])
    print(f"A drill goes to {school.name}'s contacts. `pathbot safety report {school.id}` shows who answered.")


def report(which: Which = None, as_json: Json = False) -> None:
    """Counts only: concerns, how fast they were answered, how many were nothing, the last drill somebody answered."""
    import json
    from statistics import median

    from pathbot.store import care, concerns

    engine = _store()
    for school in _schools(engine, which):
        raised = concerns.concerns_of(engine, school.id)
        heard = [c for c in raised if c.acknowledged_at is not None]
        false = sum(c.outcome == "false_alarm" for c in heard)
        waits = [(c.acknowledged_at - c.raised_at).total_seconds() / 60 for c in heard if c.acknowledged_at]
        answered = [d for d in care.drills_of(engine, school.id) if d.answered_at]
        row = {
            "school": school.id,
            "raised": len(raised),
            "open": len(raised) - len(heard),
            "false_alarms": false,
            "median_minutes": round(median(waits), 1) if waits else None,
            "last_drill_answered": answered[-1].month if answered else None,
        }
        print(json.dumps(row) if as_json else "  ".join(f"{name} {value}" for name, value in row.items()))


def consent(
    who: Annotated[str, typer.Argument(help="The learner's id or name.")],
    by: By = "",
    age: Annotated[
        Literal["under_13", "13_15", "16_17", "18_plus"] | None, typer.Option(help="The learner's age band.")
    ] = None,
    parent_ok: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day a parent agreed.")] = None,
    parent_ended: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day they took it back.")
    ] = None,
) -> None:
    """Record a learner's age band and a parent's consent, or show what is recorded."""
    from pathbot.app import roster
    from pathbot.app.home import now
    from pathbot.care import LearnerCare
    from pathbot.store import care

    engine = _store()
    person = roster.find_person(engine, who)
    record = care.learner(engine, person.id) or LearnerCare(person=person.id, school=person.school, recorded_at=now())
    changes: dict[str, Any] = {"age": age} if age else {}
    if parent_ok:
        changes |= {"parent_ok_on": parent_ok.date(), "parent_ended_on": None}
    if parent_ended:
        changes |= {"parent_ended_on": parent_ended.date()}
    if changes:
        record = record.model_copy(update={**changes, "recorded_by": by, "recorded_at": now()})
        care.put_learner(engine, record)
    agreed = record.parent_ok_on and not record.parent_ended_on
    print(f"{person.name}: age {record.age or 'unknown'}, parent {record.parent_ok_on if agreed else 'not on record'}")


@audit.command("list")
def list_(
    which: One,
    about: Annotated[str | None, typer.Option(help="Only entries about this person (id).")] = None,
    as_json: Json = False,
) -> None:
    """The trail: when, who, what, whose record."""
    from pathbot.store import audit as trail

    engine = _store()
    (school,) = _schools(engine, which)
    for entry in trail.entries(engine, school.id):
        if about is None or entry.subject == about:
            shown = f"{entry.n}  {entry.at:%Y-%m-%d %H:%M}  {entry.actor}  {entry.action}  {entry.subject}"
            print(entry.model_dump_json() if as_json else shown)


@audit.command()
def verify(which: Which = None) -> None:
    """Check that no entry was changed, removed or put in."""
    from pathbot.app.errors import Failed
    from pathbot.store import audit as trail

    engine = _store()
    for school in _schools(engine, which):
        broken = trail.first_broken(engine, school.id)
        if broken is not None:
            raise Failed(f"{school.name}: entry {broken} is not as it was written. Compare with your last backup.")
        print(f"{school.name}: {len(trail.entries(engine, school.id))} entries, unbroken.")


def _schools(engine: "Database", which: str | None) -> "list[School]":
    from pathbot.app import roster
    from pathbot.store import people

    return [roster.find_school(engine, which)] if which else list(people.all_schools(engine))


def _store() -> "Database":
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings

    return open_store(load_settings())
