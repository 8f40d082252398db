"""`pathbot teams`: what an administrator of a Teams school uploads."""

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Microsoft Teams.", no_args_is_help=True)


@app.command()
def package(
    website: Annotated[str, typer.Option(help="Address of the school's or district's site, https.")],
    developer: Annotated[str, typer.Option(help="Who answers for the app here, such as the district's name.")],
    privacy: Annotated[str | None, typer.Option(help="Address of the privacy notice; else the site.")] = None,
    terms: Annotated[str | None, typer.Option(help="Address of the terms of use; else the site.")] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("pathbot-teams.zip"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Write the app package: a manifest and icons, to upload in the Teams admin center."""
    from pathbot.app.errors import BadInput, Failed
    from pathbot.app.settings import load_settings
    from pathbot.app.teams_package import app_info
    from pathbot.app.teams_settings import load_teams_settings
    from pathbot.channels.teams import package as made

    settings = load_settings()
    teams = load_teams_settings(settings.env)
    if teams is None:
        raise BadInput("PATHBOT_TEAMS_APP_ID is not set: register the bot first, as docs/teams.md shows.")
    info = app_info(settings, teams.app_id, developer, website, privacy or website, terms or website)
    try:
        out.write_bytes(made.package(info))
    except OSError as error:
        raise Failed(f"{out} cannot be written ({error.strerror}). Choose another file with --out.") from None
    if as_json:
        print(json.dumps({"file": str(out), "bot": info.bot, "version": info.version}))
    else:
        print(f"Wrote {out}. Upload it in the Teams admin center: Teams apps, Manage apps, Upload new app.")
