"""Opens the role library: cards and search words from `knowledge/`, vectors from the index folder."""

import os
from pathlib import Path

from pathbot.app.content import read
from pathbot.app.embedder import open_embedder
from pathbot.app.errors import BadInput, Failed
from pathbot.app.model_settings import load_model_settings
from pathbot.app.settings import Settings
from pathbot.roles.card import CardError, RoleCard, load_cards
from pathbot.roles.index import IndexDamaged, Place, Progress
from pathbot.roles.library import Imported, RoleLibrary
from pathbot.roles.minilm import MiniLM
from pathbot.roles.onet.shelf import kept
from pathbot.roles.search_words import LanguageWords, SearchWords, Who


def open_library(settings: Settings, progress: Progress | None = None) -> RoleLibrary:
    """The library, its index brought up to date. Raises BadInput for a bad card, Failed for a damaged index."""
    place = index_place(settings)
    try:
        cards, words = read_cards(settings.knowledge), read_search_words(settings.knowledge)
        remote = open_embedder(load_model_settings())
        return RoleLibrary.open(cards, MiniLM(), place, words, progress, imported(settings), remote)
    except IndexDamaged as error:
        raise Failed(f"{error} Run `pathbot roles index --fresh` to make it again.") from None


def imported(settings: Settings) -> Imported | None:
    """The O*NET release that was imported, if one was."""
    folder = data_folder(settings, "onet")
    release = kept(folder) if folder else None
    return Imported(release, folder) if release else None


def read_cards(knowledge: Path) -> tuple[RoleCard, ...]:
    """Every role card. Raises BadInput naming the file, line and problem of the first bad one."""
    try:
        cards = load_cards(knowledge / "roles")
    except CardError as error:
        raise BadInput(str(error)) from None
    if not cards:
        raise BadInput(f"There are no role cards in {knowledge / 'roles'}. Put them there or set PATHBOT_KNOWLEDGE.")
    return cards


def read_search_words(knowledge: Path) -> SearchWords:
    """The word lists of both languages. Raises BadInput."""
    folder = knowledge / "search"
    who = read(folder / "who.yaml", Who)
    found = [read(folder / f"{language}.yaml", LanguageWords) for language in ("en", "es")]
    en, es = (words.model_copy(update={"left_out": (*who.names, *who.places)}) for words in found)
    return SearchWords(en=en, es=es)


def index_place(settings: Settings) -> Place:
    """Where the index is: a server, a folder, or None (memory only) where nothing can be written."""
    return settings.chroma or data_folder(settings, "roles")


def data_folder(settings: Settings, name: str) -> Path | None:
    """A folder in the data folder, else in the user's cache; None where neither can be written."""
    home = settings.home_folder
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "pathbot"
    folder = (home if home.is_dir() else cache) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
