"""Whether what was found is only another way to put it: judged by how near the whole line is to what was said.

Numbers, tools, names, ranks, praise, leading, causes, shared and unfinished work are never judged this way; what others
did only where the check that speaks of it errs often (`Finding.rule`).
"""

from collections.abc import Callable, Iterator, Sequence

from pathbot.evidence import ProblemKind
from pathbot.frozen import Frozen
from pathbot.language.verbs import readings
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.finding import Finding
from pathbot.skills.near import is_listed
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import forms

Alike = Callable[[str, Sequence[str]], tuple[float, float]]
"""How near a line is in meaning to some texts together, and to the nearest of them; both from -1 to 1."""

_KINDS: tuple[ProblemKind, ...] = ("entity", "adjective", "role_inflation")
_STRICT = frozenset(["person", "group", "time", "quantity"])
_NEVER = ("leading", "ranks", "praise", "causing", "result", "outcomes", "scope", "comparing")


class Doubts(Frozen):
    """`knowledge/language/en/doubt.yaml`, made by `tools/fit_doubt.py`: how much each mark speaks for an invention.

    A line is let through when the weighted sum of its marks stays under `limit`.
    """

    weights: dict[str, float]
    limit: float


def may_be_weighed(found: Sequence[Finding], claimed: Statement, known: Record) -> bool:
    """Whether everything found comes from a check that errs often, or is about ordinary words used in no other way."""
    return bool(found) and all(_errs_often(finding) or _is_ordinary(finding, claimed, known) for finding in found)


def _errs_often(finding: Finding) -> bool:
    return bool(finding.rule)


def _is_ordinary(finding: Finding, claimed: Statement, known: Record) -> bool:
    lexicon, table = known.lexicon, known.thesaurus.related
    start = claimed.text.find(finding.words)
    if finding.kind not in _KINDS or (start > 0 and finding.words[0].isupper()) or any(map(str.isdigit, finding.words)):
        return False
    every = frozenset().union(*(forms(word, lexicon) for word in finding.words.casefold().split()))
    if finding.kind == "role_inflation" and " " in finding.words:
        return False  # a deed of one thing told of another
    at = next((n for n, token in enumerate(claimed.tokens) if token.start == start), 0)
    if is_listed(claimed, at) or (at and claimed.tokens[at - 1].norm in {"a", "an"} and finding.words.endswith("ing")):
        return False  # a thing of a list, and "a moving poem", are facts of their own
    if any(every & lexicon.sets[name] for name in _NEVER) or known.says(finding.words.casefold(), exact=True):
        return False
    return " " in finding.words or not any(table.kinds(form, "n", 1) & _STRICT for form in every)


def is_outweighed(found: Sequence[Finding], claimed: Statement, known: Record, doubts: Doubts, alike: Alike) -> bool:
    """Whether what was found weighs less than how near the line is to what was said."""
    if not may_be_weighed(found, claimed, known):
        return False
    seen = marks(found, claimed, known, alike)
    return sum(doubts.weights.get(name, 0.0) * value for name, value in seen.items()) < doubts.limit


def marks(found: Sequence[Finding], claimed: Statement, known: Record, alike: Alike) -> dict[str, float]:
    """What speaks for or against an invention, each about 0 to 1; the marks of several findings are averaged."""
    texts = [" ".join(token.norm for token in heard) for heard in known.tokens if heard]
    whole, best = alike(claimed.text, texts)
    content = [t for t in claimed.tokens if is_content(t, known.lexicon, known.thesaurus.glue)]
    seen = {
        "one": 1.0,
        "whole": whole,
        "best": best,
        "said": sum(known.says(t.norm) for t in content) / max(1, len(content)),
        "several": min(len(found), 4) / 4,
    }
    each = [dict(_marks(finding, claimed, known)) for finding in found]
    names = {name for one in each for name in one}
    return seen | {name: sum(one.get(name, 0.0) for one in each) / len(each) for name in sorted(names)}


def _marks(finding: Finding, claimed: Statement, known: Record) -> Iterator[tuple[str, float]]:
    lexicon, text = known.lexicon, claimed.text
    start = text.find(finding.words)
    end = start + len(finding.words)
    every = forms(finding.words.casefold(), lexicon)
    names = {form.name for form in readings(finding.words.casefold(), lexicon)}
    inside = [n for n, t in enumerate(claimed.tokens) if start <= t.start and t.end <= end] if start >= 0 else []
    near = known.thesaurus.near
    yield "near", near(text, start, end, [s.text for s in known.said]) if near and inside else 0.3
    yield f"rule_{finding.rule}" if finding.rule else f"kind_{finding.kind}", 1.0
    yield "first", float(start == 0)
    yield "phrase", float(" " in finding.words)
    yield "claiming", float(bool(every & lexicon.sets["claiming"]))
    yield "plain", float(bool(every & lexicon.sets["plain"]))
    yield "tool", float(bool(every & lexicon.sets["tools"]))
    yield "past", float("past" in names)
    yield "ing", float("ing" in names)
    yield "noun", float(not names)
    for name, n in (("before", inside[0] - 1), ("after", inside[-1] + 1)) if inside else ():
        token = claimed.tokens[n] if 0 <= n < len(claimed.tokens) else None
        content = token is not None and is_content(token, lexicon, known.thesaurus.glue)
        yield name, float(token is not None and content and known.says(token.norm))
