"""A model over loopback, and tasks with the shipped prompts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from tests.llm.fake_openai import Behave, FakeOpenAI

from pathbot.app.content import default_folder
from pathbot.app.models import Tasks, load_tasks
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.langchain_model import LangChainModel

Serve = Callable[..., tuple[FakeOpenAI, LangChainModel]]


@pytest.fixture(scope="session")
def tasks() -> Tasks:
    """The five tasks as they are shipped."""
    return load_tasks(default_folder("prompts"))


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that behaves so, and a model that asks it; options are the endpoint's."""
    opened: list[Any] = []

    def start(behave: Behave, *others: Behave, **options: Any) -> tuple[FakeOpenAI, LangChainModel]:
        servers = [FakeOpenAI(one).__enter__() for one in (behave, *others)]
        endpoints = [endpoint(server.url, **options) for server in servers]
        model = LangChainModel({"cheap": endpoints, "good": endpoints})
        model.warm()
        opened.extend([model, *servers])
        return servers[0], model

    yield start
    for one in opened:
        one.close() if isinstance(one, LangChainModel) else one.stop()


def endpoint(url: str, **options: Any) -> Endpoint:
    return Endpoint(**{"provider": "openai", "name": "small", "base_url": url, "key": SecretStr("sk-test"), **options})
