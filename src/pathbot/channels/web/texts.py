"""The words of the pages: one file per language in `prompts/pages/`."""

from collections.abc import Mapping

from pydantic import ConfigDict, RootModel

from pathbot.wording import fill


class PageTexts(RootModel[dict[str, dict[str, str]]]):
    """Sections of named sentences, as in ``prompts/pages/en.yaml``."""

    model_config = ConfigDict(frozen=True)

    def say(self, name: str, /, **values: str) -> str:
        """The sentence ``section.key``, filled in. Raises KeyError for one that is not there."""
        section, key = name.split(".")
        return fill(self.root[section][key], **values)


def in_language(texts: Mapping[str, PageTexts], language: str) -> PageTexts:
    """The pages' words in a language; English where there are none."""
    return texts.get(language) or texts["en"]


def preferred(accept: str, texts: Mapping[str, PageTexts], otherwise: str) -> str:
    """The first language of an Accept-Language header that there are texts in: for whoever is not signed in yet."""
    asked = (one.partition(";")[0].strip()[:2].lower() for one in accept.split(","))
    return next((language for language in asked if language in texts), otherwise)
