"""What of a learner's messages a statement can be made of: deeds, what was hard, and what happened."""

import re

from pathbot.evidence import Quote
from pathbot.language.clauses import Clause
from pathbot.language.groups import Subject
from pathbot.language.lexicon import Lexicon
from pathbot.language.verbs import readings
from pathbot.skills.details import DETAILS, lengthened
from pathbot.skills.events import event
from pathbot.skills.judging import happened, is_doing, is_play
from pathbot.skills.people import works_with_somebody
from pathbot.skills.phrasing import did, plain_did, shown
from pathbot.skills.pieces import YOU, Piece, quote_of
from pathbot.skills.record import Heard, Record
from pathbot.skills.referents import Spoken, resolved, talked_of
from pathbot.skills.repairs import repaired
from pathbot.skills.spelling import is_slip
from pathbot.skills.stuff import is_stuff
from pathbot.skills.thesaurus import Thesaurus


def material(known: Record, lexicon: Lexicon) -> tuple[Piece, ...]:
    """The pieces of all messages in order. Plans, wishes, opinions, questions and jokes are left out."""
    found: list[Piece] = []
    held: Heard | None = None
    named, named_in = "", 0
    spoken = Spoken()
    for order, heard in enumerate(known.heard):
        if is_play(known.said[heard.message].text, heard, lexicon):
            continue
        last = found[-1] if found else None
        if last and last.role == "deed" and (longer := lengthened(last, order, heard, known, lexicon)):
            found[-1] = longer
            continue
        if thing := _bare_thing(heard, known, lexicon):
            if held is not None and held.message == heard.message - 1 and (made := _made(held, heard, known, lexicon)):
                found.append(made.model_copy(update={"order": order}))
                held = None
                continue
            more = thing.startswith(_GOES_ON) and named
            named = f"{named} {thing}" if more else thing
            named_in = heard.message
            continue
        if _is_bare(heard, lexicon):
            held = heard
            continue
        piece = _deed(order, heard, held, known, lexicon) or event(order, heard, spoken, known, lexicon)
        held = None
        if piece is not None:
            near = named if heard.message - named_in <= 1 else ""
            piece = _about_what_was_named(piece, near) or resolved(piece, found, spoken)
            found.append(piece)
        spoken = talked_of(spoken, piece, heard, quote_of(heard, known), lexicon)
        task = _TASK.fullmatch(heard.clause.text)
        named, named_in = (shown(task.group(1), lexicon), heard.message) if task else ("", 0)
    return tuple(found)


def _bare_thing(heard: Heard, known: Record, lexicon: Lexicon) -> str:
    """`bug in the walls`: a message that only names a thing, as a later `it` may mean it."""
    norms = [token.norm for token in heard.tokens]
    told = any(token.kind != "word" for token in heard.tokens) or heard.clause.verb or not 1 < len(norms) <= 6
    if not told and norms[0] in _ABOUT:
        return shown(heard.clause.text, lexicon)
    if known.said[heard.message].slot in {"tool", "number", "whom", "reaction", "difficulty"}:
        return ""
    people = lexicon.sets["learner"] | lexicon.sets["group"] | {"he", "she", "they", "not"}
    if set(norms) & ((lexicon.sets["states"] - _KINDS_OF) | _JUDGING):
        return ""  # "too small", "kinda hard"
    if (
        told
        or set(norms) & people
        or norms[0] in DETAILS | lexicon.sets["others"]
        or norms[0] in {"like", "yes", "no", "not", "then"}
    ):
        return ""
    words = shown(heard.clause.text, lexicon).split()
    if words[0] in {"a", "an"}:
        words = words[1:]
    return " ".join(words if words[0] in lexicon.sets["determiners"] else ["the", *words])


def _made(held: Heard, heard: Heard, known: Record, lexicon: Lexicon) -> Piece | None:
    """`i painted`, and in the next message `a big sunflower`."""
    if heard.tokens[0].norm not in {"a", "an", "the", "my", "our"}:
        return None
    words = f"{did(known.said[held.message].text, held.clause, lexicon)} {shown(heard.clause.text, lexicon)}"
    return Piece(
        role="deed", order=0, message=heard.message, actor=held.actor, verb=held.clause.verb, words=words,
        quotes=(quote_of(held, known), quote_of(heard, known)),
    )  # fmt: skip


def _about_what_was_named(piece: Piece, named: str) -> Piece | None:
    """`fixed it` after "bug in the walls" is `fixed the bug in the walls`."""
    words = f" {piece.words} "
    if piece.role != "deed" or not named.startswith(("the ", "my ", "our ")) or words.count(" it ") != 1:
        return None
    words = words.replace(" it ", f" {named} ").strip()
    return piece.model_copy(update={"words": words, "told": piece.words, "points": False, "thing": named})


def _is_bare(heard: Heard, lexicon: Lexicon) -> bool:
    """`i cut` of "i cut and glued the trusses": a deed that shares the object of the next one."""
    clause = heard.clause
    ends = clause.rest_start >= clause.end and not clause.chain and clause.tense == "past"
    return heard.actor in ("i", "we") and ends and happened(heard) and is_doing(heard, lexicon)


def _deed(order: int, heard: Heard, held: Heard | None, known: Record, lexicon: Lexicon) -> Piece | None:
    clause, text = heard.clause, known.said[heard.message].text
    if found := _THE_ONE.search(clause.text):
        return _as_the_one(order, heard, found.group(1), known, lexicon)
    if heard.actor not in ("i", "we") or not happened(heard) or not is_doing(heard, lexicon):
        return None
    if clause.subject == "none" and known.said[heard.message].slot in _OF_OTHERS and heard.carried == "none":
        return None
    if clause.verb == "have" and clause.chain and clause.subject == "we":
        return None  # "we had to sell stuff" tells the task
    if clause.verb == "do" and not clause.chain and _DID_IT.search(clause.text):
        return None
    if clause.verb == "take" and clause.subject == "none" and _LASTING.search(clause.text):
        return None  # "took 4 days"
    words = plain_did(did(text, clause, lexicon))
    quotes: tuple[Quote, ...] = (quote_of(heard, known),)
    if held is not None and held.message == heard.message and clause.link == "and" and clause.subject == "none":
        words = f"{did(text, held.clause, lexicon)} and {words}"
        quotes = (quote_of(held, known), *quotes)
    words = _ASIDES.sub("", _SPLICED.sub("", _glued(words, text, clause, lexicon)))
    words = repaired(words, known.thesaurus, lexicon)
    words = _without_slips(words, lexicon)
    if _THAT_DAY.search(words) and (after := _BEFORE_IT.match(text[clause.end :])):
        words = f"{words} {after.group(1)}"  # "wrote them the night before"
    if _NO_OBJECT.search(words):
        return None
    if len(words.split()) < 2 or YOU.search(words) or _NOT_DONE.match(words):
        return None
    actor, beside = _teller(heard, known.thesaurus, lexicon), _beside(text[clause.subject_start : clause.subject_end])
    if beside and heard.actor == "we":
        actor, words = "i", f"{words} with {_called(beside, lexicon)}"
    return Piece(
        role="deed", order=order, message=heard.message, actor=actor, verb=clause.verb, words=words,
        points=_leans(heard), sentence=clause.sentence, link=clause.link, quotes=quotes,
        brief=len(text.split()) <= _BRIEF,
    )  # fmt: skip


# "My job was to draw the bakery": an "it" that comes next is the bakery.
_TASK = re.compile(
    r"my (?:\w+ )?(?:job|part|role|task) was (?:to )?\w+ ((?:the|our|my) [\w-]+(?: [\w-]+)?)", re.IGNORECASE
)
_NOT_DONE = re.compile(r"(did|worked on) (not|don't|didn't|doesn't|can't|won't)\b")
_ABOUT = ("about", "for", "of")
_GOES_ON = tuple(f"{word} " for word in _ABOUT)
_JUDGING = frozenset(["too", "so", "very", "really", "kinda", "pretty", "hard", "good", "bad", "nice"])
_KINDS_OF = frozenset(["big", "small", "long", "short", "new", "old", "different", "dry", "wet", "free"])
_NO_THING = frozenset(["like", "yes", "no", "then"])
_BRIEF = 9  # words of a message
_NO_OBJECT = re.compile(
    r"^\w+ (?:slower|faster|less|more|better|harder|longer|good|bad|fine|well|stuff|things|everything|nothing"
    r"|something)$"
)
_DID_IT = re.compile(
    r"\b(?:did|do|done|doing) (?:it|that|this|them|those)\b(?! (?:too )?(?:in|with|on|using|for|at|by)\b)"
)
_LASTING = re.compile(
    r"\b(?:\d+|an?|two|three|four|five|all|so|too|how) (?:minutes?|hours?|days?|weeks?|months?|long)$|forever$"
)
_SPLICED = re.compile(
    r", (?:its|it's|it is|it was|thats|that's) .*"
    r"| and (?:its|it's|thats) (?:super|so|really|very|too|now|not|like|kinda) .*"
)
# What speaks of the project as a whole or of the learner, behind the deed.
_ASIDES = re.compile(
    r"(?: for (?:this|that)(?: project)?"
    r"|,? (?:this is|thats|that's|that is|its|it's) (?:my|our|the) project"
    r"| and (?:turn|turning|turned|making|using) (?:that|it|this) (?:into|as|for) (?:the|my|our|a) project"
    r"|,? (?:for )?(?:my |our |the )?(?:very )?first time(?: ever| doing (?:it|this|that))?)$"
)
_THAT_DAY = re.compile(r"\bthe (?:night|day|morning|week|year)$")
_BEFORE_IT = re.compile(r"\s*(before|after)\s*(?:$|[,.;]|and\b)")
_THE_ONE = re.compile(r"\bi(?:'m| was|m) the (?:one|person) (?:that|who) (.+)", re.IGNORECASE)
_BESIDE = re.compile(r"(?:(?:me|i) (?:and|n|&) ((?:my )?\w+)|((?:my )?\w+) (?:and|n|&) (?:me|i))", re.IGNORECASE)


def _beside(subject: str) -> str:
    """Who stands beside the learner in a subject: `Priya and I`, `me n my cousin`; empty for "we"."""
    found = _BESIDE.fullmatch(subject.strip())
    return (found.group(1) or found.group(2)) if found else ""


def _without_slips(words: str, lexicon: Lexicon) -> str:
    """`built a birdhouse out of ceder with my friend` without the phrase nobody can be sure of."""
    if not any(word.islower() and is_slip(word.strip(",;"), lexicon) for word in words.split()):
        return words
    phrases: list[list[str]] = [[]]
    for word, before in zip(words.split(), ["", *words.split()], strict=False):
        starts = word in lexicon.sets["prepositions"] and before not in {"out", "up", "off", "down", "over"}
        if starts or word in {"out", "using"}:
            phrases.append([])
        phrases[-1].append(word)
    sure = [p for p in phrases[1:] if not any(word.islower() and is_slip(word.strip(",;"), lexicon) for word in p)]
    return " ".join(word for phrase in (phrases[0], *sure) for word in phrase).rstrip(",")


def _called(beside: str, lexicon: Lexicon) -> str:
    """`jay` of "me and jay built" as a name, whether a list holds it or not."""
    told = shown(beside, lexicon)
    common = lexicon.sets["companions"] | lexicon.sets["others"] | lexicon.function_words
    return told if " " in told or told.casefold().removesuffix("s") in common else told[:1].upper() + told[1:]


def _glued(words: str, text: str, clause: Clause, lexicon: Lexicon) -> str:
    """`re-recorded` stays one word; `a ramp, plywood` is a ramp with plywood where a thing was asked for."""
    if clause.verb_start == clause.rest_start and words.count(",") == 1 and " and " not in words:
        head, _, tail = words.partition(", ")
        tool = tail.casefold() in lexicon.words.casing and tail.casefold() in lexicon.sets["tools"]
        words = f"{head} with {tail}" if len(tail.split()) <= 3 and is_stuff(tail) else head
        words = f"{head} in {tail}" if tool else words
    if text[max(0, clause.verb_start - 3) : clause.verb_start].casefold() == "re-":
        words = f"re-{words}"
    return words


def _as_the_one(order: int, heard: Heard, told: str, known: Record, lexicon: Lexicon) -> Piece | None:
    """`i was the one that made the announcements` as `made the announcements`."""
    verb = [form for form in readings(told.split()[0].casefold(), lexicon) if form.name == "past"]
    if not verb or len(told.split()) < 2 or YOU.search(told.casefold()):
        return None
    return Piece(
        role="deed", order=order, message=heard.message, actor="i", verb=verb[0].lemma, words=shown(told, lexicon),
        sentence=heard.clause.sentence, quotes=(quote_of(heard, known),),
    )  # fmt: skip


def _teller(heard: Heard, table: Thesaurus, lexicon: Lexicon) -> Subject:
    """Who a deed is told of: "moved the bench with luis" is the learner's own, and names who was there."""
    own = heard.clause.subject == "i" or (
        heard.clause.subject == "none" and works_with_somebody(heard.tokens, table, lexicon)
    )
    return "i" if own else heard.actor


# What these questions ask for is what other people did: "laughed" is theirs unless the learner says "i".
_OF_OTHERS = frozenset(["stake", "audience", "reaction", "feedback"])


def _leans(heard: Heard) -> bool:
    """Whether what was done is an `it` from before."""
    rest = [t.norm for t in heard.tokens if t.start >= heard.clause.rest_start]
    at = next((n for n, norm in enumerate(rest) if norm in {"it", "them", "those", "these"}), -1)
    aim = max((n for n, norm in enumerate(rest[: max(at, 0)]) if norm == "to"), default=0)  # "a projector to trace it"
    return at >= 0 and not {"a", "an", "the", "my", "our"} & set(rest[aim:at])
