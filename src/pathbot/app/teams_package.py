"""The Teams app package of this school, from its settings and the words in `prompts/teams.yaml`."""

from importlib.metadata import version
from urllib.parse import urlsplit

from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.settings import Settings
from pathbot.channels.teams.package import AppInfo, Command
from pathbot.wording import Texts

OFFERED = ("help", "portfolio", "sees", "person", "stop")
LONGEST_DEVELOPER = 32  # characters, the manifest's limit


def app_info(settings: Settings, bot: str, developer: str, website: str, privacy: str, terms: str) -> AppInfo:
    """Everything the manifest says. Raises BadInput for an address or a name Teams would not take."""
    for url in (website, privacy, terms):
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise BadInput(f"{url} cannot be used: Teams wants an address that starts with https://.")
    if not 0 < len(developer) <= LONGEST_DEVELOPER:
        raise BadInput(f"The name of who answers for the app may have 1 to {LONGEST_DEVELOPER} characters.")
    texts = read(settings.prompts / "teams.yaml", Texts)

    def say(name: str) -> str:
        return texts.say(name, settings.language)

    return AppInfo(
        bot=bot,
        version=version("pathbot"),
        name=say("app.name"),
        about=say("app.about"),
        description=say("app.description"),
        developer=developer,
        website=website,
        privacy=privacy,
        terms=terms,
        commands=tuple(
            Command(title=say(f"commands.{name}"), description=say(f"commands.{name}_about")) for name in OFFERED
        ),
    )
