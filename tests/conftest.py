"""Shared by the whole suite: no network but loopback, and the real kit, read once."""

import socket
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
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kit")


@pytest.fixture(scope="session")
def kit(_home: Path) -> Kit:
    """Everything a turn may use, as it is shipped."""
    kit = load_kit(Settings(home=_home, _env_file=None))
    kit.warm()
    return kit


@pytest.fixture(scope="session")
def role_index(_home: Path, kit: Kit) -> Path:
    """The built role index, to be copied into other homes."""
    return _home / "roles"
