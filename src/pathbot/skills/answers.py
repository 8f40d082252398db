"""A bare thing said in answer to a question that named the deed: `a ramp` to "What did you make?"."""

from collections.abc import Sequence

from pathbot.evidence import Said
from pathbot.language.clauses import Clause
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import readings
from pathbot.skills.stuff import is_stuff

_MOST = 14  # words
_NO_THING = frozenset(
    ["yes", "no", "yeah", "nah", "nope", "yep", "idk", "nothing", "none", "not", "dunno", "me", "i", "we", "us",
    "everything",
     "everyone", "it", "that", "this", "they", "he", "she", "you", "maybe", "sure", "ok", "okay", "same", "all",
     "both",
     "because", "with", "by", "in", "on", "at", "for", "from", "to", "about", "like", "so", "stuff", "things",
     "lots", "a lot",
     "alone", "myself", "mostly", "too", "very", "really", "pretty", "kinda", "just", "who", "what", "how", "when",
     "where"]
)  # fmt: skip


def answered(clause: Clause, found: Sequence[Token], said: Said, lexicon: Lexicon) -> Clause:
    """The first clause of an answer with the verb of its question, where it is only a thing; else as it is."""
    if said.verb not in lexicon.verb_forms or clause.sentence or not _is_thing(clause, found, lexicon):
        return clause
    if said.verb in {"do", "work"} and is_stuff(_head(found, lexicon)):
        return clause  # "popsicle sticks" is what it was done with
    told = {
        "verb": said.verb,
        "tense": "past",
        "verb_start": clause.start,
        "rest_start": clause.start,
        "subject": "none",
    }
    told |= {"subject_start": 0, "subject_end": 0, "chain": (), "passive": False, "partly": False}
    return clause.model_copy(update=told)


def _stands_in_a_list(clause: Clause, lexicon: Lexicon) -> bool:
    """Whether the verb stands behind "and" or "with" and before a "that", a preposition or the end."""
    said = clause.text.casefold().split()
    verb = clause.text[clause.verb_start - clause.start :].split()[:1]
    at = said.index(verb[0].casefold()) if verb and verb[0].casefold() in said else 0
    before, after = said[max(0, at - 2) : at], said[at + 1 : at + 2]
    ends = not after or after[0] in lexicon.sets["prepositions"] | {"that", "which", "who", "and"}
    return ends and bool({"and", "with", "of"} & set(before))


def _head(found: Sequence[Token], lexicon: Lexicon) -> str:
    norms = [token.norm for token in found if token.kind in ("word", "number")]
    stop = next((n for n, norm in enumerate(norms) if norm in lexicon.sets["prepositions"]), len(norms))
    return norms[stop - 1] if stop else ""


def _is_thing(clause: Clause, found: Sequence[Token], lexicon: Lexicon) -> bool:
    words = [token.norm for token in found if token.kind in ("word", "number")]
    if not words or len(words) > _MOST or clause.link or clause.negated or clause.question:
        return False
    if clause.verb and not _only_looks_like_a_verb(clause, words, lexicon):
        return False
    states = lexicon.sets["states"] | lexicon.sets["feelings"] | lexicon.sets["unsayable"] | lexicon.sets["praise"]
    if words[0] in _NO_THING or (words[0] in states and len(words) < 3):
        return False
    return any(len(word) > 2 and word.isalpha() and word not in lexicon.function_words | states for word in words)


def _only_looks_like_a_verb(clause: Clause, words: Sequence[str], lexicon: Lexicon) -> bool:
    """`tote bags from old jeans`, `a map with qr codes that play`: a noun that could also be a verb, in the present."""
    if words[0] in {"a", "an", "some"} and clause.tense == "present" and _stands_in_a_list(clause, lexicon):
        return True
    names = {form.name for form in readings(words[0], lexicon)}
    after = words[1] if len(words) > 1 else ""
    noun_first = (
        bool(names) and names <= {"base", "third"} and after not in lexicon.sets["determiners"] | {"it", "them"}
    )
    return clause.subject == "none" and noun_first and clause.tense == "present"
