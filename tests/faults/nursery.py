"""Starts Pathbot's processes quickly: all they read is read once, in a process from which each of them is a fork.

A process that is killed every second must be back at work within it, or the killer would only ever meet processes that
start. What runs after the fork is `pathbot serve` or `pathbot worker` as they are, with their own connections and
threads, and with role vectors that are in memory already; the other storms start them from nothing.
`python -m tests.faults.nursery` reads one JSON object a line: `{"command": [...], "environment": {...}}`, and answers
with the number of the new process.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from pathbot.roles.minilm import MiniLM

PATIENCE = 60.0


class Nursery:
    """One per storm. `environment` is what every process gets."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            # The tokenizer's own threads would not survive a fork.
            env={**os.environ, **environment, "TOKENIZERS_PARALLELISM": "false"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say("ready")

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """A new process; its number."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"command": list(command), "environment": dict(environment)}) + "\n")
        self._process.stdin.flush()
        return int(self._say())

    def close(self) -> None:
        """No more processes. Those that run are whoever's who started them."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _say(self, expected: str = "") -> str:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        assert said.startswith(expected or tuple("123456789")), "the nursery could not start"
        return said


def kill(process: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Ends one, and waits until it is gone."""
    try:
        os.kill(process, how)
    except ProcessLookupError:
        return
    until = time.monotonic() + PATIENCE
    while Path(f"/proc/{process}").exists():
        assert time.monotonic() < until, "a process did not end"
        time.sleep(0.002)


def main() -> None:
    """Reads everything, then forks on demand until there are no more lines."""
    import alembic.context  # noqa: F401 - all that a fork need not read again
    import sqlcipher3  # noqa: F401
    import uvicorn  # noqa: F401

    from pathbot.app import server, wiring, worker  # noqa: F401
    from pathbot.app.cli import serve  # noqa: F401
    from pathbot.app.kit import Kit
    from pathbot.app.settings import load_settings

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed ones
    kit = wiring.load_kit(load_settings())
    kit.warm()
    _forget_sessions()

    def read_already(*_: object, **__: object) -> Kit:
        return kit

    wiring.load_kit = read_already
    gc.freeze()  # a collector that looks at everything would copy it into every fork
    assert threading.active_count() == 1, "a thread would not survive the fork"
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        process = os.fork()
        if process == 0:
            _become(asked["command"], asked["environment"])
        print(process, flush=True)


def _forget_sessions() -> None:
    """What runs the encoder belongs to the process it was made in, so each fork makes its own when it needs it."""
    for encoder in (found for found in gc.get_objects() if isinstance(found, MiniLM)):
        vars(encoder).pop("_session", None)


def _become(command: list[str], environment: dict[str, str]) -> None:
    """From here on this is `pathbot COMMAND`."""
    from pathbot.app.cli import main as pathbot

    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(environment)
    sys.argv = ["pathbot", *command]
    try:
        pathbot()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
