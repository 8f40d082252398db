"""Several roles that differ: across clusters and levels of preparation, without hiding a clear best."""

from collections import Counter
from collections.abc import Sequence

from pathbot.roles.model import RoleCard

# In cosine: small beside the distance between a good and a bad match, large among near equals.
_SAME_CLUSTER = 0.02
_SAME_JOB_ZONE = 0.01


def choose(scored: Sequence[tuple[float, RoleCard]], count: int) -> list[tuple[float, RoleCard]]:
    """The best `count`, best first, each time preferring a cluster and job zone not shown yet among near equals.

    The scores given back are the ones that decided, so they fall from first to last.
    """
    left = sorted(scored, key=lambda pair: (-pair[0], pair[1].soc))[: 4 * count + 4]
    clusters: Counter[str] = Counter()
    zones: Counter[int | None] = Counter()
    chosen: list[tuple[float, RoleCard]] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda pair: _worth(pair, clusters, zones))
        left.remove(best)
        chosen.append((max(_worth(best, clusters, zones), 0.0), best[1]))
        clusters[best[1].cluster] += 1
        zones[best[1].job_zone] += 1
    return chosen


def _worth(pair: tuple[float, RoleCard], clusters: Counter[str], zones: Counter[int | None]) -> float:
    score, card = pair
    # Once, however many were shown: who asks about one thing should not be led away from it.
    return score - _SAME_CLUSTER * (clusters[card.cluster] > 0) - _SAME_JOB_ZONE * (zones[card.job_zone] > 0)
