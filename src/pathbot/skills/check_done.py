"""What was only wished, planned or left open is not told as done; a rank is not hidden in a verb."""

from collections.abc import Iterator

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.claims import Statement
from pathbot.skills.finding import Finding
from pathbot.skills.people import is_person
from pathbot.skills.record import Heard, Record


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Plans, wishes and denials told as deeds, and a leading verb that the clause rules did not see."""
    first = claimed.tokens[0].norm if claimed.tokens else ""
    hidden = first not in {claim.verb for claim in claimed.claims} and _leads(first, lexicon)
    if hidden and not known.says(first, exact=True):
        yield Finding(kind="role_inflation", words=claimed.text[claimed.tokens[0].start : claimed.tokens[0].end])
    yield from _only_planned(claimed, known)
    yield from _only_unreal(claimed, known, lexicon)


def _leads(word: str, lexicon: Lexicon) -> bool:
    """`Coordinates volunteers ...`, where the next word was read as the verb."""
    found = [form for form in readings(word, lexicon) if form.name != "base"]
    return any(form.lemma in lexicon.sets["leading"] for form in found)


def _is_thought(heard: Heard) -> bool:
    clause = heard.clause
    suggested = clause.tense == "modal" and clause.link not in {"so", "so that"} and not clause.negated
    return clause.tense == "future" or clause.link in {"if", "unless"} or suggested


def _only_unreal(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Verbs the learner used only of what did not happen: "got it fixed" after "idk if they fixed it"."""
    if any(claim.open for claim in claimed.claims):
        return
    for n, token in enumerate(claimed.tokens[1:], 1):
        if is_person(token.norm, known.thesaurus, lexicon) and token.norm not in lexicon.sets["team_nouns"]:
            wished = [hit for hit in known.hits(token.norm) if hit.exact]
            if wished and all(hit.status == "not" for hit in wished):
                yield Finding(kind="role_inflation", words=token.norm)
        names = {form.name for form in readings(token.norm, lexicon)}
        if not names & {"past", "participle", "third"} or token.norm in lexicon.function_words:
            continue
        if "third" in names and not names & {"past"} and claimed.tokens[n - 1].norm not in {"that", "which", "who"}:
            continue
        hits = [hit for hit in known.hits(token.norm) if hit.exact]
        if hits and all(hit.status in ("not", "ongoing") for hit in hits):
            yield Finding(kind="tense_or_completion", words=token.norm)


def _only_planned(claimed: Statement, known: Record) -> Iterator[Finding]:
    """Things the learner named only as a plan or a wish."""
    if any(claim.open for claim in claimed.claims):
        return
    planned = [h for h in known.heard if _is_thought(h)]
    if not planned:
        return
    for group in (group for claim in claimed.claims if claim.learner for group in claim.objects):
        places = [heard for word in group for heard in known.heard if known.clause_says(heard, word)]
        if places and all(heard in planned for heard in places):
            yield Finding(kind="tense_or_completion", words=" ".join(group))
            return
