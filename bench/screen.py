"""CPU of screening one message for safety, over the sentences the screen is judged on."""

import json
import time

from bench.row import Row
from pathbot.app.content import default_folder
from pathbot.app.safety import load_safety_kit
from pathbot.language.tokens import tokens
from pathbot.safety import screen


def measure() -> list[Row]:
    """Mean CPU milliseconds (process time). The yardstick takes the same messages apart into words."""
    lines = (default_folder("knowledge") / "safety" / "held_out.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [str(json.loads(line)["text"]) for line in lines]
    kit = load_safety_kit()
    screen(texts[0], (), kit)  # the model is read on the first call
    began = time.process_time()
    for text in texts:
        screen(text, (), kit)
    screened = time.process_time()
    for text in texts:
        tokens(text)
    taken_apart = time.process_time()
    each = 1000 / len(texts)
    return [
        Row("a message screened", (screened - began) * each, (taken_apart - screened) * each, "taken apart into words")
    ]
