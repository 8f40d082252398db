"""Slack's own few words: `prompts/slack.yaml`, by language."""

from collections.abc import Callable
from functools import cache

from pathbot.channels.slack.home import HomeLabels
from pathbot.channels.slack.modal import ModalLabels
from pathbot.channels.slack.render import Labels
from pathbot.channels.slack.starting import StartLabels
from pathbot.wording import Texts

VERBS = ("status", "roles", "portfolio", "ask", "help", "privacy", "export", "person")


class Words:
    """Everything this folder says by itself. Unknown languages are English."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.labels: Callable[[str], Labels] = cache(self._labels)
        self.modal: Callable[[str], ModalLabels] = cache(self._modal)
        self.home: Callable[[str], HomeLabels] = cache(self._home)
        self.start: Callable[[str], StartLabels] = cache(self._start)

    def say(self, name: str, language: str, /, **values: str) -> str:
        """A sentence of the file."""
        return self._texts.say(name, language, **values)

    def command(self, verb: str, rest: str, language: str) -> str | None:
        """What a slash command says in a learner's words; None for a word that is no command."""
        if verb not in VERBS:
            return None
        name = f"command.{verb}_about" if rest and verb in ("roles", "ask") else f"command.{verb}"
        values = {"text": rest} if name.endswith("_about") else {}
        return self._texts.say(name, language, **values)

    def _labels(self, language: str) -> Labels:
        return Labels(**{name: self._texts.say(f"message.{name}", language) for name in Labels.model_fields})

    def _modal(self, language: str) -> ModalLabels:
        return ModalLabels(**{name: self._texts.say(f"form.{name}", language) for name in ModalLabels.model_fields})

    def _home(self, language: str) -> HomeLabels:
        return HomeLabels(**{name: self._texts.say(f"home.{name}", language) for name in HomeLabels.model_fields})

    def _start(self, language: str) -> StartLabels:
        return StartLabels(**{name: self._texts.say(f"start.{name}", language) for name in StartLabels.model_fields})
