"""The real word lists, skills and sentences: what learners meet is what is tested."""

import pytest

from pathbot.app.content import default_folder
from pathbot.app.lexicons import load_skill_kit
from pathbot.skills.kit import SkillKit


@pytest.fixture(scope="session")
def kit() -> SkillKit:
    return load_skill_kit(default_folder("knowledge"), default_folder("prompts"), "en")
