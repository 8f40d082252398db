"""`pathbot roles`."""

import typer

app = typer.Typer(help="Role cards and role search.", no_args_is_help=True)
