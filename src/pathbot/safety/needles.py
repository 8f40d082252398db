"""What a text must contain before a pattern can match in it: plain strings, read out of the pattern itself.

Trying every phrase of two languages on every message cost half of the screen. Most phrases need words that the message
does not hold, and finding that out is cheap. Whatever is not understood here asks for nothing, so the pattern is tried:
a needle can only ever save work, never a finding (the idea is Google Code Search's, Russ Cox 2012).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

_parser = re._parser  # type: ignore[attr-defined]  # its own parser: a second one of ours could disagree with it
_MOST = 64
"""Strings that are spelled out for one place in a pattern; where there are more, the place asks for less."""
_GRAM = 4

Clause = frozenset[str]
"""Strings of which a text must hold at least one."""


class _Part(NamedTuple):
    """What a piece of a pattern matches: exactly one of `exact`, or more than can be listed, with what it needs."""

    exact: frozenset[str] | None
    needs: tuple[Clause, ...] = ()


_NOTHING, _ANYTHING = _Part(frozenset({""})), _Part(None)


def needs(pattern: str) -> tuple[Clause, ...]:
    """Every clause holds for every text that `pattern` matches in. Empty when nothing is known."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return ()
    part = _sequence(parsed)
    return part.needs if part.exact is None else _clauses(part.exact)


def _clauses(strings: frozenset[str]) -> tuple[Clause, ...]:
    return (strings,) if min(map(len, strings), default=0) >= _GRAM else ()


def _sequence(items: Iterable[Any]) -> _Part:
    """One after the other; what is next to each other and exact is spelled together."""
    listed, found, run = True, [], _NOTHING.exact or frozenset()
    for item in items:
        part = _part(*item)
        if part.exact is not None and len(run) * len(part.exact) <= _MOST:
            run = frozenset(a + b for a, b in product(run, part.exact))
            continue
        listed = False
        found += [*_clauses(run), *part.needs]
        run = part.exact or frozenset({""})
    return _Part(run) if listed else _Part(None, (*found, *_clauses(run)))


def _part(kind: Any, given: Any) -> _Part:
    name = str(kind)
    if name == "LITERAL":
        return _Part(frozenset({chr(given)}))
    if name in ("AT", "ASSERT", "ASSERT_NOT"):  # they take no room, so what stands beside them stands together
        return _NOTHING
    if name == "SUBPATTERN":
        return _sequence(given[-1])
    if name == "BRANCH":
        return _either([_sequence(branch) for branch in given[1]])
    if name == "IN":
        return _either([_part(*item) for item in given])
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return _repeated(*given)
    return _ANYTHING


def _either(parts: Sequence[_Part]) -> _Part:
    exact = [part.exact for part in parts if part.exact is not None]
    if len(exact) == len(parts) and (together := frozenset().union(*exact)) and len(together) <= _MOST:
        return _Part(together)
    chosen = [_best(_clauses(part.exact) if part.exact is not None else part.needs) for part in parts]
    return _Part(None, (frozenset().union(*chosen),) if all(chosen) else ())


def _repeated(least: int, most: int, items: Iterable[Any]) -> _Part:
    inside = _sequence(items)
    if (least, most) == (0, 1) and inside.exact is not None:
        return _Part(inside.exact | {""})
    if least == 0:
        return _ANYTHING
    return _Part(None, inside.needs if inside.exact is None else _clauses(inside.exact))


def _best(clauses: Sequence[Clause]) -> Clause:
    """The one that says most: long strings, and few. Empty when there is none."""
    return max(clauses, key=lambda clause: (min(map(len, clause)), -len(clause)), default=frozenset())


class Haystack:
    """Which of many patterns may match in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._needs = [needs(pattern) for pattern in patterns]
        self._always = [n for n, clauses in enumerate(self._needs) if not clauses]
        self._by_gram: dict[str, set[int]] = {}
        for n, clauses in enumerate(self._needs):
            for needle in _best(clauses):
                self._by_gram.setdefault(_rarest(needle), set()).add(n)

    def may_match(self, text: str) -> list[int]:
        """Positions in `patterns`, ascending: every pattern that matches somewhere, and a few that do not."""
        grams = {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)} & self._by_gram.keys()
        named = set().union(*(self._by_gram[gram] for gram in grams))
        return sorted([*self._always, *(n for n in named if self._holds(text, n))])

    def _holds(self, text: str, n: int) -> bool:
        return all(any(needle in text for needle in clause) for clause in self._needs[n])


def _rarest(needle: str) -> str:
    """A few letters of it that few other texts hold."""
    grams = [needle[at : at + _GRAM] for at in range(len(needle) - _GRAM + 1)]
    return max(grams, key=lambda gram: sum(" etaoinshrdlum".find(c) % 15 for c in gram))
