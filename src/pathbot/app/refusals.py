"""Why something was not taken, by the name of a sentence: a page says it in its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import yaml

from pathbot.app.errors import BadInput
from pathbot.wording import Texts

LONGEST_SAID_BACK = 200


@dataclass(frozen=True)
class Why:
    """A sentence of `prompts/refusals.yaml`, ``section.key``, and what is filled in: texts, or other sentences."""

    name: str
    values: "Mapping[str, str | Why]" = field(default_factory=dict)

    def in_(self, language: str) -> str:
        """The sentence in a language."""
        filled = {
            name: _short(value) if isinstance(value, str) else value.in_(language)
            for name, value in self.values.items()
        }
        return _texts().say(self.name, language, **filled)

    def __str__(self) -> str:
        return self.in_("en")


class Refusal(BadInput):
    """Bad input whose sentence is `refuse.name`: English on the command line, the reader's language on a page."""

    def __init__(self, name: str, /, **values: str | Why) -> None:
        super().__init__(name)
        self.why = Why(f"refuse.{name}", values)

    def __str__(self) -> str:
        return str(self.why)


def on_a_page(error: BadInput, language: str) -> str:
    """What a page says of an error. One without such a sentence is for whoever runs Pathbot, not for the reader."""
    return (error.why if isinstance(error, Refusal) else Why("refuse.other")).in_(language)


def _short(value: str) -> str:
    """What somebody wrote, said back in a sentence that can still be read."""
    return value if len(value) <= LONGEST_SAID_BACK else value[: LONGEST_SAID_BACK - 1] + "…"


@cache
def _texts() -> Texts:
    # The shipped file, without the reader of `content`: that one refuses with sentences of this very file.
    from pathbot.app.content import default_folder

    return Texts.model_validate(yaml.safe_load((default_folder("prompts") / "refusals.yaml").read_text("utf-8")))
