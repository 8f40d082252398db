"""`pathbot badges`: check a badge, take one back, and the list of those taken back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pathbot.app.errors import BadInput

if TYPE_CHECKING:
    from pathbot.app.badges import BadgeOffice

app = typer.Typer(help="Open Badges of lines that a teacher confirmed.", no_args_is_help=True)

School = Annotated[str, typer.Option(help="The school's id, if there is more than one.")]


@app.command()
def verify(
    badge: Annotated[Path, typer.Argument(help="A file with a badge, one token.")],
    issuer: Annotated[str, typer.Option(help="The did:key you trust; empty: this school's own.")] = "",
    school: School = "",
) -> None:
    """Check that a badge is this school's, unchanged, and was not taken back."""
    from pathbot.exports.open_badge import NotABadge, check

    office = _office(school)
    try:
        found = check(badge.read_text(encoding="ascii"), issuer or office.issuer)
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{badge} cannot be read as a badge.") from None
    except NotABadge as error:
        raise BadInput(str(error)) from None
    if not issuer and office.is_revoked(found.badge):
        raise BadInput("The school took this badge back.")
    print(f"Valid: signed by {found.school} on {found.valid_from.date()}.\n{found.statement}")
    print(f"Shows: {', '.join(found.skills)}" if found.skills else "")


@app.command()
def revoke(badge: Annotated[str, typer.Argument(help="The badge's id (urn:uuid:…).")], school: School = "") -> None:
    """Take a badge back: it is not exported again, and the list of revoked badges names it."""
    office = _office(school)
    office.revoke(badge)
    where = (
        f"{office.list_url} names it from now on." if office.list_url else "Publish the list: pathbot badges revoked."
    )
    print(f"{badge} was taken back. {where}")


@app.command()
def revoked(school: School = "") -> None:
    """Print the signed list of revoked badges (a BitstringStatusListCredential)."""
    from pathbot.app.home import now

    print(_office(school).status_list(now()))


@app.command()
def issuer(school: School = "") -> None:
    """Print the did:key that signs this school's badges."""
    print(_office(school).issuer)


def _office(school: str) -> "BadgeOffice":
    from pathbot.app.badges import BadgeOffice
    from pathbot.app.home import open_store
    from pathbot.app.settings import load_settings
    from pathbot.store import people

    settings = load_settings()
    found = [s.id for s in people.all_schools(open_store(settings)) if not school or s.id == school]
    if len(found) != 1:
        raise BadInput("Say which school it is: --school ID." if not school else f"There is no school {school}.")
    return BadgeOffice(settings, found[0])
