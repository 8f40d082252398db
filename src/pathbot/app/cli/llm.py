"""`pathbot llm`: which schools let a language model help, whether it answers, and what it cost."""

import json
from typing import Annotated

import typer

from pathbot.app.errors import BadInput, Failed

app = typer.Typer(help="A language model that may help.", no_args_is_help=True)
School = Annotated[str, typer.Argument(help="The school's id or name.")]


@app.callback()
def _llm() -> None:
    """A language model that may help."""


@app.command("on")
def switch_on(school: School) -> None:
    """Let the configured model help the learners of a school. Until then nothing of theirs goes to any model."""
    _switch(school, True)


@app.command("off")
def switch_off(school: School) -> None:
    """From the next message on, nothing of this school's learners goes to a model."""
    _switch(school, False)


@app.command("try")
def try_out() -> None:
    """Ask the configured model about an invented answer, as a turn would, and say how it went."""
    from pathbot.app.model_settings import load_model_settings
    from pathbot.app.models import open_helper
    from pathbot.app.settings import load_settings
    from pathbot.llm.allowance import Allowance
    from pathbot.llm.task import ToJudge, Wanted

    settings = load_settings()
    helper = open_helper(load_model_settings(), settings.prompts, settings.knowledge)
    if helper is None:
        raise BadInput("No model is configured: set PATHBOT_LLM, e.g. openai:gpt-… (docs/model.md says more).")
    asked = ToJudge(
        language="en",
        question="What was the tricky bit?",
        wanted=(Wanted(slot="difficulty", question="What was the tricky bit?"),),
        said=("i sanded the roof",),
        answer="the roof didnt fit at first",
    )
    helper.model.warm()
    allowance = Allowance(helper.seconds)
    answer = helper.model.answer(helper.tasks.judge, asked, allowance)
    for call in allowance.calls:
        print(f"{call.model}: {call.outcome}, {call.milliseconds} ms, {call.tokens_in} + {call.tokens_out} tokens")
    if answer is None:
        raise Failed("The model gave no answer Pathbot can use. docs/model.md says what each outcome means.")
    print(f"It took the invented answer for: {answer.intent}.")


@app.command("report")
def report(
    month: Annotated[str, typer.Option(help="Which month, e.g. 2026-11; empty: this one.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per row.")] = False,
) -> None:
    """What models were asked in a month, how it ended, what it cost, and which budgets are used up."""
    from pathbot.app.home import now, open_store
    from pathbot.app.model_report import month_between, report_of, spent_lines
    from pathbot.app.model_settings import load_model_settings
    from pathbot.app.models import limits_of
    from pathbot.app.settings import load_settings
    from pathbot.store import models

    start, end = month_between(month, now())
    engine = open_store(load_settings())
    calls = models.calls_between(engine, start, end)
    for row in report_of(calls, f"{start:%Y-%m}"):
        print(json.dumps(row.model_dump(), ensure_ascii=False) if as_json else row.line())
    if as_json:
        return
    if not calls:
        print(f"No model was asked in {start:%Y-%m}.")
    for line in spent_lines(models.spent_between(engine, start, end), limits_of(load_model_settings()), end):
        print(line)


def _switch(school: str, allowed: bool) -> None:
    from pathbot.app.home import now, open_store
    from pathbot.app.settings import load_settings
    from pathbot.store import models, people

    engine = open_store(load_settings())
    schools = people.all_schools(engine)
    found = next((s for s in schools if school.casefold() in (s.id.casefold(), s.name.casefold())), None)
    if found is None:
        raise BadInput(f"There is no school {school}. There are: {', '.join(s.id for s in schools) or 'none yet'}.")
    models.allow(engine, found.id, allowed, now())
    if allowed:
        print(f"{found.name}: a model may help from the next message on. `pathbot llm off {found.id}` ends that.")
    else:
        print(f"{found.name}: no model is asked from the next message on.")
