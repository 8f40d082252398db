"""Teams, looked over before a class starts: what is set, and whether Microsoft answers as it should."""

import asyncio

import httpx

from pathbot.app.errors import BadInput
from pathbot.app.finding import Finding
from pathbot.app.settings import Settings
from pathbot.app.teams_settings import CLOUDS, TeamsSettings, load_teams_settings
from pathbot.channels.base import RetryLater
from pathbot.store import people
from pathbot.store.engine import Database

TIMEOUT_SECONDS = 5.0


def examine_teams(settings: Settings, engine: Database | None) -> list[Finding]:
    """Nothing without Teams. Else the settings, the schools, the secret, and the way to Microsoft."""
    try:
        teams = load_teams_settings(settings.env)
    except BadInput as error:
        return [Finding(what="Teams settings", ok=False, fix=str(error))]
    if teams is None:
        return []
    findings = [Finding(what="Teams settings", ok=True), _https(settings)]
    if teams.unauthenticated:
        findings.append(Finding(what="Teams requests are believed unsigned: for development only", ok=True))
    if engine is not None:
        findings += [_school(engine, school) for school in teams.schools.values()]
    return [*findings, *asyncio.run(_microsoft(teams))]


def _https(settings: Settings) -> Finding:
    ok = settings.url.startswith("https://") or settings.env == "dev"
    fix = (
        "set PATHBOT_URL to the https address Teams reaches Pathbot at, and the bot's endpoint to it + /teams/messages"
    )
    return Finding(what="an https address for Teams to write to", ok=ok, fix="" if ok else fix)


def _school(engine: Database, school: str) -> Finding:
    found = people.get_school(engine, school) is not None
    fix = "" if found else f"add it with `pathbot school add {school} NAME`, or correct PATHBOT_TEAMS_TENANTS"
    return Finding(what=f"Teams school {school}", ok=found, fix=fix)


async def _microsoft(teams: TeamsSettings) -> list[Finding]:
    from pathbot.app.teams import sign_in
    from pathbot.channels.teams.keys import SigningKeys

    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
        keys = SigningKeys(teams.keys_url or CLOUDS[teams.cloud][1], http)
        reached = await keys.look()
        away = "let this machine reach login.botframework.com (https), directly or through HTTPS_PROXY"
        findings = [Finding(what="Microsoft's signing keys", ok=reached, fix="" if reached else away)]
        try:
            await sign_in(teams, http).token()
        except BadInput as error:
            return [*findings, Finding(what="sign-in of the Teams bot", ok=False, fix=str(error))]
        except RetryLater:
            refused = (
                "check that this machine runs in Azure with the bot's managed identity"
                if teams.managed_identity
                else "check the app id, the secret or certificate (it may have run out) and the tenant in Azure, and "
                "that this machine reaches login.microsoftonline.com"
            )
            return [*findings, Finding(what="sign-in of the Teams bot", ok=False, fix=refused)]
    return [*findings, Finding(what="sign-in of the Teams bot", ok=True)]
