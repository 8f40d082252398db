"""The tables of an O*NET release as people download it: a folder or a zip, tab-separated text or Excel.

Columns go by their names, for releases differ in number and order of columns, and some pad every cell with blanks.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

Row = Mapping[str, str]
CODE = "O*NET-SOC Code"
_ABSENT = {"n/a", "na", "#n/a", "null"}
_SUFFIXES = (".txt", ".xlsx")  # where a table comes as both, text is read: it is faster


class NotARelease(ValueError):
    """What was given holds no O*NET release; the message says in a sentence what to give."""


class Tables:
    """The tables by name, such as `Task Statements`. Raises NotARelease when there are none."""

    def __init__(self, path: Path) -> None:
        self._openers = _zipped(path) if path.is_file() else _in_folder(path)
        self.path = path
        if "occupation data" not in self._openers:
            raise NotARelease(_nothing_found(path))

    def has(self, name: str) -> bool:
        """Whether the release holds this table."""
        return name.lower() in self._openers

    def rows(self, name: str, *columns: str) -> Iterator[Row]:
        """The rows of a table, blanks around cells gone and `n/a` empty. An absent table has none.

        Raises NotARelease naming the column that is missing, or the file that cannot be read.
        """
        if not self.has(name):
            return
        file, suffix, open_ = self._openers[name.lower()]
        try:
            yield from _named(_cells(open_(), suffix), (CODE, *columns), file)
        except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, KeyError, OSError) as error:
            raise NotARelease(f"{file} cannot be read ({type(error).__name__}); download the release again.") from None


_Opener = tuple[str, str, Callable[[], bytes]]
"""File name, suffix, and how to open it."""


def _in_folder(folder: Path) -> dict[str, _Opener]:
    if not folder.is_dir():
        raise NotARelease(f"There is no folder or zip file at {folder}.")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return _tables((path.name, path.read_bytes) for path in files)


def _zipped(path: Path) -> dict[str, _Opener]:
    if not zipfile.is_zipfile(path) or path.suffix.lower() == ".xlsx":
        raise NotARelease(
            f"{path.name} is not a zip file; give the folder or the zip that O*NET offers as “Text” or “Excel”."
        )
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "__MACOSX" not in name and not name.endswith("/")]
    return _tables((PurePosixPath(name).name, partial(_unzipped, path, name)) for name in names)


def _unzipped(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def _tables(files: Iterable[tuple[str, Callable[[], bytes]]]) -> dict[str, _Opener]:
    """By lower-case name, `task statements`; other downloads write underscores for blanks."""
    found: dict[str, _Opener] = {}
    for name, open_ in files:
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
        key = stem.strip().lower().replace("_", " ")
        if suffix in _SUFFIXES and not name.startswith(".") and found.get(key, ("", ".xlsx"))[1] == ".xlsx":
            found[key] = (name, suffix, open_)
    return found


def _nothing_found(path: Path) -> str:
    return (
        f"{path.name or path} holds no “Occupation Data” file, so it is not an O*NET release. Give the folder or zip "
        "downloaded as “Text” or “Excel” from onetcenter.org/database.html."
    )


def _cells(content: bytes, suffix: str) -> Iterator[list[str]]:
    if suffix == ".xlsx":
        return _sheet(content)
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)


def _sheet(content: bytes) -> Iterator[list[str]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except InvalidFileException as error:
        raise KeyError(str(error)) from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    finally:
        book.close()


def _named(cells: Iterator[list[str]], needed: tuple[str, ...], file: str) -> Iterator[Row]:
    header = [_plain(cell) for cell in next(cells, [])]
    missing = next((column for column in needed if column not in header), None)
    if missing:
        raise NotARelease(f"{file} has no column “{missing}”; give an unchanged O*NET release.")
    for row in cells:
        values: dict[str, Any] = dict(zip(header, map(_value, row), strict=False))
        if values.get(CODE):
            yield {column: values.get(column, "") for column in header}


def _plain(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip()


def _value(cell: str) -> str:
    value = cell.strip()
    return "" if value.lower() in _ABSENT else value
