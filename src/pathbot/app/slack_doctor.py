"""What `pathbot doctor` looks at in Slack: tokens, scopes, and whether deliveries arrive."""

import asyncio
import time

from pathbot.app.finding import Finding
from pathbot.app.settings import Settings
from pathbot.app.slack_settings import SlackSettings
from pathbot.app.slack_vault import StoreVault
from pathbot.app.wiring import read_key
from pathbot.channels.slack.checkup import Looked, check_app_token, check_bot_token, check_signing_secret
from pathbot.channels.slack.door import PATH
from pathbot.channels.slack.names import NAME
from pathbot.store import history
from pathbot.store.engine import Database


def examine_slack(settings: Settings, slack: SlackSettings, engine: Database | None) -> list[Finding]:
    """Asks Slack itself. Needs the network; without it the findings say so."""
    looked = asyncio.run(_look(settings, slack, engine))
    found = [Finding(what=one.what, ok=one.ok, fix=one.fix) for one in looked]
    return [*found, *([] if engine is None else [_deliveries(slack, engine)])]


async def _look(settings: Settings, slack: SlackSettings, engine: Database | None) -> list[Looked]:
    if not slack.client_id:
        found = await check_bot_token(slack.bot_token.get_secret_value(), slack.api_url)
        if slack.socket:
            return [*found, await check_app_token(slack.app_token.get_secret_value(), slack.api_url)]
        return [*found, check_signing_secret(slack.signing_secret.get_secret_value())]
    if engine is None:
        return []
    vault = StoreVault(engine, slack.school_of, read_key(settings), time.time)
    found = [check_signing_secret(slack.signing_secret.get_secret_value())]
    for team in slack.school_of:
        installed = await vault.find(team)
        if installed is None:
            found.append(Looked(f"Slack: workspace {team}", False, "open https://your-host/slack/install there"))
        else:
            found += await check_bot_token(installed.token, slack.api_url)
    return found


def _deliveries(slack: SlackSettings, engine: Database) -> Finding:
    at = history.last_arrival(engine, NAME)
    if at is not None:
        return Finding(what=f"Slack: the last message arrived at {at:%Y-%m-%d %H:%M} UTC", ok=True)
    where = (
        "turn Socket Mode and Event Subscriptions on"
        if slack.socket
        else f"set the Request URL to https://…{PATH} and copy the Signing Secret once more, because with a wrong one"
        " every message is refused"
    )
    return Finding(
        what="Slack: messages arrive",
        ok=False,
        fix=f"none has arrived yet: run `pathbot serve` and write “hi” to Pathbot; if it stays silent, {where}",
    )
