"""What a learner said, ready to be asked: who did a thing, and whether it is done."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from pathbot.evidence import Said
from pathbot.frozen import Frozen
from pathbot.language.clauses import Clause, clauses
from pathbot.language.groups import Subject
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, words
from pathbot.language.verbs import readings
from pathbot.skills.answers import answered
from pathbot.skills.people import is_person, is_thing, names_adult, names_somebody, works_with_somebody
from pathbot.skills.standing import is_infinitive, is_own_doing, modal_before, to_get_done
from pathbot.skills.thesaurus import Bag, Thesaurus, bag, forms, join, says
from pathbot.skills.trouble import Trouble, trouble

MAX_READ = 8000  # code points of one message; what stands after them supports nothing
Status = Literal["done", "ongoing", "not", "attempt", "assist", "learn"]


class Heard(Frozen):
    """One clause of one message. `actor` is its subject, with a left-out one filled in.

    `carried` is who goes on after it ("i took pictures after it rained and marked the spots").
    """

    message: int
    clause: Clause
    tokens: tuple[Token, ...]
    bag: Bag
    actor: Subject
    carried: Subject = "none"

    @property
    def tells_of_a_thing(self) -> bool:
        """Whether the clause is about a thing said before (`it was 61 pounds`), so nobody's doing."""
        subject = self.clause.text[: self.clause.subject_end - self.clause.subject_start].casefold()
        done = self.clause.tense == "past" and not self.clause.negated
        thing = subject in {"it", "that", "there", "they", "this"} or self.clause.verb in _THINGS_DO
        return self.actor == "other" and done and thing

    @property
    def names_somebody(self) -> bool:
        """Whether a single name is the subject (`leo did the road part`) or stands before another verb."""
        clause = self.clause
        subject = clause.text[: clause.subject_end - clause.subject_start]
        named = self.actor == "other" and subject.isalpha() and subject.casefold() not in _NOBODY
        return named and self.clause.verb not in _THINGS_DO


# What things do or are; a clause with such a verb tells of nobody's doing.
_THINGS_DO = frozenset(
    [
        "be", "keep", "break", "fall", "fit", "work", "leak", "spin", "flip", "crash", "bend", "look", "sound",
        "stick",
    ]
)  # fmt: skip
_NOBODY = frozenset(
    [
        "one", "some", "all", "both", "most", "it", "they", "he", "she", "that", "this", "there", "everyone",
        "people", "someone", "nobody", "who", "what",
    ]
)  # fmt: skip


class Hit(Frozen):
    """A place where the learner's words support a word: whose doing it was and how far it got."""

    heard: int
    actor: Subject
    status: Status
    main: bool
    exact: bool


class Record(Frozen):
    """All messages of one learner that a statement may stand on."""

    said: tuple[Said, ...]
    tokens: tuple[tuple[Token, ...], ...]
    heard: tuple[Heard, ...]
    lexicon: Lexicon
    thesaurus: Thesaurus

    @cached_property
    def bag(self) -> Bag:
        """What all messages say together."""
        titles = (words(said.project, self.lexicon) for said in self.said)
        asked = (heard.bag for heard in self.heard if self.said[heard.message].verb in self.lexicon.verb_forms)
        return join([*asked, *(bag(found, self.thesaurus, self.lexicon) for found in (*self.tokens, *titles))])

    @cached_property
    def token_bags(self) -> tuple[tuple[Bag, ...], ...]:
        """What each word of each clause says by itself."""
        return tuple(tuple(bag([t], self.thesaurus, self.lexicon) for t in heard.tokens) for heard in self.heard)

    @cached_property
    def trouble(self) -> Trouble:
        """What went wrong, and whether the learner then did something about it."""
        return trouble(self.heard)

    @cached_property
    def asked_by_others(self) -> bool:
        """Whether somebody asked the learner something ("kids asked me stuff")."""
        return any(heard.actor == "other" and "ask" in (heard.clause.verb, *heard.clause.chain) for heard in self.heard)

    @cached_property
    def names_somebody(self) -> bool:
        """Whether somebody beside the learner is called by a first name."""
        return any(heard.names_somebody for heard in self.heard) or any(
            names_somebody(found, self.thesaurus, self.lexicon) for found in self.tokens
        )

    @cached_property
    def names_adult(self) -> bool:
        """Whether an adult is called by a title."""
        return any(names_adult(found, self.lexicon) for found in self.tokens)

    def is_thing(self, heard: Heard) -> bool:
        """Whether the subject of a clause is a thing, so that nobody else did what it tells."""
        clause = heard.clause
        subject = [t.norm for t in heard.tokens if clause.subject_start <= t.start < clause.subject_end]
        state = clause.verb == "be" and not clause.chain
        return heard.actor == "other" and (state or is_thing(subject, self.thesaurus, self.lexicon))

    def says(self, word: str, exact: bool = False) -> bool:
        """Whether any message supports a word or phrase."""
        return says(self.bag, word, self.thesaurus, self.lexicon, exact)

    def says_weaker(self, word: str) -> bool:
        """Whether the learner used a word that the lists name as enough for this one."""
        return bool(self.thesaurus.weaker.get(word, frozenset()) & self.bag.terms)

    def clause_says(self, heard: Heard, word: str) -> bool:
        """Whether one clause supports a word or phrase."""
        return says(heard.bag, word, self.thesaurus, self.lexicon)

    def object_says(self, heard: Heard, word: str) -> bool:
        """Whether the words between the verb and the next preposition ("of" aside) support a word."""
        rest = [token for token in heard.tokens if token.start >= heard.clause.rest_start]
        stops = self.lexicon.sets["prepositions"] - {"of", "in"}
        stop = next((n for n, token in enumerate(rest) if token.norm in stops), len(rest))
        return says(bag(rest[:stop], self.thesaurus, self.lexicon), word, self.thesaurus, self.lexicon)

    def hits(self, word: str) -> tuple[Hit, ...]:
        """Every clause that supports a word, as seen from the word there that does."""
        return tuple(
            hit for i, heard in enumerate(self.heard) if self.clause_says(heard, word) for hit in self._at(i, word)
        )

    def _at(self, i: int, word: str) -> Iterator[Hit]:
        heard = self.heard[i]
        single = self.token_bags[i]
        places = [n for n, one in enumerate(single) if says(one, word, self.thesaurus, self.lexicon)]
        told = [n for n in places if not self._only_names(heard, n, word)]
        if places and not told:
            return
        places = told
        verb = next((n for n, token in enumerate(heard.tokens) if token.start >= heard.clause.verb_start), 0)
        for n in places or [verb]:
            yield Hit(
                heard=i,
                actor=_actor(heard, n, self.thesaurus, self.lexicon),
                status=_status(heard, n, self.lexicon),
                exact=bool(forms(heard.tokens[n].norm, self.lexicon) & forms(word, self.lexicon)),
                main=heard.clause.verb_start <= heard.tokens[n].start < max(heard.clause.rest_start, 1),
            )

    def _only_names(self, heard: Heard, n: int, word: str) -> bool:
        """`for the presentation i made the slides`: a noun before the deed tells what it was for, not that one did
        it (`presented`)."""
        token, clause = heard.tokens[n], heard.clause
        before = bool(clause.verb) and token.end <= min(clause.subject_start or clause.verb_start, clause.verb_start)
        return before and bool(readings(word, self.lexicon)) and not readings(token.norm, self.lexicon)


def record(said: Sequence[Said], lexicon: Lexicon, table: Thesaurus) -> Record:
    """Reads every message."""
    heard: list[Heard] = []
    for number, message in enumerate(said):
        found = words(message.text[:MAX_READ], lexicon)
        before: Heard | None = None
        shared = [h for h in heard if number - h.message <= _NOT_LONG_AGO and h.actor == "we"]
        for clause in clauses(message.text[:MAX_READ], lexicon):
            clause = _unfinished(_supposed(clause, before), found)
            inside = tuple(token for token in found if clause.start <= token.start and token.end <= clause.end)
            plain, clause = clause, answered(clause, inside, message, lexicon)
            asked = (_ASKED.model_copy(update={"norm": message.verb}),) if clause is not plain else ()
            earlier = before or _shared_result(clause, inside, shared[-1] if shared else None)
            before = Heard(
                message=number,
                clause=clause,
                tokens=inside,
                bag=bag((*asked, *inside), table, lexicon),
                actor="we" if asked and message.shared else _filled_in(clause, inside, earlier, table, lexicon),
                carried=_carried(clause, before),
            )
            heard.append(before)
    return Record(
        said=tuple(said),
        tokens=tuple(words(message.text[:MAX_READ], lexicon) for message in said),
        heard=tuple(heard),
        lexicon=lexicon,
        thesaurus=table,
    )


_ASKED = Token(start=0, end=0, norm="", kind="word")


def _unfinished(clause: Clause, found: Sequence[Token]) -> Clause:
    """`still editing the video`: a word that opens the clause says that it goes on."""
    opener = [token.norm for token in found if token.end <= clause.start][-1:]
    goes_on = clause.tense == "ongoing" and opener in (["still"], ["currently"])
    return clause.model_copy(update={"partly": True}) if goes_on else clause


def _supposed(clause: Clause, before: Heard | None) -> Clause:
    """`if we had time i made a video`: what follows an `if` is as unreal as the `if`."""
    follows = (
        before is not None and before.clause.sentence == clause.sentence and before.clause.link in {"if", "unless"}
    )
    return clause.model_copy(update={"link": "if"}) if follows and clause.link in {"", "then"} else clause


def _carried(clause: Clause, before: Heard | None) -> Subject:
    """Who the next clause is about when it leaves its subject out, where that is not the subject of this one."""
    if before is None or before.clause.sentence != clause.sentence:
        return "none"
    return before.actor if clause.link in _ASIDE and clause.subject == "other" else "none"


_ASIDE = frozenset(["after", "before", "when", "while", "because", "until", "since"])


def _filled_in(
    clause: Clause, found: Sequence[Token], before: Heard | None, table: Thesaurus, lexicon: Lexicon
) -> Subject:
    """`we did a survey and got 42 answers`: who got them stands in the clause before."""
    who = _who(clause, before)
    shared = who == "i" and clause.verb not in _MEETING and works_with_somebody(found, table, lexicon)
    return "we" if shared else who


def _shared_result(clause: Clause, found: Sequence[Token], last: Heard | None) -> Heard | None:
    """`made 96 dollars total` after "we sold cupcakes": what came of it is the group's too."""
    counts = any(token.kind == "number" for token in found)
    if last is None or clause.subject != "none" or clause.verb not in _COMING_IN or not counts:
        return None
    return last.model_copy(
        update={"clause": last.clause.model_copy(update={"sentence": clause.sentence, "verb": "do"})}
    )


_NOT_LONG_AGO = 4  # messages
_COMING_IN = frozenset(["make", "raise", "get", "earn", "collect", "win", "sell"])


# "Talked with my teacher" is the learner's own doing.
_MEETING = frozenset(
    ["talk", "speak", "chat", "meet", "argue", "debate", "practice", "work", "help", "interact", "be", "go", "live"]
)


def _who(clause: Clause, before: Heard | None) -> Subject:
    if _OWN_PART.match(clause.text.casefold()):
        return "i"
    if before is not None and clause.subject == "other" and _THE_ONE.search(before.clause.text.casefold()):
        return "i"
    if clause.subject != "none":
        return clause.subject
    if before is not None and before.clause.sentence == clause.sentence and before.clause.verb:
        if clause.link == "and" and before.carried != "none":
            return before.carried
        return "i" if before.clause.subject == "i" else before.actor
    return "i"


# "my job was watering", "what I did was the sign"
_OWN_PART = re.compile(
    r"(my (own |main )?(job|part|task|role|thing|idea)\b|(what|the \w+ (thing|part)|one thing|(the )?\w+ ones?) i\b)"
)
_THE_ONE = re.compile(r"(i was the (one|person)|it was me)$")
_BEFORE = {"i": "i", "me": "i", "we": "we", "us": "we", "he": "other", "she": "other", "they": "other", "him": "other",
           "her": "other", "them": "other"}  # fmt: skip
_SKIPPED = frozenset(["also", "then", "just", "really", "to", "not", "did", "had", "have", "was", "were", "finally"])


def _actor(heard: Heard, n: int, table: Thesaurus, lexicon: Lexicon) -> Subject:
    """Who does the word at `n`: the pronoun right before it ("the poster I made"), else the subject of the clause."""
    i = n - 1
    while i >= 0 and heard.tokens[i].norm in _SKIPPED:
        i -= 1
    if i >= 0 and heard.tokens[i].norm in _BEFORE and heard.tokens[n].start != heard.clause.verb_start:
        return _BEFORE[heard.tokens[i].norm]  # type: ignore[return-value]
    if _somebody_elses(heard, n, table, lexicon):
        return "other"
    norms = [token.norm for token in heard.tokens]
    if heard.clause.passive and "by" in norms:
        after = norms[norms.index("by") + 1 :][:1]
        return "i" if after == ["me"] else "we" if after == ["us"] else "other"
    return heard.actor


_WATCHING = frozenset(["watch", "see", "hear", "let", "have", "get", "ask", "tell", "want", "teach", "show"])


def _somebody_elses(heard: Heard, n: int, table: Thesaurus, lexicon: Lexicon) -> bool:
    """`watched leo weld`: a verb with somebody between it and the verb of the clause."""
    clause, token = heard.clause, heard.tokens[n]
    if token.start <= clause.rest_start:
        return False
    before = heard.tokens[n - 1].norm
    finite = {form.name for form in readings(token.norm, lexicon)} & {"past", "third"}
    if n > 1 and finite and heard.tokens[n - 2].norm in {"my", "our"} and is_person(before, table, lexicon):
        return True  # "the gym where my aunt teaches"
    if clause.verb not in _WATCHING:
        return False
    return before in {"him", "her", "them", "people", "somebody", "someone"} or is_person(before, table, lexicon)


def _status(heard: Heard, n: int, lexicon: Lexicon) -> Status:
    clause, sets = heard.clause, lexicon.sets
    token = heard.tokens[n]
    if _unreal(heard, lexicon):
        return "ongoing" if _goes_on(heard) else "not"
    if clause.verb == "have" and clause.chain and clause.tense == "present":
        return "not"  # "still have to paint it"
    if clause.verb == "be" and clause.chain and _INTENDED.match(clause.text.casefold()):
        return "not"
    if modal_before(heard.tokens, n, lexicon):
        return "not"
    if to_get_done(heard.tokens, n):
        return "not"  # "signatures to get the crosswalk painted"
    if (
        clause.verb in _SEEKING
        and forms(token.norm, lexicon) & sets["ranks"]
        and "for" in {t.norm for t in heard.tokens[:n]}
    ):
        return "attempt"  # "ran for secretary"
    governed = token.start > clause.verb_start and is_infinitive(heard.tokens, n, lexicon)
    if not governed or clause.verb == "":
        return "done"
    if clause.verb in sets["attempt"]:
        return "attempt"
    if clause.verb in sets["assist"] and is_own_doing(heard.tokens, n, lexicon):
        return "done"  # "helped at the clinic handing out stickers"
    if clause.verb in sets["assist"]:
        return "done" if clause.subject == "other" and n and heard.tokens[n - 1].norm in {"me", "us"} else "assist"
    if clause.verb == "learn" or (clause.verb in {"teach", "show"} and clause.subject == "other"):
        return "learn"
    if clause.verb in sets["intention"] or (clause.verb in {"ask", "tell"} and clause.subject == "other"):
        return "not"
    return "done"


# "my plan is to ask the mayor"
_INTENDED = re.compile(r"(?:my|our|the) (?:\w+ )?(?:idea|plan|goal|hope|dream|aim|wish)\b")
_MIDWAY = re.compile(
    r"^((i'?m|i am|we'?re|we are) )?(in the middle of|halfway|half way|almost done|nearly done|not done)\b"
)


_SEEKING = frozenset(["run", "apply", "audition", "try", "campaign"])


def _goes_on(heard: Heard) -> bool:
    clause = heard.clause
    midway = clause.tense == "ongoing" or _MIDWAY.search(clause.text.casefold())
    return bool(midway) and not (clause.negated or clause.question or clause.link in {"if", "unless"})


def _unreal(heard: Heard, lexicon: Lexicon) -> bool:
    """Planned, possible, asked, denied or half done."""
    clause = heard.clause
    purpose = clause.link in {"so", "so that"} and clause.tense == "modal"
    if clause.negated or clause.partly or clause.question or clause.link in lexicon.sets["conditional"]:
        return True
    if clause.tense == "ongoing" and _is_now(heard):
        return True
    if _MIDWAY.search(clause.text.casefold()):
        return True
    return clause.tense == "future" or (clause.tense == "modal" and not purpose)


def _is_now(heard: Heard) -> bool:
    """`I'm still making it` is not done; a bare `sanding the roof` answers "what did you do?"."""
    norms = [token.norm for token in heard.tokens if token.start <= heard.clause.rest_start]
    return bool({"am", "is", "are", "still", "currently"} & set(norms))
