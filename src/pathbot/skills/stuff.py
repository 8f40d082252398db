"""What things are made of or with."""

_STUFF = frozenset(
    [
        "pipe", "bricks", "beads", "thread", "wood", "cardboard", "plywood", "paper", "tape", "glue", "wire",
        "fabric", "paint", "clay", "metal",
        "foam", "soil", "dirt",
        "dough", "flour", "concrete", "plastic", "string", "yarn", "felt", "cloth", "sand", "water", "pieces",
        "parts", "holes",
        "boards", "sticks", "straws", "screws", "nails", "edges", "sides",
    ]
)  # fmt: skip


def is_stuff(thing: str) -> bool:
    """What things are made of: `it` in a later message is the thing that was made."""
    return thing.split()[-1] in _STUFF
