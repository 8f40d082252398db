"""What an administrator wants to know before a class starts: does every part work here?"""

from collections.abc import Callable

from pathbot.app.errors import BadInput, Failed
from pathbot.app.finding import Finding
from pathbot.app.home import open_store
from pathbot.app.local import SCHOOL
from pathbot.app.mail import NotSent, look_at_server
from pathbot.app.model_settings import load_model_settings
from pathbot.app.models import open_helper
from pathbot.app.settings import Settings
from pathbot.app.slack_settings import load_slack_settings
from pathbot.app.teams_doctor import examine_teams
from pathbot.app.wiring import load_kit
from pathbot.store import people
from pathbot.store.engine import Database
from pathbot.store.models import allowing


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Looks at every part in the order it is needed. Never raises for something an administrator can fix."""
    findings = [_key(settings)]
    store = _tried("database", lambda: open_store(settings))
    findings.append(store[0])
    findings.append(_tried("prompts, knowledge and the role index", lambda: load_kit(settings).roles.ready())[0])
    if store[1] is not None:
        findings += _contacts(store[1])
    findings += _mail(settings)
    findings += _slack(settings, store[1])
    findings += examine_teams(settings, store[1])
    findings += _model(settings, store[1])
    return tuple(findings)


def _mail(settings: Settings) -> list[Finding]:
    """Links by e-mail: nothing where the school wants none."""
    if not settings.smtp:
        return []
    if not settings.url:
        return [Finding(what="mail server", ok=False, fix="set PATHBOT_URL too: the links in mails lead there")]
    try:
        look_at_server(settings.smtp)
    except NotSent as problem:
        return [Finding(what="mail server", ok=False, fix=f"{problem} Check PATHBOT_SMTP.")]
    return [Finding(what="mail server", ok=True)]


def _slack(settings: Settings, engine: Database | None) -> list[Finding]:
    try:
        slack = load_slack_settings(settings.env)
    except BadInput as error:
        return [Finding(what="Slack settings", ok=False, fix=str(error))]
    if slack is None:
        return []
    from pathbot.app.slack_doctor import examine_slack

    return examine_slack(settings, slack, engine)


def _key(settings: Settings) -> Finding:
    """Needed beside PostgreSQL too: it signs sessions and opens backups."""
    path = settings.key_path
    if not path.exists():
        return Finding(what=f"key {path}", ok=False, fix="run `pathbot init`")
    if path.stat().st_mode & 0o077:
        return Finding(what=f"key {path}", ok=False, fix=f"others can read it; run `chmod 600 {path}`")
    return Finding(what=f"key {path}", ok=True)


def _contacts(engine: Database) -> list[Finding]:
    findings = []
    for school in people.all_schools(engine):
        if school == SCHOOL:
            continue  # one person at a terminal: Pathbot says that it can tell nobody
        found = bool(people.safety_contacts(engine, school.id))
        fix = "" if found else "name a safety contact before a class starts"
        findings.append(Finding(what=f"safety contact of {school.name}", ok=found, fix=fix))
    return findings


def _model(settings: Settings, engine: Database | None) -> list[Finding]:
    """Nothing without a model: it is an extra."""
    try:
        models = load_model_settings()
        helper = open_helper(models, settings.prompts, settings.knowledge)
    except BadInput as error:
        return [Finding(what="language model", ok=False, fix=str(error))]
    if helper is None:
        return []
    names = sorted(allowing(engine)) if engine is not None else []
    where = f"may help at {', '.join(names)}" if names else "off everywhere: `pathbot llm on SCHOOL` turns it on"
    money = "" if models.llm_prices else "; dollars are not counted until PATHBOT_LLM_PRICES is set"
    return [Finding(what=f"language model {models.llm}: {where}{money} (`pathbot llm try` asks it)", ok=True)]


def _tried(what: str, attempt: Callable[[], object]) -> tuple[Finding, Database | None]:
    try:
        result = attempt()
    except (BadInput, Failed) as error:
        return Finding(what=what, ok=False, fix=str(error)), None
    return Finding(what=what, ok=True), result if isinstance(result, Database) else None
