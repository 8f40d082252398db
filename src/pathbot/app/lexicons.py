"""Reads the word lists of `knowledge/language/` and bundles what the skills rules need."""

from pathlib import Path

from pathbot.app.content import read
from pathbot.language.lexicon import EverydayWords, Lexicon, Paraphrase, VerbWords
from pathbot.skills.kit import ProblemTexts, SkillKit
from pathbot.skills.vocabulary import Vocabulary


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
    )
