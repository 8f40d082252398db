"""What the learner tied to one deed is not tied to another: no survey "about phones" becomes one about the dance."""

from collections.abc import Iterator, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.skills.claims import Claim, Statement, is_content
from pathbot.skills.finding import Finding
from pathbot.skills.record import Heard, Record
from pathbot.skills.thesaurus import forms

_TIES = frozenset(["about", "for"])
_NEAR = 5  # words after the preposition


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Aims and topics that stand only beside another deed; and a charge of more than the learner had."""
    for n, token in enumerate(claimed.tokens):
        thing = _thing(claimed.tokens, n, known, lexicon)
        if token.norm in _TIES and thing:
            claim = _claim_before(claimed, n)
            if claim is not None and _tied_elsewhere(claim, token.norm, thing, known, lexicon):
                yield Finding(kind="mixed_projects", words=f"{token.norm} {thing}")
    yield from _across_frames(claimed, known, lexicon)
    yield from _charges(claimed, known, lexicon)
    yield from _relatives(claimed, known, lexicon)


def _thing(found: Sequence[Token], n: int, known: Record, lexicon: Lexicon) -> str:
    """The noun a preposition at `n` points to: the last content word before the next function word."""
    last = ""
    for token in found[n + 1 : n + 1 + _NEAR]:
        if is_content(token, lexicon, frozenset()):
            last = token.norm
        elif last or token.kind != "word":
            break
    return last


def _claim_before(claimed: Statement, n: int) -> Claim | None:
    """The verb nearest before a place, when it is the learner's."""
    before = [token.norm for token in claimed.tokens[:n]]
    found = [claim for claim in claimed.claims if claim.verb in before]
    return found[-1] if found and found[-1].learner else None


def _tied_elsewhere(claim: Claim, tie: str, thing: str, known: Record, lexicon: Lexicon) -> bool:
    """Whether the deed was tied to something else, and the thing is only beside other deeds of the learner's own.

    What the group does is the frame of everybody's part ("we made a play about the river", "i painted the set").
    """
    deeds = [heard for heard in known.heard if _does(heard, claim.verb, lexicon)]
    places = [heard for heard in known.heard if known.clause_says(heard, thing)]
    if not deeds or not places or any(place in deeds for place in places):
        return False
    objects = [word for group in claim.objects for word in group if not word[-1].isdigit()]
    if any(known.clause_says(place, word) for place in places for word in objects):
        return False
    own = all(place.actor == "i" and place.clause.verb and place.clause.subject == "i" for place in places)
    return own and any(_ties(deed, tie) for deed in deeds)


def _does(heard: Heard, verb: str, lexicon: Lexicon) -> bool:
    return any(forms(verb, lexicon) & forms(token.norm, lexicon) for token in heard.tokens)


def _ties(heard: Heard, tie: str) -> bool:
    norms = [token.norm for token in heard.tokens]
    return tie in norms[:-1]


def _across_frames(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """A deed of one activity told with a thing of another: `i play drums`, then `for the quiz bowl i studied rivers`.

    A message that begins with such a frame starts another activity, unless it points back (`for the fair i cut it`).
    """
    for start in _frames(known, lexicon):
        for claim in claimed.claims:
            deeds = {known.heard[hit.heard].message for hit in known.hits(claim.verb) if hit.exact and hit.main}
            if not claim.learner or not deeds or claim.after:
                continue
            for word in (*(group[-1] for group in claim.objects), *claim.around):
                places = {heard.message for heard in known.heard if known.clause_says(heard, word)}
                if places and (max(deeds) < start <= min(places) or max(places) < start <= min(deeds)):
                    yield Finding(kind="mixed_projects", words=f"{claim.verb} {word}")
                    return


def _frames(known: Record, lexicon: Lexicon) -> Iterator[int]:
    """Messages after the first that begin with `for the geography bowl i ...` and point to nothing before."""
    for number, found in enumerate(known.tokens[1:], 1):
        while found and found[0].norm in {"also", "and", "then", "so", "ok", "oh", ","}:
            found = found[1:]
        norms = [token.norm for token in found]
        me = next((n for n, norm in enumerate(norms[:8]) if norm in {"i", "we"}), 0)
        frame = norms[:1] and norms[0] in {"for", "in", "at"} and me > 1
        things = any(is_content(token, lexicon, frozenset()) for token in found[1:me])
        if frame and things and not _POINTING & set(norms):
            yield number


def _relatives(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """`an arm that controls the lights`, where arm and lights were each told of by themselves."""
    for n, token in enumerate(claimed.tokens):
        if token.norm not in {"that", "which"} or not n:
            continue
        head = claimed.tokens[n - 1].norm
        after = [t.norm for t in claimed.tokens[n + 2 : n + 6] if is_content(t, lexicon, frozenset())]
        things = [word for word in after if known.says(word, exact=True)]
        if things and known.says(head, exact=True) and all(_apart(head, thing, known) for thing in things):
            yield Finding(kind="mixed_projects", words=f"{head} {things[0]}")


def _apart(head: str, thing: str, known: Record) -> bool:
    """Whether two things stand in different messages, and the second only beside an own deed that points to nothing."""
    heads = {heard.message for heard in known.heard if known.clause_says(heard, head)}
    places = [heard for heard in known.heard if known.clause_says(heard, thing)]
    own = all(h.clause.subject == "i" and not _POINTING & {t.norm for t in h.tokens} for h in places)
    return own and bool(heads) and bool(places) and not heads & {heard.message for heard in places}


_POINTING = frozenset(["it", "they", "them", "that", "this", "these", "those", "one", "ones"])


def _charges(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """`in charge of snacks for the trip` is no charge of the trip."""
    said = [_charged(found, known, lexicon) for found in known.tokens]
    mine = _charged(claimed.tokens, known, lexicon)
    words = {word for one in said for word in one}
    if mine and words and not any(forms(word, lexicon) & forms(mine[-1], lexicon) for word in words):
        yield Finding(kind="scope", words=f"charge of {mine[-1]}")


def _charged(found: Sequence[Token], known: Record, lexicon: Lexicon) -> list[str]:
    """The content words right after `charge of` or `responsible for`."""
    norms = [token.norm for token in found]
    for n, norm in enumerate(norms[:-2]):
        if (norm, norms[n + 1]) in {("charge", "of"), ("responsible", "for")}:
            things: list[str] = []
            for token in found[n + 2 : n + 6]:
                if is_content(token, lexicon, frozenset()):
                    things.append(token.norm)
                elif things:
                    break
            return things
    return []
