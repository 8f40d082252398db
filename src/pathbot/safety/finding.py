"""What the screen found, as a value that holds no learner text."""

from typing import Literal

from pathbot.frozen import Frozen

Tier = Literal["none", "A", "B", "C"]
_ORDER: tuple[Tier, ...] = ("none", "A", "B", "C")


class Finding(Frozen):
    """A tier and why. Safe to log and to store beside statistics: no field can hold what a learner wrote.

    `reasons` are codes of the lexicon (`suicide`, `abuse`, ...) or `learned`. `explicit` is true when a phrase of
    the lexicon matched. `place` is the span (code points) of the screened text an adult should read first;
    None when the finding comes from several messages together.
    """

    tier: Tier = "none"
    reasons: tuple[str, ...] = ()
    explicit: bool = False
    place: tuple[int, int] | None = None

    @property
    def needs_adult(self) -> bool:
        """Whether the safety contact is told without asking (tiers B and C)."""
        return rank(self.tier) >= rank("B")


def rank(tier: Tier) -> int:
    """0 for none to 3 for C, for comparing."""
    return _ORDER.index(tier)


def lower(tier: Tier, floor: Tier) -> Tier:
    """One tier down, never under the floor."""
    return _ORDER[max(rank(tier) - 1, min(rank(floor), rank(tier)))]


def highest(tiers: tuple[Tier, ...]) -> Tier:
    """The most serious of them; none when there are none."""
    return max(tiers, key=rank, default="none")
