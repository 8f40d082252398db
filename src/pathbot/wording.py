"""Text keyed by language, as teachers write it in YAML, with named places like ``{name}`` to fill in."""

from string import Formatter

from pydantic import ConfigDict, RootModel

from pathbot.frozen import Frozen


class Localized(Frozen):
    """The same sentence in each language. English is always there; a missing one falls back to it."""

    en: str
    es: str = ""

    def in_(self, language: str) -> str:
        """The text in `language`, or in English where it was not translated."""
        return (self.es if language == "es" else self.en) or self.en


class LocalizedList(Frozen):
    """The same short list in each language."""

    en: tuple[str, ...]
    es: tuple[str, ...] = ()

    def in_(self, language: str) -> tuple[str, ...]:
        """The list in `language`, or in English where it was not translated."""
        return (self.es if language == "es" else self.en) or self.en


class Texts(RootModel[dict[str, dict[str, Localized]]]):
    """What Pathbot says around the questions: sections of named lines."""

    model_config = ConfigDict(frozen=True)

    def say(self, name: str, language: str, /, **values: str) -> str:
        """The line ``section.key`` in a language, filled in. Raises KeyError for an unknown line or missing value."""
        section, key = name.split(".")
        return fill(self.root[section][key].in_(language), **values)


def fill(text: str, /, **values: str) -> str:
    """Put values in the named places of a text. What is put in is never read as a place itself."""
    return "".join(literal + (values[name] if name else "") for literal, name, _, _ in Formatter().parse(text))


def places(text: str) -> frozenset[str]:
    """The names of the places in a text. Raises ValueError when its braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
