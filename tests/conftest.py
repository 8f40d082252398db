"""Shared by the whole suite: no network but loopback, and the real kit, read once."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit

LOOPBACK = ("127.", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the recorded conversations; review the diff.")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Everything a turn may use, as it is shipped."""
    home: Path = tmp_path_factory.mktemp("kit")
    yield load_kit(Settings(home=home, _env_file=None))
