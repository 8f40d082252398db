"""What a school system exports, read into one shape: OneRoster 1.1 and 1.2 CSV (a folder or a zip), or one plain CSV.

Formats: 1EdTech OneRoster CSV binding, versions 1.1 and 1.2. A plain CSV has the columns name, duty and class, and may
have id, email, language and title.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import Field

from pathbot.app.errors import BadInput
from pathbot.frozen import Frozen
from pathbot.people import Duty

MOST_BYTES = 200 * 1024 * 1024
DUTIES: dict[str, Duty] = {
    "student": "learner",
    "learner": "learner",
    "teacher": "teacher",
    "mentor": "mentor",
    "safety contact": "safety_contact",
    "safety_contact": "safety_contact",
    "admin": "admin",
    "administrator": "admin",
}
Row = dict[str, str]


class Someone(Frozen):
    """A person of a file. `id` is the file's own id for them."""

    id: str
    name: str
    email: str = ""
    language: str = "en"
    title: str = ""


class Group(Frozen):
    """A class of a file."""

    id: str
    name: str
    grade: str = ""


class Held(Frozen):
    """A duty in a class of the file; in the whole school when `group` is ""."""

    person: str
    duty: Duty
    group: str = ""


class RosterFile(Frozen):
    """Everything of a file that Pathbot has a use for. `skipped` counts rows left out, by reason."""

    people: tuple[Someone, ...] = ()
    groups: tuple[Group, ...] = ()
    held: tuple[Held, ...] = ()
    skipped: dict[str, int] = Field(default_factory=dict)


def read_roster(path: Path) -> RosterFile:
    """Reads a folder, a zip or a CSV file. Raises BadInput naming the file and the line."""
    if path.is_dir() or zipfile.is_zipfile(path):
        return _one_roster(_tables(path))
    if not path.exists():
        raise BadInput(f"There is no file {path}. Check the name.")
    return _plain(_rows(path.name, path.read_bytes(), ("name", "duty")))


def _tables(path: Path) -> Callable[[str, tuple[str, ...], bool], list[Row]]:
    """Reads one table by name; a missing one is empty where that is allowed."""

    def table(name: str, needed: tuple[str, ...], may_lack: bool) -> list[Row]:
        raw = _bytes(path, f"{name}.csv")
        if raw is None:
            if may_lack:
                return []
            raise BadInput(f"{path.name} has no {name}.csv, so it is no complete OneRoster export.")
        return _rows(f"{name}.csv", raw, needed)

    return table


def _bytes(path: Path, name: str) -> bytes | None:
    if path.is_dir():
        found = next((p for p in path.iterdir() if p.name.lower() == name.lower()), None)
        return found.read_bytes() if found else None
    with zipfile.ZipFile(path) as archive:
        inside = next((i for i in archive.infolist() if Path(i.filename).name.lower() == name.lower()), None)
        if inside is None:
            return None
        if inside.file_size > MOST_BYTES:
            raise BadInput(f"{name} is larger than 200 MB. Export fewer classes.")
        return archive.read(inside)


def _rows(name: str, raw: bytes, needed: tuple[str, ...]) -> list[Row]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not UTF-8 text. Export it as UTF-8 and try again.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [(column or "").strip() for column in reader.fieldnames or ()]
        known = {column.lower(): column for column in header}
        lacking = [column for column in needed if column.lower() not in known]
        if lacking:
            raise BadInput(f"{name} has no column {lacking[0]}. The first line must name the columns.")
        reader.fieldnames = [column.lower() for column in header]
        return [{k: (v or "").strip() for k, v in row.items() if isinstance(k, str)} for row in reader]
    except csv.Error as error:
        raise BadInput(f"{name}, line {reader.line_num}: {error}.") from None


def _one_roster(table: Callable[[str, tuple[str, ...], bool], list[Row]]) -> RosterFile:
    users = table("users", ("sourcedId", "givenName"), False)
    classes = table("classes", ("sourcedId", "title"), False)
    enrollments = table("enrollments", ("classSourcedId", "userSourcedId", "role"), False)
    skipped: dict[str, int] = {}
    active = [row for row in users if _counts(row, skipped) and row.get("enableduser", "true").lower() != "false"]
    roles = {row.get("usersourcedid", ""): row.get("role", "") for row in table("roles", ("userSourcedId",), True)}
    staff = {row["sourcedid"] for row in active if (row.get("role") or roles.get(row["sourcedid"])) == "teacher"}
    groups = tuple(
        Group(id=row["sourcedid"], name=row["title"], grade=_grade(row.get("grades", "")))
        for row in classes
        if _counts(row, skipped)
    )
    held = tuple(_enrolled(enrollments, {g.id for g in groups}, {row["sourcedid"] for row in active}, skipped))
    teachers = staff | {one.person for one in held if one.duty == "teacher"}
    people = tuple(_user(row, row["sourcedid"] in teachers) for row in active)
    return RosterFile(people=people, groups=groups, held=held, skipped=skipped)


def _counts(row: Row, skipped: dict[str, int]) -> bool:
    """Rows that are to be deleted are left out; in a bulk export the status is empty."""
    gone = row.get("status", "").lower() in ("tobedeleted", "inactive")
    if gone or not row.get("sourcedid"):
        skipped["to be deleted"] = skipped.get("to be deleted", 0) + 1
    return not gone and bool(row.get("sourcedid"))


def _enrolled(rows: Iterable[Row], groups: set[str], users: set[str], skipped: dict[str, int]) -> Iterable[Held]:
    for row in rows:
        duty = DUTIES.get(row.get("role", "").lower())
        known = row.get("classsourcedid") in groups and row.get("usersourcedid") in users
        if row.get("status", "").lower() == "tobedeleted" or not known or duty not in ("learner", "teacher"):
            why = "enrollment of someone or a class not in the file" if duty else f"role {row.get('role') or 'empty'}"
            skipped[why] = skipped.get(why, 0) + 1
            continue
        yield Held(person=row["usersourcedid"], duty=duty, group=row["classsourcedid"])


def _user(row: Row, teacher: bool) -> Someone:
    """A learner is called by the given name; a teacher by both. Nothing else about them is taken over."""
    given = row.get("preferredgivenname") or row.get("givenname", "")
    family = row.get("preferredfamilyname") or row.get("familyname", "")
    name = f"{given} {family}".strip() if teacher else given
    return Someone(id=row["sourcedid"], name=name or row["sourcedid"], email=row.get("email", "").lower())


def _grade(codes: str) -> str:
    """``10`` becomes "grade 10"; several or unknown codes say nothing."""
    code = codes.strip()
    return f"grade {int(code)}" if re.fullmatch(r"0?[6-9]|1[0-2]", code) else ""


def _plain(rows: list[Row]) -> RosterFile:
    people: dict[str, Someone] = {}
    groups: dict[str, Group] = {}
    held = []
    for number, row in enumerate(rows, 2):
        name, duty = row.get("name", ""), DUTIES.get(row.get("duty", "").lower())
        if not name and not any(row.values()):
            continue
        if not name or duty is None:
            what = "there is no name" if not name else f"{row.get('duty') or 'an empty duty'} is no duty"
            raise BadInput(f"Line {number}: {what}. Write learner, teacher, mentor, safety contact or admin.")
        group = row.get("class", "")
        person_id = row.get("id") or row.get("email", "").lower() or f"{name} {group}"
        language = row.get("language", "").lower() or "en"
        if language not in ("en", "es"):
            raise BadInput(f"Line {number}: {language} is no language here. Write en or es.")
        people[person_id] = Someone(
            id=person_id, name=name, email=row.get("email", "").lower(), language=language, title=row.get("title", "")
        )
        if group:
            groups[group] = Group(id=group, name=group)
        elif duty in ("learner", "teacher"):
            raise BadInput(f"Line {number}: a {duty} needs a class.")
        held.append(Held(person=person_id, duty=duty, group=group))
    return RosterFile(people=tuple(people.values()), groups=tuple(groups.values()), held=tuple(held))
