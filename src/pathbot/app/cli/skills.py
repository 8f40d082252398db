"""`pathbot skills`: statements of a transcript, and the grounding check."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pathbot.app.drafting import Drafting

app = typer.Typer(help="Skill statements and their grounding check.", no_args_is_help=True)


@app.command()
def draft(
    transcript: Annotated[
        Path, typer.Argument(help='JSON lines {"id", "from"?, "text"}; "bot" is Pathbot. - is stdin.')
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Draft true skill statements from a transcript."""
    from pathbot.app.cli.lines import read_rows, write_row
    from pathbot.app.cli.skill_rows import Message, said_rows

    rows = list(read_rows(transcript, Message))
    drafting = _drafting()
    for line in drafting.draft(said_rows(rows, drafting.kit("en").lexicon), "en"):
        ids = {str(number): row.id for number, row in enumerate(rows)}
        evidence = [
            {"message_id": ids[q.message_id], "start": q.start, "end": q.end, "quote": q.text} for q in line.evidence
        ]
        if as_json:
            skills = [skill.model_dump() for skill in line.skills]
            write_row(
                {"statement": line.statement, "skills": skills, "evidence": evidence, "own_words": line.own_words}
            )
        else:
            _print_draft(line.statement, (skill.name for skill in line.skills), evidence, line.own_words)


@app.command()
def verify(
    batch: Annotated[
        Path, typer.Option("--batch", help='JSON lines {"id", "evidence": […], "statement"}. - is stdin.')
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Check that statements say no more than their evidence does."""
    from pathbot.app.cli.lines import read_rows, write_row
    from pathbot.app.cli.skill_rows import Pair, said_items
    from pathbot.language.which import language_of

    drafting = _drafting()
    for row in read_rows(batch, Pair):
        said = said_items(row.evidence)
        problems = drafting.verify(row.statement, said, language_of(item.text for item in said))
        if as_json:
            found = [problem.model_dump() for problem in problems]
            write_row({"id": row.id, "supported": not problems, "problems": found})
        else:
            print(f"{row.id}: " + ("supported" if not problems else " ".join(problem.text for problem in problems)))


def _drafting() -> "Drafting":
    from pathbot.app.content import default_folder
    from pathbot.app.drafting import load_drafting

    return load_drafting(default_folder("knowledge"), default_folder("prompts"))


def _print_draft(statement: str, skills: Iterable[str], evidence: list[dict[str, Any]], own: float) -> None:
    print(statement)
    for quote in evidence:
        print(f'  · "{quote["quote"]}"')
    print(f"  Shows: {' · '.join(skills) or 'nothing we can name yet'}   Your own words: {own:.0%}\n")
