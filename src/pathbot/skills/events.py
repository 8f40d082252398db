"""What went wrong, and what others or things then did."""

import re

from pathbot.language.lexicon import Lexicon
from pathbot.skills.judging import tells_an_outcome
from pathbot.skills.phrasing import shown
from pathbot.skills.pieces import YOU, Piece, quote_of
from pathbot.skills.record import Heard, Record
from pathbot.skills.referents import Spoken, reaches
from pathbot.skills.repairs import with_article
from pathbot.skills.trouble import is_trouble


def event(order: int, heard: Heard, spoken: Spoken, known: Record, lexicon: Lexicon) -> Piece | None:
    """What went wrong, or what others or things then did."""
    clause, text = heard.clause, known.said[heard.message].text
    hard = known.said[heard.message].slot == "difficulty"
    if hard and (state := _too(heard, spoken, known, lexicon)):
        return state.model_copy(update={"order": order})
    if heard.actor != "other" or clause.tense not in ("past", "modal") or clause.link in {"if", "unless", "because"}:
        return None
    lead, subject, start = _subject(text, heard, lexicon)
    rest = shown(text[start : clause.end], lexicon)
    if subject in {"it", "that", "this"} and _FOR_ME.match(rest):
        return None  # "it was hard for me to ..."
    if not subject or not rest or YOU.search(f"{subject} {rest}") or subject.split()[0].endswith("ing"):
        return None
    subject = with_article(subject, known.thesaurus, lexicon)
    trouble = is_trouble(clause, heard.tokens) or hard
    if not trouble and _UNSURE.search(text[clause.start :].casefold()[: len(clause.text) + _AFTER]):
        return None  # "it worked i think"
    if named := _ABSTRACT.fullmatch(f"{subject} {rest}"):
        if named.group("what") is None:
            return None
        subject, rest = named.group("what"), named.group("rest")
        trouble = True
    if not trouble and len(f"{subject} {rest}".split()) < _FEWEST and clause.verb not in _WORKED:
        return None
    if not trouble and (lead or not tells_an_outcome(subject, heard, lexicon)):
        return None
    return Piece(
        role="trouble" if trouble else "outcome", order=order, message=heard.message, actor="other", verb=clause.verb,
        words=f"{lead}{subject} {rest}", lead=lead, subject=subject, points=subject in _PRONOUNS,
        sentence=clause.sentence, quotes=(quote_of(heard, known),),
        asked_after=known.said[heard.message].slot in _ASKED_AFTER,
    )  # fmt: skip


_UNSURE = re.compile(r"\b(?:i think|i guess|maybe|probably|idk)\b")
_AFTER = 9  # letters after the clause
_FEWEST, _WORKED = 4, frozenset(["work", "fit", "win", "spin", "stand", "hold", "float", "fly", "light", "stop"])
_FOR_ME = re.compile(
    r"(?:was|is) (?:\w+ )?(?:hard|hardest|difficult|tricky|tough|annoying|frustrating|confusing|scary|easy|fun)\b"
)
# "The hard part was that the shadow kept moving" tells of the shadow; "the worst day was Tuesday" of nothing.
_ABSTRACT = re.compile(
    r"(?:the|my|our|one) (?:(?:only|main|first|biggest) )?(?:hard|hardest|tricky|trickiest|worst|tough|toughest|"
    r"problem|problems|issue|trouble|challenge|thing|best|fun)(?: \w+)? (?:was|is)"
    r"(?: (?:that )?(?P<what>(?:the|my|our|a) [\w-]+(?: [\w-]+)??) "
    r"(?P<rest>(?:kept|was|were|did|could|would|broke|fell|had)\b.*)| .*)?"
)


_PRONOUNS = frozenset(["it", "they", "them", "that", "this", "he", "she", "some", "one", "both", "most", "all"])
_ASKED_AFTER = frozenset(["outcome", "reaction", "response", "result"])
_SAYING = frozenset(["say", "tell", "think"])


def _too(heard: Heard, spoken: Spoken, known: Record, lexicon: Lexicon) -> Piece | None:
    """`too steep` in answer to "What was hard?": the thing talked of was too steep."""
    norms = [token.norm for token in heard.tokens]
    if heard.clause.verb or norms[:1] != ["too"] or not 1 < len(norms) <= 3 or not reaches(spoken.topic, heard.message):
        return None
    assert spoken.topic is not None
    subject = spoken.topic.thing
    pronoun, was = ("they", "were") if spoken.topic.many else ("it", "was")
    rest = f"{was} {shown(heard.clause.text, lexicon)}"
    return Piece(
        role="trouble", order=0, message=heard.message, actor="other", verb="be", words=f"{subject} {rest}",
        subject=subject, told=f"{pronoun} {rest}", sentence=heard.clause.sentence, stands=(subject,), thing=subject,
        quotes=(*spoken.topic.quotes, quote_of(heard, known)),
    )  # fmt: skip


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
    low = words[0].casefold()
    told = (
        low in lexicon.function_words
        or low in lexicon.words.numbers
        or not (
            low in lexicon.sets["names"] or low in lexicon.words.casing or low.rstrip(".") in lexicon.sets["titles"]
        )
    )
    if told and words[0][1:].islower() and clause.subject_start == clause.start:
        words[0] = low if len(words) > 1 or low in lexicon.function_words else words[0]
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
