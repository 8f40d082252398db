"""Text keyed by language, as teachers write it in YAML."""

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
