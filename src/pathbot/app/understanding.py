"""Loads what understanding needs to know of each language, and the weights of its learned stage."""

from pathlib import Path
from typing import TYPE_CHECKING

from pathbot.app.content import default_folder, read
from pathbot.app.errors import BadInput
from pathbot.app.lexicons import load_lexicon
from pathbot.reflection.kit import Lexicon, UnderstandingKit

if TYPE_CHECKING:
    from pathbot.reflection.learned import LearnedWeights

_READ_BY_CLAUSE = ("en",)  # the clause reader knows English grammar; other languages are cut at marks and joining words


def load_understanding(knowledge: Path | None = None) -> UnderstandingKit:
    """The lexicons of `knowledge/language/` and the learned weights. Raises BadInput saying what is wrong where."""
    folder = knowledge or default_folder("knowledge")
    readers = {language: load_lexicon(folder, language) for language in _READ_BY_CLAUSE}
    return UnderstandingKit(languages=load_lexicons(folder), readers=readers, learned=_weights(folder))


def load_lexicons(knowledge: Path) -> dict[str, Lexicon]:
    """`understanding.yaml` of every language, by language. English must be among them."""
    folder = knowledge / "language"
    lexicons = {file.parent.name: read(file, Lexicon) for file in sorted(folder.glob("*/understanding.yaml"))}
    if "en" not in lexicons:
        raise BadInput(f"{folder / 'en' / 'understanding.yaml'} is missing. Put it back.")
    return lexicons


def _weights(knowledge: Path) -> "LearnedWeights | None":
    """None when the file is not there: the rules then stand alone."""
    path = knowledge / "language" / "intents.npz"
    if not path.exists():
        return None
    import numpy as np

    from pathbot.reflection.learned import LearnedWeights

    try:
        with np.load(path, allow_pickle=False) as stored:
            intents = tuple(str(intent) for intent in stored["intents"])
            return LearnedWeights(intents, stored["weights"], stored["scale"])  # type: ignore[arg-type]
    except (OSError, ValueError, KeyError):
        raise BadInput(f"{path} is damaged. Run tools/train_intents.py to make it again.") from None
