"""The real English word lists."""

import pytest

from pathbot.app.content import default_folder
from pathbot.app.lexicons import load_lexicon
from pathbot.language.lexicon import Lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(default_folder("knowledge"), "en")
