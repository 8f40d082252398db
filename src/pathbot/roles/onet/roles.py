"""Roles made of O*NET occupations: whole ones where no card of ours covers them, passages and names for all."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pathbot.roles.facts import Source
from pathbot.roles.model import Cluster, RoleCard, Sections
from pathbot.roles.onet.release import Occupation, Release
from pathbot.roles.passages import Kind, Passage, passage
from pathbot.wording import LocalizedList

_SHOWN_TASKS = 5
_BY_MAJOR_GROUP: Mapping[str, Cluster] = {
    "11": "Management & Entrepreneurship",
    "13": "Financial Services",
    "15": "Digital Technology",
    "17": "Advanced Manufacturing",
    "19": "Energy & Natural Resources",
    "21": "Healthcare & Human Services",
    "23": "Public Service & Safety",
    "25": "Education",
    "27": "Arts, Entertainment & Design",
    "29": "Healthcare & Human Services",
    "31": "Healthcare & Human Services",
    "33": "Public Service & Safety",
    "35": "Hospitality, Events & Tourism",
    "37": "Construction",
    "39": "Hospitality, Events & Tourism",
    "41": "Marketing & Sales",
    "43": "Management & Entrepreneurship",
    "45": "Agriculture",
    "47": "Construction",
    "49": "Advanced Manufacturing",
    "51": "Advanced Manufacturing",
    "53": "Supply Chain & Transportation",
    "55": "Public Service & Safety",
}


def uncovered(release: Release, cards: Sequence[RoleCard]) -> list[RoleCard]:
    """A role for each occupation that has no card of ours."""
    have = {card.soc for card in cards} | {card.soc.removesuffix(".00") for card in cards}
    clusters = _clusters_nearby(cards)
    return [
        _role(occupation, clusters.get(occupation.soc[:4]) or _BY_MAJOR_GROUP[occupation.soc[:2]], release)
        for occupation in release.occupations
        if occupation.soc not in have
    ]


def passages_of_occupations(release: Release) -> Iterator[Passage]:
    """What is compared with a learner's words: the description and every task."""
    for occupation in release.occupations:
        # The title leads: a description seldom says what it describes.
        texts: list[tuple[Kind, str, str]] = [
            ("description", occupation.description, f"{occupation.title}. {occupation.description}")
        ]
        texts += [("duty", task, task) for task in occupation.tasks]
        for kind, text, read_as in texts:
            yield passage(occupation.soc, kind, "en", text, read_as, source=release.attribution)


def _role(occupation: Occupation, cluster: Cluster, release: Release) -> RoleCard:
    source = Source.model_validate({"name": release.name, "date": release.date, "for": "everything on this role"})
    return RoleCard(
        slug=re.sub(r"[^a-z0-9]+", "-", occupation.title.lower()).strip("-"),
        title=occupation.title,
        soc=occupation.soc,
        cluster=cluster,
        aliases=LocalizedList(en=occupation.names, es=()),
        job_zone=occupation.job_zone,
        interests=occupation.interests,
        skills=occupation.skills,
        subjects=(),
        steams=(),
        tools=occupation.tools,
        related=occupation.related,
        learner_phrases=LocalizedList(en=(), es=()),
        owner=release.name,
        reviewed_on=datetime.date.fromisoformat(
            f"{release.date}-01" if "-" in release.date else f"{release.date}-01-01"
        ),
        sources=(source,),
        sections=Sections(summary=occupation.description, tuesday=" ".join(occupation.tasks[:_SHOWN_TASKS])),
        source="onet",
        attribution=release.attribution,
    )


def _clusters_nearby(cards: Sequence[RoleCard]) -> dict[str, Cluster]:
    """The cluster most of our cards have in each minor SOC group (47-2): O*NET's own clusters are not in a release."""
    counts: defaultdict[str, Counter[Cluster]] = defaultdict(Counter)
    for card in cards:
        counts[card.soc[:4]][card.cluster] += 1
    return {group: count.most_common(1)[0][0] for group, count in counts.items()}
