"""Every number of a statement was said, about the same thing, and no more exactly than it was said."""

import itertools
from collections.abc import Iterator, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import lemma, readings
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.counted import counted_up
from pathbot.skills.finding import Finding
from pathbot.skills.quantities import Quantity, matches, measure, quantities, same_amount
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import bag, says

_VAGUE = frozenset(["dozens", "hundreds", "thousands", "millions", "double", "doubled", "triple", "tripled", "halved"])


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Numbers, ranges and units that nobody said."""
    said = [(tokens, q) for tokens in known.tokens for q in (*quantities(tokens, lexicon), *_single(tokens))]
    for quantity in quantities(claimed.tokens, lexicon):
        if _twice_a_week(claimed, quantity, known) or counted_up(claimed, quantity, known, lexicon):
            continue
        if not any(
            _supports(claimed, quantity, tokens, other, known, lexicon) for tokens, other in said
        ) and not _from_to(claimed, quantity, [other for _, other in said]):
            words = claimed.tokens[quantity.start : quantity.end]
            yield Finding(kind="number", words=claimed.text[words[0].start : words[-1].end])
    rates = said_rates(known)
    if any(token.kind == "number" for token in claimed.tokens):
        for rate in sorted(_rates(claimed.tokens) - rates - {"class"}):
            yield Finding(kind="number", words=f"a {rate}")
    yield from _spans_of_time(claimed, known)
    for token in claimed.tokens:
        if token.norm in _VAGUE and not known.says(token.norm, exact=True):
            yield Finding(kind="number", words=token.norm)


def _from_to(claimed: Statement, quantity: Quantity, said: Sequence[Quantity]) -> bool:
    """`raised it from 0.3 to 1.1`: two numbers, each of which was said."""
    before = claimed.tokens[quantity.start - 1].norm if quantity.start else ""
    exact = {q.low for q in said if q.low == q.high}
    return before == "from" and quantity.low != quantity.high and {quantity.low, quantity.high} <= exact


def _spans_of_time(claimed: Statement, known: Record) -> Iterator[Finding]:
    """`for a year`: how long it took is a number too."""
    for n, token in enumerate(claimed.tokens[2:], 2):
        before = [t.norm for t in claimed.tokens[n - 2 : n]]
        lasting = before[0] in {"for", "over", "within"} and before[1] in {"a", "an", "one"}
        if lasting and token.norm in _LENGTHS and not any(_lasted(found, token.norm) for found in known.tokens):
            yield Finding(kind="number", words=" ".join([*before, token.norm]))


_LENGTHS = frozenset(["hour", "day", "week", "month", "year", "semester", "summer", "weekend"])
_ABOUT_A = frozenset(["a", "an", "one", "1", "whole", "all", "this", "every", "each", "per", "the"])


def _lasted(found: tuple[Token, ...], unit: str) -> bool:
    norms = [token.norm for token in found]
    return any(b.removesuffix("s") == unit and a in _ABOUT_A for a, b in itertools.pairwise(norms))


def _supports(
    claimed: Statement, quantity: Quantity, tokens: tuple[Token, ...], said: Quantity, known: Record, lexicon: Lexicon
) -> bool:
    mine, theirs = measured(claimed.tokens, quantity), measured(tokens, said)
    if mine and theirs and mine != theirs:
        return same_amount(quantity.low, mine, said.low, theirs)
    if mine == "day" and [t.norm for t in tokens[said.end : said.end + 1]] == ["times"]:
        mine = ""  # "3 days a week" of "3 times a week"
    if mine and not theirs and not _measure_said(mine, known, lexicon):
        return False
    unit, other = _unit(claimed.tokens, quantity, lexicon), _unit(tokens, said, lexicon)
    if said.low < 100 and quantity.low in (1900 + said.low, 2000 + said.low) and quantity.low == quantity.high:
        return True  # "the flood of 83"
    if not matches(quantity, said) or (
        _is_label(tokens, said) != _is_label(claimed.tokens, quantity) and not _is_part(claimed.tokens, quantity)
    ):
        return False
    if quantity.symbol == "$" and (said.symbol == "$" or (not said.symbol and _speaks_of_money(known))):
        return True  # dollars count dollars, whatever stands after them
    if _is_whole(tokens, said) and not _is_whole(claimed.tokens, quantity):
        return False  # "6 of the 10 questions" are not ten
    if mine and (mine == theirs or not other):
        return True
    counted = bag(_counted(tokens, said, lexicon), known.thesaurus, lexicon)
    heard = [word for word in unit if known.says(word)]
    if unit and not heard and other and other[0] in lexicon.sets["units"] and unit[0] not in lexicon.sets["units"]:
        return False  # "4 min" does not count four surfaces
    if unit and not other and _is_value(tokens, said):
        return False  # "the ph was 6" counts no sites
    if heard and not other:
        return not _counts_otherwise(heard[0], quantity, known, lexicon)
    if not heard or any(says(counted, word, known.thesaurus, lexicon) for word in heard):
        return True
    return _counts_the_same(claimed, heard, other, quantity, known, lexicon)


_COUNTS = frozenset(["total", "count", "number", "answers", "there", "it", "score"])


def _is_value(found: tuple[Token, ...], quantity: Quantity) -> bool:
    """Whether a number is what one thing was (`the ph was 6`), not how many there were."""
    before = [token.norm for token in found[max(0, quantity.start - 4) : quantity.start]]
    return before[-1:] == ["was"] and quantity.end == len(found) and not _COUNTS & set(before)


def measured(found: Sequence[Token], quantity: Quantity) -> str:
    """The unit of measure of a number, by its one name: `3mm`, `55 °C`, `8 kilos`, `half an hour`; empty without."""
    if quantity.symbol.isalpha() and (unit := measure(quantity.symbol)):
        return unit
    after = [token.norm for token in found[quantity.end : quantity.end + 3] if token.norm not in _BEFORE_UNIT]
    return measure(after[0]) if after and (len(after[0]) > 2 or after[0] in _SHORT_UNITS) else ""


_BEFORE_UNIT = frozenset(["-", "°", "a", "an", "full", "whole", "more", "straight", "different", "of"])
_SHORT_UNITS = frozenset(["kg", "mm", "cm", "km", "ml", "lb", "oz", "ft", "hr", "c", "f", "g", "m", "°"])


def _single(found: Sequence[Token]) -> Iterator[Quantity]:
    """`an hour`, `one week`: one of a measure."""
    for n, (token, after) in enumerate(itertools.pairwise(found)):
        if token.norm in {"a", "an", "one"} and len(after.norm) > 2 and measure(after.norm):
            yield Quantity(low=1, high=1, start=n, end=n + 1)


def _measure_said(unit: str, known: Record, lexicon: Lexicon) -> bool:
    """Whether the learner measured anything in a unit. Degrees and time go without saying ("it got to 140")."""
    return unit == "degree" or any(
        unit == measured(tokens, quantity)
        for tokens in known.tokens
        for quantity in (*quantities(tokens, lexicon), *_single(tokens))
    )


def _counts_the_same(
    claimed: Statement, heard: Sequence[str], other: Sequence[str], quantity: Quantity, known: Record, lexicon: Lexicon
) -> bool:
    """`76 flashcards` of "76 cards"; `sketched twelve logo options` of "12 sketches"."""
    if any(word.endswith(counted) and len(counted) > 3 for word in heard for counted in other):
        return True
    line = bag(claimed.tokens, known.thesaurus, lexicon)
    told = any(says(line, counted, known.thesaurus, lexicon) for counted in other[:1])
    return told and not _counts_otherwise(heard[0], quantity, known, lexicon)


def _is_whole(found: tuple[Token, ...], quantity: Quantity) -> bool:
    """Whether a number is what another one is a part of: the ten of "6 of the 10"."""
    before = [token.norm for token in found[max(0, quantity.start - 3) : quantity.start]]
    counts = bool(before) and (before[0][0].isdigit() or before[0] in _NUMBERS)
    return len(before) > 2 and before[1:] in (["of", "the"], ["of", "my"], ["of", "our"]) and counts


def _speaks_of_money(known: Record) -> bool:
    return any(t.norm in _MONEY or t.norm[0] in "$€£" for found in known.tokens for t in found)


_MONEY = frozenset(
    ["dollar", "dollars", "bucks", "budget", "price", "prices", "cost", "costs", "paid", "money", "cash"]
)
_LABELLED = frozenset(
    [
        "episode", "step", "room", "grade", "period", "level", "chapter", "part", "version", "number", "page",
        "question", "week", "day", "unit", "lesson", "group", "table", "round", "act", "scene",
    ]
)  # fmt: skip


def _is_label(found: tuple[Token, ...], quantity: Quantity) -> bool:
    """`episode 2` names an episode, it does not count them."""
    before = [token.norm for token in found[max(0, quantity.start - 2) : quantity.start]]
    if before == ["out", "of"] or _is_part(found, quantity):
        return True  # "7 out of 10", "38 of 60"
    return bool(before) and before[-1] in _LABELLED and before[0] not in {"the", "a", "my", "our", "whole"}


def _is_part(found: tuple[Token, ...], quantity: Quantity) -> bool:
    """`two of three interviews`: a number with one before it that is a part of it."""
    before = [token.norm for token in found[max(0, quantity.start - 2) : quantity.start]]
    return len(before) == 2 and before[1] == "of" and (before[0][0].isdigit() or before[0] in _PARTS)


_PARTS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third"]
)
_NUMBERS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half"])
_SPANS = frozenset(["day", "week", "hour", "month", "minute", "year", "class", "person"])


def _twice_a_week(claimed: Statement, quantity: Quantity, known: Record) -> bool:
    """`tuesdays and thursdays` is twice a week."""
    after = [token.norm for token in claimed.tokens[quantity.end : quantity.end + 3]]
    weekly = "week" in after or "weekly" in after or "days" in after
    named = max((len(_weekdays(found)) for found in known.tokens), default=0)
    return weekly and quantity.low == named > 1


def _weekdays(found: Sequence[Token]) -> set[str]:
    """The days named, by their first three letters (`mon wed fri`)."""
    days = {day[:3] for day in WEEKDAYS}
    return {t.norm[:3] for t in found if t.norm.removesuffix("s") in WEEKDAYS} | {
        t.norm for t in found if t.norm in days
    }


WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_DAILY = dict.fromkeys(("morning", "afternoon", "evening", "night"), "day")


RATE_WORDS = {"daily": "day", "nightly": "day", "weekly": "week", "monthly": "month", "hourly": "hour"}


def said_rates(known: Record) -> frozenset[str]:
    """The spans of time the learner told a rate for: `every friday` gives week."""
    return frozenset(rate for tokens in known.tokens for rate in _rates(tokens))


def _rates(found: tuple[Token, ...]) -> set[str]:
    """Spans after "a", "per", "each" or "every": `40 boxes a day` gives day."""
    norms = [token.norm for token in found]
    spans = {**{span: span for span in _SPANS}, **_DAILY}
    spans |= dict.fromkeys(WEEKDAYS, "week") | {f"{day}s": "week" for day in WEEKDAYS}
    named = {spans[b] for a, b in itertools.pairwise(norms) if a in {"a", "per", "each", "every"} and b in spans}
    named |= {"week" for norm in norms if norm.removesuffix("s") in WEEKDAYS and norm.endswith("s")}
    return named | {span for word, span in (("daily", "day"), ("weekly", "week"), ("hourly", "hour")) if word in norms}


def _counts_otherwise(word: str, quantity: Quantity, known: Record, lexicon: Lexicon) -> bool:
    """Whether the learner gave another number for the same thing ("3 stores", "48 of them")."""
    return any(
        other.low != quantity.low
        and says(bag(_counted(tokens, other, lexicon), known.thesaurus, lexicon), word, known.thesaurus, lexicon)
        for tokens in known.tokens
        for other in quantities(tokens, lexicon)
    )


def _counted(found: tuple[Token, ...], quantity: Quantity, lexicon: Lexicon) -> list[Token]:
    """The words right after a number, up to the next clause or number."""
    after: list[Token] = []
    for token in found[quantity.end : quantity.end + 6]:
        if token.kind == "number" and after and after[0].norm == "of":
            continue  # the questions of "6 of the 10 questions"
        if token.norm in lexicon.sets["coordinators"] or (token.kind != "word" and token.norm != "-"):
            break
        after.append(token)
    return after


def _unit(found: tuple[Token, ...], quantity: Quantity, lexicon: Lexicon) -> list[str]:
    """The next content words after a number, as dictionary forms: what it counts."""
    after: list[str] = []
    for token in found[quantity.end : quantity.end + 5]:
        if token.norm == "-":
            continue
        aside = not after and token.norm in lexicon.sets["prepositions"] - {"of"}
        if token.kind != "word" or token.norm in lexicon.sets["coordinators"] or aside:
            break
        if token.norm in lexicon.words.numbers:
            break  # "six of the ten questions"
        if not after and any(form.name == "past" for form in readings(token.norm, lexicon)):
            break  # "two died": what was counted was said before
        if is_content(token, lexicon, frozenset()):
            after.append(lemma(token.norm, lexicon.language))
    return after
