"""Short messages that always mean one thing, compared without case, accents and punctuation."""

import re
from functools import cached_property

from pathbot.frozen import Frozen
from pathbot.language.fold import fold

FEW_WORDS = 5
_NO = frozenset(["no", "not", "dont", "nope", "nah", "later", "never", "nunca"])


class Commands(Frozen):
    """One language's fixed phrases (`knowledge/language/<language>/commands.yaml`), by what they mean."""

    talk_to_person: tuple[str, ...]
    sign_in: tuple[str, ...]
    sign_in_short: tuple[str, ...]
    take_floor: tuple[str, ...]
    stop_talk: tuple[str, ...]
    withdraw: tuple[str, ...]
    undo: tuple[str, ...]
    agree: tuple[str, ...]
    change: tuple[str, ...]
    save: tuple[str, ...]
    shorter: tuple[str, ...]
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
        return {command: frozenset(map(_plain, getattr(self, command))) for command in type(self).model_fields}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", fold(text)).split())
