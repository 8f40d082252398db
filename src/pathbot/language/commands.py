"""Short messages that always mean one thing, compared without case, accents and punctuation."""

import re
from functools import cached_property
from itertools import product

from pathbot.frozen import Frozen
from pathbot.language.fold import fold

FEW_WORDS = 5
_BRACKET = re.compile(r"\[([^\]]*)\]")
_NO = frozenset(["no", "not", "dont", "nope", "nah", "later", "never", "nunca"])


class Commands(Frozen):
    """One language's fixed phrases (`knowledge/language/<language>/commands.yaml`), by what they mean.

    "[stop|quit] saving" stands for both.
    """

    talk_to_person: tuple[str, ...]
    sign_in: tuple[str, ...]
    sign_in_short: tuple[str, ...]
    take_floor: tuple[str, ...]
    stop_talk: tuple[str, ...]
    take_back: tuple[str, ...]
    withdraw: tuple[str, ...]
    undo: tuple[str, ...]
    agree: tuple[str, ...]
    who_are_you: tuple[str, ...]
    change: tuple[str, ...]
    save: tuple[str, ...]
    shorter: tuple[str, ...]
    plainer: tuple[str, ...]
    edit: tuple[str, ...]
    not_me: tuple[str, ...]
    role_more: tuple[str, ...]
    role_day: tuple[str, ...]
    role_ways: tuple[str, ...]
    role_try: tuple[str, ...]
    role_compare: tuple[str, ...]
    role_missing: tuple[str, ...]
    role_not_for_me: tuple[str, ...]

    def agrees(self, text: str) -> bool:
        """Whether a few words hold a yes ("whatever ok", "sure lets go") and nothing that takes it back."""
        words = _plain(text).split()
        yes = any(word in self.agree for word in words)
        return yes and len(words) <= FEW_WORDS and not any(word in _NO for word in words)

    def means(self, text: str, command: str) -> bool:
        """Whether the whole message is a phrase of this command."""
        return _plain(text) in self._phrases[command]

    @cached_property
    def _phrases(self) -> dict[str, frozenset[str]]:
        return {
            command: frozenset(_plain(said) for phrase in getattr(self, command) for said in spelled_out(phrase))
            for command in type(self).model_fields
        }


def spelled_out(phrase: str) -> tuple[str, ...]:
    """Every way to say "[stop|quit] saving [my answers|anything]": one word or none of each bracket."""
    parts = [part.split("|") for part in _BRACKET.split(phrase)]
    return tuple("".join(said) for said in product(*parts))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", fold(text)).split())
