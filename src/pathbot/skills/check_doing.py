"""Who did it and whether it is done: group work is not passed off as one's own, plans are not passed off as deeds."""

from collections.abc import Iterator, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.claims import Claim, Statement
from pathbot.skills.finding import Finding
from pathbot.skills.people import is_person, with_somebody
from pathbot.skills.plain import is_plain, kinds_done, soft_kinds
from pathbot.skills.record import Heard, Hit, Record
from pathbot.skills.thesaurus import forms, phrase_of
from pathbot.skills.told import ADDRESSING, beside, is_done, names_a_thing, reached_somebody

# These say so little that only their object tells what is claimed.
_LIGHT = frozenset(
    [
        "work", "use", "do", "take", "have", "be", "include", "focus", "involve", "set", "base", "prepare", "serve",
        "keep", "provide", "complete",
    ]
)  # fmt: skip
_MODEST = frozenset(["help", "assist", "contribute", "participate", "support", "join", "work", "collaborate"])
_RECEIVING = frozenset(
    ["learn", "find", "discover", "receive", "get", "lose", "hear", "notice", "see", "realize", "identify", "report"]
)
PROPOSING = frozenset(["suggest", "propose", "recommend", "plan", "request", "advocate", "petition", "ask", "pitch"])
_BEGINNING = frozenset(["start", "begin", "continue", "keep"])
_OPENING = frozenset(["try", "attempt", "start", "begin", "learn", "plan", "work", "practice", "continue", "keep"])


def findings(claimed: Statement, known: Record, lexicon: Lexicon) -> Iterator[Finding]:
    """Claims whose support is somebody else's doing, the group's, or not done."""
    for claim in claimed.claims:
        finding = _claim(claim, claimed, known, lexicon)
        if finding is not None:
            yield finding


def _claim(claim: Claim, claimed: Statement, known: Record, lexicon: Lexicon) -> Finding | None:
    verb = forms(claim.verb, lexicon)
    light = bool(verb & (_LIGHT | _MODEST))
    if verb & _BEGINNING and not (claim.objects or claim.around):
        return None  # "began building": what was begun is judged by itself
    hits = _object_hits(claim, known) if light else known.hits(claim.verb)
    if verb & _MODEST and any(hit.actor == "i" and hit.main for word in _HELPING for hit in known.hits(word)):
        return None
    if _lets_another(claim, claimed, lexicon):
        return None  # "had a parent review it": the words after it were looked at
    if (verb & _ANSWERING or "questions" in _object(claim)) and known.asked_by_others:
        return None
    if not known.hits(claim.verb) and _says_phrase(claim, claimed, known, lexicon):
        return None  # "came up with" of "thought of"
    exact = [hit for hit in hits if hit.exact]
    if exact and claim.learner and all(names_a_thing(known, hit, claim.verb, lexicon) for hit in exact):
        return Finding(kind="role_inflation", words=claim.verb, rule="named_a_thing")
    if exact and all(hit.actor == "other" for hit in exact):
        hits = exact  # somebody else's very doing is not made one's own by a near word
    team = claimed.team or bool(verb & _MODEST) or with_somebody(claimed, known.thesaurus, lexicon)
    if not hits and claim.learner and verb & _ARRANGING and _is_of_people(claim, known, lexicon):
        return Finding(kind="role_inflation", words=" ".join([claim.verb, *_object(claim)[-1:]]))
    if not hits and not light and claim.learner and is_plain(claim.verb, lexicon):
        return _plain(claim, team, verb, known)
    if not hits and not light and claim.learner and (kinds := soft_kinds(claim.verb, known.thesaurus, lexicon)):
        return _soft(claim, team, kinds, known, _told(claim, claimed, known))
    if not claim.learner and verb & _EFFECTFUL and not any(hit.exact for hit in hits):
        return Finding(kind="result", words=" ".join(claim.words[:6]) or claim.verb)
    if not hits and not claim.learner and not is_plain(claim.verb, lexicon):
        kinds = soft_kinds(claim.verb, known.thesaurus, lexicon)
        happened = any(kinds & _kinds_of(h, known) and is_done(h) for h in known.heard)
        if not kinds or happened:
            return None
        return Finding(kind="result", words=" ".join(claim.words[:6]) or claim.verb, rule="others_deed")
    if not hits:
        return None  # the word check speaks of verbs nobody said
    if not claim.learner:
        return _third(claim, hits, known, lexicon)
    if claim.verb == "using" and all(hit.status == "done" for hit in hits):
        return None  # what was used is looked at as a tool; the deed stands before it
    if light:
        return _judged(claim, hits, team or "work" in verb, verb, known)
    return _with_objects(claim, hits, team, verb, known, lexicon)


_HELPING = ("help", "assist")
_ANSWERING = frozenset(["answer", "respond", "reply"])


def _lets_another(claim: Claim, claimed: Statement, lexicon: Lexicon) -> bool:
    """`had a family member review it`: a bare verb within four words of "had", with somebody between them."""
    if claim.verb not in {"had", "having", "have"}:
        return False
    at = next((n for n, token in enumerate(claimed.tokens) if token.norm == claim.verb), 0)
    after = claimed.tokens[at + 2 : at + 6]
    names = [{form.name for form in readings(token.norm, lexicon)} for token in after]
    return any("base" in n for n in names)


def _says_phrase(claim: Claim, claimed: Statement, known: Record, lexicon: Lexicon) -> bool:
    norms = [token.norm for token in claimed.tokens]
    at = norms.index(claim.verb) if claim.verb in norms else len(norms)
    phrases = (phrase_of(norms[at : at + n], lexicon) for n in (2, 3))
    return any(phrase in known.thesaurus.phrases and known.says(phrase) for phrase in phrases)


# What a thing did to others is a result, however plain the verb ("slides that brought new clients").
_EFFECTFUL = frozenset(
    [
        "bring",
        "get",
        "give",
        "help",
        "provide",
        "offer",
        "support",
        "turn",
        "draw",
        "change",
        "keep",
        "cut",
        "stop",
        "save",
    ]
)


def _object_hits(claim: Claim, known: Record) -> list[Hit]:
    words = _object(claim)
    ranks = [word for word in words if forms(word, known.lexicon) & known.lexicon.sets["ranks"]]
    return [hit for word in ranks or words for hit in known.hits(word)]


def _told(claim: Claim, claimed: Statement, known: Record) -> frozenset[int]:
    """Clauses that other verbs of the statement tell in the learner's own words: one deed is not told as two."""
    others = {other.verb for other in claimed.claims if other.verb != claim.verb}
    return frozenset(hit.heard for verb in others for hit in known.hits(verb) if hit.exact and hit.main)


def _plain(claim: Claim, team: bool, verb: frozenset[str], known: Record) -> Finding | None:
    """A verb nobody said, of a kind that claims little: the learner did something to the same thing."""
    if not claim.objects and not claim.around and not verb & {"learn"}:
        return None  # "letting people know": there is nothing it was done to
    if verb & ADDRESSING and not any(reached_somebody(heard, known) for heard in known.heard):
        return Finding(kind="role_inflation", words=" ".join([claim.verb, *_object(claim)[-1:]]))
    words = [word for group in (*claim.objects, claim.around) for word in group if known.says(word)]
    hits = [hit for word in words for hit in known.hits(word)]
    if not hits:
        return Finding(kind="role_inflation", words=claim.verb)
    if any(known.heard[hit.heard].tells_of_a_thing for hit in hits):
        return None
    return _judged(claim, hits, team, verb, known)


def _soft(claim: Claim, team: bool, kinds: frozenset[str], known: Record, told: frozenset[int]) -> Finding | None:
    """A verb nobody said: the learner did something of the same kind to the same thing (`phoned` for `called`)."""
    words = [word for group in (*claim.objects, claim.around) for word in group if known.says(word)]
    hits = [hit for word in words for hit in known.hits(word)]
    alike = [hit for hit in hits if kinds & _kinds_there(known, hit)]
    near = {known.heard[hit.heard].message + step for hit in alike for step in (-1, 0, 1)}
    free = [heard for n, heard in enumerate(known.heard) if n not in told and heard.message in near]
    if any(h.actor == "i" and kinds & _kinds_of(h, known) and is_done(h) for h in free):
        return None
    if told and words and not any(kinds & _kinds_of(h, known) for h in free):
        return Finding(kind="role_inflation", words=f"{claim.verb} {words[-1]}")  # two words: never weighed
    if not alike and not claim.objects and not claim.around:
        return None
    if not alike:
        return Finding(kind="role_inflation", words=claim.verb, rule="soft")
    return _judged(claim, alike, team, forms(claim.verb, known.lexicon), known)


def _kinds_there(known: Record, hit: Hit) -> frozenset[str]:
    """What the verbs of a clause are about, and those of the next ones that lean on it (`... and fixed it`)."""
    here = known.heard[hit.heard]
    near = [
        here,
        *(h for h in known.heard[hit.heard + 1 : hit.heard + 3] if h.message - here.message <= 1 and _leans(h)),
    ]
    return frozenset().union(*(_kinds_of(heard, known) for heard in near))


def _kinds_of(heard: Heard, known: Record) -> frozenset[str]:
    verbs = [heard.clause.verb, *heard.clause.chain]
    if heard.clause.verb == "do":  # "did the counting"
        verbs += [f.lemma for t in heard.tokens for f in readings(t.norm, known.lexicon) if f.name == "ing"]
    return frozenset().union(*(kinds_done(verb, known.thesaurus) for verb in verbs))


def _leans(heard: Heard) -> bool:
    return bool({"it", "them"} & {t.norm for t in heard.tokens if t.start >= heard.clause.rest_start})


def _object(claim: Claim) -> tuple[str, ...]:
    words = claim.objects[0] if claim.objects else claim.around
    return tuple(word for word in words if not word[-1].isdigit())


def _with_objects(
    claim: Claim, hits: Sequence[Hit], team: bool, verb: frozenset[str], known: Record, lexicon: Lexicon
) -> Finding | None:
    bound_any = False
    for group in claim.objects or ((claim.around,) if claim.around else ()):
        strict = bool(verb & (lexicon.sets["leading"] | _ARRANGING))
        things = [w for w in group if not (strict and is_participle(w, lexicon))]
        things = [w for w in things if not w[0].isdigit()] or things
        bound = [hit for hit in hits if any(_about(known, hit, word, strict) for word in things)]
        bound = _closest(bound, group, known)
        bound_any = bound_any or bool(bound)
        finding = _judged(claim, bound, team, verb, known, group) if bound else None
        if finding is not None and not _ownbeside(bound, hits, known):
            return finding
    if bound_any:
        return None
    if (
        verb & _ARRANGING
        and claim.objects
        and not any(hit.main and hit.status == "done" and _open_object(known, hit) for hit in hits)
    ):
        return Finding(kind="role_inflation", words=f"{claim.verb} {claim.objects[0][-1]}")
    if verb & lexicon.sets["leading"] and not any(hit.exact for hit in hits) and not verb & set(lexicon.verbs.plain):
        return Finding(kind="role_inflation", words=claim.verb)
    sure = [hit for hit in hits if hit.exact] or list(hits)
    if verb & lexicon.sets["plain"] and not any(hit.exact for hit in hits) and (claim.objects or claim.around):
        return _plain(claim, team, verb, known)
    if finding := _judged(claim, sure, team, verb, known):
        return finding
    said = [known.heard[hit.heard].clause for hit in sure]
    if not any(hit.exact for hit in sure) and all(c.verb in _GENERIC and not c.chain for c in said):
        return Finding(kind="role_inflation", words=claim.verb, rule="generic")
    named = [word for group in claim.objects for word in group if known.says(word)]
    if named and all(hit.main for hit in hits) and not any(_near(known, hit, word) for hit in hits for word in named):
        return Finding(kind="entity", words=f"{claim.verb} {named[0]}")
    return None


# "Organised the chairs for the science night" is not organizing the science night.
_ARRANGING = frozenset(["organize", "organise", "plan", "host", "arrange", "coordinate", "produce"])


def _is_of_people(claim: Claim, known: Record, lexicon: Lexicon) -> bool:
    """`organized a group`, `coordinated volunteers`: a lead of people."""
    words = _object(claim)[-1:]
    return any(word in lexicon.sets["team_nouns"] or is_person(word, known.thesaurus, lexicon) for word in words)


def is_participle(word: str, lexicon: Lexicon) -> bool:
    """The `attended` of "a science night attended by families"."""
    return any(form.name == "participle" for form in readings(word, lexicon))


def _ownbeside(bound: Sequence[Hit], hits: Sequence[Hit], known: Record) -> bool:
    """`he said call the office so i called`: the learner's own deed beside somebody's word about its object."""
    messages = {known.heard[hit.heard].message for hit in bound if hit.actor == "other"}
    return any(
        hit.actor == "i" and hit.status == "done" and hit.main and known.heard[hit.heard].message in messages
        for hit in hits
    )


def _closest(hits: Sequence[Hit], group: Sequence[str], known: Record) -> list[Hit]:
    """Of several clauses, those that say most of what the verb acts on."""
    counts = [
        sum(known.clause_says(known.heard[hit.heard], word) * (2 if word == group[-1] else 1) for word in group)
        for hit in hits
    ]
    return [hit for hit, count in zip(hits, counts, strict=True) if count == max(counts)]


# "Did my part of the presentation" is no support for "created the slides".
_GENERIC = frozenset(["do", "make", "get", "have", "go", "be", "give"])


def _about(known: Record, hit: Hit, word: str, strict: bool = False) -> bool:
    """Whether a clause, or one just before it that its `it` points to, also says the word.

    `strict` asks for the word right behind the verb: running the register at a sale is not managing the sale.
    """
    here = known.heard[hit.heard]
    if strict and (not hit.exact or hit.main):
        return known.object_says(here, word)
    if known.clause_says(here, word):
        return True
    if not _open_object(known, hit) and not known.heard[hit.heard].clause.text.casefold().startswith(_SOMEONE):
        return False
    before = [h for h in known.heard[max(0, hit.heard - 6) : hit.heard] if here.message - h.message <= 2]
    return any(known.clause_says(heard, word) for heard in before)


def _near(known: Record, hit: Hit, word: str) -> bool:
    """Whether a neighbouring clause that is not about somebody else's doing says the word."""
    here = known.heard[hit.heard]
    return _about(known, hit, word) or any(
        known.clause_says(heard, word)
        for heard in known.heard
        if abs(heard.message - here.message) <= 1 and (heard.actor != "other" or heard.clause.verb in _STATES)
    )


_STATES = frozenset(
    [
        "be", "get", "keep", "stick", "squeak", "", "say", "think", "want", "like", "need", "have", "fit", "work",
        "break",
    ]
)  # fmt: skip


_SOMEONE = ("he ", "she ", "they ")
_POINTING = frozenset(
    [
        "it", "them", "that", "this", "one", "ones", "those", "these", "everything", "again", "they", "there",
    ]
)  # fmt: skip


def _open_object(known: Record, hit: Hit) -> bool:
    """Whether the clause leaves what it acted on to the words around it (`cut it again`)."""
    heard = known.heard[hit.heard]
    rest = [t.norm for t in heard.tokens if t.start >= heard.clause.rest_start]
    return not rest or heard.clause.rest_start >= heard.clause.end or bool(set(rest) & _POINTING)


def _judged(
    claim: Claim, hits: Sequence[Hit], team: bool, verb: frozenset[str], known: Record, group: Sequence[str] = ()
) -> Finding | None:
    """None when some support is the learner's own and done; else the reason nearest to enough."""
    if not hits:
        return None
    words = " ".join([claim.verb, *group])
    exact = [hit for hit in hits if hit.exact] or list(hits)
    if exact and all(hit.actor == "we" and hit.status == "done" for hit in exact) and _own_part(claim, known):
        team = True
    modest = {claim.governor, *verb}
    if modest & {"help", "assist"} and any(beside(known, hit) for hit in hits):
        return None  # "helped fix it" of "i held the ladder when he fixed it"
    reasons = [_reason(hit, team, claim, modest) for hit in hits if not known.is_thing(known.heard[hit.heard])]
    if "" in reasons or not reasons:
        return None
    for kind in ("tense_or_completion", "role_inflation", "team_as_own"):
        if kind in reasons:
            return Finding.model_validate({"kind": kind, "words": words})
    return None


def _own_part(claim: Claim, known: Record) -> bool:
    """Whether the learner did something to the very thing, of a kind that fits: `i did the map part`."""
    words = claim.objects[0] if claim.objects else claim.around
    kinds = soft_kinds(claim.verb, known.thesaurus, known.lexicon)
    for hit in (hit for word in words[-1:] if known.says(word) for hit in known.hits(word)):
        heard = known.heard[hit.heard]
        part = heard.clause.verb == "do"
        fits = (hit.exact and part) or kinds & _kinds_there(known, hit)
        if fits and hit.status == "done" and hit.actor == "i":
            return True
    return False


def _reason(hit: Hit, team: bool, claim: Claim, modest: set[str]) -> str:
    context = claim.after and hit.actor == "we"
    mine = context or hit.actor in ("i", "none") or (hit.actor == "we" and team) or bool(modest & _RECEIVING)
    if not mine:
        return "team_as_own"
    if hit.status == "done" or claim.open:
        return ""
    if hit.status == "assist":
        return "" if modest & _MODEST or team else "role_inflation"
    if hit.status in ("attempt", "learn", "ongoing") and modest & _OPENING:
        return ""
    if hit.status == "not" and modest & PROPOSING and not hit.exact:
        return ""
    return "tense_or_completion"


def _third(claim: Claim, hits: Sequence[Hit], known: Record, lexicon: Lexicon) -> Finding | None:
    """What others or things did must have been said in one place, and have happened."""
    others = [word for word in claim.words if word != claim.verb and known.says(word)]
    near = [hit for hit in hits if not others or any(_about(known, hit, word) for word in others)]
    if not near and is_plain(claim.verb, lexicon):
        return None  # "which collected": the words and numbers around it were looked at already
    if not near and soft_kinds(claim.verb, known.thesaurus, lexicon) and all(hit.status == "done" for hit in hits):
        return None  # every word of it was looked at, and nothing of it says that something changed
    if not near:
        return Finding(kind="result", words=" ".join(claim.words[:6]) or claim.verb, rule="apart")
    begun = claim.governor in _OPENING
    if claim.open or any(hit.status == "done" or (begun and hit.status == "attempt") for hit in near):
        return None
    return Finding(kind="tense_or_completion", words=claim.verb)
