"""A full disk: nothing is accepted that may not be kept, what was accepted is still answered, and it heals by itself.

A ballast file stands on the disk beside the database. When free space runs low, new messages are refused (the platform
or the page sends them again) while reading goes on. When even the answers to what was accepted would not fit, the
ballast goes: deleting rows or emptying the log needs space too. It comes back when there is room again.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from pathbot.app.wakes import Wakes

LOOK_SECONDS = 2.0
MEGABYTE = 1024 * 1024
log = logging.getLogger("pathbot.disk")


class Disk:
    """The space for the database in `folder`. `reserve` is in megabytes; 0 watches nothing."""

    def __init__(self, folder: Path, reserve: int, free: Callable[[Path], int] | None = None) -> None:
        self._folder = folder
        self._reserve = reserve * MEGABYTE
        self._ballast = folder / "ballast"
        self._free = free or (lambda path: shutil.disk_usage(path).free)
        self.low = False

    def look(self) -> None:
        """Measures, and lets the ballast go or puts it back."""
        if not self._reserve:
            return
        try:
            free = self._free(self._folder)
            self._note(free < self._reserve)
            if free < self._reserve // 4:
                self._ballast.unlink(missing_ok=True)
            elif free > 3 * self._reserve and not self._ballast.exists():
                self._load()
        except OSError as error:
            log.error("the disk cannot be measured: %s", error.strerror)

    async def watch(self, wakes: Wakes) -> None:
        """Looks every two seconds, until it is time to stop."""
        while not wakes.stopping:
            await asyncio.to_thread(self.look)
            await wakes.rest(LOOK_SECONDS)

    def _note(self, low: bool) -> None:
        if low and not self.low:
            log.error("the disk is nearly full: no new messages are taken until there is space")
        if self.low and not low:
            log.warning("there is space on the disk again: messages are taken")
        self.low = low

    def _load(self) -> None:
        descriptor = os.open(self._ballast, os.O_WRONLY | os.O_CREAT, 0o600)
        with open(descriptor, "wb") as ballast:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(descriptor, 0, self._reserve)
                return
            for _ in range(self._reserve // MEGABYTE):  # macOS: only what is written takes its place
                ballast.write(bytes(MEGABYTE))
