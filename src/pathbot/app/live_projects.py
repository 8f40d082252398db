"""The projects as their files stand now: what a teacher saves is asked from the next question on, without a restart."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Lock
from time import monotonic

from pathbot.app.errors import BadInput
from pathbot.reflection.project import Project

LOOKS_EVERY = 1.0
"""Seconds. Every process notices by itself, so that several of them agree a second later."""
Stamp = frozenset[tuple[str, int, int]]


class LiveProjects(Mapping[str, Project]):
    """By id. A folder that cannot be read as projects any more stays what it was until it can."""

    def __init__(
        self, folder: Path, read: Callable[[Path], dict[str, Project]], clock: Callable[[], float] = monotonic
    ):
        self._folder = folder
        self._read = read
        self._clock = clock
        self._stamp = self._look()
        self._projects = read(folder)
        self._looked_at = clock()
        self._lock = Lock()

    def __getitem__(self, project: str) -> Project:
        return self._now()[project]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> dict[str, Project]:
        if self._clock() - self._looked_at >= LOOKS_EVERY and self._lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._lock.release()
        return self._projects

    def _refresh(self) -> None:
        self._looked_at = self._clock()
        stamp = self._look()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._projects = self._read(self._folder)
            except (BadInput, OSError):
                return

    def _look(self) -> Stamp:
        try:
            files = [(path.name, path.stat()) for path in self._folder.glob("*.yaml")]
        except OSError:  # one was replaced meanwhile: it is seen the next time
            return frozenset()
        return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)
