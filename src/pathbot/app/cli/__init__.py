"""`pathbot`: every command, one sentence per error, never a traceback.

Command modules are small and import their heavy parts inside the command, so that `--help` stays fast.
"""

import sys

import typer

from pathbot.app.cli import (
    badges,
    care,
    classes,
    learners,
    llm,
    people,
    roles,
    safety,
    skills,
    slack,
    summaries,
    teams,
)
from pathbot.app.cli.backups import backup, migrate_store, restore
from pathbot.app.cli.chat import chat
from pathbot.app.cli.intents import intents
from pathbot.app.cli.serve import serve
from pathbot.app.cli.set_aside import set_aside
from pathbot.app.cli.setup import check, doctor, init
from pathbot.app.cli.worker import worker
from pathbot.app.errors import BadInput, Failed

app = typer.Typer(
    name="pathbot",
    help="Guided reflection, roles worth exploring and true skill statements for a class project.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (init, doctor, chat, serve, worker, check, intents):
    app.command()(command)
app.command()(backup)
app.command()(restore)
app.command("migrate-store")(migrate_store)
app.command("set-aside")(set_aside)
app.add_typer(classes.school, name="school")
app.add_typer(classes.class_, name="class")
app.add_typer(people.app, name="people")
app.add_typer(summaries.app, name="summary")
app.add_typer(learners.portfolio, name="portfolio")
app.add_typer(badges.app, name="badges")
app.add_typer(learners.learner, name="learner")
app.add_typer(roles.app, name="roles")
app.add_typer(skills.app, name="skills")
safety.app.command("status")(care.status)
safety.app.command("set")(care.set_)
safety.app.command("drill")(care.drill)
safety.app.command("report")(care.report)
learners.learner.command("consent")(care.consent)
app.add_typer(care.audit, name="audit")
app.add_typer(llm.app, name="llm")
app.add_typer(safety.app, name="safety")
app.add_typer(slack.app, name="slack")
app.add_typer(teams.app, name="teams")


def main() -> None:
    """The console script. Exit 2 for bad input, 1 for a failure."""
    try:
        app()
    except BadInput as error:
        _stop(str(error), 2)
    except Failed as error:
        _stop(str(error), 1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away, as with `| head`
        sys.exit(0)


def _stop(sentence: str, code: int) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(code)
