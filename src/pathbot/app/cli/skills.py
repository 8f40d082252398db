"""`pathbot skills`."""

import typer

app = typer.Typer(help="Skill statements and their grounding check.", no_args_is_help=True)
