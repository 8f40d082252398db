"""Puts pieces together into lines a learner can say aloud, and ranks them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pathbot.frozen import Frozen
from pathbot.skills.pieces import Piece, mentions

MIN_WORDS, MAX_WORDS = 12, 30
_FAR = 3  # messages between two pieces of one statement
# "the trays we counted had food": a deed cannot go on with another finite verb.
_RUN_ON = re.compile(r"\w+ (?:had|has|have|was|were|is|are|did|would|could|can|will)\b")
# "it worked 42 people did it" is two sentences without a stop between them.
_WORKED_AND_ON = re.compile(r"\b(?:worked|fit|helped) \d")
# Nobody is an "it"; "people" and "everyone" are many even without an s.
_SOMEBODY = frozenset(
    [
        "people", "person", "everyone", "everybody", "nobody", "someone", "somebody", "anyone", "kids", "kid", "class",
        "team", "group", "crowd", "audience", "family", "staff", "men", "women", "children", "they", "he", "she", "we",
        "one", "mom", "dad", "teacher", "principal", "coach", "boy", "girl", "man", "woman", "friend", "partner",
    ]
)  # fmt: skip
_BEFORE_A_PLACE = frozenset(["at", "in", "on", "for", "with", "to", "from", "by", "about", "after", "before", "during"])

Line = tuple[list[Piece], str]


class Composed(Frozen):
    """A line, the pieces it stands on, and how good it is (only for ordering)."""

    line: str
    pieces: tuple[Piece, ...]
    score: float


def candidates(pieces: Sequence[Piece]) -> tuple[Composed, ...]:
    """Every line worth considering, the best first."""
    found: dict[str, Composed] = {}
    for used, words in _lines(pieces):
        if words and len(words.split()) <= MAX_WORDS:
            if _RUN_ON.match(words) or _stands_for_nobody(words):
                continue
            line = words[:1].upper() + words[1:] + "."
            found.setdefault(line, Composed(line=line, pieces=tuple(used), score=_score(used, words)))
    return tuple(sorted(found.values(), key=lambda composed: -composed.score))


def _stands_for_nobody(words: str) -> bool:
    """`asked him three questions`: he or she, and nobody named before."""
    found = _HE_SHE.search(words)
    if found is None:
        return False
    before = words[: found.start()].split()
    male = bool(_MALE & {word.strip(",;").casefold().removesuffix("'s") for word in before})
    female = bool(_FEMALE & {word.strip(",;").casefold().removesuffix("'s") for word in before})
    his = found.group() in {"him", "he", "himself", "his"}  # a vet with my dad is no "her"
    if (male and not female and not his) or (female and not male and his):
        return True
    plain = [word.strip(",;").removesuffix("'s").removesuffix("s") for word in before]
    return not any(word[:1].isupper() or word in _SOMEBODY | _KIN for word in plain)


_MALE = frozenset(["dad", "father", "brother", "uncle", "grandpa", "grandfather", "abuelo", "boy", "man", "guy", "mr."])
_FEMALE = frozenset(
    ["mom", "mother", "sister", "aunt", "grandma", "grandmother", "abuela", "girl", "woman", "lady", "ms.", "mrs."]
)
_HE_SHE = re.compile(r"\b(him|he|she|himself|herself|hers|her|his)\b")
_KIN = frozenset(
    [
        "sister", "brother", "cousin", "uncle", "aunt", "grandma", "grandpa", "grandmother", "grandfather", "neighbor",
        "lady", "janitor", "custodian", "librarian", "owner", "manager", "mayor", "nurse", "driver", "buddy", "student",
        "abuela", "abuelo", "mother", "father", "classmate", "mentor", "professor", "player", "author", "engineer",
    ]
)  # fmt: skip


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Own deeds alone and joined, with the group's work, what was hard before, and what came after."""
    deeds = [piece for piece in pieces if piece.role == "deed"]
    own = [piece for piece in deeds if piece.actor == "i"]
    shared = [piece for piece in deeds if piece.actor == "we"]
    for chain in _chains(own, pieces):
        for used, words in _own_lines(chain, own, pieces):
            yield from _with_outcomes(used, words, chain, pieces)
        if not chain[0].points and not all(piece.verb in _LOOKING for piece in chain):
            for group, tail in _team_tails(chain, shared, own):
                words = _joined(chain) + tail
                yield from _with_outcomes([*chain, *group], words, [*chain, *group], pieces)
    for pair in _apart_but_short(own):
        yield pair, _joined(pair)
    for chain in _chains(shared, pieces):
        if not chain[0].points and _is_work(chain):
            yield from _with_outcomes(chain, f"{_joined(chain)} as part of a team", chain, pieces)
        trouble = _trouble_before(chain[0], pieces)
        if trouble is not None:
            used, words = _with_trouble(chain, trouble)
            if words:
                deed, tie, why = words.partition(f" {_tie(chain[0], trouble)} ")
                yield from _with_outcomes(used, f"{deed} as part of a team{tie}{why}", chain, pieces)


def _chains(deeds: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Each deed, and each with the one or two that follow it closely."""
    for i, first in enumerate(deeds):
        chain = [first]
        yield chain
        for before, after in pairwise(deeds[i : i + 3]):
            if any(p.role == "trouble" and before.order < p.order < after.order for p in pieces):
                break
            reach = 2 if _akin(before, after) or {"him", "her", "them"} & set(after.words.split()) else 1
            if after.message - before.message > reach or not _follows(after, before) or not _belong(before, after):
                break
            chain = [*chain, after]
            yield chain


def _apart_but_short(own: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Deeds told in a few words, none of which is a line alone: `weighed the scraps`, later `added dry leaves`."""
    short = [piece for piece in own if len(piece.words.split()) == _TOO_SHORT and not piece.points]
    for before, after in pairwise(short):
        if after.message - before.message <= _SOON and after.message != before.message:
            yield [before, after]


_TOO_SHORT = 3  # words
_SOON = 3  # messages


def _belong(before: Piece, after: Piece) -> bool:
    """Deeds of one message, about one thing, or so briefly told that neither stands alone."""
    few = min(len(before.words.split()), len(after.words.split())) <= _BRIEF
    brief = before.verb == "be" or (few and before.brief and after.brief)
    same = any(_names(before.words, thing) or thing == before.thing for thing in after.stands)
    return before.message == after.message or after.points or same or _akin(before, after) or brief


_BRIEF = 5  # words


def _follows(after: Piece, before: Piece) -> bool:
    """An `it` must come right after what it points to, or after another `it`."""
    if before.verb in _LOOKING and after.points:
        return False  # "watched a video and opened it": what was opened is not the video
    same = " it" in after.words and " it" in before.words and after.order <= before.order + 2
    return not after.points or after.order == before.order + 1 or same


_LOOKING = frozenset(["watch", "google", "search", "listen"])


def _own_lines(chain: list[Piece], own: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[Line]:
    trouble = _trouble_before(chain[0], pieces)
    if trouble is not None and (len(chain) == 1 or _one_answer(chain)):
        used, told = _with_trouble(chain, trouble)
        earlier = [p for p in own if p.order < trouble.order and trouble.message - p.message <= 2 and not p.points]
        if told:
            yield used, told
        if told and chain[0].points:
            yield chain, told.partition(f" {_tie(chain[0], trouble)} ")[0]
        about = chain[0].points and bool(earlier) and _about(trouble, earlier[-1])
        if told and earlier and not about and _belong(earlier[-1], chain[0]):
            for lead in _leads(earlier):
                line = f"{_joined(lead)}, and {told}"
                if trouble.told and all(_names(_joined(lead), thing) for thing in trouble.stands):
                    line = line.replace(trouble.words, trouble.told)
                yield [*lead, *used], line
        if chain[0].points and earlier and _about(trouble, earlier[-1]):
            line = f"{earlier[-1].words} and {chain[0].words} {_tie(chain[0], trouble)} {trouble.told or trouble.words}"
            yield [earlier[-1], trouble, *chain], line
    if not chain[0].points and not (len(chain) > 1 and _BARE_DOING.fullmatch(chain[0].words)):
        yield chain, _joined(chain)
        if chain[-1].tail:
            yield chain, _joined(chain) + chain[-1].tail


def _leads(earlier: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The deed told last, with the one that names its thing, and that one alone."""
    last = earlier[-1]
    yield [last]
    naming = next((p for p in reversed(earlier[:-1]) if any(_names(p.words, thing) for thing in last.stands)), None)
    if naming is not None:
        yield [naming, last]
        yield [naming]


def _one_answer(chain: Sequence[Piece]) -> bool:
    """`wiped it off and used less paint`: two deeds against one trouble."""
    return len(chain) == 2 and not chain[1].points and (chain[1].brief or chain[0].message == chain[1].message)


def _about(trouble: Piece, deed: Piece) -> bool:
    """Whether what went wrong is about the one thing of a deed told before it."""
    same = bool(trouble.told) and all(_names(deed.words, thing) for thing in trouble.stands)
    return same or (trouble.subject == "it" and _names_one_thing(deed))


def _names_one_thing(piece: Piece) -> bool:
    """`made the form`: the only thing there that an `it` can mean."""
    words = piece.words.split()
    return len(words) <= 6 and sum(word in {"a", "an", "the", "my", "our"} for word in words) == 1


def _tie(deed: Piece, trouble: Piece) -> str:
    """`because` where the learner said "so", else `after`."""
    return "because" if deed.link == "so" and deed.message == trouble.message else "after"


def _with_outcomes(used: list[Piece], words: str, chain: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[Line]:
    yield used, words
    for outcome in _outcomes(chain, pieces):
        told = _told_after(words, outcome)
        if outcome.asked_after:
            subject = outcome.subject if told == outcome.words else told.split()[0]
            told = f"{subject} then{told[len(subject) :]}"
        yield [*used, outcome], f"{words}; {told}"


def _with_trouble(chain: list[Piece], trouble: Piece) -> Line:
    """`cut the roof again after it didn't fit`: the thing is named once, in the deed."""
    words, first = _joined(chain), chain[0]
    last = trouble.subject.split()[-1]
    somebody = last.lower() in _SOMEBODY or last[:1].isupper()
    many = somebody or (last.endswith("s") and not last.endswith("ss"))
    rest = trouble.words[len(trouble.lead) + len(trouble.subject) :]
    if trouble.points or _BARE_DOING.fullmatch(words):
        return [], ""
    if not first.points and not _HIM_HER.search(words):
        return [trouble, *chain], f"{words} {_tie(first, trouble)} {_told_after(words, trouble)}"
    if (found := _HIM_HER.search(words)) and trouble.subject.split()[-1] in _KIN | _SOMEBODY and not many_of(trouble):
        again = f"the {trouble.subject.split()[-1]}"
        swapped = f"{words[: found.start()]}{trouble.subject}{words[found.end() :]}"
        return [trouble, *chain], f"{swapped} {_tie(first, trouble)} {again}{rest}"
    for pronoun, again in (("them", "they"),) if many else (("it", "it"),):
        swapped = f" {words} ".replace(f" {pronoun} ", f" {trouble.subject} ", 1).strip()
        if swapped != words:
            return [trouble, *chain], f"{swapped} {_tie(first, trouble)} {trouble.lead}{again}{rest}"
    return _about_its_object(chain, words, trouble)


_HIM_HER = re.compile(r"\b(?:him|her)\b(?= (?!to\b))")


def many_of(trouble: Piece) -> bool:
    """Whether a trouble is about several people."""
    return trouble.subject.split()[-1].endswith("s")


_BARE_DOING = re.compile(r"worked on \w+ing")
_THING = re.compile(r" (the|a|an|my|our) (\w+)$")


def _about_its_object(chain: list[Piece], words: str, trouble: Piece) -> Line:
    """`some parents couldn't read the form so i translated it`: the form was translated."""
    found = _THING.search(trouble.words)
    if found is None or f" {words} ".count(" it ") != 1 or found.group(2).endswith("s"):
        return [], ""
    if found.group(2) in {word.rstrip("s") for word in words.split()}:
        return [], ""  # "cut it down to 5 questions": it was not the last question
    thing = f"{'the' if found.group(1) in {'a', 'an'} else found.group(1)} {found.group(2)}"
    swapped = f" {words} ".replace(" it ", f" {thing} ", 1).strip()
    return [trouble, *chain], f"{swapped} after {trouble.words[: found.start()]} it"


def _trouble_before(first: Piece, pieces: Sequence[Piece]) -> Piece | None:
    before = [p for p in pieces if p.role == "trouble" and p.order < first.order and first.message - p.message <= 1]
    between = before and any(p.role == "deed" and before[-1].order < p.order < first.order for p in pieces)
    return before[-1] if before and not between else None


def _outcomes(chain: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What happened next, as far as the learner told it before telling of another deed."""
    last = max(piece.order for piece in chain)
    latest = max(piece.message for piece in chain)
    for piece in pieces:
        if piece.order <= last:
            continue
        if piece.role != "outcome":
            return
        if _WORKED_AND_ON.search(piece.words) or piece.verb == "lose":
            continue
        akin = piece.asked_after or any(_akin(piece, one) for one in chain)
        if piece.subject in {"he", "she", "they"} and (piece.order != last + 1 or piece.message != latest):
            continue
        if piece.message - latest <= (_FAR if akin and not piece.points else 1):
            yield piece


def _team_tails(chain: list[Piece], shared: Sequence[Piece], own: Sequence[Piece]) -> Iterator[Line]:
    """The group's work around the learner's own part, from the same stretch of talk."""
    first, last = chain[0], chain[-1]
    if first.verb in {"learn", "keep", "try"}:
        return
    before = [p for p in shared if p.order < first.order and first.message - p.message <= _FAR and not p.points]
    after = [p for p in shared if p.order > last.order and p.message - last.message <= 1]
    after = [p for p in after if not p.points or (p.order == last.order + 1 and not p.words.endswith((" it", " them")))]
    if before and not any(before[-1].order < p.order < first.order and not _akin(p, first) for p in own):
        message = before[-1].message
        group = [p for p in before if p.message == message][:2]
        if tail := _for_thing(group):
            yield group, tail
        if group[0].words.split()[1:2] and group[0].words.split()[1] in _BEFORE_A_PLACE:
            return
        if group[0].verb in {"get", "go", "win", "place", "lose"}:
            return
        yield group, f" for a team that {_joined(group)}"
        if len(group) > 1:
            yield group[:1], f" for a team that {group[0].words}"
    if after and not any(last.order < p.order < after[0].order for p in own):
        yield after[:1], f"; the team {_told_after(_joined(chain), after[0])}"


def _is_work(chain: Sequence[Piece]) -> bool:
    """`went to state`, `got 212 pounds`: what came to the group is no work of its own; a place or a win may be told."""
    first = chain[0]
    return first.verb != "go" and (first.verb != "get" or bool(_PLACE.search(first.words)))


_PLACE = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|place|answers?|signatures|responses|votes|permission)\b"
)
_SOMEBODYS = frozenset(["him", "her", "his", "them", "they", "he", "she", "their"])


def _akin(one: Piece, other: Piece) -> bool:
    return bool(mentions(one) & mentions(other))


_THINGS = frozenset(
    [
        "have", "make", "build", "do", "create", "design", "plan", "organize", "run", "hold", "write", "start",
        "plant", "film", "paint",
    ]
)  # fmt: skip


def _for_thing(group: Sequence[Piece]) -> str:
    """`we did a survey about bins and got 42 answers` as `for a survey about bins that got 42 answers`."""
    first, rest = group[0], group[1:]
    thing = first.words.partition(" ")[2].removeprefix("out ").removeprefix("on ")
    if first.verb not in _THINGS or not thing.startswith(("a ", "an ", "the ", "our ")) or " and " in thing:
        return ""
    if any(piece.verb not in {"get", "make", "raise", "sell", "collect"} for piece in rest):
        return ""
    return f" for {thing}" + "".join(f" that {piece.words}" for piece in rest)


def _joined(chain: Sequence[Piece]) -> str:
    """Deeds in order: `a`, `a and b`, `a, b, and c`."""
    words = [chain[0].words]
    for piece in chain[1:]:
        words.append(_told_after(" ".join(words), piece))
    if len(words) == 1:
        return words[0]
    comma = len(words) > 2 or any(" and " in word or "," in word for word in words)
    return ", ".join(words[:-1]) + (", and " if comma else " and ") + words[-1]


def _told_after(before: str, piece: Piece) -> str:
    """A piece with its pronouns where the line has said what they stand for, else with the thing itself."""
    return piece.told if piece.told and all(_names(before, thing) for thing in piece.stands) else piece.words


def _names(line: str, thing: str) -> bool:
    return thing.split()[-1] in line.replace(",", "").split()


def _score(used: Sequence[Piece], words: str) -> float:
    """Own part, outcome, trouble and numbers count; so does a length that can be said in one breath."""
    deeds = [piece for piece in used if piece.role == "deed"]
    count = len(words.split())
    score = 2.0 * min(2, sum(piece.actor == "i" for piece in deeds)) + 0.7 * any(piece.actor == "we" for piece in deeds)
    score += 1.2 * any(piece.role == "outcome" for piece in used) + 1.3 * any(piece.role == "trouble" for piece in used)
    score += 0.8 * any(char.isdigit() for char in words) + 0.4 * any(
        piece.tail and piece.tail in words for piece in used
    )
    score -= 0.4 * max(0, MIN_WORDS - count) + 0.3 * max(0, count - 26)
    score -= 0.5 * any(piece.words.startswith("worked on") for piece in deeds) + 0.6 * max(0, len(deeds) - 2)
    score -= 1.5 * any(piece.points for piece in deeds[:1]) * ("after" not in words)
    score -= 1.0 * bool(deeds and deeds[0].stands)
    score -= 1.2 * bool(deeds and _SOMEBODYS & set(deeds[0].words.split()))
    jumps = sum(b.message != a.message and b.actor == a.actor and not _akin(a, b) for a, b in pairwise(deeds))
    return score - 1.0 * jumps
