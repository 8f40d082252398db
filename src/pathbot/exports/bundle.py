"""Everything a learner takes along when they leave school, in one file that opens anywhere."""

import io
import zipfile
from collections.abc import Mapping

from pathbot.portfolio import Portfolio

_ABOUT = {
    "portfolio.pdf": "to print or to send",
    "portfolio.docx": "to change in Word or Google Docs",
    "portfolio.html": "to open in any browser",
    "portfolio.md": "to paste anywhere",
    "portfolio.csv": "for a spreadsheet",
    "resume.json": "JSON Resume, for résumé programs (jsonresume.org)",
}


def pack(portfolio: Portfolio, files: Mapping[str, bytes]) -> bytes:
    """A zip with the files and a page that says what each is for."""
    out = io.BytesIO()
    stamp = (portfolio.made_on.year, portfolio.made_on.month, portfolio.made_on.day, 0, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"READ ME.txt": _read_me(portfolio, files).encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _read_me(portfolio: Portfolio, files: Mapping[str, bytes]) -> str:
    lines = [f"{portfolio.name}: portfolio, {portfolio.made_on.isoformat()}", ""]
    lines += ["These files are yours. Every line in them is one you approved.", ""]
    lines += [f"{name}: {_ABOUT[name]}" for name in files if name in _ABOUT]
    if any(name.startswith("badges/") for name in files):
        lines += [
            "badges/: lines a teacher confirmed, signed by your school (Open Badges 3.0). A badge wallet or an",
            "employer can check that nobody changed them.",
        ]
    return "\r\n".join(lines) + "\r\n"
