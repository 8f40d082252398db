"""The facts on the role cards are the facts of the public data they name."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pathbot.roles.card import RoleCard, load_cards

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
CARDS = load_cards(ROOT / "knowledge" / "roles")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public data folder ../shared/data is absent")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("role_facts", ROOT / "tools" / "role_facts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["role_facts"] = module  # pydantic looks its module up while the class is built
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data(tool: ModuleType) -> Any:
    return tool.Data(DATA)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_every_fact_on_a_card_is_what_the_data_says(card: RoleCard, tool: ModuleType, data: Any) -> None:
    assert list(tool.disagreements(card, data)) == []


def _without_pay(card: RoleCard) -> RoleCard:
    return card.model_copy(update={"pay": None})


def _other_zone(card: RoleCard) -> RoleCard:
    return card.model_copy(update={"job_zone": 6 - card.job_zone if card.job_zone != 3 else 5})


def _other_title(card: RoleCard) -> RoleCard:
    return card.model_copy(update={"title": "Wizard"})


def _unknown_soc(card: RoleCard) -> RoleCard:
    return card.model_copy(update={"soc": "99-9999.00"})


def _no_sources(card: RoleCard) -> RoleCard:
    return card.model_copy(update={"sources": ()})


@pytest.mark.parametrize("change", [_without_pay, _other_zone, _other_title, _unknown_soc, _no_sources])
def test_a_wrong_fact_is_noticed(change: Any, tool: ModuleType, data: Any) -> None:
    card = next(card for card in CARDS if card.pay)
    assert list(tool.disagreements(change(card), data)) != []


def test_a_wage_that_is_not_published_is_absent_and_never_zero(tool: ModuleType, data: Any) -> None:
    musician = data.facts("27-2042.00")
    assert musician.pay is None
    assert "pay" not in tool.facts_block(musician).split("related")[0]


def test_a_wage_of_a_wider_group_says_so(data: Any) -> None:
    pay = data.facts("15-1255.01").pay
    assert "as a group" in pay.source


def test_a_missing_data_folder_is_said_plainly(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(["--check", "--data", str(tmp_path)]) == 2
    assert "--data" in capsys.readouterr().err


def test_an_unknown_code_is_said_plainly(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main(["12-3456.00", "--data", str(DATA)]) == 2
    assert "12-3456.00" in capsys.readouterr().err
