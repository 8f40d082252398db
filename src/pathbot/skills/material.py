"""What of a learner's messages a statement can be made of: deeds, what was hard, and what happened."""

import re
from typing import Literal

from pathbot.evidence import Quote
from pathbot.frozen import Frozen
from pathbot.language.groups import Subject
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import tokens
from pathbot.language.verbs import readings
from pathbot.skills.judging import happened, is_doing, is_play, tells_an_outcome
from pathbot.skills.people import works_with_somebody
from pathbot.skills.phrasing import did, plain_did, shown
from pathbot.skills.record import Heard, Record
from pathbot.skills.thesaurus import Thesaurus
from pathbot.skills.trouble import is_trouble

Role = Literal["deed", "trouble", "outcome"]


class Piece(Frozen):
    """One clause worth telling. `words` is it in résumé form: a deed without its subject, else a whole clause.

    `lead` and `subject` are the first words of a trouble or outcome (`people said` + `the letters`). `points` is true
    where the words lean on an `it` said before; `told` keeps that `it` for a line that has said it. `tail` may follow
    (`until it worked`). `asked_after` is true where Pathbot had asked what came of it. `thing` is what a
    later `it` means. `link` tied the deed to what stood before; `brief` is true
    where its message is a few words. `order` counts clauses of the whole conversation.
    """

    role: Role
    order: int
    message: int
    actor: Subject
    verb: str
    words: str
    told: str = ""
    lead: str = ""
    subject: str = ""
    points: bool = False
    tail: str = ""
    sentence: int = 0
    asked_after: bool = False
    thing: str = ""
    link: str = ""
    brief: bool = False
    quotes: tuple[Quote, ...]


def material(known: Record, lexicon: Lexicon) -> tuple[Piece, ...]:
    """The pieces of all messages in order. Plans, wishes, opinions, questions and jokes are left out."""
    found: list[Piece] = []
    held: Heard | None = None
    named, named_in = "", 0
    for order, heard in enumerate(known.heard):
        if is_play(known.said[heard.message].text, heard, lexicon):
            continue
        last = found[-1] if found else None
        if last and last.role == "deed" and (longer := _lengthened(last, order, heard, known, lexicon)):
            found[-1] = longer
            continue
        if thing := _bare_thing(heard, lexicon):
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
        piece = _deed(order, heard, held, known, lexicon) or _event(order, heard, known, lexicon)
        held = None
        if piece is not None:
            near = named if heard.message - named_in <= 1 else ""
            found.append(_about_what_was_named(piece, near) or _resolved(piece, found, lexicon))
        task = _TASK.fullmatch(heard.clause.text)
        named, named_in = (shown(task.group(1), lexicon), heard.message) if task else ("", 0)
    return tuple(found)


def _bare_thing(heard: Heard, lexicon: Lexicon) -> str:
    """`bug in the walls`: a message that only names a thing, as a later `it` may mean it."""
    norms = [token.norm for token in heard.tokens]
    told = any(token.kind != "word" for token in heard.tokens) or heard.clause.verb or not 1 < len(norms) <= 6
    if not told and norms[0] in _ABOUT:
        return shown(heard.clause.text, lexicon)
    people = lexicon.sets["learner"] | lexicon.sets["group"] | {"he", "she", "they", "not"}
    if set(norms) & ((lexicon.sets["states"] - _KINDS_OF) | _JUDGING):
        return ""  # "too small", "kinda hard"
    if (
        told
        or set(norms) & people
        or norms[0] in _DETAILS | lexicon.sets["others"]
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
        quotes=(_quote(held, known), _quote(heard, known)),
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
    if clause.verb == "take" and clause.subject == "none" and _LASTING.search(clause.text):
        return None  # "took 4 days"
    words = plain_did(did(text, clause, lexicon))
    quotes: tuple[Quote, ...] = (_quote(heard, known),)
    if held is not None and held.message == heard.message and clause.link == "and" and clause.subject == "none":
        words = f"{did(text, held.clause, lexicon)} and {words}"
        quotes = (_quote(held, known), *quotes)
    words = _SPLICED.sub("", words)
    if _THAT_DAY.search(words) and (after := _BEFORE_IT.match(text[clause.end :])):
        words = f"{words} {after.group(1)}"  # "wrote them the night before"
    if len(words.split()) < 2 or _YOU.search(words) or _NOT_DONE.match(words):
        return None
    actor, beside = _teller(heard, known.thesaurus, lexicon), _beside(text[clause.subject_start : clause.subject_end])
    if beside and heard.actor == "we":
        actor, words = "i", f"{words} with {shown(beside, lexicon)}"
    return Piece(
        role="deed", order=order, message=heard.message, actor=actor, verb=clause.verb, words=words,
        points=_leans(heard), sentence=clause.sentence, link=clause.link, quotes=quotes,
        brief=len(text.split()) <= _BRIEF,
    )  # fmt: skip


# What "you" do is nobody's deed and no trouble of this learner.
_YOU = re.compile(r"\b(you|your|yours|yourself)\b")
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
_LASTING = re.compile(r"\b(minutes?|hours?|days?|weeks?|months?|long|forever)$")
_SPLICED = re.compile(
    r", (?:its|it's|it is|it was|thats|that's) .*"
    r"| and (?:its|it's|thats) (?:super|so|really|very|too|now|not|like|kinda) .*"
)
_THAT_DAY = re.compile(r"\bthe (?:night|day|morning|week|year)$")
_BEFORE_IT = re.compile(r"\s*(before|after)\s*(?:$|[,.;]|and\b)")
_THE_ONE = re.compile(r"\bi(?:'m| was|m) the (?:one|person) (?:that|who) (.+)", re.IGNORECASE)
_BESIDE = re.compile(r"(?:(?:me|i) (?:and|n|&) ((?:my )?\w+)|((?:my )?\w+) (?:and|n|&) (?:me|i))", re.IGNORECASE)


def _beside(subject: str) -> str:
    """Who stands beside the learner in a subject: `Priya and I`, `me n my cousin`; empty for "we"."""
    found = _BESIDE.fullmatch(subject.strip())
    return (found.group(1) or found.group(2)) if found else ""


def _as_the_one(order: int, heard: Heard, told: str, known: Record, lexicon: Lexicon) -> Piece | None:
    """`i was the one that made the announcements` as `made the announcements`."""
    verb = [form for form in readings(told.split()[0].casefold(), lexicon) if form.name == "past"]
    if not verb or len(told.split()) < 2 or _YOU.search(told.casefold()):
        return None
    return Piece(
        role="deed", order=order, message=heard.message, actor="i", verb=verb[0].lemma, words=shown(told, lexicon),
        sentence=heard.clause.sentence, quotes=(_quote(heard, known),),
    )  # fmt: skip


def _teller(heard: Heard, table: Thesaurus, lexicon: Lexicon) -> Subject:
    """Who a deed is told of: "moved the bench with luis" is the learner's own, and names who was there."""
    own = heard.clause.subject == "i" or (
        heard.clause.subject == "none" and works_with_somebody(heard.tokens, table, lexicon)
    )
    return "i" if own else heard.actor


def _lengthened(last: Piece, order: int, heard: Heard, known: Record, lexicon: Lexicon) -> Piece | None:
    """A deed with what the learner tied to it (`until it worked`) or answered next (`with a roller`)."""
    clause = heard.clause
    follows = order == last.order + 1 + (0 if not last.tail else 99)
    tied = clause.link in _TIES or (clause.link == "so" and clause.tense == "modal")
    if follows and tied and heard.message == last.message and clause.sentence == last.sentence and not clause.negated:
        words = shown(clause.text, lexicon)
        return last.model_copy(
            update={"tail": f" {clause.link} {words}", "order": order, "quotes": (*last.quotes, _quote(heard, known))}
        )
    first = heard.tokens[0].norm if heard.tokens else ""
    tool = _lone_tool(heard, last, lexicon)
    if tool and heard.message - last.message <= 2 and order - last.order <= 2:
        words = f"{last.words} {tool}"
        return last.model_copy(update={"words": words, "order": order, "quotes": (*last.quotes, _quote(heard, known))})
    goal = re.fullmatch(r"worked on \w+", last.words) and first in {"a", "an", "the"}  # "coding", "a maze game"
    detail = not clause.verb and (first in _DETAILS or goal) and heard.message == last.message + 1
    if follows and detail and 1 < len(heard.tokens) < 9:
        words = f"{last.words} {shown(clause.text, lexicon)}"
        return last.model_copy(update={"words": words, "order": order, "quotes": (*last.quotes, _quote(heard, known))})
    return None


def _lone_tool(heard: Heard, last: Piece, lexicon: Lexicon) -> str:
    """`python` alone after "made a maze game", as ` in Python`; empty for anything else."""
    norms = [token.norm for token in heard.tokens]
    if len(norms) != 1 or norms[0] not in lexicon.sets["tools"] or norms[0] not in lexicon.words.casing:
        return ""
    return "" if " in " in f" {last.words} " else f"in {lexicon.words.casing[norms[0]]}"


_TIES = frozenset(["until", "because", "when", "while"])
_DETAILS = frozenset(["with", "using", "in", "on", "at", "for", "from"])


def _event(order: int, heard: Heard, known: Record, lexicon: Lexicon) -> Piece | None:
    """What went wrong, or what others or things then did."""
    clause, text = heard.clause, known.said[heard.message].text
    if heard.actor != "other" or clause.tense not in ("past", "modal") or clause.link in {"if", "unless", "because"}:
        return None
    lead, subject, start = _subject(text, heard, lexicon)
    rest = shown(text[start : clause.end], lexicon)
    if not subject or not rest or _YOU.search(f"{subject} {rest}") or subject.split()[0].endswith("ing"):
        return None
    trouble = is_trouble(clause, heard.tokens)
    if named := _ABSTRACT.fullmatch(f"{subject} {rest}"):
        if named.group("what") is None:
            return None
        subject, rest = named.group("what"), named.group("rest")
        trouble = True
    if not trouble and (lead or not tells_an_outcome(subject, heard, lexicon)):
        return None
    return Piece(
        role="trouble" if trouble else "outcome", order=order, message=heard.message, actor="other", verb=clause.verb,
        words=f"{lead}{subject} {rest}", lead=lead, subject=subject, points=subject in _PRONOUNS,
        sentence=clause.sentence, quotes=(_quote(heard, known),),
        asked_after=known.said[heard.message].slot in _ASKED_AFTER,
    )  # fmt: skip


# "The hard part was that the shadow kept moving" tells of the shadow; "the worst day was Tuesday" of nothing.
_ABSTRACT = re.compile(
    r"(?:the|my|our|one) (?:(?:only|main|first|biggest) )?(?:hard|hardest|tricky|trickiest|worst|tough|toughest|"
    r"problem|problems|issue|trouble|challenge|thing|best|fun)(?: \w+)? (?:was|is)"
    r"(?: (?:that )?(?P<what>(?:the|my|our|a) [\w-]+(?: [\w-]+)??) "
    r"(?P<rest>(?:kept|was|were|did|could|would|broke|fell|had)\b.*)| .*)?"
)


# What these questions ask for is what other people did: "laughed" is theirs unless the learner says "i".
_OF_OTHERS = frozenset(["stake", "audience", "reaction", "feedback"])
_PRONOUNS = frozenset(["it", "they", "them", "that", "this", "he", "she", "some", "one", "both", "most", "all"])
_ASKED_AFTER = frozenset(["outcome", "reaction", "response", "result"])
_SAYING = frozenset(["say", "tell", "think"])


def _subject(text: str, heard: Heard, lexicon: Lexicon) -> tuple[str, str, int]:
    """What stands before the subject that matters, that subject, and where the words after it begin."""
    clause = heard.clause
    if clause.verb in _SAYING:
        inner = [t for t in heard.tokens if t.start >= clause.rest_start]
        verb = next((t for t in inner if t.norm in {"was", "were", "is", "are", "did", "do", "could"}), None)
        if verb is None or not inner or verb.start == inner[0].start:
            return "", "", clause.end
        said = "that " if inner[0].norm == "that" else ""
        begin = inner[1].start if said else inner[0].start
        lead = f"{shown(text[clause.start : clause.rest_start], lexicon)} {said}"
        return lead, shown(text[begin : verb.start], lexicon), verb.start
    words = shown(text[clause.subject_start : clause.subject_end], lexicon).split()
    if not words or len(words) > 6:
        return "", "", clause.end
    words[0] = words[0].casefold() if words[0].casefold() in lexicon.sets["determiners"] else words[0]
    bare = len(words) == 1 and words[0].islower() and clause.verb in lexicon.sets["by_itself"]
    bare = bare and words[0] not in lexicon.sets["others"]
    bare = bare or (
        len(words) == 1 and words[0].islower() and clause.verb == "be" and _is_plural_thing(words[0], lexicon)
    )
    ordinal = words[0] in {"first", "second", "third", "last"} or (words[0][:1].isdigit() and words[0][-2:].isalpha())
    return "", " ".join(["the", *words] if bare or ordinal else words), clause.subject_end


def _is_plural_thing(word: str, lexicon: Lexicon) -> bool:
    people = lexicon.sets["companions"] | lexicon.sets["others"]
    return word.endswith("s") and not word.endswith("ss") and word[:-1] not in people and word not in people


def _leans(heard: Heard) -> bool:
    """Whether what was done is an `it` from before."""
    rest = [t.norm for t in heard.tokens if t.start >= heard.clause.rest_start]
    at = next((n for n, norm in enumerate(rest) if norm in {"it", "them", "those", "these"}), -1)
    aim = max((n for n, norm in enumerate(rest[: max(at, 0)]) if norm == "to"), default=0)  # "a projector to trace it"
    return at >= 0 and not {"a", "an", "the", "my", "our"} & set(rest[aim:at])


def _resolved(piece: Piece, before: list[Piece], lexicon: Lexicon) -> Piece:
    """`hung it up` after "did the poster" is `hung the poster up`, when only one thing can be meant."""
    if piece.role != "deed" or not before or before[-1].role == "trouble":
        return piece
    if not piece.points:
        return piece
    if before[-1].message == piece.message and before[-1].role == "deed":
        return piece.model_copy(update={"thing": before[-1].thing or _thing(before[-1], lexicon)})
    last = before[-1]
    thing = last.thing or _thing(last, lexicon)
    plural = thing.endswith("s") and not thing.endswith("ss")
    pronoun = "them" if plural else "it"
    # Inside one message `it` may be anything said there ("watched a video and redid it").
    if (
        last.role != "deed"
        or not 1 <= piece.message - last.message <= 2
        or piece.order > last.order + (1 if piece.message - last.message == 1 and not last.thing else 2)
        or not thing
        or f" {pronoun} " not in f" {piece.words} "
    ):
        return piece
    words = f" {piece.words} ".replace(f" {pronoun} ", f" {thing} ", 1).strip()
    told = {"words": words, "told": piece.words, "points": False, "thing": thing}
    return piece.model_copy(update={**told, "quotes": (*last.quotes, *piece.quotes)})


def _thing(last: Piece, lexicon: Lexicon) -> str:
    """The one thing a deed was about: `the poster` of "worked on the poster"; empty when it is not that simple."""
    words = last.words.split()[1:]
    words = words[1:] if words[:1] in (["on"], ["out"], ["up"], ["down"]) else words
    stop = next((i for i, word in enumerate(words) if word in lexicon.sets["prepositions"]), len(words))
    thing = words[:stop]
    plain = (
        bool(thing)
        and len(thing) <= 4
        and not {"and", "it", "them", "that"} & set(thing)
        and "," not in " ".join(thing)
    )
    if plain and len(thing) == 1 and thing[0].endswith("s") and thing[0].islower():
        return f"the {thing[0]}"
    if not plain or thing[0] not in {"a", "an", "the", "my", "our"}:
        return ""
    return " ".join(["the" if thing[0] in {"a", "an"} else thing[0], *thing[1:]])


def _quote(heard: Heard, known: Record) -> Quote:
    said, clause = known.said[heard.message], heard.clause
    text = said.text[clause.start : clause.end]
    return Quote(message_id=said.id, start=clause.start, end=clause.end, text=text)


def mentions(piece: Piece) -> frozenset[str]:
    """The words of a piece longer than three letters, to see what belongs together."""
    return frozenset(token.norm.rstrip("s") for token in tokens(piece.words) if len(token.norm) > 3)
