"""`pathbot safety`."""

import typer

app = typer.Typer(help="The safety screen.", no_args_is_help=True)
