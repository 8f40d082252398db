"""Group work: a message that tells only what teammates did calls for the learner's own part, once and kindly."""

import re
from collections.abc import Callable, Sequence

from pathbot.language.fold import fold
from pathbot.reflection.judgement import Judgement, Signal

_WORD = re.compile(r"\w+")
THEY = {"en": "they", "es": "ellos"}


def with_team(
    judgement: Judgement,
    text: str,
    teammates: Sequence[str],
    names_the_speaker: Callable[[str], bool],
    signals_of: Callable[[str], tuple[Signal, ...]],
    language: str,
) -> Judgement:
    """The judgement, with the signal `team_only` when an answer names a teammate and not the learner.

    `teammates` are names as Pathbot uses them. Blame ("leo did nothing") has a question of its own: `signals_of` hears
    it once the name is a "they".
    """
    first_names = {fold(name.split()[0]) for name in teammates if name.strip()}
    named = any(fold(word) in first_names for word in _WORD.findall(text))
    if judgement.intent != "answer" or not named or names_the_speaker(text):
        return judgement
    they = THEY.get(language, THEY["en"])
    nameless = _WORD.sub(lambda word: they if fold(word.group()) in first_names else word.group(), text)
    signal: Signal = "blames_others" if "blames_others" in signals_of(nameless) else "team_only"
    return judgement.model_copy(update={"signals": tuple(dict.fromkeys((*judgement.signals, signal)))})
