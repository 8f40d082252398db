"""Shared by the whole suite: no network but loopback, and the real kit, read once."""

import os
import socket
from pathlib import Path

import pytest

from pathbot.app.content import default_folder
from pathbot.app.kit import Kit
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_kit
from tests.databases import POSTGRES, WHY_NOT, drop_shared

ROLES = """
machinist robotics-technician animal-caretaker veterinary-technician landscaping-worker journalist museum-technician
music-director-or-composer sound-engineering-technician special-effects-artist-or-animator graphic-designer carpenter
landscape-architect painter surveying-technician gis-technician software-tester video-game-designer teaching-assistant
secondary-school-teacher library-assistant forester park-naturalist recycling-coordinator solar-installer
water-treatment-operator bookkeeping-clerk registered-nurse event-planner urban-planner survey-researcher
"""
LOOPBACK = ("127.", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the recorded conversations; review the diff.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not os.environ.get(POSTGRES):
        terminalreporter.write_line(f"Skipped on PostgreSQL: {WHY_NOT}.")


def pytest_sessionfinish() -> None:
    drop_shared()


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
def knowledge(_home: Path) -> Path:
    """The shipped knowledge folder with thirty of its role cards: recorded conversations stay the same when a card is
    added, and the index is built in seconds. tests/roles looks at every card."""
    folder, shipped = _home / "knowledge", default_folder("knowledge")
    folder.mkdir()
    for part in shipped.iterdir():
        if part.name != "roles":
            (folder / part.name).symlink_to(part)
    for slug in ROLES.split():
        (card,) = (shipped / "roles").glob(f"*/{slug}.md")
        place = folder / "roles" / card.parent.name
        place.mkdir(parents=True, exist_ok=True)
        (place / card.name).symlink_to(card)
    return folder


@pytest.fixture(scope="session")
def kit(_home: Path, knowledge: Path) -> Kit:
    """Everything a turn may use, as it is shipped but for the number of role cards."""
    kit = load_kit(Settings(home=_home, knowledge=knowledge, _env_file=None))
    kit.warm()
    return kit


@pytest.fixture(scope="session")
def role_index(_home: Path, kit: Kit) -> Path:
    """The built role index, to be copied into other homes."""
    return _home / "roles"
