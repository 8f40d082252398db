"""Loads what understanding needs to know of each language."""

from pathlib import Path

from pathbot.app.content import default_folder, read
from pathbot.app.errors import BadInput
from pathbot.app.lexicons import load_lexicon
from pathbot.reflection.kit import Lexicon, UnderstandingKit

_READ_BY_CLAUSE = ("en",)  # the clause reader knows English grammar; other languages are cut at marks and joining words


def load_understanding(knowledge: Path | None = None) -> UnderstandingKit:
    """The lexicons in `knowledge/language/*/understanding.yaml`. Raises BadInput naming the file and the problem."""
    folder = (knowledge or default_folder("knowledge")) / "language"
    files = sorted(folder.glob("*/understanding.yaml"))
    lexicons = {file.parent.name: read(file, Lexicon) for file in files}
    if "en" not in lexicons:
        raise BadInput(f"{folder / 'en' / 'understanding.yaml'} is missing. Put it back.")
    readers = {language: load_lexicon(folder.parent, language) for language in _READ_BY_CLAUSE}
    return UnderstandingKit(languages=lexicons, readers=readers)
