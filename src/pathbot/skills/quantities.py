"""Numbers as people write them: 42, forty two, 20-30, $40, 50 %, about a dozen."""

import re
from collections.abc import Sequence
from typing import Literal

from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token

Bound = Literal["", "about", "over", "under"]


class Quantity(Frozen):
    """A number or range. `start` and `end` are token numbers; `symbol` is `$`, `%`, an ordinal's ending or a unit."""

    low: float
    high: float
    start: int
    end: int
    bound: Bound = ""
    symbol: str = ""


_FIGURE = re.compile(r"([$€£]?)((?:\d+(?:[.,:/]\d+)*|\.\d+))(.*)")
_BOUNDS: dict[str, Bound] = {
    "about": "about", "around": "about", "approximately": "about", "roughly": "about", "like": "about",
    "maybe": "about", "some": "about", "over": "over", "than": "over", "least": "over", "almost": "under",
    "nearly": "under", "under": "under", "most": "under", "to": "",
}  # fmt: skip
_RISING = frozenset(["went", "go", "goes", "got", "came", "rose", "climbed", "shot", "heated", "jumped", "grew"])
_SYMBOLS = {"percent": "%", "dollar": "$", "dollars": "$", "buck": "$", "bucks": "$"}


def quantities(found: Sequence[Token], lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Every number of a text. A lone `one`, `a` or a time of day in words is none."""
    single: list[Quantity] = []
    i = 0
    while i < len(found):
        quantity = _figure(found, i) or _in_words(found, i, lexicon)
        if quantity is None:
            i += 1
            continue
        single.append(_bounded(quantity, found))
        i = quantity.end
    return _ranges(single, found)


def _figure(found: Sequence[Token], i: int) -> Quantity | None:
    match = _FIGURE.fullmatch(found[i].norm) if found[i].kind in ("number", "word") else None
    if match is None or (found[i].kind == "word" and match.group(3).isalpha() and len(match.group(3)) < 2):
        return None
    plain = re.sub(r",(?=\d{3})", "", match.group(2))
    if "/" in plain:
        top, _, bottom = plain.partition("/")
        value = float(top) / float(bottom) if bottom.isdigit() and float(bottom) else float(top.replace(",", "."))
    else:
        value = _value(plain)
    end = i + 1
    symbol = match.group(1) or match.group(3)
    if match.group(3) == "k":
        value, symbol = value * 1000, match.group(1)
    if end < len(found) and found[end].norm in _SCALES:
        value, end = value * _SCALES[found[end].norm], end + 1
    return Quantity(low=value, high=value, start=i, end=end, symbol=symbol)


_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "k": 1000, "dozen": 12}


def _value(plain: str) -> float:
    hours, _, minutes = plain.partition(":")
    if minutes:
        return float(hours) + float(re.sub(r"\D.*", "", minutes) or 0) / 100
    parts = plain.removeprefix(",").replace(",", ".").split(".")
    parts[0] = parts[0] or "0"
    return float(parts[0] + "." + "".join(parts[1:])) if len(parts) > 1 else float(parts[0])


def _in_words(found: Sequence[Token], i: int, lexicon: Lexicon) -> Quantity | None:
    """`forty two`, `two hundred and five`, `a dozen`, `half`."""
    numbers = lexicon.words.numbers
    total, current, n = 0.0, 0.0, i
    while n < len(found):
        norm = found[n].norm
        joins = norm in {"and", "-"} and n > i and n + 1 < len(found) and found[n + 1].norm in numbers
        if joins and (norm == "-" or current >= 100 or total):
            n += 1
            continue
        if norm not in numbers or (n > i and norm in {"half", "couple", "twice"}):
            break
        value = numbers[norm]
        if n > i and not _continues(numbers.get(found[n - 1].norm, 0), value):
            break
        if value in (100, 12) and n > i:
            current *= value
        elif value >= 1000 and n > i:
            total, current = total + current * value, 0
        else:
            current += value
        n += 1
    if n == i or (n == i + 1 and found[i].norm == "one"):
        return None
    return Quantity(low=total + current, high=total + current, start=i, end=n)


def _continues(before: float, value: float) -> bool:
    """`forty two` and `two hundred` are one number; `two three` are two."""
    return value >= 100 or value == 12 or before >= 100 or before == 0 or (before >= 20 and value < 10)


def _bounded(quantity: Quantity, found: Sequence[Token]) -> Quantity:
    bound: Bound = ""
    for token in found[max(0, quantity.start - 2) : quantity.start]:
        bound = _BOUNDS.get(token.norm, bound)
    before = found[quantity.start - 2].norm if quantity.start > 1 else ""
    if bound == "over" and before in {"less", "fewer"}:
        bound = "under"
    if found[quantity.start - 1].norm in {"to"} and before == "up":
        rose = {token.norm for token in found[max(0, quantity.start - 5) : quantity.start - 2]} & _RISING
        bound = "" if rose else "under"
    after = found[quantity.end].norm if quantity.end < len(found) else ""
    symbol = quantity.symbol or _SYMBOLS.get(after, "")
    return quantity.model_copy(update={"bound": bound, "symbol": symbol})


def _ranges(single: Sequence[Quantity], found: Sequence[Token]) -> tuple[Quantity, ...]:
    """`20-30`, `20 to 30`, `between 20 and 30`, `2 or 3`."""
    result: list[Quantity] = []
    for quantity in single:
        before = result[-1] if result else None
        between = [t.norm for t in found[before.end : quantity.start]] if before else []
        opened = before is not None and before.start > 0 and found[before.start - 1].norm == "between"
        joined = between in (["-"], ["–"], ["to"], ["or"]) or (between == ["and"] and opened)
        if before and joined and quantity.high > before.low:
            whole = {"high": quantity.high, "end": quantity.end, "symbol": quantity.symbol}
            result[-1] = before.model_copy(update=whole)
        else:
            result.append(quantity)
    return tuple(result)


_MEASURES = {
    "second": ("s", "sec", "secs", "second", "seconds"),
    "minute": ("min", "mins", "minute", "minutes"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "day": ("day", "days"),
    "week": ("wk", "wks", "week", "weeks"),
    "month": ("month", "months"),
    "year": ("yr", "yrs", "year", "years"),
    "inch": ("in", "inch", "inches"),
    "foot": ("ft", "foot", "feet"),
    "yard": ("yd", "yard", "yards"),
    "mile": ("mi", "mile", "miles"),
    "millimeter": ("mm", "millimeter", "millimeters", "millimetre", "millimetres"),
    "centimeter": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "meter": ("m", "meter", "meters", "metre", "metres"),
    "kilometer": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    "gram": ("g", "gram", "grams"),
    "kilogram": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"),
    "ounce": ("oz", "ounce", "ounces"),
    "pound": ("lb", "lbs", "pound", "pounds"),
    "milliliter": ("ml", "milliliter", "milliliters", "millilitre", "millilitres"),
    "liter": ("l", "liter", "liters", "litre", "litres"),
    "degree": ("°", "degree", "degrees", "c", "f", "celsius", "fahrenheit"),
}
_MEASURE_OF = {written: name for name, every in _MEASURES.items() for written in every}
_AMOUNTS: tuple[dict[str, float], ...] = (
    {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800},
    {"inch": 1, "foot": 12, "yard": 36},
    {"millimeter": 1, "centimeter": 10, "meter": 1000, "kilometer": 1_000_000},
    {"gram": 1, "kilogram": 1000},
    {"ounce": 1, "pound": 16},
    {"milliliter": 1, "liter": 1000},
)


def measure(word: str) -> str:
    """The one name of a unit of measure (`kg` and `kilos` are "kilogram"); empty for any other word."""
    return _MEASURE_OF.get(word, "")


def matches(claimed: Quantity, said: Quantity) -> bool:
    """Whether a number of a statement is no more and no more exact than the one said."""
    if claimed.symbol != said.symbol and {claimed.symbol, said.symbol} & {"%"} and said.low != 0.5:
        return False
    low, high = said.low, said.high
    if claimed.low == low and claimed.high == high:
        return not (said.bound == "under" and claimed.bound in ("", "over"))
    if claimed.symbol == "%" and low == 0.5 and claimed.low == 50:
        return True
    if claimed.low != claimed.high:
        return False
    if claimed.bound == "over":
        return 0.75 * low <= claimed.low <= low and said.bound != "under"
    if claimed.bound == "about":
        return low * 0.9 <= claimed.low <= high * 1.1
    return claimed.bound == "under" and high <= claimed.low <= 1.15 * high


def same_amount(claimed: float, unit: str, said: float, said_unit: str) -> bool:
    """`an hour` is `60 minutes`. Units by the names `measure` gives."""
    return any(
        {unit, said_unit} <= kind.keys() and abs(claimed * kind[unit] - said * kind[said_unit]) < 1e-6
        for kind in _AMOUNTS
    )
