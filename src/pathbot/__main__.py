"""`python -m pathbot`: the same as the `pathbot` command."""

from pathbot.app.cli import main

main()
