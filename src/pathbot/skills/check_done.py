"""What was only wished, planned or left open is not told as done; a rank is not hidden in a verb."""

import itertools
from collections.abc import Iterator

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.check_doing import PROPOSING, is_participle
from pathbot.skills.claims import Claim, Statement, is_content
from pathbot.skills.finding import Finding
from pathbot.skills.people import is_person, with_somebody
from pathbot.skills.record import Heard, Record
from pathbot.skills.thesaurus import forms


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Plans, wishes and denials told as deeds, and a leading verb that the clause rules did not see."""
    first = claimed.tokens[0].norm if claimed.tokens else ""
    hidden = first not in {claim.verb for claim in claimed.claims} and _leads(first, lexicon)
    if hidden and not known.says(first, exact=True):
        yield Finding(kind="role_inflation", words=claimed.text[claimed.tokens[0].start : claimed.tokens[0].end])
    shared = claimed.team or with_somebody(claimed, known.thesaurus, lexicon)
    for claim in claimed.claims:
        unsaid = bool(forms(claim.verb, lexicon) & _FINISHING) and not known.says(claim.verb, exact=True)
        if unsaid and _still_going(claim, known, lexicon):
            yield Finding(kind="tense_or_completion", words=claim.verb)
        if claim.learner and not shared and (theirs := _somebody_elses(claim, known, lexicon)):
            yield Finding(kind="team_as_own", words=f"{claim.verb} {theirs}")
    yield from _only_planned(claimed, known, lexicon)
    yield from _numbers_planned(claimed, known, lexicon)
    yield from _only_unreal(claimed, known, lexicon)


def _leads(word: str, lexicon: Lexicon) -> bool:
    """`Coordinates volunteers ...`, where the next word was read as the verb."""
    found = [form for form in readings(word, lexicon) if form.name != "base"]
    return any(form.lemma in lexicon.sets["leading"] for form in found)


def _is_thought(heard: Heard, before: Heard | None = None) -> bool:
    clause = heard.clause
    if clause.link == "if" and before is not None and _FINDING_OUT & {token.norm for token in before.tokens[-2:]}:
        return False  # "used a multimeter to check if the wire was good"
    suggested = clause.tense == "modal" and clause.link not in {"so", "so that"} and not clause.negated
    return clause.tense == "future" or clause.link in {"if", "unless"} or suggested


def _only_unreal(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Verbs the learner used only of what did not happen: "got it fixed" after "idk if they fixed it"."""
    if any(claim.open for claim in claimed.claims):
        return
    for n, token in enumerate(claimed.tokens[1:], 1):
        thing = forms(token.norm, lexicon) & lexicon.sets["tools"] or token.norm in lexicon.sets["team_nouns"]
        if is_person(token.norm, known.thesaurus, lexicon) and not thing:
            wished = [hit for hit in known.hits(token.norm) if hit.exact]
            if wished and all(hit.status == "not" for hit in wished):
                yield Finding(kind="role_inflation", words=token.norm)
        names = {form.name for form in readings(token.norm, lexicon)}
        being = token.norm in {"is", "are", "was", "were"}
        if being or not names & {"past", "participle", "third"} or token.norm in lexicon.function_words:
            continue
        if "third" in names and not names & {"past"} and claimed.tokens[n - 1].norm not in {"that", "which", "who"}:
            continue
        hits = [hit for hit in known.hits(token.norm) if hit.exact]
        if hits and all(hit.status in ("not", "ongoing") for hit in hits):
            yield Finding(kind="tense_or_completion", words=token.norm)


def _only_planned(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Things the learner named only as a plan or a wish."""
    if any(claim.open for claim in claimed.claims):
        return
    planned = [h for n, h in enumerate(known.heard) if _is_thought(h, known.heard[n - 1] if n else None)]
    if not planned:
        return
    told = [claim for claim in claimed.claims if claim.learner and not forms(claim.verb, lexicon) & PROPOSING]
    for group in (group for claim in told for group in claim.objects):
        places = [heard for word in group for heard in known.heard if known.clause_says(heard, word)]
        if places and all(heard in planned for heard in places):
            yield Finding(kind="tense_or_completion", words=" ".join(group))
            return
    for word in _as_whom(claimed, lexicon):
        places = [known.heard[hit.heard] for hit in known.hits(word) if hit.exact]
        if places and all(heard in planned for heard in places):
            yield Finding(kind="tense_or_completion", words=word)


_FINDING_OUT = frozenset(
    ["check", "checked", "see", "saw", "test", "tested", "testing", "out", "ask", "asked", "know", "tell"]
)
_AIMS = frozenset(
    ["planned", "plan", "goal", "aim", "aimed", "intended", "hoped", "wanted", "needed", "expected", "of"]
)


def _numbers_planned(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """How many were only meant to be: "planted 20 seeds" after "i planned to plant 20 but had dirt for 12"."""
    if claimed.claims and claimed.claims[0].open:
        return
    for n, token in enumerate(claimed.tokens):
        before = {t.norm for t in claimed.tokens[max(0, n - 4) : n]}
        if token.norm.isdecimal() and not before & _AIMS:
            hits = [hit for hit in known.hits(token.norm) if hit.exact]
            if hits and all(hit.status == "not" for hit in hits):
                yield Finding(kind="tense_or_completion", words=token.norm)


def _as_whom(claimed: Statement, lexicon: Lexicon) -> Iterator[str]:
    """`as a member of the debate team`: what somebody was is told as done too; the last noun says of what."""
    norms = [token.norm for token in claimed.tokens]
    for n, pair in enumerate(itertools.pairwise(norms)):
        if pair in {("as", "a"), ("as", "an"), ("as", "the")}:
            inside = [t.norm for t in claimed.tokens[n + 2 : n + 8] if is_content(t, lexicon, frozenset())]
            if inside:
                yield inside[-1]


_FINISHING = frozenset(["complete", "finish", "finalize"])


def _still_going(claim: Claim, known: Record, lexicon: Lexicon) -> bool:
    """Whether every place that names the thing tells of work that goes on ("is making a field guide")."""
    places = [
        known.heard[hit.heard]
        for word in [w for w in (claim.objects[0] if claim.objects else claim.around) if not is_participle(w, lexicon)][
            -1:
        ]
        for hit in known.hits(word)
    ]
    return bool(places) and all(heard.clause.tense in ("ongoing", "future", "modal") for heard in places)


def _somebody_elses(claim: Claim, known: Record, lexicon: Lexicon) -> str:
    """A thing the learner named only as somebody else's part ("my teammate did the safety part"); empty without."""
    for group in claim.objects:
        places = [known.heard[hit.heard] for word in group[-1:] for hit in known.hits(word)]
        if places and all(_is_others_part(heard, known, lexicon) for heard in places):
            return group[-1]
    for word in claim.around:
        places = [known.heard[hit.heard] for hit in known.hits(word) if hit.exact]
        if places and all(_is_others_part(heard, known, lexicon) for heard in places):
            return word
    return ""


def _is_others_part(heard: Heard, known: Record, lexicon: Lexicon) -> bool:
    clause = heard.clause
    subject = [t.norm for t in heard.tokens if clause.subject_start <= t.start < clause.subject_end]
    person = bool(subject) and is_person(subject[-1], known.thesaurus, lexicon)
    return heard.actor == "other" and person and clause.verb == "do" and not clause.chain
