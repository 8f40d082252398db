"""A prompt is a file under `prompts/llm/`, known by the hash of its bytes."""

from typing import Literal

from pydantic import Field

from pathbot.frozen import Frozen

HASH_LENGTH = 12


class PromptFile(Frozen):
    """`prompts/llm/<task>.yaml`. `model` picks the cheap or the good model, `longest` caps the answer in tokens.

    `repair` follows an answer that could not be used.
    """

    model: Literal["cheap", "good"]
    longest: int = Field(ge=50, le=4000)
    system: str = Field(min_length=1)
    repair: str = Field(min_length=1)


class Prompt(Frozen):
    """A prompt file and the first characters of its SHA-256, which every record of a call carries."""

    file: PromptFile
    hash: str = Field(min_length=HASH_LENGTH, max_length=HASH_LENGTH)
