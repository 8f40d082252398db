"""Who is at a school: what the command line and the pages do to schools, classes, people and codes.

Every function raises BadInput with one sentence that says what to do.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import ParamSpec, TypeVar, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pathbot.app import going_live
from pathbot.app.errors import BadInput
from pathbot.app.refusals import Refusal
from pathbot.channels.slack.names import NAME as SLACK
from pathbot.joining import code_from
from pathbot.messages import Address
from pathbot.people import Class, Duty, Invitation, Membership, Person, Plan, School
from pathbot.reflection.project import Project
from pathbot.store import joining, people, plans
from pathbot.store.engine import Database
from pathbot.store.errors import StoreProblem

PERSON_CODE_LASTS = timedelta(days=120)
CLASS_CODE_LASTS = timedelta(days=14)
LONGEST_TEAM = 40
ALWAYS_SCHOOL_WIDE: tuple[Duty, ...] = ("admin",)
DUTIES: tuple[str, ...] = get_args(Duty)
Projects = Mapping[str, Project]
P = ParamSpec("P")
R = TypeVar("R")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_school(engine: Database, school: School) -> None:
    """Adds or changes a school."""
    _check_id(school.id)
    _stored(people.add_school, engine, school)


def add_class(engine: Database, room: Class, projects: Projects) -> None:
    """Adds or changes a class. Its project must exist; a running plan of another project ends."""
    _check_id(room.id)
    find_school(engine, room.school)
    _check_zone(room.zone)
    check_project(room.project, projects)
    for clock in (room.quiet_from, room.quiet_until):
        _check_time(clock)
    _stored(people.add_class, engine, room)


def add_person(engine: Database, person: Person) -> None:
    """Adds or changes a person. An e-mail can be one person's only."""
    _check_id(person.id)
    find_school(engine, person.school)
    email = person.email.strip().lower()
    if email and not _EMAIL.fullmatch(email):
        raise Refusal("email", email=person.email)
    other = people.person_with_email(engine, person.school, email)
    if other is not None and other.id != person.id:
        raise Refusal("email_taken", email=email, name=other.name, id=other.id)
    _stored(people.add_person, engine, person.model_copy(update={"email": email}))


def as_duty(text: str) -> Duty:
    """A duty, with a dash or without."""
    duty = text.replace("-", "_")
    if duty not in DUTIES:
        raise Refusal("duty", duty=text, duties=", ".join(DUTIES))
    return cast(Duty, duty)


def check_duty(duty: Duty, room: Class | None) -> None:
    """Whether this duty can be held there."""
    if room is None and duty in ("learner", "teacher"):
        raise Refusal("duty_class")


def give_duty(engine: Database, person: Person, duty: Duty, room: Class | None, active: bool = True) -> None:
    """Gives or ends a duty, in a class or in the whole school."""
    check_duty(duty, room)
    in_class = None if room is None or duty in ALWAYS_SCHOOL_WIDE else room.id
    held = Membership(person=person.id, school=person.school, duty=duty, class_id=in_class, active=active)
    _stored(people.add_membership, engine, held)


def set_team(engine: Database, room: Class, team: str, learners: Sequence[Person]) -> None:
    """These learners of a class work together from now on; without a name, alone."""
    name = " ".join(team.split())
    if len(name) > LONGEST_TEAM:
        raise Refusal("team_name", most=str(LONGEST_TEAM))
    here = {p.id for p in people.members(engine, room.id, "learner")}
    for learner in learners:
        if learner.id not in here:
            raise Refusal("team_learner", name=learner.name, id=learner.id, class_name=room.name)
    for learner in learners:
        people.set_team(engine, room.id, learner.id, name)


def teams_of(engine: Database, room: Class) -> dict[str, tuple[Person, ...]]:
    """The teams of a class, by name, with who is in them."""
    learners = people.members(engine, room.id, "learner")
    team = {m.person: m.team for m in people.memberships_of(engine, room.school, room.id) if m.duty == "learner"}
    names = sorted({team[p.id] for p in learners} - {""}, key=str.casefold)
    return {name: tuple(p for p in learners if team[p.id] == name) for name in names}


def link(engine: Database, person: Person, channel: str, external_id: str) -> None:
    """This account of a channel is this person. An account that is somebody else's is refused."""
    other = people.person_behind(engine, person.school, channel, external_id)
    if other is not None and other.id != person.id:
        raise Refusal("linked", channel=channel, name=other.name, id=other.id)
    _stored(people.link_identity, engine, person.school, channel, external_id, person.id)
    if channel == SLACK and people.address_of(engine, person.id) is None:
        # There a private chat is named after its user, so that a mentor or teacher is reached before they ever wrote.
        _stored(people.set_address, engine, person, Address(channel=SLACK, conversation=external_id))


def link_by_email(engine: Database, school: str, channel: str, external_id: str, email: str) -> Person | None:
    """Links a sender whose e-mail the platform has verified. None when the school knows nobody by it.

    For channels: call it when `people.person_behind` finds nobody, before the message is filed.
    """
    person = people.person_with_email(engine, school, email)
    if person is not None:
        link(engine, person, channel, external_id)
    return person


def person_code(engine: Database, person: Person, now: datetime) -> str:
    """A new code for this person; the old one ends. It signs them in on the web and links one account per channel."""
    asked = Invitation(code="", school=person.school, person=person.id, names=person.name)
    return _code(engine, asked, now + PERSON_CODE_LASTS)


def class_code(engine: Database, room: Class, now: datetime, duty: Duty = "learner") -> str:
    """A new code with which people join this class under their first name; the one there was ends."""
    asked = Invitation(code="", school=room.school, duty=duty, class_id=room.id, names=room.name)
    return _code(engine, asked, now + CLASS_CODE_LASTS)


def start_project(
    engine: Database,
    room: Class,
    project: str,
    projects: Projects,
    starts_on: date,
    ends_on: date | None = None,
    dates: dict[str, date] | None = None,
    steps: tuple[str, ...] = (),
) -> Plan:
    """The class does this project from now on. `dates` says by when a step should be done; `steps` are the ids."""
    going_live.check(engine, find_school(engine, room.school))
    check_project(project, projects)
    days = dates or {}
    for step in days:
        if step not in steps:
            raise Refusal("step", step=step, steps=", ".join(steps))
    if ends_on is not None and ends_on < starts_on:
        raise Refusal("ends_first")
    in_order = [days[step] for step in steps if step in days]
    if in_order != sorted(in_order):
        raise Refusal("steps_order")
    plan = Plan(school=room.school, class_id=room.id, project=project, starts_on=starts_on, ends_on=ends_on, dates=days)
    _stored(plans.put_plan, engine, plan)
    return plan


def set_state(engine: Database, room: Class, state: str, today: date) -> Plan:
    """Pauses, resumes or ends the project of a class. Learners keep their place and their lines."""
    if state == "running":
        going_live.check(engine, find_school(engine, room.school))
    plan = plans.plan_of(engine, room.id) or Plan(
        school=room.school, class_id=room.id, project=room.project, starts_on=today
    )
    ends = {"ends_on": today} if state == "ended" else {}
    changed = plan.model_copy(update={"state": state, **ends})
    _stored(plans.put_plan, engine, changed)
    return changed


def find_school(engine: Database, school: str) -> School:
    """A school by id."""
    found = people.get_school(engine, school)
    if found is None:
        there = ", ".join(s.id for s in people.all_schools(engine))
        raise Refusal("no_school_of", school=school, there=there) if there else Refusal("no_school", school=school)
    return found


def find_class(engine: Database, who: str, school: str | None = None) -> Class:
    """A class by id or name."""
    found = _stored(people.find_class, engine, who, school)
    if found is None:
        raise Refusal("no_class", class_name=who)
    return found


def find_person(engine: Database, who: str, school: str | None = None) -> Person:
    """A person by id or name."""
    found = _stored(people.find_person, engine, who, school)
    if found is None:
        raise Refusal("no_person", who=who)
    return found


def _code(engine: Database, asked: Invitation, until: datetime) -> str:
    code = code_from(secrets.randbits(64))
    _stored(joining.make_code, engine, code, asked, until)
    return code


def _stored(do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return do(*args, **kwargs)
    except StoreProblem as problem:
        raise BadInput(str(problem)) from None


def _check_id(name: str) -> None:
    if not _ID.fullmatch(name):
        raise Refusal("id", id=name)


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("zone", zone=zone) from None


def check_project(project: str, projects: Projects) -> None:
    """Whether there is such a project."""
    if project not in projects:
        raise Refusal("no_project", project=project, there=", ".join(sorted(projects)))


def _check_time(clock: str) -> None:
    try:
        time.fromisoformat(clock)
    except ValueError:
        raise Refusal("clock", clock=clock) from None
