"""Facts for role cards, from public data, and a comparison of the cards with that data.

    python tools/role_facts.py 27-4014.00    prints the facts block of a card
    python tools/role_facts.py --check       prints where cards in knowledge/roles disagree with the data; exit 1 if any

Data (`--data`, default `../shared/data` beside the checkout): O*NET 29.3 for interests, job zone and related roles; BLS
OEWS May 2024 for pay; BLS Occupational Outlook Handbook 2025 for entry education and outlook, and pay where OEWS has
none. What the data does not say is left out: `#` and `*` in OEWS are not numbers. Where a figure is about a wider group
than the role, the name of the source says which group.
"""

import argparse
import csv
import datetime
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pathbot.frozen import Frozen
from pathbot.roles.card import RoleCard, load_cards
from pathbot.roles.facts import EntryEducation, Outlook, Pay

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
CARDS = ROOT / "knowledge" / "roles"
ONET = "O*NET 29.3"
OEWS = "BLS OEWS"
_LETTERS = "RIASEC"  # O*NET numbers its interest high-points 1 to 6 in this order, and 0 for none
_SINGULAR = re.compile(r"ies$|(?<=ch)es$|(?<=ss)es$|(?<!s)s$")
_YEARLY = re.compile(r"\$([\d,]+) per year")
_OUTLOOK = re.compile(r"(-?\d+)% \((.+)\)")


class Facts(Frozen):
    """What the data says about one O*NET occupation. `sources` are rows of a card's `sources` key."""

    onet_title: str
    job_zone: int | None
    interests: tuple[str, ...]
    pay: Pay | None
    outlook: Outlook | None
    entry_education: EntryEducation | None
    related: tuple[str, ...]
    sources: tuple[dict[str, str], ...]


class Data:
    """The tables of the data folder. Raises FileNotFoundError when one is missing."""

    def __init__(self, folder: Path) -> None:
        onet, market = folder / "onet_29_3", folder / "labor_market"
        self.titles = {row["O*NET-SOC Code"]: row["Title"] for row in _rows(onet / "Occupation Data.txt")}
        self.zones = {row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in _rows(onet / "Job Zones.txt")}
        self.interests = _interests(onet / "Interests.txt")
        self.related = _related(onet / "Related Occupations.txt")
        self.wages = _wages(market / "oews_national_may_2024.tsv")
        self.handbook = _handbook(market)

    def facts(self, soc: str) -> Facts:
        """Facts of an O*NET-SOC code such as 27-4014.00. Raises KeyError for an unknown code."""
        profile = self.handbook.get(soc, {})
        pay = self._pay_of(soc) or _handbook_pay(profile)
        sources = [{"name": ONET, "date": "2025-05", "for": "interests, job zone, related roles"}]
        if pay:
            sources.append({"name": pay.source, "date": pay.date, "for": "pay"})
        if profile:
            day = datetime.datetime.strptime(profile["last_modified"], "%A, %B %d, %Y").date().isoformat()
            sources.append({"name": _handbook_name(profile), "date": day, "for": "outlook, entry education"})
        return Facts(
            onet_title=self.titles[soc],
            job_zone=self.zones.get(soc),
            interests=self.interests.get(soc, ()),
            pay=pay,
            outlook=_outlook(profile),
            entry_education=_education(profile),
            related=tuple(self.related[soc]),
            sources=tuple(sources),
        )

    def _pay_of(self, soc: str) -> Pay | None:
        """O*NET splits some SOC occupations (15-1255.01); their pay is only known for the whole (15-1255)."""
        row = self.wages.get(soc.split(".")[0])
        if row is None:
            return None
        source = OEWS if soc.endswith(".00") else f"{OEWS}, {row['OCC_TITLE']} as a group"
        return Pay(median_usd=int(row["A_MEDIAN"]), date="2024-05", source=source)


def facts_block(facts: Facts) -> str:
    """The facts as YAML lines for a card's front matter."""
    keys = facts.model_dump(exclude={"onet_title", "sources"}, exclude_none=True, mode="json")
    if facts.outlook:
        keys["outlook"]["percent"] = int(facts.outlook.percent)
    keys["sources"] = list(facts.sources)
    return "".join(_line(key, value) for key, value in keys.items())


def disagreements(card: RoleCard, data: Data) -> Iterator[str]:
    """One sentence for each fact of a card that the data does not say."""
    if card.soc not in data.titles:
        yield f"soc {card.soc} is not an O*NET 29.3 code"
        return
    facts = data.facts(card.soc)
    if not _title_words(card.title) <= _title_words(facts.onet_title):
        yield f"title '{card.title}' has words that are not in the O*NET title '{facts.onet_title}'"
    for key in ("job_zone", "interests", "pay", "outlook", "entry_education", "related"):
        ours, theirs = getattr(card, key), getattr(facts, key)
        if ours != theirs:
            yield f"{key} is {_plain(ours)}; the data says {_plain(theirs)}"
    listed = {(source.name, source.date) for source in card.sources}
    for source in facts.sources:
        if (source["name"], source["date"]) not in listed:
            yield f"source '{source['name']}' of {source['date']} is not listed"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _interests(path: Path) -> dict[str, tuple[str, ...]]:
    """Interest letters of each occupation, strongest first."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in _rows(path):
        if row["Scale ID"] == "IH" and float(row["Data Value"]) > 0:
            found[row["O*NET-SOC Code"]].append((row["Element ID"], int(float(row["Data Value"]))))
    return {soc: tuple(_LETTERS[number - 1] for _, number in sorted(points)) for soc, points in found.items()}


def _related(path: Path) -> defaultdict[str, list[str]]:
    """The closest related occupations (O*NET tier Primary-Short), nearest first."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(path):
        if row["Relatedness Tier"] == "Primary-Short":
            found[row["O*NET-SOC Code"]].append((int(row["Index"]), row["Related O*NET-SOC Code"]))
    return defaultdict(list, {soc: [code for _, code in sorted(near)] for soc, near in found.items()})


def _wages(path: Path) -> dict[str, dict[str, str]]:
    """OEWS rows by six-digit SOC code; those without a median yearly wage in US dollars are absent."""
    detailed = (row for row in _rows(path) if row["O_GROUP"] == "detailed")
    return {row["OCC_CODE"]: row for row in detailed if row["A_MEDIAN"].isdigit()}


def _handbook(market: Path) -> dict[str, dict[str, Any]]:
    """Handbook profile by O*NET-SOC code. A code that several profiles claim has none: we cannot tell which."""
    lines = (market / "ooh_quick_facts_2025.jsonl").read_text(encoding="utf-8").splitlines()
    profiles = {profile["slug"]: profile for profile in map(json.loads, lines) if profile["quick_facts"]}
    claims: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(market / "ooh_onet_links.tsv"):
        claims[row["onet_soc"]].append(row["slug"])
    return {soc: profiles[slugs[0]] for soc, slugs in claims.items() if len(slugs) == 1 and slugs[0] in profiles}


def _handbook_name(profile: dict[str, Any]) -> str:
    return f"BLS OOH 2025, {profile['title']}"


def _quick(profile: dict[str, Any], name: str) -> str:
    """One quick fact of a handbook profile, or "" when it has none."""
    return str(profile.get("quick_facts", {}).get(name, ""))


def _handbook_pay(profile: dict[str, Any]) -> Pay | None:
    """The handbook's yearly pay, for roles that OEWS only counts under another code. Hourly pay is left out."""
    match = _YEARLY.match(_quick(profile, "2024 Median Pay"))
    if not match:
        return None
    return Pay(median_usd=int(match[1].replace(",", "")), date="2024-05", source=_handbook_name(profile))


def _outlook(profile: dict[str, Any]) -> Outlook | None:
    match = _OUTLOOK.match(_quick(profile, "Job Outlook, 2024–34"))
    if not match:
        return None
    return Outlook(percent=int(match[1]), label=match[2].lower(), period="2024-34", source=_handbook_name(profile))


def _education(profile: dict[str, Any]) -> EntryEducation | None:
    text = _quick(profile, "Typical Entry-Level Education")
    # "See How to Become One" is the handbook saying that there is no single answer.
    return EntryEducation(text=text, source=_handbook_name(profile)) if text and not text.startswith("See ") else None


def _title_words(title: str) -> set[str]:
    """Words of a title, singular and plural alike."""
    words = set(re.findall(r"[a-z]+", title.lower())) - {"and", "or"}
    return {_SINGULAR.sub(lambda ending: "y" if ending[0] == "ies" else "", word) for word in words}


def _plain(value: object) -> str:
    return str(value.model_dump() if isinstance(value, Frozen) else value)


def _line(key: str, value: Any) -> str:
    style = None if isinstance(value, list | dict) else False
    return yaml.safe_dump({key: value}, default_flow_style=style, sort_keys=False, allow_unicode=True, width=200)


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Facts for role cards, from public data.")
    parser.add_argument("soc", nargs="*", help="O*NET-SOC codes, such as 27-4014.00")
    parser.add_argument("--check", action="store_true", help="compare every card with the data")
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder")
    options = parser.parse_args(arguments)
    try:
        data = Data(options.data)
    except FileNotFoundError as missing:
        print(f"{missing.filename} is missing; give the data folder with --data.", file=sys.stderr)
        return 2
    unknown = [soc for soc in options.soc if soc not in data.titles]
    if unknown:
        print(f"{', '.join(unknown)}: not an O*NET 29.3 code; write it like 27-4014.00.", file=sys.stderr)
        return 2
    for soc in options.soc:
        facts = data.facts(soc)
        print(f"# {facts.onet_title}\nsoc: {soc}\n{facts_block(facts)}")
    return _check(data) if options.check else 0


def _check(data: Data) -> int:
    cards = load_cards(CARDS)
    found = [f"{card.slug}: {said}" for card in cards for said in disagreements(card, data)]
    print("\n".join([*found, f"{len(cards)} cards compared, {len(found)} disagreements."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
