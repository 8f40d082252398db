"""The small pattern language of the skills vocabulary: how a learner shows a skill, without regular expressions.

A cue is words in dictionary form. `a/b/c` is any of them (`_` joins a phrase: `google_form`), `..` is a gap of up
to five words, `we:` in front asks for group work, `=made` takes only this very form. "split .. job/task/work"
fits "we split up all the jobs".
"""

from collections.abc import Sequence
from functools import lru_cache

from pathbot.frozen import Frozen
from pathbot.language.groups import Subject

GAP = 5


class Cue(Frozen):
    """A compiled cue: alternatives in order, each with whether a gap may stand before it."""

    group: bool
    parts: tuple[tuple[bool, frozenset[tuple[str, ...]]], ...]


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
    return Cue(group=group, parts=tuple(parts))


def fits(cue: Cue, seen: Sequence[frozenset[str]], actor: Subject) -> bool:
    """Whether a cue fits a clause, given every form of each of its words."""
    if cue.group and actor != "we":
        return False
    return any(_from(cue.parts, seen, start, first=True) for start in range(len(seen)))


def _from(
    parts: Sequence[tuple[bool, frozenset[tuple[str, ...]]]],
    seen: Sequence[frozenset[str]],
    at: int,
    first: bool = False,
) -> bool:
    if not parts:
        return True
    gap, options = parts[0]
    reach = 1 if first or not gap else GAP + 1
    for start in range(at, min(at + reach, len(seen))):
        for option in options:
            here = all(start + k < len(seen) and _is(word, seen[start + k]) for k, word in enumerate(option))
            if here and _from(parts[1:], seen, start + len(option)):
                return True
    return False


def _is(word: str, forms: frozenset[str]) -> bool:
    return f"={word[1:]}" in forms if word.startswith("=") else word in forms
