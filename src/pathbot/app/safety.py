"""Reads the safety content and the learned stage's weights."""

import hashlib
import io
from pathlib import Path

from pydantic import Field

from pathbot.app.content import default_folder, read
from pathbot.app.errors import BadInput
from pathbot.frozen import Frozen
from pathbot.safety.learned import Concepts, LearnedStage
from pathbot.safety.lexicon import Lexicon
from pathbot.safety.normalise import Shorthand
from pathbot.safety.protocol import Protocol
from pathbot.safety.screen import SafetyKit

LANGUAGES = ("en", "es")


class ModelCard(Frozen):
    """`knowledge/safety/model.yaml`, written by `tools/train_safety.py` beside `model.npz`."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    concepts_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    scale: tuple[float, float, float]
    bias: tuple[float, float, float]
    thresholds: tuple[float, float, float]


def load_safety_kit(
    knowledge: Path | None = None, languages: tuple[str, ...] = LANGUAGES, learned: bool = True
) -> SafetyKit:
    """The screen's lexicons and learned stage. Every language is loaded by default: learners mix them.

    Without `learned` only the phrases are used, as training does.

    Raises BadInput when a file is missing, wrong, or not the one the model card names.
    """
    folder = (knowledge or default_folder("knowledge")) / "safety"
    return SafetyKit(
        shorthand=read(folder / "shorthand.yaml", Shorthand),
        lexicons=tuple(read(folder / f"lexicon.{language}.yaml", Lexicon) for language in languages),
        learned=_learned(folder) if learned else None,
    )


def load_protocol(prompts: Path | None = None) -> Protocol:
    """The fixed texts and crisis lines. Raises BadInput."""
    return read((prompts or default_folder("prompts")) / "safety" / "replies.yaml", Protocol)


def _learned(folder: Path) -> LearnedStage:
    import numpy as np

    card = read(folder / "model.yaml", ModelCard)
    weights = _checked(folder / "model.npz", card.sha256)
    _checked(folder / "concepts.yaml", card.concepts_sha256)
    with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
        matrix = arrays["weights"]
    concepts = read(folder / "concepts.yaml", Concepts)
    return LearnedStage(concepts=concepts, weights=matrix, scale=card.scale, bias=card.bias, thresholds=card.thresholds)


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"{path} is missing. Put it back or run tools/train_safety.py.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadInput(f"{path.name} is not the file the model was trained with. Run tools/train_safety.py again.")
    return content
