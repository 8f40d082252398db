"""One O*NET release as values."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pathbot.frozen import Frozen
from pathbot.roles.model import Interest
from pathbot.roles.onet.tables import CODE, NotARelease, Row, Tables

NEEDED = ("Occupation Data", "Task Statements", "Alternate Titles")
HELPFUL = ("Technology Skills", "Skills", "Interests", "Job Zones", "Related Occupations")
_DATES = {
    "28.3": "2024-05",
    "29.0": "2024-08",
    "29.1": "2024-11",
    "29.2": "2025-02",
    "29.3": "2025-05",
    "30.0": "2025-08",
}
_VERSION = re.compile(r"(?<![\d.])(\d{2})[._](\d)(?!\d|\.\d)")
_CODE = re.compile(r"\d{2}-\d{4}\.\d{2}")
_LETTERS: dict[str, Interest] = {
    "Realistic": "R",
    "Investigative": "I",
    "Artistic": "A",
    "Social": "S",
    "Enterprising": "E",
    "Conventional": "C",
}
_MOST_TOOLS, _MOST_SKILLS, _MOST_RELATED = 8, 5, 10
_IMPORTANT = 3.0  # on O*NET's scale from 1 to 5


class Occupation(Frozen):
    """One occupation in O*NET's words. `job_zone` is None and lists are empty where the release does not say."""

    soc: str
    title: str
    description: str
    names: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    interests: tuple[Interest, ...] = ()
    job_zone: int | None = None
    related: tuple[str, ...] = ()


class Release(Frozen):
    """`name` is like `O*NET 29.3`, `date` the month it came out, `absent` the tables it was brought without."""

    name: str
    date: str
    occupations: tuple[Occupation, ...]
    absent: tuple[str, ...] = ()

    @property
    def attribution(self) -> str:
        """The line that its licence asks for, short enough for the end of an answer."""
        return f"{self.name} Database, USDOL/ETA, CC BY 4.0"


def read_release(path: Path, version: str = "") -> Release:
    """Reads a folder or zip. `version` (29.3) is taken from its name when not given. Raises NotARelease."""
    tables = Tables(path)
    missing = [name for name in NEEDED if not tables.has(name)]
    if missing:
        raise NotARelease(f"{path.name} has no “{missing[0]}” file; give the whole release, not a part of it.")
    version = version or version_in(path)
    if not version:
        raise NotARelease(f"Which release is {path.name}? Say it with --release, for example --release 29.3.")
    names = _listed(tables.rows("Alternate Titles", "Alternate Title"), "Alternate Title")
    tasks = _tasks(tables)
    tools, skills, interests, zones = _tools(tables), _skills(tables), _interests(tables), _zones(tables)
    related = _related(tables)
    occupations = [
        Occupation(
            soc=row[CODE],
            title=row["Title"],
            description=row["Description"],
            names=tuple(dict.fromkeys(names[row[CODE]])),
            tasks=tuple(dict.fromkeys(tasks[row[CODE]])),
            tools=tuple(dict.fromkeys(tools[row[CODE]]))[:_MOST_TOOLS],
            skills=tuple(skills[row[CODE]])[:_MOST_SKILLS],
            interests=interests.get(row[CODE], ()),
            job_zone=zones.get(row[CODE]),
            related=tuple(related[row[CODE]])[:_MOST_RELATED],
        )
        for row in tables.rows("Occupation Data", "Title", "Description")
        if _CODE.fullmatch(row[CODE])
    ]
    if not occupations:
        raise NotARelease(f"{path.name} lists no occupations; download the release again.")
    absent = tuple(name for name in HELPFUL if not tables.has(name))
    date = _DATES.get(version) or _latest(tables.rows("Task Statements", "Task"))
    return Release(name=f"O*NET {version}", date=date, occupations=tuple(occupations), absent=absent)


def version_in(path: Path) -> str:
    """The release number in a name such as `db_29_3_text.zip`, or one of the folders it lies in."""
    for name in (path.name, *(parent.name for parent in path.resolve().parents)):
        if match := _VERSION.search(name):
            return f"{match[1]}.{match[2]}"
    return ""


def _listed(rows: Iterable[Row], column: str) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row[column]:
            found[row[CODE]].append(row[column])
    return found


def _tasks(tables: Tables) -> defaultdict[str, list[str]]:
    """Core tasks first."""
    rows = sorted(tables.rows("Task Statements", "Task"), key=lambda row: row.get("Task Type", "") != "Core")
    return _listed(rows, "Task")


def _tools(tables: Tables) -> defaultdict[str, list[str]]:
    """Software and equipment, what employers ask for most first."""
    rows = tables.rows("Technology Skills", "Example")
    return _listed(
        sorted(rows, key=lambda row: (row.get("In Demand") != "Y", row.get("Hot Technology") != "Y")), "Example"
    )


def _skills(tables: Tables) -> defaultdict[str, list[str]]:
    """Ids of our skills vocabulary, the most important first."""
    found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in tables.rows("Skills", "Element Name", "Scale ID", "Data Value"):
        value = _number(row["Data Value"])
        if row["Scale ID"] == "IM" and value >= _IMPORTANT and row.get("Recommend Suppress") != "Y":
            slug = re.sub(r"[^a-z]+", "-", row["Element Name"].lower()).strip("-")
            found[row[CODE]].append((-value, f"onet-{slug}"))
    return defaultdict(list, {soc: [name for _, name in sorted(rated)] for soc, rated in found.items()})


def _interests(tables: Tables) -> dict[str, tuple[Interest, ...]]:
    """The three strongest interests as letters, strongest first."""
    found: defaultdict[str, list[tuple[float, Interest]]] = defaultdict(list)
    for row in tables.rows("Interests", "Element Name", "Scale ID", "Data Value"):
        letter = _LETTERS.get(row["Element Name"])
        if row["Scale ID"] == "OI" and letter:
            found[row[CODE]].append((-_number(row["Data Value"]), letter))
    return {soc: tuple(letter for _, letter in sorted(rated)[:3]) for soc, rated in found.items()}


def _zones(tables: Tables) -> dict[str, int]:
    rows = tables.rows("Job Zones", "Job Zone")
    return {row[CODE]: int(row["Job Zone"]) for row in rows if row["Job Zone"] in {"1", "2", "3", "4", "5"}}


def _related(tables: Tables) -> defaultdict[str, list[str]]:
    rows = tables.rows("Related Occupations", "Related O*NET-SOC Code")
    return _listed(rows, "Related O*NET-SOC Code")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _latest(rows: Iterable[Row]) -> str:
    """The newest month among the dates of the tasks (08/2024 gives 2024-08)."""
    dates = [row.get("Date", "") for row in rows]
    months = [f"{date[3:]}-{date[:2]}" for date in dates if re.fullmatch(r"\d{2}/\d{4}", date)]
    return max(months, default="2025")
