"""Takes a school's file over: what it would change, and then exactly that. Nobody is ever deleted by an import."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal

from pathbot.app import roster
from pathbot.app.errors import BadInput
from pathbot.app.roster_files import Group, Held, RosterFile, Someone
from pathbot.frozen import Frozen
from pathbot.people import Class, Membership, Person, School
from pathbot.store import people
from pathbot.store.engine import Database

What = Literal["add class", "add person", "change person", "add duty", "end duty"]


class Change(Frozen):
    """One thing an import does. `item` is what is stored; `says` tells it to a person."""

    what: What
    says: str
    item: Class | Person | Membership


def plan_import(
    engine: Database, school: School, file: RosterFile, project: str, only: Sequence[str] = (), zone: str = ""
) -> tuple[Change, ...]:
    """What an import would change, in the order it happens. `only` names classes (id or name); empty: every class.

    Whoever is no longer enrolled in a class of the file loses the duty there; other classes are left alone. Raises
    BadInput when a class of `only` is not in the file.
    """
    groups = _chosen(file, only)
    chosen = {group.id for group in groups}
    held = [h for h in file.held if not h.group or h.group in chosen]
    wanted = {h.person for h in held}
    who = {s.id: s for s in file.people if s.id in wanted}
    rooms = {g.id: _room(engine, school, g, project, zone) for g in groups}
    ids = {s.id: _person_id(engine, school, s) for s in who.values()}
    return (
        *_class_changes(engine, rooms.values()),
        *_person_changes(engine, school, who.values(), ids),
        *_duty_changes(engine, school, [h for h in held if h.person in who], rooms, ids),
    )


def apply_import(engine: Database, changes: Iterable[Change], projects: roster.Projects) -> None:
    """Does it. A repeated import changes nothing."""
    for change in changes:
        item = change.item
        if isinstance(item, Class):
            roster.add_class(engine, item, projects)
        elif isinstance(item, Person):
            roster.add_person(engine, item)
        else:
            people.add_membership(engine, item)


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes of each kind."""
    return dict(Counter(change.what for change in changes))


def _chosen(file: RosterFile, only: Sequence[str]) -> list[Group]:
    if not only:
        return list(file.groups)
    found = [g for g in file.groups if {g.id.lower(), g.name.lower()} & {name.lower() for name in only}]
    for name in only:
        if not any(name.lower() in (g.id.lower(), g.name.lower()) for g in found):
            raise BadInput(f"The file has no class {name}.")
    return found


def _room(engine: Database, school: School, group: Group, project: str, zone: str) -> Class:
    """The class as it is, else a new one; a class made by hand is found by its name."""
    room_id = _id(school, "c", group.id)
    there = [r for r in people.classes_of(engine, school.id) if r.id in (room_id, group.id)]
    there = there or [r for r in people.classes_of(engine, school.id) if r.name.lower() == group.name.lower()]
    if len(there) == 1:
        return there[0]
    fresh = Class(
        id=room_id, school=school.id, name=group.name, project=project, language=school.language, grade=group.grade
    )
    return fresh.model_copy(update={"zone": zone}) if zone else fresh


def _person_id(engine: Database, school: School, someone: Someone) -> str:
    """The id they have: by an earlier import, by the same id, or by their e-mail; else a new one."""
    made = _id(school, "p", someone.id)
    if (found := people.find_person(engine, made)) and found.id == made:
        return made
    by_hand = people.find_person(engine, someone.id, school.id) if re.fullmatch(r"[\w.-]{1,64}", someone.id) else None
    if by_hand is not None and by_hand.id == someone.id:
        return by_hand.id
    by_mail = people.person_with_email(engine, school.id, someone.email) if someone.email else None
    return by_mail.id if by_mail else made


def _class_changes(engine: Database, rooms: Iterable[Class]) -> Iterable[Change]:
    for room in rooms:
        if people.get_class(engine, room.id) is None:
            yield Change(what="add class", says=room.name, item=room)


def _person_changes(engine: Database, school: School, who: Iterable[Someone], ids: dict[str, str]) -> Iterable[Change]:
    for someone in who:
        before = people.find_person(engine, ids[someone.id], school.id)
        fresh = {"name": someone.name, "email": someone.email, "title": someone.title}
        if before is None or before.id != ids[someone.id]:
            person = Person(id=ids[someone.id], school=school.id, language=someone.language, **fresh)
            yield Change(what="add person", says=someone.name, item=person)
            continue
        after = before.model_copy(update={name: value for name, value in fresh.items() if value})
        if after != before:
            yield Change(what="change person", says=f"{before.name} → {after.name}", item=after)


def _duty_changes(
    engine: Database, school: School, held: Sequence[Held], rooms: dict[str, Class], ids: dict[str, str]
) -> Iterable[Change]:
    now = {(m.person, m.duty, m.class_id) for m in people.memberships_of(engine, school.id) if m.active}
    wanted = {(ids[h.person], h.duty, rooms[h.group].id if h.group else None) for h in held}
    names = {room.id: room.name for room in rooms.values()}
    for person, duty, room in sorted(wanted - now, key=str):
        says = f"{person}: {duty} in {names.get(room or '', 'the whole school')}"
        yield Change(
            what="add duty", says=says, item=Membership(person=person, school=school.id, duty=duty, class_id=room)
        )
    for person, duty, room in sorted(now - wanted, key=str):
        if room in names and duty in ("learner", "teacher"):
            gone = Membership(person=person, school=school.id, duty=duty, class_id=room, active=False)
            yield Change(what="end duty", says=f"{person}: {duty} in {names[room]}", item=gone)


def _id(school: School, kind: str, outside: str) -> str:
    """An id no other school's export can have."""
    return f"{kind}-{sha256(f'{school.id}|{kind}|{outside}'.encode()).hexdigest()[:14]}"
