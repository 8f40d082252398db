"""Processes that can be killed, forked so that nothing has to be read again: a new interpreter takes seconds to begin.

A database a process is to open must not be open in this one: SQLite keeps its locks by process.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection


class Forked:
    """`work(*given, pipe)` in a process of its own; what it sends into `pipe` is heard here."""

    def __init__(self, work: Callable[..., None], *given: object) -> None:
        context = multiprocessing.get_context("fork")
        self.heard, told = context.Pipe(duplex=False)
        self._process = context.Process(target=_run, args=(work, *given, told), daemon=True)
        self._process.start()
        told.close()

    def kill(self) -> None:
        """Now, in the middle of whatever it does."""
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def ends(self, seconds: float = 60) -> bool:
        """Whether it ended well."""
        self._process.join(seconds)
        return self._process.exitcode == 0

    def rest(self) -> list[str]:
        """All that it still said."""
        said: list[str] = []
        while True:
            try:
                said.append(self.heard.recv())
            except (EOFError, OSError):
                self.heard.close()
                return said


def _run(work: Callable[..., None], *given: object) -> None:
    pipe = given[-1]
    assert isinstance(pipe, Connection)
    try:
        work(*given)
    except BaseException:
        os._exit(1)
    os._exit(0)  # nothing of the parent is closed twice
