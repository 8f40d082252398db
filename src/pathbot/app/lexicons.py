"""Reads the word lists of `knowledge/language/` and bundles what the skills rules need."""

from pathlib import Path

from pathbot.app.content import read
from pathbot.language.lexicon import EverydayWords, Lexicon, Paraphrase, VerbWords


def load_lexicon(folder: Path, language: str) -> Lexicon:
    """The word lists of one language. `folder` is the knowledge folder. Raises BadInput when a list is broken."""
    home = folder / "language" / language
    return Lexicon(
        language=language,
        words=read(home / "words.yaml", EverydayWords),
        verbs=read(home / "verbs.yaml", VerbWords),
        paraphrase=read(home / "paraphrase.yaml", Paraphrase),
    )
