"""`pathbot set-aside`: messages that could not be answered, and one more try for them."""

from typing import Annotated

import typer

from pathbot.app.errors import BadInput


def set_aside(
    school: Annotated[str, typer.Option(help="The id of one school; without it, of all.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Answer that school's now, after the cause is gone.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """List messages that were set aside after several tries: where, when and what went wrong, never what they say."""
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings
    from pathbot.store import claims, dead, people

    engine = open_store(load_settings())
    if school and people.get_school(engine, school) is None:
        raise BadInput(f"There is no school {school}. `pathbot school list` names them.")
    if again:
        if not school:
            raise BadInput("Say whose with --school: a school decides about its own messages.")
        print(f"Opened {claims.revive(engine, school)} again: running workers answer them.")
        return
    found = dead.letters(engine, school or None)
    for letter in found:
        if json:
            print(letter.model_dump_json(include={"school", "channel", "received_at", "error_code"}))
        else:
            print(f"{letter.school}  {letter.channel}  {letter.received_at:%Y-%m-%d %H:%M} UTC  {letter.error_code}")
    if not found and not json:
        print("Nothing was set aside.")
