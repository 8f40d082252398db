"""What the fuzz sends: real routes and forms of the pages, filled with ids of here, of next door and of nowhere."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pathbot.channels.web.office_pages import ACTIONS

WRONG_METHOD = 0.03
NO_FORM = 0.03
TRUE_IDS, TRUE_VALUES = 0.9, 0.6
"""How often an id is one of this school, and any other field one that stands on the page."""
FORMS = re.compile(r"<form[^>]*action=\"([^\"]+)\"[^>]*>(.*?)</form>", re.DOTALL)
NAMES = re.compile(r"<(?:input|select|textarea|button)[^>]*\bname=\"([^\"]+)\"")
VALUES = re.compile(r"<(?:input|option|button)[^>]*\bvalue=\"([^\"]*)\"")
HERE = {
    "class_id": ("north-1", "north-1", "north-1", "north-1", "north-2"),
    "learner": ("north-nia", "north-nia", "north-nia", "north-ned"),
    "person": ("north-nia", "north-tom", "north-mo", "north-al", "north-sam"),
    "project": ("homes-for-birds", "shade-for-our-school"),
    "line": ("north-nia-ok", "north-nia-d1"),
    "question": ("north-nia-q", "north-nia-q", "north-nia-q", "north-nia-p0"),
    "note": ("north-note",),
    "format": ("pdf", "docx", "html", "md", "json", "csv", "zip"),
    "place": ("chat", "class"),
    "number": ("1", "2"),
    "room": ("chat", "class"),
    "kind": ("text", "choice", "form"),
}
HERE |= {"class": HERE["class_id"], "in_class": (*HERE["class_id"], "")}
WILD = (
    *(
        "",
        "north-lou",
        "nobody",
        "-1",
        "0",
        "9" * 30,
        "%00",
        "\x00",
        "../../etc/passwd",
        "<script>",
        "{{7*7}}",
        "'; DROP",
    ),
    *(
        "é" * 50,
        "\U0001f600",
        "a" * 3000,
        "null",
        "[]",
        "true",
        "\r\nSet-Cookie: x=1",
        "%",
        "\u202e",
        "\ud83d",
        "\u0130",
    ),
    *("2026-11-30", "99999-99-99", "0001-01-01", "9999-12-31", "20:00", "25:99", "365", "99999", "yes", "Carpenter"),
    *(
        "America/Chicago",
        "../UTC",
        "13_15",
        "ABCD-2345",
        "teacher",
        "es",
        "NACE",
        "id: x\ntitle: [",
        "&a [*a, *a]",
        "2026-W99",
    ),
)


@dataclass(frozen=True)
class Wild:
    """A request before it has a client."""

    method: str
    path: str
    fields: dict[str, str] = field(repr=False)
    raw: bytes | None = None

    @property
    def target(self) -> bytes:
        """The path, with what is asked for behind it."""
        query = f"?{urlencode(self.fields, errors='replace')}" if self.method == "GET" and self.fields else ""
        return f"{self.path}{query}".encode()

    def body(self) -> bytes | None:
        """A form, or now and then what is none."""
        if self.method == "GET":
            return None
        return urlencode(self.fields, errors="replace").encode() if self.raw is None else self.raw


def routes_of(web: FastAPI) -> list[tuple[str, str]]:
    """Every method and path there is; the one route of the office's acts stands for each of them."""
    paths = get_openapi(title="-", version="-", routes=web.routes)["paths"]
    found = [(method.upper(), path) for path, verbs in paths.items() for method in verbs if path != "/api/events"]
    acts = [("POST", f"/do/{act}") for act in ACTIONS]
    return [
        *(one for one in found if "{action}" not in one[1]),
        *acts,
        ("POST", "/do/no-such-act"),
        ("GET", "/static/{x}"),
    ]


def forms_of(page: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Where each form of a page leads, and its fields with the values that stand in it."""
    for action, inside in FORMS.findall(page):
        fields: dict[str, list[str]] = {}
        for tag in re.findall(
            r"<(?:input|select|textarea|button).*?(?=<(?:input|select|textarea|button)|$)", inside, re.DOTALL
        ):
            for name in NAMES.findall(tag):
                fields.setdefault(name, []).extend(VALUES.findall(tag))
        yield action, fields


class Drawing:
    """Draws requests. `forms` are the fields of each form that was seen on a page, by where it leads."""

    def __init__(
        self, chance: random.Random, routes: Sequence[tuple[str, str]], forms: dict[str, dict[str, list[str]]]
    ):
        self._chance = chance
        self._routes = routes
        self._forms = forms

    def one(self) -> Wild:
        """The next one."""
        chance = self._chance
        method, path = chance.choice(self._routes)
        while place := re.search(r"\{(\w+)[^}]*\}", path):
            value = self._value(place[1])
            path = path.replace(place[0], quote(value.encode("utf-8", "replace"), safe="") or "-", 1)
        if chance.random() < WRONG_METHOD:
            method = chance.choice(("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "POST", "GET"))
        raw = chance.randbytes(chance.randint(0, 300)) if chance.random() < NO_FORM else None
        return Wild(method, path, self._fields(path), raw)

    def _fields(self, path: str) -> dict[str, str]:
        known = self._forms.get(re.sub(r"^/projects/[^/]+/(?:check|save)$", "/projects/homes-for-birds/save", path), {})
        names = [name for name in known if name in HERE or self._chance.random() < 0.85]
        fields = {name: self._value(name, known[name]) for name in names}
        if self._chance.random() < 0.2:
            fields[self._chance.choice(("said", "refused", "after", "room", "code", "key", "field.line"))] = (
                self._value("")
            )
        return fields

    def _value(self, name: str, shown: Sequence[str] = ()) -> str:
        """What stands on the page, an id of this school, the same of another one, or anything."""
        chance, here = self._chance, HERE.get(name, ())
        kind = chance.random()
        if kind < (TRUE_IDS if here else TRUE_VALUES) and (here or shown):
            return chance.choice(here or list(shown))
        if kind < 0.95 and here:
            return chance.choice(here).replace("north", "south")
        return "".join(chance.choices(WILD, k=chance.choice((1, 1, 1, 2))))
