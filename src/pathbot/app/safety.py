"""Reads the safety content and the learned stage's weights."""

import hashlib
import io
import logging
from collections.abc import Callable
from pathlib import Path

from pydantic import Field

from pathbot.app.content import default_folder, read
from pathbot.app.errors import BadInput
from pathbot.frozen import Frozen
from pathbot.safety.glossing import Gloss
from pathbot.safety.learned import Concepts, LearnedStage, MeaningStage, Vector
from pathbot.safety.lexicon import Lexicon
from pathbot.safety.normalise import Shorthand
from pathbot.safety.protocol import Protocol
from pathbot.safety.screen import SafetyKit

LANGUAGES = ("en", "es")
log = logging.getLogger("pathbot.safety")


class MeaningCard(Frozen):
    """The numbers of `MeaningStage`, and whose vectors it was trained on."""

    embedder: str
    scale: float
    last: float
    share: float
    low: float
    high: float


class ModelCard(Frozen):
    """`knowledge/safety/model.yaml`, written by `tools/train_safety.py` beside `model.npz`."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    concepts_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    gloss_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    scale: tuple[float, float, float]
    bias: tuple[float, float, float]
    thresholds: dict[str, tuple[float, float, float]]
    meaning: MeaningCard


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
    _checked(folder / "gloss.es.yaml", card.gloss_sha256)
    with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
        matrix = arrays["weights"]
        net = {name: arrays[name].astype(np.float32) for name in ("inward", "outward", "net_bias")}
    about = card.meaning
    return LearnedStage(
        concepts=read(folder / "concepts.yaml", Concepts),
        gloss=read(folder / "gloss.es.yaml", Gloss),
        meaning=MeaningStage(
            embed=_embedder(about.embedder),
            inward=net["inward"] * np.float32(about.scale),
            outward=net["outward"],
            bias=net["net_bias"],
            **about.model_dump(exclude={"embedder", "scale"}),
        ),
        weights=matrix,
        scale=card.scale,
        bias=card.bias,
        thresholds=card.thresholds,
    )


def _embedder(trained_on: str) -> Callable[[str], Vector | None]:
    """The bundled sentence encoder, loaded on first use. Without it the screen works on words alone, and says so once.

    Raises BadInput when the network was trained on another encoder's vectors.
    """
    from pathbot.roles.minilm import MiniLM

    encoder = MiniLM()
    if encoder.id != trained_on:
        raise BadInput("The safety network belongs to another sentence encoder. Run tools/train_safety.py again.")
    broken: list[str] = []

    def embed(text: str) -> Vector | None:
        if broken:
            return None
        try:
            vector: Vector = encoder.embed([text])[0]
            return vector
        except Exception as error:  # whatever is wrong with it, a message must still be screened
            broken.append(type(error).__name__)
            log.error("the sentence encoder does not work (%s): the safety screen goes on without it", broken[0])
            return None

    return embed


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"{path} is missing. Put it back or run tools/train_safety.py.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadInput(f"{path.name} is not the file the model was trained with. Run tools/train_safety.py again.")
    return content
