"""Short messages that always mean one thing, compared without case, accents and punctuation."""

import re
import unicodedata

from pathbot.frozen import Frozen


class Commands(Frozen):
    """One language's fixed phrases (`knowledge/language/<language>/commands.yaml`), by what they mean."""

    talk_to_person: tuple[str, ...]
    undo: tuple[str, ...]
    save: tuple[str, ...]
    shorter: tuple[str, ...]
    edit: tuple[str, ...]
    not_me: tuple[str, ...]

    def means(self, text: str, command: str) -> bool:
        """Whether the whole message is a phrase of this command."""
        return _plain(text) in {_plain(phrase) for phrase in getattr(self, command)}


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", "", bare).split())
