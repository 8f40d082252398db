"""How labelled messages are read: `python tools/score_intents.py [FILE…]`.

FILE is like those in tests/reflection/understanding/ (the default: all of them). Prints the share read right by
file and language, and what was taken for what.
"""

import sys
from collections import Counter
from pathlib import Path

import yaml

from pathbot.app.understanding import load_understanding
from pathbot.reflection.judgement import Context
from pathbot.reflection.understand import understand

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "reflection" / "understanding"


def main() -> None:
    kit = load_understanding()
    taken: Counter[tuple[str, str]] = Counter()
    for path in [Path(name) for name in sys.argv[1:]] or sorted(LABELLED.glob("*.yaml")):
        for language, intents in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            rows = [(intent, *line.partition(" || ")[::2]) for intent, lines in intents.items() for line in lines]
            read = [
                (intent, understand(text, Context(question=question, language=language), kit).intent)
                for intent, text, question in rows
            ]
            right = sum(meant == got for meant, got in read)
            print(f"{path.name} {language}: {right} of {len(read)} ({right / len(read):.3f})")
            taken.update(read)
    for (meant, got), count in sorted(taken.items()):
        if meant != got:
            print(f"  {meant} taken for {got}: {count}")


if __name__ == "__main__":
    main()
