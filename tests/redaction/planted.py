"""Messages with personal data planted in them, made from a seed: each with everything that must not be seen."""

import random
from typing import NamedTuple

from pathbot.redaction import Roster

FIRST = ["Maya", "Leo", "Ana", "Will", "Grace", "José", "Thảo", "Aaliyah", "Michael", "Xóchitl", "Jo", "Siobhán", "Ali"]
LAST = ["Lopez", "O'Brien", "García-Ruiz", "Nguyen", "Brown", "de la Cruz", "Okafor", "Smith", "Kowalczyk", "Van Dyke"]
SCHOOLS = ("Desert View High School", "Lincoln Middle School", "Escuela Benito Juárez")
FRAMES = [
    "{} helped me sand the bench", "i asked {} about the posts", "we made a map and {} checked it twice",
    "it was me and {}, then the roof didnt fit", "ask {}", "{}", "so {} said we should measure 14 spots again",
    "le pregunté a {} cómo medir la sombra", "trabajé con {} en el cartel", "our form got 42 answers, {} counted them",
]  # fmt: skip


class Planted(NamedTuple):
    """`secrets` in simple letters, as somebody who reads the message would write them down."""

    text: str
    secrets: tuple[str, ...]


def roster(chance: random.Random) -> Roster:
    names = tuple(f"{first} {chance.choice(LAST)}" for first in FIRST)
    return Roster(people=(*names, "Mr. Daniel Ortiz"), schools=SCHOOLS, ids=("U07ABC12Q", "29:1aBcDe"))


def message(chance: random.Random, who: Roster) -> Planted:
    planted, secrets = chance.choice(KINDS)(chance, who)
    return Planted(chance.choice(FRAMES).format(planted), secrets)


def _name(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    first, *rest = chance.choice(who.people[:-1]).split(" ")
    written = chance.choice([first, first.lower(), first.upper(), f"{first} {rest[-1]}", f"{first.lower()}'s sister"])
    disguise = chance.choice([str, str, str, _spelled, _invisible])
    shown = disguise(written.split("'")[0] if disguise is _spelled else written)
    return shown, (first, *([rest[-1]] if rest[-1] in written else []))


def _spelled(text: str) -> str:
    return ".".join(text.replace(" ", ""))


def _invisible(text: str) -> str:
    return text[:1] + "\u200b" + text[1:]


def _school(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    written, secret = chance.choice(
        [("Desert View High School", "Desert View"), ("desert view", "desert view"), ("DVHS", "DVHS"),
         ("lincoln", "lincoln"), ("Lincoln Middle", "Lincoln"), ("la escuela benito juarez", "benito juarez"),
         ("lincolnmiddle kids", "lincolnmiddle")]
    )  # fmt: skip
    return written, (secret,)


def _digits(chance: random.Random, shape: str) -> str:
    return "".join(chance.choice("0123456789") if sign == "0" else sign for sign in shape)


def _number(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    shape = chance.choice(
        ["000-000-0000", "(000) 000-0000", "+1 000 000 0000", "000.000.0000", "0000000000", "0 0 0 0 0 0 0 0 0 0",
         "+34 600 00 00 00", "+52 1 00 0000 0000", "000-00-0000", "student id 000000", "my lunch pin is 0000",
         "A0000000", "3/00/2009", "2009-04-00", "Apt 00B", "33.00000, -112.00000"]
    )  # fmt: skip
    written = _digits(chance, shape)
    return written, (written.split(" is ")[-1].removeprefix("student id "),)


def _mail(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    local = f"{chance.choice(['sk8r', 'blue.fox', 'dani'])}{chance.randint(1, 999)}"
    host = chance.choice(["gmail.com", "school.k12.az.us", "correo.mx"])
    ways = [f"{local}@{host}", f"{local} @ {host}", f"{local} (at) {host}", f"{local} at gmail dot com",
            f"{local}[at]{host.replace('.', '[dot]')}", f"{local} arroba {host}"]  # fmt: skip
    return chance.choice(ways), (local,)


def _account(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    name = f"{chance.choice(['xx_frost', 'not.dani', 'goalie'])}{chance.randint(1, 999)}"
    ways = [f"@{name}", f"my insta is {name}", f"snap: {name}", f"instagram.com/{name}", f"follow me on tiktok {name}",
            f"https://example.org/u?name={name}", f"mi usuario es {name}", f"{name}#1234"]  # fmt: skip
    return chance.choice(ways), (name,)


def _id(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    wanted = chance.choice(who.ids)
    return f"<{wanted}>", (wanted,)


def _address(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    number = str(chance.randint(10, 9999))
    ways = [f"{number} N Maple Ave", f"{number} oak street apt 3", f"{number} East 5th St.", f"PO Box {number}",
            f"Calle Reforma {number}", f"la avenida juarez #{number}", f"{number} Saguaro Blossom Lane"]  # fmt: skip
    return chance.choice(ways), (number,)


def _short_name(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    short = chance.choice(["mike", "Mikey", "pepe", "xochi", "chepe", "graze", "michaell", "xochytl"])
    return short, (short,) if short != "graze" else ()


def _stranger(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    """Somebody on no list, in small letters, told by how they are introduced."""
    name = chance.choice(["devonte", "yareli", "jaxon", "kaylee", "rosalind", "tyrell", "maribel", "dulce"])
    ways = [f"my cousin {name}", f"mi prima {name}", f"my best friend {name}", f"my neighbor is called {name}",
            f"my name is {name}", f"me llamo {name}", f"mi vecina que se llama {name}", f"soy {name}"]  # fmt: skip
    return chance.choice(ways), (name,)


def _birthday(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    day, year = chance.randint(11, 28), chance.randint(2008, 2012)
    ways = [(f"my birthday is march {day}", f"march {day}"), (f"i was born on may {day} {year}", f"may {day}"),
            (f"naci el {day} de abril", f"{day} de abril"), (f"cumplo el {day} de julio", f"{day} de julio"),
            (f"{day} of june {year}", f"{day} of june")]  # fmt: skip
    shown, secret = chance.choice(ways)
    return shown, (secret,)


def _home(chance: random.Random, who: Roster) -> tuple[str, tuple[str, ...]]:
    number = str(chance.randint(100, 9999))
    ways = [f"my address is {number} elm", f"vivo en calle 5 de mayo {number}", f"mi direccion es las flores {number}",
            f"i live at {number} w thomas rd", f"privada del sol {number}"]  # fmt: skip
    return chance.choice(ways), (number,)


KINDS = [
    _name, _name, _name, _school, _number, _number, _mail, _account, _id, _address, _short_name, _stranger, _birthday,
    _home,
]  # fmt: skip
