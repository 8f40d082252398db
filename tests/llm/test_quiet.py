"""In a fresh process with every tracing variable set, nothing leaves but the request itself."""

import os
import subprocess
import sys

from tests.llm.fake_openai import FakeOpenAI, say

ASKS = """
import sys, logging
logging.basicConfig(level=logging.DEBUG)
from pathbot.app.content import default_folder
from pathbot.app.models import load_tasks
from pathbot.llm.allowance import Allowance
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.langchain_model import LangChainModel
from pathbot.llm.task import ToJudge
assert not {"langchain", "langchain_core", "openai", "langsmith"} & set(sys.modules), "an SDK was loaded early"
endpoint = Endpoint(provider="openai", name="m", base_url=sys.argv[1], key="sk-test")
model = LangChainModel({"cheap": [endpoint], "good": [endpoint]})
model.warm()
task = load_tasks(default_folder("prompts")).judge
asked = ToJudge(language="en", question="q", wanted=(), said=(), answer="zanzibar-otter")
assert model.answer(task, asked, Allowance(20)) is not None
from langsmith.utils import tracing_is_enabled
assert not tracing_is_enabled(), "tracing is on"
model.close()
"""
GOOD = {"intent": "answer", "heard": [], "signals": []}


def test_no_tracing_and_no_log_takes_a_learners_words_along() -> None:
    with FakeOpenAI(lambda asked: say(GOOD)) as server, FakeOpenAI(lambda asked: say("")) as trap:
        on = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
        loud = dict.fromkeys(on, "true") | {"OPENAI_LOG": "debug", "LANGSMITH_API_KEY": "x"}
        loud |= {"LANGSMITH_ENDPOINT": trap.url, "LANGCHAIN_ENDPOINT": trap.url}
        command = [sys.executable, "-c", ASKS, server.url]
        done = subprocess.run(command, env=os.environ | loud, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        assert "zanzibar" in str(server.asked[0].body), "the question itself went where it should"
        assert trap.asked == [], "something went to the tracing service"
        assert "zanzibar" not in done.stdout + done.stderr
