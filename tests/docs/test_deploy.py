"""The files an administrator starts Pathbot with name only what there is. No engine runs here: they are read."""

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from pathbot.app.cli import app
from pathbot.app.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_every_setting_and_command_of_the_files_exists(compose: dict[str, Any]) -> None:
    text = "".join((DEPLOY / name).read_text(encoding="utf-8") for name in ("compose.yaml", "Dockerfile"))
    named = {name.lower() for name in re.findall(r"PATHBOT_([A-Z_]+)", text)}
    assert named <= set(Settings.model_fields)
    ours = [service for service in compose["services"].values() if service.get("image") == "pathbot"]
    assert {service["command"][0] for service in ours} == {"serve", "worker"} <= COMMANDS


def test_only_the_pages_are_reached_from_outside_and_only_from_this_computer(compose: dict[str, Any]) -> None:
    ports = {name: service.get("ports", []) for name, service in compose["services"].items()}
    assert ports == {"web": ["127.0.0.1:8000:8000"], "worker": [], "postgres": [], "chroma": []}


def test_no_password_stands_in_a_file_and_every_secret_and_volume_is_named(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        for volume in service.get("volumes", ()):
            name = volume.split(":")[0]
            assert name in compose["volumes"] or (DEPLOY / name).is_file()
    assert not re.search(r"PASSWORD: |://\w+:\w+@", (DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_each_password_can_be_read_by_the_one_who_reads_it_and_by_nobody_else(
    tmp_path: Path, compose: dict[str, Any]
) -> None:
    shutil.copy(DEPLOY / "make-secrets.sh", tmp_path)
    for expected in (0, 1):  # a second time changes nothing
        ran = subprocess.run(["sh", str(tmp_path / "make-secrets.sh")], capture_output=True, check=False)
        assert ran.returncode == expected
    files = {name: tmp_path / secret["file"] for name, secret in compose["secrets"].items()}
    assert {name: path.stat().st_uid for name, path in files.items()} == {
        "postgres_password": 999,
        "pathbot_password": 999,
        "pgpass": 10001,
    }
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}
    assert files["pgpass"].read_text() == f"postgres:5432:pathbot:pathbot:{files['pathbot_password'].read_text()}\n"
    assert len(files["pathbot_password"].read_text()) == 48
    assert "useradd --uid 10001 " in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_stopping_leaves_time_to_finish_what_was_begun(compose: dict[str, Any]) -> None:
    from pathbot.app.running import STOPPING_SECONDS

    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "pathbot.service")
    assert int(unit["Service"]["TimeoutStopSec"]) > 2 * STOPPING_SECONDS
    assert int(compose["x-pathbot"]["stop_grace_period"].rstrip("s")) > 2 * STOPPING_SECONDS
    assert unit["Service"]["ExecStart"].split()[-1] in COMMANDS


def test_the_unit_and_the_scripts_are_read_without_complaint() -> None:
    for script in DEPLOY.glob("*.sh"):
        assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here: the unit was only parsed")
    ran = subprocess.run(
        ["systemd-analyze", "verify", str(DEPLOY / "pathbot.service")], capture_output=True, text=True, check=False
    )
    problems = [line for line in ran.stderr.splitlines() if "pathbot.service" in line and "not executable" not in line]
    assert problems == []
