"""`pathbot slack`: what an administrator of a Slack workspace needs."""

from typing import Annotated

import typer

from pathbot.app.errors import BadInput

app = typer.Typer(help="Slack: the app's manifest.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `manifest` a command of its own while it is the only one."""


@app.command()
def manifest(
    url: Annotated[
        str, typer.Option(help="Pathbot's public address, https://…; leave out to connect by Socket Mode.")
    ] = "",
    several: Annotated[bool, typer.Option("--several", help="For an app that several workspaces install.")] = False,
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Print what to paste in Slack under "Create an app from a manifest"."""
    import json

    from pathbot.app.content import read
    from pathbot.app.settings import load_settings
    from pathbot.app.slack_home import WAYS
    from pathbot.channels.slack.manifest import ManifestWords
    from pathbot.channels.slack.manifest import manifest as make
    from pathbot.wording import Texts

    url = url.rstrip("/")
    if url and not url.startswith("https://"):
        raise BadInput(
            "Slack takes addresses with https only: pathbot slack manifest --url https://pathbot.example.org"
        )
    if several and not url:
        raise BadInput("Several workspaces need a public address: add --url https://pathbot.example.org")
    if language not in ("en", "es"):
        raise BadInput("The language is en or es.")
    texts = read(load_settings().prompts / "slack.yaml", Texts)
    words = ManifestWords(**{name: texts.say(f"manifest.{name}", language) for name in ManifestWords.model_fields})
    prompts = tuple((texts.say(f"prompts.{name}", language), texts.say(f"prompts.{name}", language)) for name in WAYS)
    print(json.dumps(make(words, prompts, url, several), ensure_ascii=False, indent=2))
