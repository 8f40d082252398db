"""Shapes of personal data that need no list of people: addresses, numbers, accounts, and names that are introduced.

Patterns run over `Plain` text: without accents, invisible characters or letters that only look Latin. They would
rather hide a harmless number than let a telephone number through: what is hidden comes back after the model's answer.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pathbot.redaction.introduced import INTRODUCED


class Span(NamedTuple):
    """Personal data at `start`:`end` of a plain text. `kind` becomes the placeholder's name."""

    start: int
    end: int
    kind: str


class Plain(NamedTuple):
    """A text in simple letters. `low` and `cased` have one character for each entry of `origin`: where it came from."""

    low: str
    cased: str
    origin: tuple[int, ...]


_LOOKALIKES = str.maketrans("асеорхуікѕԁкмтвнαειορτχυκ", "aceopxyiksdkmtbhaeioptxuk")
_APOSTROPHES = "'’‘`´"


def plain(text: str) -> Plain:
    """Reads a text as a person would, whatever letters it was typed with."""
    low: list[str] = []
    cased: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        between = 0 < index < len(text) - 1 and text[index - 1].isalnum() and text[index + 1].isalnum()
        if char in _APOSTROPHES and between:
            continue
        for part in unicodedata.normalize("NFKD", char):
            if unicodedata.category(part) in ("Mn", "Me", "Cf"):
                continue
            letter = part.lower().translate(_LOOKALIKES)
            low.append(letter[0])
            cased.append(letter[0].upper() if part.isupper() else letter[0])
            origin.append(index)
    return Plain("".join(low), "".join(cased), tuple(origin))


_HOSTS = "gmail|googlemail|yahoo|ymail|outlook|hotmail|live|msn|icloud|me|aol|proton(?:mail)?|gmx"
_DOT = r"\s*(?:\.|[(\[{]\s*(?:dot|punto)\s*[)\]}])\s*|\s+(?:dot|punto)\s+"
_AT = r"\s*(?:@|[(\[{]\s*(?:at|arroba)\s*[)\]}])\s*|\s+arroba\s+"
_DIGIT_WORDS = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    "|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
)
_STREETS = (
    "street|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|circle|cir|terrace|ter|place|pl|way"
    "|trail|trl|parkway|pkwy|highway|hwy|square|sq|alley|loop|plaza|crescent|close"
)
_NOT_A_STREET = (
    "the|a|an|our|my|your|his|her|their|this|that|these|down|up|of|in|on|to|and|or|per|every|each|across|from|by"
    "|for|at|with|was|were|is|are|had|have|more|half|one|all|same|other|next|side|any|no|which|what"
)
_NETWORKS = (
    "instagram|insta|ig|snapchat|snap|tiktok|tik tok|discord|twitter|telegram|whatsapp|facebook|fb|roblox|steam|xbox"
    "|psn|twitch|youtube|reddit|gamertag|gamer tag|username|user name|screen ?name|handle|usuario|nick"
)
_ID_WORDS = (
    "student (?:id|number|no)|school (?:id|number)|lunch (?:number|pin|code|id)|locker|combo|combination|passport|badge"
    "|id(?: (?:number|card|no))?|pin|password|passcode|ssn|social security(?: number)?|license(?: plate)?|plate"
    "|matricula|numero de (?:alumno|estudiante|control|matricula)|contrasena|clave|curp|dni|nie|nss|expediente|boleta"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug"
    "|sept?|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DAY = rf"(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of |de )?(?:{_MONTHS})\b"
_BEFORE = r"(?<![\w@])"

_LOW: tuple[tuple[str, str], ...] = (
    ("TEXT", r"\[?\b[a-z]+_\d+[a-z]?\b\]?"),  # looks like one of our placeholders
    ("EMAIL", rf"{_BEFORE}[\w.+%-]+(?:{_AT})[\w-]+(?:(?:{_DOT})[a-z0-9-]{{2,}})+"),
    ("EMAIL", r"(?<!\w)[\w.+%-]+@[\w.-]+"),
    ("EMAIL", rf"{_BEFORE}[\w.+%-]+(?:\s+dot\s+[\w.+%-]+)*\s+at\s+"
              rf"(?:[\w-]+(?:\s+dot\s+[a-z]{{2,}})+|(?:{_HOSTS})(?:{_DOT})[a-z]{{2,}})"),
    ("LINK", r"(?:https?|hxxps?|ftp)\s*:\s*/\s*/\s*\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+"),
    ("LINK", r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b"),
    ("PLACE", r"-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}"),
    ("HANDLE", r"(?<!\w)@\s?[\w.-]*\w|\b[\w.]{2,}#\d{4}\b"),
    ("HANDLE", rf"\b(?:my|mi|his|her|our|their|your|the|su|tu)\s+(?:{_NETWORKS})\s+"
               r"(?:(?:name|user|id|account|handle|tag|is|s|es)\s+)*+(?::\s*)?(?P<it>[\w.-]*\w)"),
    ("HANDLE", rf"\b(?:{_NETWORKS})(?:\s+(?:name|user|id|account|handle|tag))?\s*[:=]\s*(?P<it>[\w.-]*\w)"),
    ("HANDLE", rf"\b(?:add|follow|dm|message|text|find|sigueme|agregame)\s+(?:me|us|a)?\s*(?:on|at|en)\s+"
               rf"(?:{_NETWORKS})\s*[:,-]?\s+(?:at\s+|as\s+|como\s+|its\s+|im\s+)?(?P<it>[\w.-]*\w)"),
    ("NUMBER", rf"\b(?:{_ID_WORDS})\b\s*(?:(?:is|es|number|numero|no|code)\b\s*)*[:#=.]?\s*#?(?P<it>[\w-]*\d[\w-]*)"),
    ("DATE", r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})\b|\b(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}\b"),
    ("DATE", rf"\b(?:born|birthday|bday|naci|nacio|cumplo|cumple|cumpleanos|nacimiento)\b[^.!?\n]{{0,24}}?"
             rf"(?P<it>(?:{_DAY}))"),
    ("DATE", rf"\b(?:{_DAY}),?\s+(?:de |del )?(?:19|20)\d\d\b"),
    ("PHONE", r"(?<![\w$€£.,])\+?\s?\(?\d(?:[\s().\-–—/_*·]{0,3}\d){6,}(?!\w)(?!,\d{3})"),
    ("PHONE", rf"\b(?:{_DIGIT_WORDS})(?:[\s,.-]+(?:{_DIGIT_WORDS})){{6,}}\b"),
    ("ADDRESS", rf"(?<![\w$])#?\d{{1,6}}[a-z]?[\s,]+(?:(?!(?:{_NOT_A_STREET})\b)[\w.'-]+\s+){{1,4}}(?:{_STREETS})\b\.?"
                r"(?:[\s,]+(?:apt|apartment|unit|suite|ste|#|no|lot)\.?\s*#?\s?\w{1,5})?"),
    ("ADDRESS", r"\b(?:p\.?\s?o\.?\s?box|apartado(?: postal)?)\s*#?\d+|\b(?:apt|apartment|depto|departamento|piso)"
                r"\.?\s*#?\s?\d\w*"),
    ("ADDRESS", r"\b(?:calle|avenida|avda|av|carrera|cra|paseo|calzada|colonia|col|fraccionamiento|privada|c/)\.?\s+"
                r"(?:\d{1,2} de [a-z]+ )?(?:[\w.]+\s+){0,4}?(?:#|num\.?|numero|no\.?|nro\.?)?\s?\d+(?:\s?-\s?\d+)*"),
    ("ADDRESS", r"\b(?:(?:my|our|home) address is|mi direccion es)\s+(?P<it>[^.!?,\n\xa4]{1,60})"),
    ("ADDRESS", r"\b(?:i live|we live|vivo|vivimos) (?:at|on|en)\s+"
                r"(?P<it>(?:[\w.]+\s+){0,4}\d{2,6}(?:\s+[\w.]+){0,2})"),
    ("ADDRESS", r"\b(?:[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d)\b"),  # British, Canadian postcodes
    ("NUMBER", r"(?<![\w$€£.,])#?\d{5,}(?![\w,]|\.\d)"),
    ("NUMBER", r"\b(?=[a-z-]*\d[\da-z-]*\b)(?=[\d-]*[a-z])[a-z\d-]*\d{4,}[a-z\d]*\b"),
    ("CODE", r"(?<!\w)(?=\S*\d)[\w+/=-]{24,}(?!\w)"),
)  # fmt: skip
_NAME = r"[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){0,2}"
_KIN = (
    "friend|bestie|classmate|partner|brother|sister|cousin|mom|mother|dad|father|uncle|aunt|grandma|grandpa|neighbou?r"
    "|boyfriend|girlfriend|teammate|boss|amig[oa]|herman[oa]|prim[oa]|mama|papa|ti[oa]|abuel[oa]|vecin[oa]|novi[oa]"
    "|companer[oa]|jef[ea]|niece|nephew|sobrin[oa]"
)
_CASED: tuple[tuple[str, str], ...] = (
    ("PERSON", rf"\b(?i:my|our|her|his|mi|nuestr[oa]|su)\s+(?:(?i:best|big|little|older|younger|mejor)\s+)?"
               rf"(?i:{_KIN})s?\s*,?\s*(?:(?i:named|called|is|is called|se llama|que se llama|llamad[oa])\s+)?"
               rf"(?P<it>{_NAME})"),
    ("PERSON", rf"\b(?i:my name is|my names|call me|me llamo|mi nombre es|soy|i am|im|this is)\s+(?P<it>{_NAME})"),
    ("PERSON", r"\b(?i:my (?:full |real |last |first )?name is|my names|me llamo|mi nombre es)\s+"
               r"(?P<it>(?!(?i:not|a|an|the|on|in|at|no|un|una)\b)[^\W\d_]{2,}(?:\s[A-Z][^\W\d_]+)?)"),
    ("PERSON", r"\b(?i:mr|mrs|ms|mx|sr|sra|srta)\b\.?\s+(?P<it>[^\W\d_]{2,}(?:[ -][A-Z][^\W\d_]+)?)"),
    ("PERSON", rf"\b(?i:miss|dr|prof|professor|coach|principal|counselor|don|dona|senora?|senorita|profe|profesora?"
               rf"|maestr[oa]|directora?|doctora?)\b\.?\s+(?P<it>{_NAME})"),
    ("SCHOOL", r"\b(?:(?!(?:Our|My|The|Your|This|High|Middle|Public|In|At|To|And|For)\b)[A-Z][\w.-]+\s+){1,4}"
               r"(?:(?i:high|middle|elementary|primary|secondary|junior high|senior high|prep|preparatory|charter"
               r"|magnet|academy)\s+)?(?:School|Academy|HS|MS|High|Middle School|High School)\b"),
    ("SCHOOL", r"\b(?i:escuela|colegio|instituto|preparatoria|prepa|secundaria|primaria|liceo|cetis|cbtis)\s+"
               r"(?:(?i:primaria|secundaria|preparatoria|tecnica|federal|numero|no\.?|de|del|la|los|las)\s+)*"
               r"(?:[A-Z0-9][\w.-]*)(?:\s+(?:(?:de|del|la|y)\s+)?[A-Z0-9][\w.-]*){0,4}"),
)  # fmt: skip
_LOW_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in (*_LOW, *INTRODUCED))
_CASED_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _CASED)


def personal_data(text: Plain) -> Iterator[Span]:
    """Every piece that has the shape of personal data; pieces may overlap."""
    for patterns, source in ((_LOW_PATTERNS, text.low), (_CASED_PATTERNS, text.cased)):
        for kind, pattern in patterns:
            group: str | int = "it" if "it" in pattern.groupindex else 0
            for match in pattern.finditer(source):
                yield Span(match.start(group), match.end(group), kind)
