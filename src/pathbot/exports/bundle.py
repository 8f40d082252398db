"""Everything a learner takes along when they leave school, in one file that opens anywhere."""

import io
import zipfile
from collections.abc import Mapping

from pathbot.portfolio import Portfolio


def pack(portfolio: Portfolio, files: Mapping[str, bytes]) -> bytes:
    """A zip with the files and a page that says what each is for."""
    out = io.BytesIO()
    stamp = (portfolio.made_on.year, portfolio.made_on.month, portfolio.made_on.day, 0, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"READ ME.txt": _read_me(portfolio, files).encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _read_me(portfolio: Portfolio, files: Mapping[str, bytes]) -> str:
    lines = [portfolio.title, portfolio.day, "", portfolio.say("files.yours"), ""]
    about = {name: f"files.{name.rpartition('.')[2]}" for name in files if not name.startswith("badges/")}
    lines += [f"{name}: {portfolio.say(text)}" for name, text in about.items()]
    if len(about) < len(files):
        lines.append(f"badges/: {portfolio.say('files.badges')}")
    return "\r\n".join(lines) + "\r\n"
