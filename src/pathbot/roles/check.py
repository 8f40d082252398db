"""What is wrong with the role cards, as values, for `pathbot check`."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathbot.frozen import Frozen
from pathbot.roles.card import CardError, RoleCard, card_files, parse_card

FEWEST_PHRASES = 8
_STALE = datetime.timedelta(days=730)


class Problem(Frozen):
    """One thing to mend: the file (relative to the cards' folder), its 1-based line and a sentence."""

    file: str
    line: int
    problem: str


def check_cards(folder: Path, today: datetime.date) -> tuple[Problem, ...]:
    """Every problem of every card below `folder`. A card that cannot be read yields its first problem."""
    problems: list[Problem] = []
    first_with: dict[str, str] = {}
    for path in card_files(folder):
        name, text = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
        try:
            card = parse_card(text, path)
        except CardError as error:
            problems.append(Problem(file=name, line=error.line, problem=error.problem))
            continue
        problems += (Problem(file=name, line=_line(text, key), problem=said) for key, said in _faults(card, today))
        other = first_with.setdefault(card.soc, name)
        if other != name:
            problems.append(Problem(file=name, line=_line(text, "soc"), problem=f"{card.soc} is already in {other}"))
    return tuple(problems)


def _faults(card: RoleCard, today: datetime.date) -> Iterator[tuple[str, str]]:
    """(front matter key, problem) for a card that could be read."""
    for language, phrases in (("en", card.learner_phrases.en), ("es", card.learner_phrases.es)):
        if len(set(phrases)) < FEWEST_PHRASES:
            yield "learner_phrases", f"{language} has {len(set(phrases))} phrases; give {FEWEST_PHRASES} or more"
    if card.job_zone is None:
        yield "soc", "job_zone is missing"
    if not card.interests:
        yield "soc", "interests are missing"
    if card.titles is None:
        yield "titles", "the Spanish title is missing"
    if card.es is None:
        yield "titles", "the Spanish part is missing: es, with what and try_this_week"
    if today - card.reviewed_on > _STALE:
        yield "reviewed_on", "nobody has reviewed this card for two years; check its facts and set today's date"
    if card.reviewed_on > today:
        yield "reviewed_on", "the review date lies in the future"
    yield from _unlisted(card)


def _unlisted(card: RoleCard) -> Iterator[tuple[str, str]]:
    """Facts whose source is not among the card's `sources`."""
    named = _words(source.name for source in card.sources)
    for key, fact in (("pay", card.pay), ("outlook", card.outlook), ("entry_education", card.entry_education)):
        if fact is not None and not _words([fact.source]) & named:
            yield key, f"the source '{fact.source}' is not listed under sources"


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in name.lower().replace(",", " ").split() if len(word) > 2}


def _line(text: str, key: str) -> int:
    """The 1-based line of a front matter key, or 1."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key}:")), 1)
