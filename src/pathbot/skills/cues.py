"""The small pattern language of the skills vocabulary: how a learner shows a skill, without regular expressions.

A cue is words in dictionary form. `a/b/c` is any of them (`_` joins a phrase: `google_form`), `..` is a gap of up
to five words, `we:` in front asks for group work, `=made` takes only this very form. "split .. job/task/work"
fits "we split up all the jobs".
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pathbot.frozen import Frozen
from pathbot.language.groups import Subject

GAP = 5


class Cue(Frozen):
    """A compiled cue: alternatives in order, each with whether a gap may stand before it; `begins` has the first words
    of each alternative."""

    group: bool
    parts: tuple[tuple[bool, frozenset[tuple[str, ...]]], ...]
    begins: tuple[frozenset[str], ...]


class Seen(NamedTuple):
    """A clause as cues look at it: every form of each of its words, all of them together, and who acts."""

    words: Sequence[frozenset[str]]
    together: frozenset[str]
    actor: Subject


def seen(words: Sequence[frozenset[str]], actor: Subject) -> Seen:
    """A clause from every form of each of its words."""
    return Seen(words, frozenset().union(*words), actor)


@lru_cache(maxsize=5000)
def compiled(pattern: str) -> Cue:
    """A cue from its text. Raises ValueError when it is empty."""
    group = pattern.startswith("we:")
    parts: list[tuple[bool, frozenset[tuple[str, ...]]]] = []
    gap = True
    for piece in pattern.removeprefix("we:").split():
        if piece == "..":
            gap = True
            continue
        parts.append((gap, frozenset(tuple(option.split("_")) for option in piece.split("/"))))
        gap = False
    if not parts:
        raise ValueError(f"a cue needs words: {pattern!r}")
    begins = tuple(frozenset(option[0] for option in options) for _, options in parts)
    return Cue(group=group, parts=tuple(parts), begins=begins)


def fits(cue: Cue, clause: Seen) -> bool:
    """Whether a cue fits a clause."""
    if cue.group and clause.actor != "we":
        return False
    if any(begin.isdisjoint(clause.together) for begin in cue.begins):  # nearly always, and quickly told
        return False
    return any(_from(cue.parts, clause.words, start, first=True) for start in range(len(clause.words)))


def _from(
    parts: Sequence[tuple[bool, frozenset[tuple[str, ...]]]],
    words: Sequence[frozenset[str]],
    at: int,
    first: bool = False,
) -> bool:
    if not parts:
        return True
    gap, options = parts[0]
    reach = 1 if first or not gap else GAP + 1
    for start in range(at, min(at + reach, len(words))):
        for option in options:
            here = all(start + k < len(words) and word in words[start + k] for k, word in enumerate(option))
            if here and _from(parts[1:], words, start + len(option)):
                return True
    return False
