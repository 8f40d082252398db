"""Finds roles that a learner names by title or alias."""

import re
from collections.abc import Iterable, Sequence

from pathbot.roles.model import RoleCard
from pathbot.roles.pieces import plain

_EITHER = re.compile(r"\s+o\s+|\s*[/,;]\s*")  # "Enfermero o enfermera"
_WORD = re.compile(r"\w+")


class NameFinder:
    """Every title and alias in both languages, without regard to plural, case or accents.

    O*NET lists names such as `Manager` under many occupations: names of its roles count when they are one role's alone
    and have several words, or are its title.
    """

    def __init__(self, cards: Iterable[RoleCard]) -> None:
        self._socs: dict[tuple[str, ...], set[str]] = {}
        listed: dict[tuple[str, ...], set[str]] = {}
        for card in cards:
            own = card.source == "card"
            for name in _names(card):
                key = _key(_WORD.findall(plain(name)))
                into = self._socs if own or name == card.title else listed
                into.setdefault(key, set()).add(card.soc)
        for key, socs in listed.items():
            if len(key) > 1 and len(socs) == 1:
                self._socs.setdefault(key, socs)
        self._socs.pop((), None)
        self._longest = max(map(len, self._socs), default=0)

    def named(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """(soc, first word, end word) of each name among the words; a longer name hides one inside it."""
        key, found, place = _key(words), [], 0
        while place < len(key):
            for size in range(min(self._longest, len(key) - place), 0, -1):
                socs = self._socs.get(key[place : place + size])
                if socs:
                    found += [(soc, place, place + size) for soc in sorted(socs)]
                    place += size - 1
                    break
            place += 1
        return found


def _names(card: RoleCard) -> Iterable[str]:
    yield card.title
    yield from card.aliases.en
    spanish = (card.titles.es,) if card.titles else ()
    for name in (*spanish, *card.aliases.es):
        yield name
        yield from _EITHER.split(name)


def _key(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)
