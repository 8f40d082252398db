"""Reads the word lists of `knowledge/language/` and bundles what the skills rules need."""

import gzip
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.language.lexicon import EverydayWords, Lexicon, Paraphrase, VerbWords
from pathbot.skills.doubt import Doubts
from pathbot.skills.kit import PlainWords, ProblemTexts, SkillKit
from pathbot.skills.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathbot.app.nearness import WordNearness


def load_lexicon(folder: Path, language: str) -> Lexicon:
    """The word lists of one language. `folder` is the knowledge folder. Raises BadInput when a list is broken."""
    home = folder / "language" / language
    return Lexicon(
        language=language,
        words=read(home / "words.yaml", EverydayWords),
        verbs=read(home / "verbs.yaml", VerbWords),
        paraphrase=read(home / "paraphrase.yaml", Paraphrase),
    )


def load_skill_kit(knowledge: Path, prompts: Path, language: str) -> SkillKit:
    """Everything for drafting, tagging and checking. Problems are told in `language`; statements are English.

    Raises BadInput when a file is missing or broken.
    """
    return SkillKit(
        lexicon=load_lexicon(knowledge, "en"),
        vocabulary=read(knowledge / "skills" / "vocabulary.yaml", Vocabulary),
        problems=read(prompts / "skills" / "problems.yaml", ProblemTexts),
        language=language,
        near=_near,
        alike=_alike,
        doubts=read(knowledge / "language" / "en" / "doubt.yaml", Doubts),
        plain_words=read(knowledge / "language" / "en" / "plainer.yaml", PlainWords),
        related=_related(knowledge / "language" / "en" / "related.tsv.gz"),
    )


def _near(line: str, start: int, end: int, texts: Sequence[str]) -> float:
    return _nearness()(line, start, end, texts)


def _alike(line: str, texts: Sequence[str]) -> tuple[float, float]:
    return _nearness().lines(line, texts)


@cache
def _nearness() -> "WordNearness":
    from pathbot.app.nearness import WordNearness  # numpy and the encoder: only once a check needs them
    from pathbot.roles.minilm import MiniLM

    return WordNearness(MiniLM())


def _related(path: Path) -> tuple[str, ...]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return tuple(lines)
    except (OSError, EOFError, UnicodeDecodeError):
        raise BadInput(
            f"{path} is missing or damaged. Put it back, or make it again: tools/build_wordnet.py."
        ) from None
