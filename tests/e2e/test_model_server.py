"""A journey beside an independent server that speaks OpenAI's protocol with canned answers (fakellm, MIT)."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from pathbot.app.kit import Kit
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.langchain_model import LangChainModel
from pathbot.store import portfolio
from tests.channels.slack.process import free_port
from tests.llm.helping import ANSWERS, Helped, helped_by

PROGRAM = Path(__file__).parents[2] / ".e2e" / "models" / "bin" / "fakellm"
QUESTION = "What part of it was the hardest for you?"
RULES = [
    {"name": "busy", "when": {"model_matches": "busy"}, "respond": {"status": 429, "error": "slow down"}},
    {"name": "down", "when": {"model_matches": "down"}, "respond": {"status": 500, "error": "no"}},
    {"name": "judge", "when": {"messages_contain": '"wanted":'},
     "respond": {"content": '{"intent": "answer", "heard": [], "signals": []}'}},
    {"name": "ask", "when": {"messages_contain": '"asked_before":'},
     "respond": {"content": f'{{"said_back": "", "question": "{QUESTION}"}}'}},
    {"name": "draft", "when": {"messages_contain": '"most":'}, "respond": {"content": '{"lines": []}'}},
    {"name": "summarise", "when": {"messages_contain": '"plain":'}, "respond": {"content": '{"line": "you won"}'}},
]  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    if not PROGRAM.exists():
        pytest.skip("fakellm is not installed: make e2e")
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"version": 1, "rules": RULES}), encoding="utf-8")
    port = free_port()
    command = [str(PROGRAM), "serve", "--port", str(port), "--config", str(tmp_path / "rules.yaml")]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("fakellm did not start")


@pytest.mark.e2e
@pytest.mark.parametrize(("name", "outcome"), [("small", "ok"), ("busy", "limited"), ("down", "away")])
async def test_a_journey_beside_a_server_that_is_not_ours(
    tmp_path: Path, kit: Kit, server: str, name: str, outcome: str
) -> None:
    endpoint = Endpoint(provider="openai", name=name, base_url=server, key=SecretStr("sk-test"))
    model = LangChainModel({"cheap": [endpoint], "good": [endpoint]})
    model.warm()
    async with Helped(tmp_path / "school", helped_by(kit, model, seconds=5.0)) as player:
        await player.begins()
        for text in (*ANSWERS, *["skip"] * 4):
            assert await player.says(text), "a message without an answer"
        said = "\n".join(str(outgoing.reply) for outgoing in player.channel.sent)
        assert {call.outcome for call in player.calls()} == {outcome}
        assert (QUESTION in said) == (name == "small")
        assert "you won" not in said
        assert portfolio.statements_of(player.engine, "maya")
    model.close()
