"""Where the learner's words tell of a deed: as something done, as the name of a thing, or beside somebody else's."""

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.plain import kinds_done
from pathbot.skills.record import Heard, Hit, Record
from pathbot.skills.thesaurus import forms


def is_done(heard: Heard) -> bool:
    """Whether a clause tells something that happened."""
    clause = heard.clause
    return clause.tense == "past" and not (clause.negated or clause.partly or clause.question or clause.link == "if")


def names_a_thing(known: Record, hit: Hit, verb: str, lexicon: Lexicon) -> bool:
    """Whether the word only tells of a thing there: "wrote interview questions" is no interview, "sorted donated books"
    no donating."""
    found = known.heard[hit.heard].tokens
    at = next((n for n, t in enumerate(found) if forms(t.norm, lexicon) & forms(verb, lexicon)), len(found))
    after = found[at + 1 : at + 2]
    names = {form.name for form in readings(found[at].norm, lexicon)} if at < len(found) else {"past", "ing"}
    verb_before = bool(at and at < len(found) and {f.name for f in readings(found[at - 1].norm, lexicon)} & {"past"})
    bare = not names & {"past", "ing"} or ("participle" in names and verb_before)
    thing = bool(after) and bool(known.thesaurus.related.kinds(after[0].norm.removesuffix("s"), "n"))
    return bare and thing and not hit.main and after[0].norm not in lexicon.function_words


ADDRESSING = frozenset(["speak", "present", "perform", "lecture"])
_REACHING = frozenset(["show", "do", "give", "share", "play", "hand", "send", "have", "go"])


def reached_somebody(heard: Heard, known: Record) -> bool:
    """Whether the learner or their group told or showed anything: who took notes at a meeting did not speak there."""
    verbs = {heard.clause.verb, *heard.clause.chain}
    told = any(verb in _REACHING or "communication" in kinds_done(verb, known.thesaurus) for verb in verbs if verb)
    return heard.actor != "other" and told


def beside(known: Record, hit: Hit) -> bool:
    """Whether the learner did something in the message that tells of somebody else's deed."""
    here = known.heard[hit.heard]
    return hit.actor == "other" and any(
        h.message == here.message and h.actor == "i" and is_done(h) for h in known.heard
    )
