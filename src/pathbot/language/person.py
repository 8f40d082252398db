"""Saying a learner's own words back to them: "cut it again" becomes "You cut it again"."""

from collections.abc import Sequence
from itertools import pairwise

from pathbot.language.clauses import Clause, clauses
from pathbot.language.forms import third_person
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, tokens
from pathbot.language.verbs import readings

MAX_ECHO = 200  # code points; a longer answer is not echoed whole


def to_second_person(text: str, lexicon: Lexicon) -> str:
    """What Pathbot can say back, without an end mark or a capital to begin with. Empty when it cannot be made safely.

    Not echoed: insults, code, links, questions, words addressed to Pathbot, very long text, bare yes and no.
    """
    if lexicon.language != "en" or len(text) > MAX_ECHO or not _sayable(text, lexicon):
        return ""
    parts = [clause for clause in clauses(text, lexicon) if not _is_noise(clause, lexicon)]
    if not parts or any(clause.question for clause in parts):
        return ""
    shouted = text.isupper() and len(text) > 4
    carried = [False, *(_carries(a, b) for a, b in pairwise(parts))]
    return _joined(text, parts, [_echo(c, lexicon, shouted, same) for c, same in zip(parts, carried, strict=True)])


def _sayable(text: str, lexicon: Lexicon) -> bool:
    seen = tokens(text)
    if any(t.kind in ("other", "link") or (t.kind == "punctuation" and t.norm in "()[]{}/") for t in seen):
        return False
    written = set(" ".join(lexicon.words.shorthand.get(t.norm, t.norm) for t in seen).casefold().split())
    return not written & (lexicon.sets["unsayable"] | _ADDRESSED)


_ADDRESSED = frozenset(["you", "your", "you're", "yours", "you've", "you'll", "you'd"])
_NO_ECHO = frozenset(["yes", "no", "nope", "nah", "maybe", "not", "sure", "none", "nothing"])


def _is_noise(clause: Clause, lexicon: Lexicon) -> bool:
    return all(t.norm in lexicon.sets["fillers"] | _NO_ECHO for t in _unhedged(tokens(clause.text), lexicon))


def _unhedged(seen: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """The words before a trailing `i guess`, `i think`, `lol`; all of them in `what i think`."""
    while seen:
        norms = [token.norm for token in seen]
        hedged = norms[-2:-1] == ["i"] and norms[-1] in _HEDGES and not set(norms[-3:-2]) & _POINTING
        cut = 2 if hedged else 1 if norms[-1] in _CHAT or norms[-1] in {",", "..."} else 0
        if not cut:
            break
        seen = seen[:-cut]
    return seen


_HEDGES = frozenset(["guess", "think", "suppose"])
_POINTING = frozenset(["what", "how", "who", "where", "why", "when", "that", "than", "as", "which"])
_CHAT = frozenset(["lol", "lmao", "haha", "hahaha", "tbh", "ngl", "imo", "idk", "smh", "xd"])


def _carries(before: Clause, clause: Clause) -> bool:
    """Whether a left-out subject is the one of the clause before (`people stayed and told more stories`)."""
    if before.sentence != clause.sentence or not before.verb or clause.subject != "none":
        return False
    told = before.subject != "none" or before.tense == "past"
    return told and clause.link in ({"and", "but", "or"} | ({"then"} if before.subject != "other" else set()))


def _echo(clause: Clause, lexicon: Lexicon, shouted: bool, carried: bool) -> str:
    seen = _unhedged(tokens(clause.text), lexicon)
    while seen and seen[0].norm in _EMPTY_START:
        seen = seen[1:]
    said: list[str] = []
    for i, token in enumerate(seen):
        small = token.norm.split("'")[0] in lexicon.function_words | _POINTING
        first = i == 0 and (small or bool(readings(token.norm, lexicon)))
        word = _word(clause.text, token, said, shouted or first, lexicon)
        if _means_it_is(seen[i:], clause, lexicon):
            word = "it's"
        if word == "your group had" and i + 1 < len(seen) and _is_base(seen[i + 1].norm, lexicon):
            word = "your group would"
        mark = token.kind == "punctuation" and word[0] in ",;:."
        if said and (mark or (token.start == seen[i - 1].end and _GLUED & {word, said[-1][-1]})):
            said[-1] += word
        else:
            said.append(word)
    line = " ".join(said)
    if carried:
        return line
    if _is_their_deed(clause, seen, lexicon):
        return f"you {line}"
    return f"the {line}" if _lacks_article(clause, lexicon) else line


_GLUED = frozenset('-"“”')


def _is_their_deed(clause: Clause, seen: Sequence[Token], lexicon: Lexicon) -> bool:
    """`cut it again`: a past verb without a subject; no feeling (`surprised`), no thing's (`cost 12`)."""
    if clause.subject != "none" or clause.tense != "past" or clause.passive or clause.partly:
        return False
    if clause.verb in lexicon.sets["of_things"] | {"be"} or (seen and seen[0].norm in lexicon.sets["feelings"]):
        return False
    alone = len(seen) < 2 or seen[1].norm in lexicon.sets["prepositions"]
    return not (clause.verb in lexicon.sets["by_itself"] and alone)


_EMPTY_START = frozenset(
    [
        "like", "just", "basically", "literally", "honestly", "lol", "um", "uh", "well", "yeah", "yes",
    ]
)  # fmt: skip


def _means_it_is(seen: Sequence[Token], clause: Clause, lexicon: Lexicon) -> bool:
    """`its hot by the gym` and `its getting hot`; not `its color is red`."""
    if len(seen) < 2 or seen[0].norm != "its":
        return False
    after, sets = seen[1].norm, lexicon.sets
    if after in (sets["prepositions"] | sets["determiners"]) or seen[1].kind == "number":
        return True
    continuing = any(form.name == "ing" for form in readings(after, lexicon))
    whole = clause.text.casefold().startswith("its") and clause.tense not in ("none", "ongoing")
    return not whole and (after in sets["states"] or continuing)


def _lacks_article(clause: Clause, lexicon: Lexicon) -> bool:
    """`roof didnt fit`: a bare noun for a thing as subject, as people type it."""
    subject, sets = clause.text[: clause.subject_end - clause.subject_start], lexicon.sets
    known = sets["determiners"] | sets["others"] | sets["openers"] | sets["prepositions"] | sets["group"]
    return (
        clause.subject == "other"
        and clause.verb in sets["by_itself"]
        and subject.isalpha()
        and subject.islower()
        and not subject.endswith("s")
        and subject not in known
        and subject not in lexicon.words.casing
        and subject not in lexicon.words.shorthand
    )


def _word(text: str, token: Token, said: list[str], lower: bool, lexicon: Lexicon) -> str:
    plain = lexicon.words.shorthand.get(token.norm, token.norm).casefold()
    before = said[-1].casefold() if said else ""
    if before == "you" and plain in _AFTER_YOU:
        return _AFTER_YOU[plain]
    if before == "your group" and len(said) == 1:
        return _AFTER_GROUP.get(plain) or _singular(plain, lexicon)
    if plain in _TURNED:
        return _TURNED[plain]
    if plain in _TITLES or (said and said[-1].casefold() in _TITLES):
        return token.norm.capitalize()
    if plain in lexicon.sets["names"]:
        return text[token.start : token.end].capitalize()
    if token.norm in lexicon.words.casing:
        return lexicon.words.casing[token.norm]
    if token.norm in lexicon.words.shorthand:
        return lexicon.words.shorthand[token.norm]
    return token.norm if lower else text[token.start : token.end]


_TITLES = frozenset(["mr", "mrs", "ms", "dr"])


def _singular(plain: str, lexicon: Lexicon) -> str:
    """`we make` becomes `your group makes`."""
    return third_person(plain) if _is_base(plain, lexicon) else plain


def _is_base(word: str, lexicon: Lexicon) -> bool:
    names = {form.name for form in readings(word, lexicon)}
    return "base" in names and "past" not in names


_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "i'm": "you're", "i've": "you've",
    "i'd": "you'd", "i'll": "you'll", "we": "your group", "us": "your group", "our": "your", "ours": "yours",
    "ourselves": "yourselves", "we're": "your group is", "we've": "your group has", "we'd": "your group had",
    "we'll": "your group will", "am": "are",
}  # fmt: skip
_AFTER_YOU = {"was": "were", "wasn't": "weren't", "am": "are"}
_AFTER_GROUP = {"were": "was", "weren't": "wasn't", "are": "is", "aren't": "isn't", "have": "has", "haven't": "hasn't",
                "do": "does", "don't": "doesn't"}  # fmt: skip


def _joined(text: str, parts: list[Clause], said: list[str]) -> str:
    """Clauses in their order with the words that tied them, one sentence per sentence."""
    line = said[0]
    for before, clause, words in zip(parts, parts[1:], said[1:], strict=False):
        if before.sentence != clause.sentence:
            line += ". " + words[:1].upper() + words[1:]
        elif clause.link:
            both = clause.link == "then" and "and" in text[before.end : clause.start].casefold().split()
            line += f" {'and then' if both else clause.link} {words}"
        else:
            line += f", {words}"
    if parts[0].link in {"because", "when", "while", "after", "before", "until", "if", "since", "although", "where"}:
        line = f"{parts[0].link} {line}"
    return line
