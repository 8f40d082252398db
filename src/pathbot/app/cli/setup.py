"""`pathbot init`, `doctor` and `check`: set up, look for what is wrong, and check what teachers wrote."""

import json
from typing import Annotated

import typer

from pathbot.app.errors import BadInput, Failed


def init() -> None:
    """Make the data folder and its key. Running it again changes nothing."""
    from pathbot.app.home import make_home, open_store
    from pathbot.app.settings import load_settings

    settings = load_settings()
    made = make_home(settings)
    open_store(settings)
    print(f"{'Made' if made else 'Found'} the data folder {settings.home_folder} and its key {settings.key_path}.")
    print("Keep a copy of the key somewhere else: without it the database cannot be read.")


def doctor() -> None:
    """Check the configuration and every part, and say what to do about each problem."""
    from pathbot.app.doctor import examine
    from pathbot.app.settings import load_settings

    findings = examine(load_settings())
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FIX '} {finding.what}{'' if finding.ok else ': ' + finding.fix}")
    if not all(finding.ok for finding in findings):
        raise Failed("Some things need fixing: see the lines that start with FIX.")


def check(as_json: Annotated[bool, typer.Option("--json", help="One JSON object per problem.")] = False) -> None:
    """Check prompts/ and knowledge/. Prints one line per problem; silent when all is well."""
    from pathbot.app.check import problems
    from pathbot.app.settings import load_settings

    found = problems(load_settings())
    for problem in found:
        if as_json:
            print(json.dumps(problem.model_dump(), ensure_ascii=False))
        else:
            print(f"{problem.file}:{problem.line}: {problem.problem}")
    if found:
        noun = "problem" if len(found) == 1 else "problems"
        raise BadInput(f"{len(found)} {noun} to fix in prompts/ and knowledge/.")
