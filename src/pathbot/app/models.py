"""Puts a language model together from the settings, if one is configured. Nothing here loads an SDK."""

import hashlib
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from pathbot.app.content import read
from pathbot.app.errors import BadInput
from pathbot.app.model_settings import ModelSettings
from pathbot.frozen import Frozen
from pathbot.llm.endpoint import Endpoint
from pathbot.llm.langchain_model import LangChainModel
from pathbot.llm.model import Model
from pathbot.llm.prompt import HASH_LENGTH, Prompt, PromptFile
from pathbot.llm.task import Asking, Drafted, Judged, Summarised, Task, Told
from pathbot.reflection.wording import AskingWords
from pathbot.usage import Month, Spent

KEYS = {"openai": "OPENAI_API_KEY", "azure_openai": "AZURE_OPENAI_API_KEY"}
"""The providers there are, and the variable of their own that may hold the key."""


@dataclass(frozen=True)
class Tasks:
    """What a model may be asked, with the prompts of this installation."""

    judge: Task[Judged]
    ask: Task[Asking]
    draft: Task[Drafted]
    summarise: Task[Summarised]
    tell: Task[Told]


class Limits(Frozen):
    """What may be used up in a month. Dollars count only where prices are known."""

    learner_tokens: int
    class_tokens: int
    learner_dollars: float
    class_dollars: float
    school_dollars: float

    def spent(self, month: Month) -> str:
        """Whose budget is used up: learner, class or school; "" while none is."""
        if _over(month.learner, self.learner_tokens, self.learner_dollars):
            return "learner"
        if _over(month.class_, self.class_tokens, self.class_dollars):
            return "class"
        return "school" if _over(month.school, None, self.school_dollars) else ""


@dataclass(frozen=True)
class Helper:
    """A model and everything around it that a turn needs. `words` say what a question may be made of, by language."""

    model: Model
    tasks: Tasks
    limits: Limits
    words: dict[str, AskingWords]
    seconds: float


def open_helper(settings: ModelSettings, prompts: Path, knowledge: Path) -> Helper | None:
    """The configured model, None without one. Raises BadInput saying what to set. Connects to nothing."""
    if not settings.llm:
        return None
    if importlib.util.find_spec("langchain_openai") is None:
        raise BadInput("PATHBOT_LLM is set, but its libraries are missing. Install them: pip install 'pathbot[llm]'.")
    fallbacks = [endpoint_of(name, settings) for name in _listed(settings.llm_fallbacks)]
    good = [endpoint_of(settings.llm, settings), *fallbacks]
    cheap = [endpoint_of(settings.llm_cheap or settings.llm, settings), *fallbacks]
    return Helper(
        model=LangChainModel({"cheap": cheap, "good": good}),
        tasks=load_tasks(prompts),
        limits=limits_of(settings),
        words=load_words(knowledge),
        seconds=settings.llm_seconds,
    )


def limits_of(settings: ModelSettings) -> Limits:
    """The monthly budgets."""
    return Limits(**{name: getattr(settings, f"llm_{name}") for name in Limits.model_fields})


def load_tasks(prompts: Path) -> Tasks:
    """Reads `prompts/llm/`. Raises BadInput naming the file and what is wrong in it."""
    folder = prompts / "llm"
    return Tasks(
        judge=Task("judge", _prompt(folder / "judge.yaml"), Judged),
        ask=Task("ask", _prompt(folder / "ask.yaml"), Asking),
        draft=Task("draft", _prompt(folder / "draft.yaml"), Drafted),
        summarise=Task("summarise", _prompt(folder / "summarise.yaml"), Summarised),
        tell=Task("tell", _prompt(folder / "tell.yaml"), Told),
    )


def load_words(knowledge: Path) -> dict[str, AskingWords]:
    """`asking.yaml` of every language that has one. Raises BadInput."""
    files = sorted((knowledge / "language").glob("*/asking.yaml"))
    return {file.parent.name: _words(file) for file in files}


def _words(file: Path) -> AskingWords:
    words = read(file, AskingWords)
    try:
        _ = (words.patterns, words.opener, words.lead, words.second)
    except re.error as error:
        raise BadInput(f"{file.parent.name}/{file.name}: a pattern is not one ({error.msg}).") from None
    return words


def _prompt(path: Path) -> Prompt:
    file = read(path, PromptFile)
    return Prompt(file=file, hash=hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH])


def endpoint_of(name: str, settings: ModelSettings) -> Endpoint:
    """Where `name` (provider:model) is asked. Raises BadInput saying what to set."""
    provider, mark, model = name.partition(":")
    if not mark or not model or provider not in KEYS:
        known = " or ".join(f"{known}:model" for known in KEYS)
        raise BadInput(
            f"“{name}” is not a model Pathbot can ask. Write {known}; other servers that speak OpenAI's protocol "
            "(Ollama, vLLM) are openai:model with PATHBOT_LLM_BASE_URL."
        )
    key = settings.llm_key.get_secret_value() or os.environ.get(KEYS[provider], "")
    if provider == "azure_openai" and not (settings.llm_base_url and settings.llm_api_version):
        raise BadInput("Azure needs PATHBOT_LLM_BASE_URL (the resource's address) and PATHBOT_LLM_API_VERSION.")
    if not key and not settings.llm_base_url:
        raise BadInput(f"{name} needs a key: set PATHBOT_LLM_KEY or {KEYS[provider]}.")
    price_in, price_out = _prices(settings.llm_prices).get(model, (None, None))
    return Endpoint(
        provider=provider,
        name=model,
        base_url=settings.llm_base_url,
        key=SecretStr(key),
        api_version=settings.llm_api_version,
        price_in=price_in,
        price_out=price_out,
    )


def _prices(text: str) -> dict[str, tuple[float, float]]:
    prices = {}
    for entry in _listed(text):
        model, _, price = entry.rpartition("=")
        try:
            price_in, price_out = (float(part) for part in price.split("/"))
        except ValueError:
            raise BadInput(f"PATHBOT_LLM_PRICES: “{entry}” should read model=in/out, e.g. gpt-x=0.25/2.") from None
        if price_in < 0 or price_out < 0 or not model:
            raise BadInput(f"PATHBOT_LLM_PRICES: “{entry}” should read model=in/out, e.g. gpt-x=0.25/2.")
        prices[model.strip()] = (price_in, price_out)
    return prices


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _over(spent: Spent, tokens: int | None, dollars: float) -> bool:
    return (tokens is not None and spent.tokens >= tokens) or 0 < dollars * 1_000_000 <= spent.microdollars
