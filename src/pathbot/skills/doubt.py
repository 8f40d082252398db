"""Whether a word is only another way to put it: judged by how near it, and the whole line, is to what was said.

What the checks found about ordinary words is weighed, and so is each word they let through (`pathbot.skills.excused`).

Numbers, tools, names, ranks, praise, leading, causes, shared and unfinished work are never judged this way; what others
did only where the check that speaks of it errs often (`Finding.rule`).
"""

from collections.abc import Callable, Iterator, Sequence

from pathbot.evidence import ProblemKind
from pathbot.frozen import Frozen
from pathbot.language.verbs import readings
from pathbot.skills.claims import Statement, is_content
from pathbot.skills.excused import RULE
from pathbot.skills.finding import Finding
from pathbot.skills.near import is_listed, is_sibling
from pathbot.skills.plain import soft_kinds
from pathbot.skills.record import Record
from pathbot.skills.thesaurus import forms

Alike = Callable[[str, Sequence[str]], tuple[float, float]]
"""How near a line is in meaning to some texts together, and to the nearest of them; both from -1 to 1."""

_KINDS: tuple[ProblemKind, ...] = ("entity", "adjective", "role_inflation")
_STRICT = frozenset(["person", "group", "time", "quantity"])
_NEVER = ("leading", "ranks", "praise", "causing", "result", "outcomes", "scope", "comparing", "manner")


class Doubts(Frozen):
    """`knowledge/language/en/doubt.yaml`, made by `tools/fit_doubt.py`: how much each mark speaks for an invention.

    A word is let through when the weighted sum of its marks stays under `limit`.
    """

    weights: dict[str, float]
    limit: float

    def weight(self, marks: dict[str, float]) -> float:
        """How much the marks of one finding speak for an invention."""
        return sum(self.weights.get(name, 0.0) * value for name, value in marks.items())


def may_be_weighed(found: Sequence[Finding], claimed: Statement, known: Record) -> bool:
    """Whether everything found comes from a check that errs often, or is about ordinary words used in no other way."""
    return bool(found) and all(_errs_often(finding) or _is_ordinary(finding, claimed, known) for finding in found)


def _errs_often(finding: Finding) -> bool:
    return bool(finding.rule)


def _is_ordinary(finding: Finding, claimed: Statement, known: Record) -> bool:
    lexicon, table = known.lexicon, known.thesaurus.related
    start = finding.place(claimed.text)
    if finding.kind not in _KINDS or (start > 0 and finding.words[0].isupper()) or any(map(str.isdigit, finding.words)):
        return False
    every = frozenset().union(*(forms(word, lexicon) for word in finding.words.casefold().split()))
    if finding.kind in ("role_inflation", "adjective") and " " in finding.words:
        return False  # a deed of one thing told of another; a phrase of manner nobody used
    at = next((n for n, token in enumerate(claimed.tokens) if token.start == start), 0)
    if is_listed(claimed, at) or (at and claimed.tokens[at - 1].norm in {"a", "an"} and finding.words.endswith("ing")):
        return False  # a thing of a list, and "a moving poem", are facts of their own
    if any(every & lexicon.sets[name] for name in _NEVER) or known.says(finding.words.casefold(), exact=True):
        return False
    return " " in finding.words or not any(table.kinds(form, "n", 1) & _STRICT for form in every)


def outweighs(
    found: Sequence[Finding], claimed: Statement, known: Record, doubts: Doubts, alike: Alike
) -> list[Finding]:
    """The findings that weigh at least as much as how near the line is to what was said."""
    seen = marks(found, claimed, known, alike)
    return [one for one, its in zip(found, seen, strict=True) if doubts.weight(its) >= doubts.limit]


def marks(found: Sequence[Finding], claimed: Statement, known: Record, alike: Alike) -> list[dict[str, float]]:
    """What speaks for or against an invention, for each finding; each mark about 0 to 1."""
    texts = [" ".join(token.norm for token in heard) for heard in known.tokens if heard]
    whole, best = alike(claimed.text, texts)
    content = [t for t in claimed.tokens if is_content(t, known.lexicon, known.thesaurus.glue)]
    line = {
        "one": 1.0,
        "whole": whole,
        "best": best,
        "said": sum(known.says(t.norm) for t in content) / max(1, len(content)),
        "several": min(len(found), 6) / 6,
    }
    return [line | dict(_marks(finding, claimed, known, alike, texts, whole)) for finding in found]


def _marks(
    finding: Finding, claimed: Statement, known: Record, alike: Alike, texts: Sequence[str], whole: float
) -> Iterator[tuple[str, float]]:
    lexicon, text, table = known.lexicon, claimed.text, known.thesaurus.related
    start = finding.place(text)
    end = start + len(finding.words)
    every = forms(finding.words.casefold(), lexicon)
    names = {form.name for form in readings(finding.words.casefold(), lexicon)}
    inside = [n for n, t in enumerate(claimed.tokens) if start <= t.start and t.end <= end] if start >= 0 else []
    near = (
        known.thesaurus.near(text, start, end, [s.text for s in known.said]) if known.thesaurus.near and inside else 0.3
    )
    parts = {part for part in "nvar" for form in every if table.kinds(form, part)}
    excused = finding.rule == RULE
    yield ("near_excused" if excused else "near"), near
    yield "near_verb", near if names else 0.0
    if inside:
        yield (
            ("fits_excused" if excused else "fits"),
            10 * (whole - alike(text[:start].rstrip() + text[end:], texts)[0]),
        )
    yield f"rule_{finding.rule}" if finding.rule else f"kind_{finding.kind}", 1.0
    if excused:
        yield f"ex_{finding.kind}", 1.0
    for number, claim in enumerate(claimed.claims):
        if claim.verb in finding.words.casefold().split():
            yield "claim" if claim.learner else "theirs", 1.0
            yield "surplus", float(claim.learner and _is_surplus(number, claimed, known))
    if inside:
        yield "replaced", float(_replaced(claimed, inside[-1], known))
        yield "attributive", float(_stands_before(claimed, inside[-1], known) and not names and "a" in parts)
    yield "first", float(start == 0)
    yield "phrase", float(" " in finding.words)
    for name in _LISTS:
        yield name, float(bool(every & lexicon.sets[name]))
    yield "glue", float(bool(every & known.thesaurus.glue))
    yield "wide", float(bool(every & known.bag.wide))
    yield "soft", float(bool(soft_kinds(finding.words.casefold(), known.thesaurus, lexicon)))
    yield "past", float("past" in names)
    yield "ing", float("ing" in names)
    yield "no_verb", float(not names)
    for part in "nar":
        yield f"only_{part}", float(parts == {part})
    yield "ly", float(finding.words.endswith("ly"))
    nouns = frozenset().union(*(table.kinds(form, "n", 1) for form in every))
    if not names:
        for kind in _NOUNS & nouns:
            yield f"n_{kind}", 1.0
    siblings = (is_sibling(finding.words.casefold(), t.norm, known, lexicon) for heard in known.tokens for t in heard)
    yield "sibling", float(not names and any(siblings))
    for name, n in (("before", inside[0] - 1), ("after", inside[-1] + 1)) if inside else ():
        token = claimed.tokens[n] if 0 <= n < len(claimed.tokens) else None
        content = token is not None and is_content(token, lexicon, known.thesaurus.glue)
        yield name, float(token is not None and content and known.says(token.norm))
        yield f"end_{name}", float(token is None or token.kind not in ("word", "number"))


def _is_surplus(number: int, claimed: Statement, known: Record) -> bool:
    """Whether the other deeds of the statement already tell all that was done: `filmed and edited` of "i filmed it"."""
    others = [other for n, other in enumerate(claimed.claims) if n != number and other.learner]
    told = {hit.heard for other in others for hit in known.hits(other.verb) if hit.main}
    done = {n for n, heard in enumerate(known.heard) if heard.actor in ("i", "we") and heard.clause.verb}
    return bool(told) and not done - told


def _stands_before(claimed: Statement, n: int, known: Record) -> bool:
    """Whether the next word is one that the learner said."""
    after = claimed.tokens[n + 1 : n + 2]
    content = bool(after) and is_content(after[0], known.lexicon, known.thesaurus.glue)
    return content and known.says(after[0].norm)


def _replaced(claimed: Statement, n: int, known: Record) -> bool:
    """`school board` beside "parks board": the same thing, of another kind."""
    after = claimed.tokens[n + 1 : n + 2]
    lexicon, glue = known.lexicon, known.thesaurus.glue
    if not after or not is_content(after[0], lexicon, glue) or readings(claimed.tokens[n].norm, lexicon):
        return False
    heads = [
        (heard[i - 1], token)
        for heard in known.tokens
        for i, token in enumerate(heard)
        if i and forms(token.norm, lexicon) & forms(after[0].norm, lexicon)
    ]
    return bool(heads) and all(is_content(before, lexicon, glue) for before, _ in heads)


_LISTS = ("claiming", "plain", "tools", "quiet", "generic", "neutral", "companions", "outcomes", "causing", "result")
_NOUNS = frozenset(
    [
        "act", "animal", "artifact", "attribute", "body", "cognition", "communication", "event", "food", "group",
        "location", "person", "plant", "possession", "quantity", "state", "substance", "time",
    ]
)  # fmt: skip
