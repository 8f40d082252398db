"""What `it`, `them`, `him` and `her` mean in a deed, where only one thing said just before can be meant."""

import re
from collections.abc import Sequence

from pathbot.evidence import Quote
from pathbot.frozen import Frozen
from pathbot.language.lexicon import Lexicon
from pathbot.skills.phrasing import plain_did
from pathbot.skills.pieces import Piece
from pathbot.skills.record import Heard
from pathbot.skills.stuff import is_stuff
from pathbot.skills.whom import HER, HIM, crowd_in, people_in, person_put_in, takes_people

# These deeds look at a thing or use it, and what follows is about another one ("watched a video and redid it").
_MEANS = frozenset(
    ["watch", "read", "use", "ask", "look", "go", "see", "hear", "talk", "call", "check", "visit", "borrow",
    "learn", "buy",
     "get", "have", "listen", "wait", "tell", "show", "give", "meet", "email", "google", "search", "find", "be",
     "take"]
)  # fmt: skip
_IT = re.compile(r"\bit\b")
_ACTS_ITSELF = re.compile(
    r"\b(?:it|they) (?:\w+ed|was|is|were|are|did|had|has|would|could|fell|broke|went|came|fit|got)\b"
)
_THEM = re.compile(r"\bthem\b")
_MAKING = frozenset(
    [
        "make", "build", "write", "design", "code", "program", "draw", "paint", "sew", "knit", "film", "create",
        "plant", "compose",
        "construct", "bake", "cook", "crochet", "carve", "assemble", "record", "print", "start", "choreograph",
        "weld", "develop",
    ]
)  # fmt: skip
_NEAR = 2  # messages


class Topic(Frozen):
    """The thing a later pronoun means, and where it was said. `many` is true for "the posters", `made` where it was
    made.

    One `here` is meant only in its own sentence: something else was being talked of before it.
    """

    thing: str
    many: bool
    message: int
    sentence: int = 0
    made: bool = False
    here: bool = False
    quotes: tuple[Quote, ...] = ()


class Spoken(Frozen):
    """What is being talked of: a thing, the thing last made (and a `rival` made in the same message), and a person whom
    `him` or `her` may mean.

    In a sentence that is `blocked` a pronoun may mean another thing named there.
    """

    topic: Topic | None = None
    main: Topic | None = None
    rival: Topic | None = None
    crowd: Topic | None = None
    blocked: tuple[int, int] = (-1, -1)
    person: Topic | None = None
    female: bool | None = None


def reaches(topic: Topic | None, message: int, sentence: int = 0) -> bool:
    """Whether a pronoun in a message can still mean a topic."""
    if topic is None or (topic.here and (message, sentence) != (topic.message, topic.sentence)):
        return False
    return 0 <= message - topic.message <= _NEAR


def put_in(words: str, topic: Topic) -> str:
    """The words with their one pronoun replaced by the topic; empty where there is none, or more than one."""
    pattern = _THEM if topic.many else _IT
    if _ACTS_ITSELF.search(words):
        return ""  # "tried it cooked": the pronoun begins another clause
    if len(pattern.findall(words)) != 1:
        return ""
    return pattern.sub(topic.thing, words)


def thing_of(words: str, lexicon: Lexicon) -> str:
    """The one thing a deed is about: `the poster` of "worked on the poster"; empty where it is not that simple."""
    rest = words.split()[1:]
    rest = rest[1:] if rest[:1] in (["on"], ["out"], ["up"], ["down"], ["off"], ["for"]) else rest
    stop = next((i for i, word in enumerate(rest) if word in lexicon.sets["prepositions"] | _ENDS), len(rest))
    while stop and rest[stop - 1] in _LATER:
        stop -= 1
    thing = rest[:stop]
    if not thing or len(thing) > 4 or {"and", "it", "them", "that"} & set(thing) or "," in " ".join(thing):
        return ""
    if people_in(" ".join(thing)):
        return ""
    if thing[0] in {"a", "an", "the", "my", "our"} and len(thing) > 1:
        return " ".join(["the" if thing[0] in {"a", "an"} else thing[0], *thing[1:]])
    counted = thing[0].isdigit() or thing[0] in lexicon.words.numbers
    if counted and len(thing) > 1 and thing[-1].endswith("s") and thing[0] not in {"1", "one"}:
        return " ".join(["the", *thing])
    return (
        f"the {thing[0]}"
        if len(thing) == 1 and thing[0].endswith("s") and thing[0].islower() and len(thing[0]) > 3
        else ""
    )


_ENDS = frozenset(
    ["until", "because", "when", "while", "before", "after", "so", "that", "together", "out", "up", "again", "down"]
)
_LATER = frozenset(
    [
        "mostly",
        "mainly",
        "carefully",
        "quickly",
        "slowly",
        "wrong",
        "slow",
        "right",
        "twice",
        "once",
        "down",
        "away",
        "back",
        "over",
        "more",
        "longer",
        "bigger",
        "smaller",
        "better",
        "shorter",
        "backwards",
        "online",
        "alone",
        "later",
        "slower",
        "faster",
        "outside",
        "inside",
        "early",
        "late",
        "first",
    ]
) | frozenset(["first", "too", "again", "today", "myself", "yesterday", "next", "then"])


def after_deed(spoken: Spoken, piece: Piece, lexicon: Lexicon) -> Spoken:
    """What is being talked of after a deed that names its thing, or none."""
    verb, words, message = piece.verb, piece.words, piece.message
    thing, main = thing_of(words, lexicon), spoken.main
    if thing and verb not in _MEANS:
        made = verb in _MAKING
        other = main is not None and main.thing != thing and reaches(main, message)
        topic = Topic(
            thing=thing,
            many=is_many(thing),
            message=message,
            sentence=piece.sentence,
            made=made,
            quotes=piece.quotes,
            here=other and not made,
        )
        rival = main if made and other and main is not None and main.message == message else spoken.rival
        return spoken.model_copy(update={"topic": topic, "main": topic if made else main, "rival": rival})
    if len(words.split()) < 3 or not names_more(words):
        return spoken
    blocked = {"blocked": (message, piece.sentence)}
    return spoken.model_copy(update=blocked if verb in _MEANS else {"topic": None, **blocked})


def names_more(words: str) -> bool:
    """Whether a deed names things besides what is talked of."""
    return bool({"a", "an", "the", "my", "our"} & set(words.split())) or any(w.endswith("s") for w in words.split()[1:])


def is_many(thing: str) -> bool:
    """Whether "them" is said of a thing, not "it"."""
    last = thing.split()[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def after_people(spoken: Spoken, text: str, message: int, quotes: Sequence[Quote]) -> Spoken:
    """Who `him` or `her` means after some words: the one person named there; nobody where there are several."""
    if crowd := crowd_in(text):
        named = Topic(thing=crowd, many=True, message=message, quotes=tuple(quotes))
        spoken = spoken.model_copy(update={"crowd": named})
    found = people_in(text)
    if not found:
        return spoken
    if len({name for name, _ in found}) > 1:
        return spoken.model_copy(update={"person": None})
    (name, female) = found[0]
    if name == "another":
        return spoken.model_copy(update={"person": None})
    person = Topic(thing=name, many=False, message=message, quotes=tuple(quotes))
    return spoken.model_copy(update={"person": person, "female": female})


def resolved(piece: Piece, before: Sequence[Piece], spoken: Spoken) -> Piece:
    """A piece with its pronouns put in, and what they stand for; the piece as it is where nothing certain is meant."""
    words, stands, quotes = piece.words, [], list(piece.quotes)
    thing = _meant(spoken, piece)
    if thing is not None and _leans(piece, thing) and not _after_trouble(piece, before):
        put = put_in(words, thing) if piece.role == "deed" else thing.thing + words[len(piece.subject) :]
        if put:
            words, stands, quotes = put, [thing.thing], [*thing.quotes, *quotes]
    if piece.role == "deed" and reaches(spoken.person, piece.message):
        assert spoken.person is not None
        put = person_put_in(words, spoken.person.thing, spoken.female)
        if put != words:
            words, stands, quotes = put, [*stands, spoken.person.thing], [*spoken.person.quotes, *quotes]
    if not stands:
        return piece
    told: dict[str, object] = {
        "words": plain_did(words),
        "told": piece.words,
        "stands": tuple(stands),
        "quotes": tuple(dict.fromkeys(quotes)),
    }
    if thing is not None and thing.thing in stands:
        told |= {"points": False, "thing": thing.thing}
        if piece.role != "deed":
            told["subject"] = thing.thing
    return piece.model_copy(update=told)


def _meant(spoken: Spoken, piece: Piece) -> Topic | None:
    """The topic, or the thing last made where the topic was only touched on, or where only that is one or are many."""
    message, sentence = piece.message, piece.sentence
    if spoken.blocked == (message, sentence):
        return None
    if piece.role == "deed" and takes_people(piece.verb) and _THEM.search(piece.words):
        return spoken.crowd if reaches(spoken.crowd, message) else None
    if piece.role == "outcome" and piece.verb in {"work", "help"}:
        return None  # "it worked" may speak of what was done
    many = bool(_THEM.search(piece.words)) if piece.role == "deed" else piece.subject == "they"
    topic, main, rival = spoken.topic, spoken.main, spoken.rival
    if rival is not None and rival.message < message <= rival.message + _NEAR and rival.many == many:
        return None  # two things were made in one message
    if main is not None and (main.many != many or not 0 <= message - main.message <= _FAR):
        main = None
    if topic is None or (topic.here and not reaches(topic, message, sentence) and _is_passing(topic, message)):
        return main
    if topic.many != many:
        return main
    return topic if reaches(topic, message, sentence) else None


_FAR = 4  # messages that a thing somebody made is remembered


def _is_passing(topic: Topic, message: int) -> bool:
    """What a thing is made of, or what was only touched on in the same message."""
    return is_stuff(topic.thing) or topic.message == message


def _leans(piece: Piece, topic: Topic) -> bool:
    if piece.role == "deed":
        return piece.points
    return piece.subject == ("they" if topic.many else "it") and not piece.lead


def _after_trouble(piece: Piece, before: Sequence[Piece]) -> bool:
    """A deed against a trouble just told is put beside it when lines are made ("cut the roof again after it didn't
    fit")."""
    return (
        piece.role == "deed"
        and bool(before)
        and before[-1].role == "trouble"
        and piece.message - before[-1].message <= 1
    )


def talked_of(spoken: Spoken, piece: Piece | None, heard: Heard, quote: Quote, lexicon: Lexicon) -> Spoken:
    """What is being talked of after a clause."""
    spoken = after_people(spoken, heard.clause.text, heard.message, (quote,))
    her = spoken.person is not None and reaches(spoken.person, heard.message)
    if her and spoken.person is not None and (HER if spoken.female else HIM).search(heard.clause.text.casefold()):
        spoken = spoken.model_copy(update={"person": spoken.person.model_copy(update={"message": heard.message})})
    if piece is None:
        return _after_untold(spoken, heard, quote, lexicon)
    if piece.thing and spoken.topic is not None and piece.thing == spoken.topic.thing:
        moved = {"topic": spoken.topic.model_copy(update={"message": heard.message})}
        if spoken.main is not None and spoken.main.thing == piece.thing:
            moved["main"] = spoken.main.model_copy(update={"message": heard.message})
        return spoken.model_copy(update=moved)
    if piece.role == "deed":
        return spoken if piece.points else after_deed(spoken, piece, lexicon)
    subject = piece.subject
    if subject.startswith(("the ", "my ", "our ")) and not people_in(subject):
        # "the zipper broke" is a part of the dress that was made: a later "wore it" is not the zipper
        aside = spoken.main is not None and spoken.main.thing != subject and reaches(spoken.main, heard.message)
        topic = Topic(
            thing=subject,
            many=is_many(subject),
            message=heard.message,
            sentence=heard.clause.sentence,
            here=aside,
            quotes=piece.quotes,
        )
        return spoken.model_copy(update={"topic": topic})
    return spoken if piece.points else spoken.model_copy(update={"topic": None})


def _after_verbs(heard: Heard) -> str:
    return heard.clause.text[max(heard.clause.rest_start - heard.clause.start, 0) :].casefold()


def _after_untold(spoken: Spoken, heard: Heard, quote: Quote, lexicon: Lexicon) -> Spoken:
    """A clause that no line is made of may still name another thing."""
    verb = heard.clause.chain[-1] if heard.clause.chain else heard.clause.verb
    told = (verb not in _MEANS or (verb == "have" and heard.actor == "other")) and heard.clause.tense in (
        "past",
        "future",
    )
    thing = thing_of(f"x {_after_verbs(heard)}", lexicon) if told else ""
    if thing:
        topic = Topic(
            thing=thing, many=is_many(thing), message=heard.message, sentence=heard.clause.sentence, quotes=(quote,),
            here=reaches(spoken.main, heard.message),
        )  # fmt: skip
        return spoken.model_copy(update={"topic": topic})
    rest = heard.clause.text[max(heard.clause.rest_start - heard.clause.start, 0) :]
    if not heard.clause.verb or not {"a", "an", "the", "my", "our"} & set(rest.casefold().split()):
        return spoken
    return spoken.model_copy(update={"topic": None})
